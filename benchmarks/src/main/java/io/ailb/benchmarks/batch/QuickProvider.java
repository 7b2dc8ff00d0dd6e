package io.ailb.benchmarks.batch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A provider that answers everything alike and at once, in a JVM of its own: what is measured is
 * who asks. Ends when its input does.
 */
final class QuickProvider implements AutoCloseable {
  private static final byte[] ANSWER =
      """
      {"id": "chatcmpl-1", "object": "chat.completion", "created": 1700000000, "model": "gpt-4o-mini",
       "choices": [{"index": 0, "message": {"role": "assistant", "content": "It is."}, "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 8, "completion_tokens": 3, "total_tokens": 11}}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final Process process;
  private final String baseUrl;

  private QuickProvider(Process process, String baseUrl) {
    this.process = process;
    this.baseUrl = baseUrl;
  }

  static QuickProvider start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsun.net.httpserver.nodelay=true",
                "-Dsun.net.httpserver.maxIdleConnections=10000",
                "-cp",
                System.getProperty("java.class.path"),
                QuickProvider.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new QuickProvider(process, process.inputReader().readLine());
  }

  String baseUrl() {
    return baseUrl;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.createContext("/", QuickProvider::answer);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    while (System.in.read() >= 0) {
      // until there is nobody any more
    }
    System.exit(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, ANSWER.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(ANSWER);
    }
  }
}

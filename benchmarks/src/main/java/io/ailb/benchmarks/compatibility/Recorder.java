package io.ailb.benchmarks.compatibility;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider outside of every pool, which writes down what reaches it. */
final class Recorder implements AutoCloseable {
  private static final String CHAT =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"from outside\"}}]}";
  private static final List<String> CHAT_EVENTS =
      List.of(
          "{\"choices\":[{\"delta\":{\"content\":\"from \"}}]}",
          "{\"choices\":[{\"delta\":{\"content\":\"outside\"}}]}",
          "[DONE]");
  private static final String COHERE =
      """
      {"id": "1", "finish_reason": "COMPLETE",
       "message": {"role": "assistant", "content": [{"type": "text", "text": "from outside"}]}}
      """;
  private static final List<String> COHERE_EVENTS =
      List.of(
          "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"from \"}}}}",
          "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"outside\"}}}}",
          "{\"type\":\"message-end\",\"id\":\"1\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}");

  private static final String BEDROCK =
      """
      {"output": {"message": {"role": "assistant", "content": [{"text": "from outside"}]}},
       "stopReason": "end_turn", "usage": {"inputTokens": 1, "outputTokens": 2, "totalTokens": 3},
       "metrics": {"latencyMs": 1}}
      """;

  /** What AWS's SDK makes anew for each request: of these, that they are there. */
  private static final Set<String> ANEW =
      Set.of("authorization[AWS4", "x-amz-date[", "amz-sdk-invocation-id[");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Path hosts;
  private volatile boolean refusing;

  Recorder() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    hosts = Files.createTempFile("ai-lb-hosts", "");
    hosts.toFile().deleteOnExit();
    Files.writeString(
        hosts,
        "127.0.0.1 localhost api.openai.com api.cohere.com bedrock-runtime.us-east-1.amazonaws.com\n");
  }

  /** What a JVM needs to take this for the providers' public hosts. */
  List<String> options() {
    return List.of(
        "-Djdk.net.hosts.file=" + hosts, "-Doutside.port=" + server.getAddress().getPort());
  }

  /** From now on all requests are too many. */
  void refuse() {
    refusing = true;
  }

  /** What came, in order; the port is left out, as it is another's next time. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    StringBuilder request = new StringBuilder();
    request.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    new TreeMap<>(exchange.getRequestHeaders())
        .forEach(
            (name, values) ->
                request.append('\n').append(line(name.toLowerCase(Locale.ROOT) + values)));
    request.append('\n').append(body);
    requests.add(request.toString().replace(":" + server.getAddress().getPort(), ""));

    String path = exchange.getRequestURI().getPath();
    boolean cohere = path.endsWith("/v2/chat");
    if (refusing) {
      say(exchange, 429, "application/json", List.of("{\"message\":\"too many\"}"));
    } else if (body.replace(" ", "").contains("\"stream\":true")) {
      List<String> events =
          (cohere ? COHERE_EVENTS : CHAT_EVENTS)
              .stream().map(event -> "data: " + event + "\n\n").toList();
      say(exchange, 200, "text/event-stream", events);
    } else {
      String text = path.endsWith("/converse") ? BEDROCK : cohere ? COHERE : CHAT;
      say(exchange, 200, "application/json", List.of(text));
    }
  }

  private static String line(String header) {
    return ANEW.stream().filter(header::startsWith).findFirst().orElse(header);
  }

  private static void say(HttpExchange exchange, int status, String type, List<String> pieces)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (String piece : pieces) {
        out.write(piece.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

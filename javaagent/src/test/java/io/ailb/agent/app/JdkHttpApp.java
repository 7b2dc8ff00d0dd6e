package io.ailb.agent.app;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JDK's client alone: sync and async, streamed and not, with its usual body handlers. */
public final class JdkHttpApp {
  private JdkHttpApp() {}

  /**
   * Takes the URL to post to, and what to say: {@code all}, {@code one}, {@code get}, or {@code
   * attach}, which waits for a line on standard input between two calls of the same client.
   */
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    HttpClient client = HttpClient.newHttpClient();
    switch (arguments[1]) {
      case "all" -> all(client, url);
      case "one" -> System.out.println("one: " + sync(client, url, false));
      case "get" -> {
        HttpRequest get = HttpRequest.newBuilder(URI.create(url)).build();
        System.out.println("get: " + client.send(get, BodyHandlers.ofString()).statusCode());
        System.out.println(
            "get, async: "
                + client
                    .sendAsync(get, BodyHandlers.ofString())
                    .get(30, TimeUnit.SECONDS)
                    .statusCode());
      }
      case "attach" -> attach(client, url);
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    System.out.println("end");
    System.out.flush();
    System.exit(0);
  }

  private static void all(HttpClient client, String url) throws Exception {
    System.out.println("sync: " + sync(client, url, false));
    System.out.println("stream: " + sync(client, url, true));
    System.out.println("async: " + async(client, url));
    System.out.println("async lines: " + lines(client, url));
    HttpResponse<InputStream> stream =
        client.send(request(url, true), BodyHandlers.ofInputStream());
    try (InputStream in = stream.body()) {
      System.out.println(
          "input stream: "
              + words(stream, new String(in.readAllBytes(), StandardCharsets.UTF_8), true));
    }
    HttpClient following =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    System.out.println("following redirects: " + sync(following, url, true));
    System.out.println("cancelled: " + cancelled(client, url));
  }

  private static void attach(HttpClient client, String url) throws Exception {
    System.out.println("before: " + sync(client, url, false));
    System.out.println("ready " + ProcessHandle.current().pid());
    System.out.flush();
    int unused = System.in.read();
    System.out.println("after: " + sync(client, url, false));
    System.out.println("after, streamed: " + sync(client, url, true));
  }

  private static HttpRequest request(String url, boolean stream) {
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"gpt-4o-mini\""
            + (stream ? ",\"stream\":true}" : "}");
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer the-applications-own-key")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  static String sync(HttpClient client, String url, boolean stream) throws Exception {
    HttpResponse<String> answer = client.send(request(url, stream), BodyHandlers.ofString());
    return words(answer, answer.body(), stream);
  }

  static String async(HttpClient client, String url) throws Exception {
    return client
        .sendAsync(request(url, false), BodyHandlers.ofString())
        .thenApply(answer -> words(answer, answer.body(), false))
        .get(30, TimeUnit.SECONDS);
  }

  static String lines(HttpClient client, String url) throws Exception {
    HttpResponse<Stream<String>> lines =
        client
            .sendAsync(request(url, true), BodyHandlers.ofLines(), null)
            .get(30, TimeUnit.SECONDS);
    return words(lines, lines.body().collect(Collectors.joining("\n")), true);
  }

  private static String words(HttpResponse<?> answer, String text, boolean stream) {
    boolean whole = text.contains(stream ? "[DONE]" : "answers #");
    return answer.statusCode()
        + (whole ? " whole" : " " + text)
        + " by "
        + answer.headers().firstValue("x-ai-lb-endpoint").orElse(null)
        + " for "
        + answer.request().uri().getHost();
  }

  /** A call that is cancelled while its answer comes; the endpoint must notice. */
  private static String cancelled(HttpClient client, String url) throws Exception {
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(request(url, true), BodyHandlers.ofString());
    boolean cancelled = call.cancel(true);
    return cancelled && call.isCancelled() ? "yes" : "no";
  }
}

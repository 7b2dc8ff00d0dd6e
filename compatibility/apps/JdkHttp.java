import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The JDK's client by itself. */
public final class JdkHttp implements Client {
  private final HttpClient client = HttpClient.newHttpClient();

  private static HttpRequest request(boolean stream) {
    return HttpRequest.newBuilder(URI.create(Chat.URL))
        .header("Authorization", Chat.KEY)
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                Chat.question(stream)))
        .build();
  }

  @Override
  public String text() throws Exception {
    HttpResponse<String> answer = client.send(request(false), BodyHandlers.ofString());
    return Chat.text(answer.statusCode(), answer.body());
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    try (Stream<String> lines =
        client.sendAsync(request(true), BodyHandlers.ofLines()).get().body()) {
      lines.forEach(line -> Chat.line(line, piece));
    }
  }
}

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDK's client by itself. */
public final class JdkHttp implements Client {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final HttpClient client = HttpClient.newHttpClient();

  private static HttpRequest request(boolean stream) {
    return HttpRequest.newBuilder(URI.create("https://api.openai.com/v1/chat/completions"))
        .header("Authorization", "Bearer the-applications-own-key")
        .header("Content-Type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                    + (stream ? ",\"stream\":true}" : "}")))
        .build();
  }

  @Override
  public String text() throws Exception {
    HttpResponse<String> answer = client.send(request(false), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    Matcher matcher = CONTENT.matcher(answer.body());
    return matcher.find() ? matcher.group(1) : answer.body();
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    try (Stream<String> lines =
        client.sendAsync(request(true), BodyHandlers.ofLines()).get().body()) {
      lines.forEach(
          line -> {
            Matcher matcher = CONTENT.matcher(line);
            if (matcher.find()) {
              piece.accept(matcher.group(1));
            }
          });
    }
  }
}

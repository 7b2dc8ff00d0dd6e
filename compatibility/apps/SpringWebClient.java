import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient over whatever its class path has: here Reactor Netty. */
public final class SpringWebClient implements Client {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final WebClient client = WebClient.create("https://api.openai.com");

  private WebClient.RequestHeadersSpec<?> request(boolean stream) {
    return client
        .post()
        .uri("/v1/chat/completions")
        .header("Authorization", "Bearer the-applications-own-key")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (stream ? ",\"stream\":true}" : "}"));
  }

  @Override
  public String text() {
    String body = request(false).retrieve().bodyToMono(String.class).block();
    Matcher matcher = CONTENT.matcher(body);
    return matcher.find() ? matcher.group(1) : body;
  }

  @Override
  public void stream(Consumer<String> piece) {
    request(true)
        .retrieve()
        .bodyToFlux(String.class) // the data of each event
        .toStream()
        .forEach(
            data -> {
              Matcher matcher = CONTENT.matcher(data);
              if (matcher.find()) {
                piece.accept(matcher.group(1));
              }
            });
  }
}

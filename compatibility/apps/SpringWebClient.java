import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient over whatever its class path has: Reactor Netty, or the JDK's. */
public class SpringWebClient implements Client {
  private final WebClient client;

  public SpringWebClient() {
    this(WebClient.builder());
  }

  SpringWebClient(WebClient.Builder builder) {
    client = builder.baseUrl("https://api.openai.com").build();
  }

  private WebClient.RequestHeadersSpec<?> request(boolean stream) {
    return client
        .post()
        .uri("/v1/chat/completions")
        .header("Authorization", Chat.KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(
            Chat.question(stream));
  }

  @Override
  public String text() {
    return Chat.text(200, request(false).retrieve().bodyToMono(String.class).block());
  }

  @Override
  public void stream(Consumer<String> piece) {
    request(true)
        .retrieve()
        .bodyToFlux(String.class) // the data of each event
        .toStream()
        .forEach(data -> Chat.line(data, piece));
  }
}

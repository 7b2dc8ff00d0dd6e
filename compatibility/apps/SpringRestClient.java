import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** Spring's RestClient over the best that its class path has. */
public class SpringRestClient implements Client {
  private final RestClient client;

  public SpringRestClient() {
    this(RestClient.builder());
  }

  SpringRestClient(RestClient.Builder builder) {
    client = builder.baseUrl("https://api.openai.com").build();
  }

  private RestClient.RequestHeadersSpec<?> request(boolean stream) {
    return client
        .post()
        .uri("/v1/chat/completions")
        .header("Authorization", Chat.KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .body(Chat.question(stream));
  }

  @Override
  public String text() {
    return Chat.text(200, request(false).retrieve().body(String.class));
  }

  @Override
  public void stream(Consumer<String> piece) {
    request(true)
        .exchange(
            (request, answer) -> {
              if (!answer.getStatusCode().is2xxSuccessful()) {
                throw new IOException("status " + answer.getStatusCode());
              }
              BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(answer.getBody(), StandardCharsets.UTF_8));
              for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Chat.line(line, piece);
              }
              return true;
            });
  }
}

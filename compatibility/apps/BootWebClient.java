import org.springframework.web.reactive.function.client.WebClient;

/** The WebClient that Spring Boot configures. */
public final class BootWebClient extends SpringWebClient {
  public BootWebClient() {
    super(Boot.CONTEXT.getBean(WebClient.Builder.class));
  }
}

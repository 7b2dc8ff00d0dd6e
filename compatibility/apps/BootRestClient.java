import org.springframework.web.client.RestClient;

/** The RestClient that Spring Boot configures. */
public final class BootRestClient extends SpringRestClient {
  public BootRestClient() {
    super(Boot.CONTEXT.getBean(RestClient.Builder.class));
  }
}

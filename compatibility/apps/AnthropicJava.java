import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** anthropic-java as it comes. */
public final class AnthropicJava implements Client {
  private final AnthropicClient client =
      AnthropicOkHttpClient.builder().apiKey("the-applications-own-key").build();
  private final MessageCreateParams params =
      MessageCreateParams.builder()
          .model("claude-haiku-4-5")
          .maxTokens(256)
          .addUserMessage("hi")
          .build();

  @Override
  public String text() {
    return client.messages().create(params).content().stream()
        .flatMap(block -> block.text().stream())
        .map(block -> block.text())
        .collect(Collectors.joining());
  }

  @Override
  public void stream(Consumer<String> piece) {
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      events.stream()
          .flatMap(event -> event.contentBlockDelta().stream())
          .flatMap(delta -> delta.delta().text().stream())
          .forEach(text -> piece.accept(text.text()));
    }
  }
}

import com.cohere.api.Cohere;
import com.cohere.api.resources.v2.requests.V2ChatRequest;
import com.cohere.api.resources.v2.requests.V2ChatStreamRequest;
import com.cohere.api.types.ChatMessageV2;
import com.cohere.api.types.UserMessageV2;
import com.cohere.api.types.UserMessageV2Content;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** cohere-java with its own retries. */
public final class CohereJava implements Client {
  private final Cohere client =
      Cohere.builder()
          .token("the-applications-own-key")
          .url("http://api.cohere.com:" + System.getProperty("outside.port"))
          .build();
  private final List<ChatMessageV2> messages =
      List.of(
          ChatMessageV2.user(
              UserMessageV2.builder().content(UserMessageV2Content.of("hi")).build()));

  @Override
  public String text() {
    return client
        .v2()
        .chat(V2ChatRequest.builder().model("command-r").messages(messages).build())
        .getMessage()
        .getContent()
        .orElseThrow()
        .stream()
        .flatMap(item -> item.getText().stream())
        .map(text -> text.getText())
        .collect(Collectors.joining());
  }

  @Override
  public void stream(Consumer<String> piece) {
    client
        .v2()
        .chatStream(V2ChatStreamRequest.builder().model("command-r").messages(messages).build())
        .forEach(
            event ->
                event
                    .getContentDelta()
                    .flatMap(delta -> delta.getDelta())
                    .flatMap(delta -> delta.getMessage())
                    .flatMap(message -> message.getContent())
                    .flatMap(content -> content.getText())
                    .ifPresent(piece));
  }
}

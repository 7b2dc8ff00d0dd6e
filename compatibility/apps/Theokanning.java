import com.theokanning.openai.completion.chat.ChatCompletionRequest;
import com.theokanning.openai.completion.chat.ChatMessage;
import com.theokanning.openai.service.OpenAiService;
import java.util.List;
import java.util.function.Consumer;

/** openai-gpt3-java, on Retrofit and OkHttp 3. */
public final class Theokanning implements Client {
  private final OpenAiService service = new OpenAiService("the-applications-own-key");

  /** One for each call: whoever streams marks the request that it is given. */
  private static ChatCompletionRequest request() {
    return ChatCompletionRequest.builder()
        .model("gpt-4o-mini")
        .messages(List.of(new ChatMessage("user", "hi")))
        .build();
  }

  @Override
  public String text() {
    return service.createChatCompletion(request()).getChoices().get(0).getMessage().getContent();
  }

  @Override
  public void stream(Consumer<String> piece) {
    service
        .streamChatCompletion(request())
        .blockingForEach(
            chunk ->
                chunk.getChoices().stream()
                    .filter(choice -> choice.getMessage().getContent() != null)
                    .forEach(choice -> piece.accept(choice.getMessage().getContent())));
  }
}

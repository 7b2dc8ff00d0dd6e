import java.util.function.Consumer;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI 2's OpenAI model without a Spring context. */
public final class SpringAiOpenAi implements Client {
  private final OpenAiChatModel model =
      OpenAiChatModel.builder()
          .options(
              OpenAiChatOptions.builder()
                  .apiKey("the-applications-own-key")
                  .model("gpt-4o-mini")
                  .build())
          .build();

  @Override
  public String text() {
    return model.call("hi");
  }

  @Override
  public void stream(Consumer<String> piece) {
    model.stream(new Prompt("hi"))
        .toStream()
        .flatMap(answer -> answer.getResults().stream())
        .filter(result -> result.getOutput().getText() != null)
        .forEach(result -> piece.accept(result.getOutput().getText()));
  }
}

import java.util.function.Consumer;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;

/** Spring AI 1.1's OpenAI model without a Spring context: RestClient for calls, WebClient for streams. */
public final class SpringAi1OpenAi implements Client {
  private final OpenAiChatModel model =
      OpenAiChatModel.builder()
          .openAiApi(OpenAiApi.builder().apiKey("the-applications-own-key").build())
          .defaultOptions(OpenAiChatOptions.builder().model("gpt-4o-mini").build())
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

import io.ailb.agent.app.Loops;
import java.util.List;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI 2 as it comes: openai-java's core over a transport of its own. */
class SpringAi2 {
  public static void main(String[] arguments) throws Exception {
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .options(
                OpenAiChatOptions.builder()
                    .baseUrl(arguments[0])
                    .apiKey("the-applications-own-key")
                    .model("none")
                    .build())
            .build();
    Loops.run(
        (model, stream) -> {
          Prompt prompt = new Prompt("hello", OpenAiChatOptions.builder().model(model).build());
          return stream ? chat.stream(prompt).collectList().block() : chat.call(prompt);
        },
        List.of(arguments).subList(1, arguments.length));
  }
}

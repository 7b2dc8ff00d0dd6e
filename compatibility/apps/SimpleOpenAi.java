import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.domain.chat.ChatMessage.UserMessage;
import io.github.sashirestela.openai.domain.chat.ChatRequest;
import java.util.function.Consumer;

/** simple-openai as it comes. */
public final class SimpleOpenAi implements Client {
  static {
    // It brings a logger for the error output, and tells it of each answer that is an error.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
  }

  private final SimpleOpenAI client =
      SimpleOpenAI.builder().apiKey("the-applications-own-key").build();
  private final ChatRequest request =
      ChatRequest.builder().model("gpt-4o-mini").message(UserMessage.of("hi")).build();

  @Override
  public String text() {
    return client.chatCompletions().create(request).join().firstContent();
  }

  @Override
  public void stream(Consumer<String> piece) {
    client
        .chatCompletions()
        .createStream(request)
        .join()
        .filter(chat -> chat.getChoices() != null && !chat.getChoices().isEmpty())
        .filter(chat -> chat.firstContent() != null)
        .forEach(chat -> piece.accept(chat.firstContent()));
  }
}

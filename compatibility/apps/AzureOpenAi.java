import com.azure.ai.openai.OpenAIClient;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.ai.openai.models.ChatCompletionsOptions;
import com.azure.ai.openai.models.ChatRequestMessage;
import com.azure.ai.openai.models.ChatRequestUserMessage;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** azure-ai-openai as it comes, which is over Reactor Netty. */
public class AzureOpenAi implements Client {
  private final OpenAIClient client;

  public AzureOpenAi() {
    this(null);
  }

  /** Takes the HTTP client, or null for the SDK's choice. */
  AzureOpenAi(HttpClient carrier) {
    client =
        new OpenAIClientBuilder()
            .endpoint("https://my-resource.openai.azure.com")
            .credential(new AzureKeyCredential("the-applications-own-key"))
            .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
            .httpClient(carrier)
            .buildClient();
  }

  private static ChatCompletionsOptions options() {
    List<ChatRequestMessage> messages = List.of(new ChatRequestUserMessage("hi"));
    return new ChatCompletionsOptions(messages);
  }

  @Override
  public String text() {
    return client
        .getChatCompletions("gpt-4o-mini", options())
        .getChoices()
        .get(0)
        .getMessage()
        .getContent();
  }

  @Override
  public void stream(Consumer<String> piece) {
    client.getChatCompletionsStream("gpt-4o-mini", options()).stream()
        .flatMap(chat -> chat.getChoices().stream())
        .filter(choice -> choice.getDelta() != null && choice.getDelta().getContent() != null)
        .forEach(choice -> piece.accept(choice.getDelta().getContent()));
  }
}

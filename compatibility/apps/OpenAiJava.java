import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.function.Consumer;

/** openai-java as it comes. */
public final class OpenAiJava implements Client {
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder().apiKey("the-applications-own-key").build();
  private final ChatCompletionCreateParams params =
      ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hi").build();

  @Override
  public String text() {
    return client.chat().completions().create(params).choices().get(0).message().content().orElse("");
  }

  @Override
  public void stream(Consumer<String> piece) {
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params)) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(piece);
    }
  }
}

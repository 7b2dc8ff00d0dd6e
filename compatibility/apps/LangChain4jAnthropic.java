import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** LangChain4j's Anthropic models, without retries of its own. */
public final class LangChain4jAnthropic implements Client {
  private final AnthropicChatModel model =
      AnthropicChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("claude-haiku-4-5")
          .maxTokens(256)
          .maxRetries(0)
          .build();
  private final AnthropicStreamingChatModel streaming =
      AnthropicStreamingChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("claude-haiku-4-5")
          .maxTokens(256)
          .build();

  @Override
  public String text() {
    return model.chat("hi");
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
    streaming.chat(
        "hi",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String text) {
            piece.accept(text);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            whole.completeExceptionally(error);
          }
        });
    whole.get(60, TimeUnit.SECONDS);
  }
}

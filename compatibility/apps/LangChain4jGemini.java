import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** LangChain4j's Gemini models, without retries of its own. */
public final class LangChain4jGemini implements Client {
  private final GoogleAiGeminiChatModel model =
      GoogleAiGeminiChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("gemini-2.5-flash")
          .maxRetries(0)
          .build();
  private final GoogleAiGeminiStreamingChatModel streaming =
      GoogleAiGeminiStreamingChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("gemini-2.5-flash")
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

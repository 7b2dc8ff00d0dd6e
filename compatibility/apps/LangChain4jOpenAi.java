import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** LangChain4j's OpenAI models, without retries of its own. */
public final class LangChain4jOpenAi implements Client {
  private final OpenAiChatModel model =
      OpenAiChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("gpt-4o-mini")
          .maxRetries(0)
          .build();
  private final OpenAiStreamingChatModel streaming =
      OpenAiStreamingChatModel.builder()
          .apiKey("the-applications-own-key")
          .modelName("gpt-4o-mini")
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

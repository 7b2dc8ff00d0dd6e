import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two models of LangChain4j, whichever. */
abstract class LangChain4j implements Client {
  private final ChatModel model;
  private final StreamingChatModel streaming;

  LangChain4j(ChatModel model, StreamingChatModel streaming) {
    this.model = model;
    this.streaming = streaming;
  }

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

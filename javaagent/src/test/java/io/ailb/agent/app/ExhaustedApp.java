package io.ailb.agent.app;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** anthropic-java where nobody can serve: what they raise, in one line each. */
public final class ExhaustedApp {
  private static final MessageCreateParams QUESTION =
      MessageCreateParams.builder()
          .model("claude-haiku-4-5")
          .maxTokens(100)
          .addUserMessage("hello")
          .build();

  private ExhaustedApp() {}

  /** Tells of each call how it ended, with {@code retry-after} and {@code x-should-retry}. */
  public static void main(String[] arguments) throws Exception {
    AnthropicClient claude =
        AnthropicOkHttpClient.builder().apiKey("the-applications-own-key").build();
    AnthropicClientAsync async =
        AnthropicOkHttpClientAsync.builder().apiKey("the-applications-own-key").build();
    ends("message", () -> claude.messages().create(QUESTION));
    ends(
        "stream",
        () -> {
          try (StreamResponse<RawMessageStreamEvent> stream =
              claude.messages().createStreaming(QUESTION)) {
            return stream.stream().count();
          }
        });
    ends("async", () -> async.messages().create(QUESTION).get(30, TimeUnit.SECONDS));
    ends(
        "async stream",
        () ->
            async
                .messages()
                .createStreaming(QUESTION)
                .subscribe(event -> {})
                .onCompleteFuture()
                .get(30, TimeUnit.SECONDS));
    System.out.println("end");
    System.exit(0);
  }

  private static void ends(String way, Callable<?> call) {
    String how;
    try {
      how = "served: " + call.call();
    } catch (ExecutionException e) {
      how = words(e.getCause());
    } catch (Exception e) {
      how = words(e);
    }
    System.out.println(way + ": " + how.replace('\n', ' '));
  }

  private static String words(Throwable raised) {
    if (raised instanceof AnthropicServiceException refusal) {
      return refusal.getClass().getSimpleName()
          + " "
          + refusal.statusCode()
          + " "
          + refusal.headers().values("retry-after")
          + refusal.headers().values("x-should-retry")
          + " "
          + refusal.getMessage();
    }
    return raised.toString();
  }
}

package io.ailb.benchmarks.faults;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import io.ailb.benchmarks.faults.Experience.Ending;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The real openai-java as it comes, with its own time limits and its own retries. */
final class OpenAiCaller implements Caller {
  private final OpenAIClient sdk;

  /**
   * @param settings the interceptor, or under the agent nothing
   */
  OpenAiCaller(Consumer<OpenAIOkHttpClient.Builder> settings) {
    OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder().apiKey(OWN_KEY);
    settings.accept(builder);
    sdk = builder.build();
  }

  @Override
  public Experience ask(String baseUrl, Mode mode, int request) {
    OpenAIClient there = sdk.withOptions(options -> options.baseUrl(baseUrl));
    ChatCompletionCreateParams.Builder question =
        ChatCompletionCreateParams.builder()
            .model(MODEL)
            .addUserMessage(QUESTION)
            .putAdditionalBodyProperty("user", JsonValue.from(Try.MARK + request));
    try {
      return mode == Mode.STREAMED ? stream(there, question) : whole(there, question);
    } catch (OpenAIInvalidDataException e) {
      return Experience.garbled("the SDK cannot read it: " + e.getMessage());
    } catch (OpenAIException e) {
      int status = e instanceof OpenAIServiceException service ? service.statusCode() : 0;
      return Experience.error(status, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Experience.garbled("no exception that the SDK documents: " + e);
    }
  }

  private static Experience whole(OpenAIClient sdk, ChatCompletionCreateParams.Builder question) {
    ChatCompletion answer = sdk.chat().completions().create(question.build());
    ChatCompletion.Choice choice = answer.choices().get(0);
    return new Experience(
        Ending.SUCCESS,
        Duration.ZERO,
        choice.message().content().orElse(""),
        choice.finishReason().asString(),
        true,
        answer.model(),
        tokens(answer.usage().orElse(null)),
        0,
        "");
  }

  private static Experience stream(OpenAIClient sdk, ChatCompletionCreateParams.Builder question) {
    question.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
    StringBuilder said = new StringBuilder();
    String finish = null;
    String model = null;
    Long outputTokens = null;
    try (StreamResponse<ChatCompletionChunk> stream =
        sdk.chat().completions().createStreaming(question.build())) {
      for (Iterator<ChatCompletionChunk> it = stream.stream().iterator(); it.hasNext(); ) {
        ChatCompletionChunk chunk = it.next();
        model = chunk.model();
        Long tokens = tokens(chunk.usage().orElse(null));
        outputTokens = tokens == null ? outputTokens : tokens;
        for (ChatCompletionChunk.Choice choice : chunk.choices()) {
          said.append(choice.delta().content().orElse(""));
          finish = choice.finishReason().isPresent() ? "stop" : finish;
        }
      }
    }
    return new Experience(
        Ending.SUCCESS, Duration.ZERO, said.toString(), finish, true, model, outputTokens, 0, "");
  }

  private static @Nullable Long tokens(@Nullable CompletionUsage usage) {
    return usage == null ? null : usage.completionTokens();
  }

  @Override
  public void close() {
    sdk.close();
  }
}

package io.ailb.agent.app;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Clients as they come, with retries of their own; bare OkHttp has none. */
public final class LoopApp {
  private static final String KEY = "the-applications-own-key";

  private LoopApp() {}

  /** Which client, its base URL, and the models. */
  public static void main(String[] arguments) throws Exception {
    Loops.Client client =
        switch (arguments[0]) {
          case "okhttp" -> okHttp(arguments[1]);
          case "openai" -> openAi(arguments[1]);
          case "anthropic" -> anthropic(arguments[1]);
          default -> google(arguments[1]);
        };
    Loops.run(client, List.of(arguments).subList(2, arguments.length));
  }

  private static Loops.Client okHttp(String url) {
    OkHttpClient http = new OkHttpClient();
    return (model, stream) -> {
      String body =
          "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"stream\":%b}"
              .formatted(model, stream);
      Request request =
          new Request.Builder()
              .url(url + "/chat/completions")
              .post(RequestBody.create(MediaType.get("application/json"), body))
              .build();
      try (Response response = http.newCall(request).execute()) {
        return response.code();
      }
    };
  }

  private static Loops.Client openAi(String url) {
    OpenAIClient sdk = OpenAIOkHttpClient.builder().baseUrl(url).apiKey(KEY).build();
    return (model, stream) -> {
      ChatCompletionCreateParams params =
          ChatCompletionCreateParams.builder().model(model).addUserMessage("hello").build();
      if (!stream) {
        return sdk.chat().completions().create(params);
      }
      try (var chunks = sdk.chat().completions().createStreaming(params)) {
        return chunks.stream().count();
      }
    };
  }

  private static Loops.Client anthropic(String url) {
    AnthropicClient sdk = AnthropicOkHttpClient.builder().baseUrl(url).apiKey(KEY).build();
    return (model, stream) -> {
      MessageCreateParams params =
          MessageCreateParams.builder().model(model).maxTokens(99).addUserMessage("hello").build();
      if (!stream) {
        return sdk.messages().create(params);
      }
      try (var events = sdk.messages().createStreaming(params)) {
        return events.stream().count();
      }
    };
  }

  private static Loops.Client google(String url) {
    // As often as by default, but without a minute of waiting between.
    HttpRetryOptions hurried =
        HttpRetryOptions.builder().attempts(5).initialDelay(0.05).maxDelay(0.2).build();
    com.google.genai.Client sdk =
        com.google.genai.Client.builder()
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl(url).retryOptions(hurried).build())
            .build();
    return (model, stream) -> {
      if (!stream) {
        return sdk.models.generateContent(model, "hello", null);
      }
      try (ResponseStream<GenerateContentResponse> answer =
          sdk.models.generateContentStream(model, "hello", null)) {
        return answer.iterator().hasNext();
      }
    };
  }
}

package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.nio.file.Path;

/**
 * openai-java over a pool in which nobody speaks OpenAI's dialect: one endpoint is Anthropic's, one
 * is Gemini's. What was translated, and what was left out for it, stands in the headers.
 *
 * <pre>examples/run TranslationExample</pre>
 */
public final class TranslationExample {
  private TranslationExample() {}

  public static void main(String[] args) throws Exception {
    try (SimulatedPool simulated = SimulatedPool.withoutOpenAi()) {
      run(simulated.configuration());
    }
  }

  static void run(Path configuration) {
    try (LoadBalancer balancer = LoadBalancer.load(configuration)) {
      OpenAIClient openai =
          OpenAIOkHttpClient.builder()
              .apiKey("unused: each request gets the key of its endpoint")
              .addInterceptor(new LoadBalancingInterceptor(balancer))
              .build();

      ChatCompletionCreateParams question =
          ChatCompletionCreateParams.builder()
              .model("gpt-4o-mini")
              .addSystemMessage("Answer in one sentence.")
              .addUserMessage("Why do tides come twice a day?")
              .verbosity(ChatCompletionCreateParams.Verbosity.LOW)
              .safetyIdentifier("reader-17")
              .build();
      for (int i = 0; i < 4; i++) {
        try (HttpResponseFor<ChatCompletion> response =
            openai.chat().completions().withRawResponse().create(question)) {
          show(response.headers());
          ChatCompletion answer = response.parse();
          System.out.println("  " + answer.choices().get(0).message().content().orElse(""));
        }
      }
      try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
          openai.chat().completions().withRawResponse().createStreaming(question)) {
        show(response.headers());
        System.out.print("  ");
        try (StreamResponse<ChatCompletionChunk> stream = response.parse()) {
          stream.stream()
              .flatMap(chunk -> chunk.choices().stream())
              .forEach(choice -> System.out.print(choice.delta().content().orElse("")));
        }
        System.out.println();
      }
    }
  }

  private static void show(Headers headers) {
    System.out.println();
    for (String name :
        new String[] {"x-ai-lb-endpoint", "x-ai-lb-model", "x-ai-lb-dialect", "x-ai-lb-dropped"}) {
      headers.values(name).forEach(value -> System.out.println(name + ": " + value));
    }
  }
}

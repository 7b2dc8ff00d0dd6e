package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.expose.Report;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.nio.file.Path;

/**
 * openai-java over a pool of keys: one interceptor, the rest of the program as it always was.
 *
 * <pre>examples/run InterceptorExample</pre>
 */
public final class InterceptorExample {
  private InterceptorExample() {}

  public static void main(String[] args) throws Exception {
    try (SimulatedPool simulated = SimulatedPool.start(0, 0)) {
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
              .addUserMessage("Why do tides come twice a day?")
              .build();
      for (int i = 0; i < 10; i++) {
        ChatCompletion answer = openai.chat().completions().create(question);
        System.out.println(answer.choices().get(0).message().content().orElse(""));
      }
      try (StreamResponse<ChatCompletionChunk> stream =
          openai.chat().completions().createStreaming(question)) {
        stream.stream()
            .flatMap(chunk -> chunk.choices().stream())
            .forEach(choice -> System.out.print(choice.delta().content().orElse("")));
        System.out.println();
      }
      System.out.println();
      System.out.print(Report.of(balancer.stats().pool("default")));
    }
  }
}

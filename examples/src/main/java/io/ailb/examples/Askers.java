package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many callers of openai-java who ask at a steady pace and note who answered, and how soon. */
final class Askers implements AutoCloseable {
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final OpenAIClient openai;
  private final ChatCompletionCreateParams question =
      ChatCompletionCreateParams.builder()
          .model("gpt-4o-mini")
          .maxCompletionTokens(500)
          .addUserMessage("Why do tides come twice a day?")
          .build();

  /**
   * One question.
   *
   * @param endpoint that answered; empty if the caller saw a failure
   */
  record Asked(String endpoint, long millis) {
    boolean isOf(String name) {
      return endpoint.equals(name);
    }

    boolean failed() {
      return endpoint.isEmpty();
    }
  }

  Askers(LoadBalancer balancer) {
    openai =
        OpenAIOkHttpClient.builder()
            .apiKey("unused: each request gets the key of its endpoint")
            .addInterceptor(new LoadBalancingInterceptor(balancer))
            .build();
  }

  /** Asks for so long, and returns what came of it once all are answered. */
  List<Asked> ask(int perSecond, int seconds) throws InterruptedException, ExecutionException {
    List<Future<Asked>> asked = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      asked.add(callers.submit(this::once));
    }
    List<Asked> answered = new ArrayList<>();
    for (Future<Asked> each : asked) {
      answered.add(each.get());
    }
    return answered;
  }

  private Asked once() {
    long began = System.nanoTime();
    String endpoint = "";
    try (HttpResponseFor<ChatCompletion> response =
        openai.chat().completions().withRawResponse().create(question)) {
      response.parse();
      endpoint = String.join("", response.headers().values("x-ai-lb-endpoint"));
    } catch (OpenAIException e) {
      System.out.println("a caller saw: " + e.getMessage());
    }
    return new Asked(endpoint, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  /** Which share of the answers came from {@code endpoint}, in percent. */
  static long share(List<Asked> asked, String endpoint) {
    long all = asked.stream().filter(a -> !a.failed()).count();
    return all == 0 ? 0 : Math.round(100.0 * count(asked, endpoint) / all);
  }

  static long count(List<Asked> asked, String endpoint) {
    return asked.stream().filter(a -> a.isOf(endpoint)).count();
  }

  /** Within how many milliseconds 95 % of the answers came. */
  static long p95(List<Asked> asked) {
    List<Long> sorted = asked.stream().map(Asked::millis).sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
  }

  @Override
  public void close() {
    callers.shutdownNow();
    openai.close();
  }
}

package io.ailb.examples;

import io.ailb.LoadBalancer;
import io.ailb.client.BatchProgress;
import io.ailb.client.BatchResult;
import io.ailb.client.BatchRun;
import io.ailb.client.ChatRequest;
import io.ailb.client.ChatResult;
import io.ailb.client.LoadBalancedClient;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Without an SDK: one prompt, one streamed answer, then 1,500 prompts as fast as the limits of the
 * pool allow, of which a few are in memory at a time.
 *
 * <pre>examples/run BatchExample</pre>
 */
public final class BatchExample {
  private static final int PROMPTS = 1_500;

  private BatchExample() {}

  public static void main(String[] args) throws Exception {
    boolean good;
    try (SimulatedPool simulated = SimulatedPool.start(20, 1);
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        LoadBalancedClient client =
            LoadBalancedClient.builder(balancer).pool("default").model("gpt-4o-mini").build()) {
      ChatResult one = client.complete("Why is the sky blue?");
      System.out.printf(
          Locale.ROOT,
          "%s (%s) in %d ms, %d tokens: %s%n",
          one.endpoint(),
          one.model(),
          one.latency().toMillis(),
          one.outputTokens(),
          one.content());

      System.out.print("piece by piece: ");
      client.stream(ChatRequest.of("And the sea?").maxTokens(20), System.out::print);
      System.out.println();

      good = batch(client);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean batch(LoadBalancedClient client) {
    int failures = 0;
    try (BatchRun<Integer> run =
        client
            .batch()
            .progress(Duration.ofSeconds(1), BatchExample::show)
            .run(
                IntStream.range(0, PROMPTS).iterator(),
                number -> ChatRequest.of("Translate line " + number + ".").maxTokens(50))) {
      while (run.hasNext()) {
        BatchResult<Integer> result = run.next();
        failures += result.failure() == null ? 0 : 1;
      }
      return failures == 0 && run.progress().succeeded() == PROMPTS;
    }
  }

  private static void show(BatchProgress progress) {
    System.out.printf(
        Locale.ROOT,
        "%5d of %d answered after %2d s, %d under way, %s%s%n",
        progress.done(),
        PROMPTS,
        progress.elapsed().toSeconds(),
        progress.inFlight(),
        progress.byEndpoint(),
        progress.waitingFor() == null ? "" : ", waiting: " + progress.waitingFor());
  }
}

package io.ailb.benchmarks.batch;

import io.ailb.LoadBalancer;
import io.ailb.client.BatchResult;
import io.ailb.client.BatchRun;
import io.ailb.client.ChatRequest;
import io.ailb.client.LoadBalancedClient;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/** A batch longer than memory; {@code benchmarks/batch-memory} says how to run it. */
public final class LongRun {
  private static final int LINES = 20;

  private LongRun() {}

  /** Exits with 1 unless every request was answered once. */
  public static void main(String[] args) throws Exception {
    int requests = 1_000_000;
    for (String argument : args) {
      if (!argument.matches("--requests=[1-9][0-9]{0,7}")) {
        System.err.println(
            argument + " is no option; benchmarks/batch-memory --help says what there is");
        System.exit(2);
      }
      requests = Integer.parseInt(argument.substring(argument.indexOf('=') + 1));
    }
    System.out.printf(
        Locale.ROOT,
        "%,d requests, a heap of %d MB%n%nanswered       s   per s   MB after collection%n",
        requests,
        Runtime.getRuntime().maxMemory() >> 20);
    BitSet answered = run(requests);
    if (answered.cardinality() != requests) {
      System.out.printf(Locale.ROOT, "only %,d were answered%n", answered.cardinality());
      System.exit(1);
    }
  }

  private static BitSet run(int requests) throws Exception {
    BitSet answered = new BitSet(requests);
    try (QuickProvider provider = QuickProvider.start();
        LoadBalancer balancer =
            LoadBalancer.builder()
                .set("management.jmx.enabled", false)
                .pool(
                    pool ->
                        pool.endpoint(
                            e ->
                                e.name("quick")
                                    .provider("openai")
                                    .baseUrl(provider.baseUrl())
                                    .apiKey("sk-secret-of-quick")))
                .build();
        LoadBalancedClient client =
            LoadBalancedClient.builder(balancer).model("gpt-4o-mini").build();
        BatchRun<Integer> run =
            client
                .batch()
                .run(
                    IntStream.range(0, requests).iterator(),
                    number -> ChatRequest.of("Is number %d a number?".formatted(number)))) {
      int every = Math.max(1, requests / LINES);
      long began = System.nanoTime();
      long since = began;
      for (int count = 1; run.hasNext(); count++) {
        BatchResult<Integer> one = run.next();
        if (one.result() == null) {
          throw new IllegalStateException("a request has failed", one.failure());
        }
        if (answered.get(one.item())) {
          throw new IllegalStateException(one.item() + " was answered twice");
        }
        answered.set(one.item());
        if (count % every == 0) {
          long now = System.nanoTime();
          System.out.printf(
              Locale.ROOT,
              "%,9d  %6.0f  %,6.0f   %.1f%n",
              count,
              (now - began) / 1e9,
              every / ((now - since) / 1e9),
              usedAfterCollection() / 1e6);
          since = now;
        }
      }
    }
    return answered;
  }

  /** What the latest collections left. */
  private static double usedAfterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}

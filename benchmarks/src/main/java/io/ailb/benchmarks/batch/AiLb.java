package io.ailb.benchmarks.batch;

import io.ailb.LoadBalancer;
import io.ailb.client.BatchResult;
import io.ailb.client.BatchRun;
import io.ailb.client.ChatRequest;
import io.ailb.client.LoadBalancedClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** As anybody uses it: the pool's configuration, and no other setting. */
final class AiLb implements Policy {
  @Override
  public void run(Pool pool, Ledger ledger) throws Exception {
    Path file = Files.createTempFile("ai-lb-batch", ".yaml");
    try {
      Files.writeString(file, pool.configuration());
      try (LoadBalancer balancer = LoadBalancer.load(file);
          LoadBalancedClient client =
              LoadBalancedClient.builder(balancer).model("gpt-4o-mini").build();
          BatchRun<Integer> run =
              client
                  .batch()
                  .run(
                      IntStream.range(0, ledger.requests()).iterator(),
                      number -> ChatRequest.of(ledger.question(number)).maxTokens(50))) {
        while (run.hasNext()) {
          BatchResult<Integer> one = run.next();
          if (one.result() != null) {
            ledger.answered(one.item(), one.result().content());
          } else {
            ledger.failed(one.item(), String.valueOf(one.failure()));
          }
        }
        if (run.stopped() != null) {
          System.err.println("the batch has stopped: " + run.stopped());
        }
      }
    } finally {
      Files.delete(file);
    }
  }
}

package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many callers at once, over real sockets; the bar is low enough for a busy machine. */
class ThroughputTest {
  private static final int REQUESTS = 2000;
  private static final int THREADS = 64;

  @Test
  void twoThousandRequestsOfSixtyFourThreads() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    try (ProviderSimulator simulator = new ProviderSimulator()) {
      SimulatedEndpoint endpoint =
          simulator.start(EndpointSpec.builder("busy", Provider.OPENAI).build());
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        calls.add(() -> Caller.send(Caller.ask(endpoint, false)).statusCode());
      }

      long start = System.nanoTime();
      for (Future<Integer> status : callers.invokeAll(calls)) {
        assertThat(status.get()).isEqualTo(200);
      }
      double seconds = (System.nanoTime() - start) / 1e9;

      System.out.printf("simulator: %.0f requests/s, cold%n", REQUESTS / seconds);
      assertThat(REQUESTS / seconds).isGreaterThan(200);
      assertThat(simulator.log()).hasSize(REQUESTS).allMatch(entry -> entry.complete());
      assertThat(simulator.stats("busy").inFlight()).isZero();
      assertThat(simulator.stats("busy").admitted()).isEqualTo(REQUESTS);
    } finally {
      callers.shutdownNow();
    }
  }
}

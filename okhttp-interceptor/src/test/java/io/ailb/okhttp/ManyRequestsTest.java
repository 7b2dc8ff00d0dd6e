package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.limit.Peaks;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests while an endpoint dies and another is throttled. */
@Timeout(120)
class ManyRequestsTest {
  private static final int REQUESTS = 10_000;
  private static final int THREADS = 64;

  private static final Map<String, Integer> RPM = Map.of("a", 3_500, "b", 2_500, "c", 2_000);

  /**
   * This one's limit is followed as its provider announces it, the others' are kept as configured.
   * A bucket may rightly be used for more than its limit in a minute, while it fills.
   */
  private static final String FOLLOWED = "c";

  @Test
  void theApplicationSeesNoFailureAndNoLimitIsEverExceeded() throws Exception {
    Lab lab = new Lab().with(pool -> pool.set("routing.strategy", "weighted"));
    RPM.forEach(
        (name, rpm) ->
            lab.endpoint(
                name,
                Provider.OPENAI,
                spec ->
                    spec.limits(Limits.builder().rpm(rpm).build()).latency(new Latency(2, 0, 0)),
                e -> e.set("limits.rpm", rpm).set("learnLimits", name.equals(FOLLOWED))));
    lab.endpoint(
        "d", Provider.OPENAI, spec -> spec.latency(new Latency(2, 0, 0)), e -> e.weight(0.5));
    lab.start();
    OkHttpClient client =
        lab.built(lab.client().connectionPool(new ConnectionPool(THREADS, 1, TimeUnit.MINUTES)));

    AtomicInteger next = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    Map<String, AtomicInteger> served = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> work(lab, client, next, served, failures), "app-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(served.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(REQUESTS);
    assertThat(lab.inFlight()).isZero();
    assertThat(lab.balancer.stats().takenOver()).isEqualTo(REQUESTS);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.balancer.stats().answersLost()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    RPM.forEach(
        (name, rpm) -> {
          assertThat(lab.simulated(name).limited()).as(name + " refused by its limit").isZero();
          for (Peaks peaks : lab.simulated(name).peaks().values()) {
            if (!name.equals(FOLLOWED)) {
              assertThat(peaks.requestsInAnyMinute()).as(name).isLessThanOrEqualTo(rpm);
            }
          }
          // Of the first 2,000, before anything happens, each has 2 of 7. How soon the one that was
          // down serves again, is a matter of real time: on a slow machine not before the end.
          assertThat(served.get(name).get()).as(name).isGreaterThan(2_000 * 2 / 7 / 2);
        });
    lab.close();
  }

  private static void work(
      Lab lab,
      OkHttpClient client,
      AtomicInteger next,
      Map<String, AtomicInteger> served,
      Queue<String> failures) {
    for (int n = next.incrementAndGet(); n <= REQUESTS; n = next.incrementAndGet()) {
      switch (n) {
        case 2_000 -> lab.down("a");
        case 3_000 -> lab.script("b", FaultRule.of(Fault.rateLimit(2)).forMillis(1_500));
        case 5_000 -> lab.up("a");
        default -> {}
      }
      // A stream that has begun on an endpoint that is killed breaks, and says so: no streams then.
      boolean stream = n % 4 == 0 && n > 5_500;
      try (Response response = client.newCall(Lab.chat(stream)).execute()) {
        String text = response.body().string();
        if (response.code() != 200 || !text.contains(stream ? "[DONE]" : "answers #")) {
          failures.add(n + ": " + response.code() + " " + text);
        } else {
          String server = response.header("x-ai-lb-endpoint");
          served.computeIfAbsent(server, created -> new AtomicInteger()).incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        failures.add(n + ": " + e);
      }
    }
  }
}

package io.ailb.benchmarks.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A part of what {@code benchmarks/batch} shows, in a minute: three times the tutorial's limits, as
 * other tests run beside it.
 */
@Timeout(180)
class ProofTest {
  private static final int REQUESTS = 4_000;

  @Test
  void limitsAreUsedToTheBrimAndNoneIsBroken() throws Exception {
    Figures figures = Trial.run("ai-lb", new AiLb(), Enforcement.buckets(10), 3, REQUESTS, 1);
    System.out.println(figures + "\n" + figures.load());
    assertThat(figures.missed(ProofRun.GOODPUT)).as("%s", figures).isEmpty();
  }

  /** Who does not heed limits is found out. */
  @Test
  void whatMissesTheTargetsIsTold() throws Exception {
    Figures figures =
        Trial.run(
            "round robin", new RoundRobin(new Workers(50)), Enforcement.buckets(1), 1, 200, 1);
    assertThat(figures.missed(ProofRun.GOODPUT))
        .anyMatch(missed -> missed.contains("429s"))
        .anyMatch(missed -> missed.contains("every request"));
    assertThat(figures.answered() + figures.failed()).isEqualTo(200);
    assertThat(figures.breaches()).isEmpty();
  }
}

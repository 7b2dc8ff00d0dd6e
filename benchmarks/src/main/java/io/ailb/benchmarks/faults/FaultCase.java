package io.ailb.benchmarks.faults;

import io.ailb.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fault, and what is expected of who meets it.
 *
 * @param number of the sixteen
 * @param title for the scorecard
 * @param script of the preferred endpoint, by how it is asked
 * @param healthyScript of the other one
 * @param requests that the caller makes, one after the other
 * @param every from one to the next
 * @param bounds within which each must have ended
 * @param refusal what the provider's own error says, where that is the right answer; else null
 * @param conduct what is asked of a load balancer beside whole answers
 */
record FaultCase(
    int number,
    String title,
    Map<Mode, List<FaultRule>> script,
    List<FaultRule> healthyScript,
    int requests,
    Duration every,
    Map<Mode, Duration> bounds,
    @Nullable String refusal,
    Conduct conduct) {

  /** The rules of a fault. */
  @FunctionalInterface
  interface Conduct {
    void look(Evidence evidence, Findings findings);
  }

  Duration bound(Mode mode) {
    return bounds.getOrDefault(mode, Duration.ZERO);
  }
}

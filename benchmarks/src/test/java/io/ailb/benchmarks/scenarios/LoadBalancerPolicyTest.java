package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.scenarios.Journal.Entry;
import org.junit.jupiter.api.Test;

class LoadBalancerPolicyTest {
  private static final String OPEN =
      """
      {'mode': 'open', 'duration_s': 30, 'rate': [[0, 5]], 'deadline_s': 4,
       'tokens': {'input': {'median': 100, 'sigma': 0.5, 'min': 20, 'max': 4000},
                  'output': {'median': 50, 'sigma': 0.5, 'min': 5, 'max': 150}, 'max_tokens': 800}}
      """;

  private static Journal run(Scenario scenario, String strategy) {
    return Simulation.run(
            scenario,
            20,
            1,
            1,
            (s, dice, loop, server) -> new LoadBalancerPolicy(s, strategy, dice, loop, server))
        .journal();
  }

  @Test
  void servesABatchWithinLimits() {
    Journal journal = run(Small.scenario(Small.BATCH, Small.SERVER, Small.SERVER), "weighted");

    assertThat(journal.jobs()).hasSize(300).allMatch(Job::isGood);
    assertThat(journal.attempts()).hasSize(300).allMatch(Entry::isGood);
  }

  @Test
  void isTheSameEachTime() {
    Scenario scenario =
        Small.scenario(Small.BATCH, Small.SERVER + ", 'error_rate': 0.1", Small.SERVER);

    assertThat(run(scenario, "weighted").attempts())
        .isEqualTo(run(scenario, "weighted").attempts());
  }

  @Test
  void movesOnFromErrorsAndRefusedConnections() {
    String down = ", 'phases': [{'t0': 0, 't1': 1000, 'kind': 'outage'}]";
    Journal journal =
        run(Small.scenario(Small.BATCH, Small.SERVER + down, Small.SERVER), "weighted");

    assertThat(journal.jobs()).allMatch(Job::isGood);
    assertThat(journal.attempts()).anyMatch(entry -> entry.kind() == Reply.Kind.DOWN);
  }

  @Test
  void leavesAtTheDeadlineAndHangsUp() {
    String slow = Small.SERVER.replace("'ttft_median_s': 1", "'ttft_median_s': 9");
    Journal journal = run(Small.scenario(OPEN, slow), "weighted");

    assertThat(journal.jobs()).noneMatch(Job::isGood).anyMatch(job -> job.latency() == 4);
    assertThat(journal.jobs())
        .allMatch(job -> job.latency() <= 4); // less once it is known to be slow
    assertThat(journal.attempts()).anyMatch(entry -> entry.kind() == Reply.Kind.CANCELLED);
  }

  @Test
  void tokensAreEstimatedAsTheyAreCounted() {
    // Room for 20 requests of 100 tokens and max_tokens at a time: a wrong estimate oversteps it.
    String tokens = Small.SERVER + ", 'tpm': 120000";
    Scenario scenario =
        Small.parse(
            "{'id': 'small', 'seed': 1, 'workload': "
                + Small.BATCH
                + ", 'endpoints': [{'name': 'e', 'provider': 'openai', 'configured':"
                + " {'rpm': 600, 'tpm': 120000}, 'server': {"
                + tokens.replace("'burst_s': 10", "'burst_s': 60")
                + "}}]}");

    // While requests wait more is tried than is known to be safe: one refusal may come of that.
    assertThat(run(scenario, "weighted").attempts())
        .filteredOn(entry -> !entry.isGood())
        .hasSizeLessThanOrEqualTo(1);
  }
}

package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ailb.benchmarks.scenarios.Reply.Kind;
import io.ailb.benchmarks.scenarios.Simulation.Outcome;
import io.ailb.time.EventLoop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final Journal journal = new Journal();

  private Map<String, Double> figures(Scenario scenario, Oracle oracle) {
    return Figures.of(scenario, new Outcome(journal, 1.5, 0, 0), oracle);
  }

  private void attempt(int endpoint, double sentAt, Kind kind) {
    long at = EventLoop.nanos(sentAt);
    journal.attempt(endpoint, at, at + EventLoop.nanos(0.5), kind);
  }

  private void job(double began, double ended, boolean good) {
    Job job = new Job(0, 10, 100, 800, EventLoop.nanos(began), Long.MAX_VALUE, () -> {});
    job.servedBy = 0;
    job.over(good, EventLoop.nanos(ended));
    journal.job(job);
  }

  @Test
  void ofABatch() {
    for (int i = 0; i < 200; i++) {
      job(0, i + 1, i != 7);
      attempt(i % 4 == 0 ? 0 : 1, i, Kind.OK);
    }
    attempt(0, 0, Kind.LIMITED);
    attempt(0, 0, Kind.QUOTA);
    Scenario scenario = Small.scenario(Small.BATCH, Small.SERVER, Small.SERVER);

    Map<String, Double> figures = figures(scenario, new Oracle(200, 100, 1));

    assertThat(figures.get("goodput_vs_oracle")).isEqualTo(99 / 200.0, within(1e-9));
    assertThat(figures.get("failed_pct")).isEqualTo(0.5);
    assertThat(figures.get("429_per_1000")).isEqualTo(5);
    assertThat(figures.get("attempts_per_request")).isEqualTo(202 / 200.0);
    assertThat(figures.get("p99_s")).isEqualTo(199, within(1e-9)); // the 198th of 199
    assertThat(figures.get("weight_distance")).isEqualTo(0.25, within(1e-9));
    assertThat(figures).doesNotContainKeys("spent", "shift_s");
  }

  @Test
  void ofASickEndpoint() {
    // Two a second, half of them there; it is sick from 120 to 270, left after 4 seconds, tried
    // once a minute, and used again 30 seconds after it is well.
    for (int t = 0; t < 480; t++) {
      boolean there = t < 124 || t >= 300 || t % 60 == 0;
      boolean sick = t >= 120 && t < 270;
      attempt(there ? 0 : 1, t, there && sick ? Kind.DOWN : Kind.OK);
      attempt(1, t, Kind.OK);
    }
    attempt(0, 130, Kind.LIMITED); // no failure
    job(0, 1, true);

    Map<String, Double> figures = figures(Small.file("04-outage"), new Oracle(1, 1, 1));

    assertThat(figures.get("wasted_on_sick")).isEqualTo(6);
    // From 124 on there is the one attempt at 130 in 10 seconds: 1 of 21; a second earlier, 2.
    assertThat(figures.get("shift_s")).isEqualTo(4);
    // 10 seconds in which a quarter, half of a half, was there: from 295 on, but for what runs.
    assertThat(figures.get("reuse_s")).isBetween(25.0, 26.0);
  }

  @Test
  void ofABudget() {
    job(0, 1, true);
    job(0, 1, false);
    attempt(0, 0, Kind.OK);

    Map<String, Double> figures = figures(Small.file("07-cost-budget"), new Oracle(2, 1, 400));

    assertThat(figures.get("goodput_vs_oracle")).isEqualTo(0.25);
    assertThat(figures.get("spent")).isEqualTo(1.5);
  }

  @Test
  void targetsAreMetAtTheirBound() {
    List<Target> targets = Target.of(Map.of("min_goodput_vs_oracle", 0.9));
    assertThat(targets.get(0).isMet(0.9)).isTrue();
    assertThat(targets.get(0).isMet(0.8999)).isFalse();
    assertThat(targets.get(0).isMet(null)).isFalse();
    assertThat(targets.get(0).isMet(Double.NaN)).isFalse();
    assertThat(Target.of(Map.of("max_p99_s", 8.3)).get(0).isMet(8.31)).isFalse();
    assertThat(Target.of(Map.of("max_p99_s", 8.3)).get(0).isMet(8.3)).isTrue();
  }
}

package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.Warm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One run of an entrant's work, under JMH. */
@State(Scope.Benchmark)
public class ContestBenchmark {
  @Param({})
  String contest = "";

  @Param({})
  String entrant = "";

  private Work work = () -> 0;

  @Setup
  public void prepare() throws Exception {
    for (Entrant one : Contests.named(contest).entrants()) {
      if (one.name().equals(entrant)) {
        work = one.making().call();
      }
    }
    Warm.up(() -> work.run());
  }

  @Benchmark
  public long run() throws Exception {
    return work.run();
  }
}

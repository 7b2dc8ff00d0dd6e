package io.ailb.benchmarks.choice;

import io.ailb.benchmarks.Warm;
import io.ailb.select.Strategy;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All threads decide on the same objects. */
@State(Scope.Benchmark)
public class ChoiceBenchmark {
  /** Of the floor. */
  static final String FLOOR = "floor";

  @Param({})
  String who = "";

  @Param({})
  int endpoints;

  /** Whether 30 % are open or exhausted. */
  @Param({})
  boolean ill;

  private Work work = () -> 0;

  @Setup
  public void prepare() throws Exception {
    work =
        who.equals(FLOOR)
            ? new Packed(endpoints, ill)
            : new Balanced(
                Strategy.valueOf(who.toUpperCase(Locale.ROOT).replace('-', '_')), endpoints, ill);
    Warm.up(work::decide);
  }

  @Benchmark
  public long run() {
    return work.decide();
  }
}

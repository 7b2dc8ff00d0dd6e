package io.ailb.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An answer that comes and is passed on whole, of 7 KB. */
@State(Scope.Benchmark)
public class AnswerBenchmark {
  @Param({})
  String contender = "";

  private Callable<Object> work = () -> "";

  @Setup
  public void prepare() throws Exception {
    work = Work.answer(contender);
    Warm.up(work);
  }

  @Benchmark
  public Object run() throws Exception {
    return work.call();
  }
}

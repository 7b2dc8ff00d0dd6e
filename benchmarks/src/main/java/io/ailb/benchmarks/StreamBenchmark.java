package io.ailb.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole stream, each event of which arrives alone and is passed on at once. */
@State(Scope.Benchmark)
public class StreamBenchmark {
  @Param({})
  String contender = "";

  @Param AnswerKind kind = AnswerKind.TEXT;

  private Callable<Object> work = () -> "";

  @Setup
  public void prepare() throws Exception {
    work = Work.stream(contender, kind);
    Warm.up(work);
  }

  @Benchmark
  public Object run() throws Exception {
    return work.call();
  }
}

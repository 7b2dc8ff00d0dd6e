package io.ailb.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request, from the caller's bytes to the endpoint's. */
@State(Scope.Benchmark)
public class RequestBenchmark {
  @Param({})
  String contender = "";

  @Param RequestSize kind = RequestSize.CHAT_2K;

  private Callable<Object> work = () -> "";

  @Setup
  public void prepare() throws Exception {
    work = Work.request(contender, kind);
    Warm.up(work);
  }

  @Benchmark
  public Object run() throws Exception {
    return work.call();
  }
}

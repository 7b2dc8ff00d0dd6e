package io.ailb.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A request, from the caller's bytes to the endpoint's. */
public class RequestBenchmark {
  /** What is translated. */
  @State(Scope.Benchmark)
  public static class Translated {
    @Param({})
    String pair = "";

    @Param RequestSize size = RequestSize.CHAT_2K;

    private byte[] body = {};
    private Pair ends = Pair.all().get(0);

    @Setup
    public void prepare() {
      ends = Pair.of(pair);
      body = Requests.body(ends.from(), size);
    }
  }

  /** What is only parsed and written. */
  @State(Scope.Benchmark)
  public static class Floor {
    @Param({})
    String dialect = "";

    @Param RequestSize size = RequestSize.CHAT_2K;

    private byte[] body = {};

    @Setup
    public void prepare() {
      body = Requests.body(Pair.dialect(dialect), size);
    }
  }

  @Benchmark
  public List<ByteBuffer> translate(Translated state) {
    return Requests.translate(state.body, state.ends).body();
  }

  @Benchmark
  public byte[] tree(Floor state) throws IOException {
    return Tree.parseAndWrite(state.body);
  }
}

package io.ailb.benchmarks;

import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.translate.Recipient;
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
    private AiCall call = Requests.call(Dialect.OPENAI_CHAT, true);
    private Recipient to = Pair.recipient(Dialect.OPENAI_CHAT);

    @Setup
    public void prepare() {
      Pair ends = Pair.of(pair);
      call = Requests.call(ends.from(), true);
      to = Pair.recipient(ends.to());
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
    return Requests.translate(state.call, state.body, state.to).body();
  }

  @Benchmark
  public byte[] tree(Floor state) throws IOException {
    return Tree.parseAndWrite(state.body);
  }
}

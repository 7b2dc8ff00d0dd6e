package io.ailb.benchmarks;

import io.ailb.answer.AnswerWatch;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A buffered answer of 7 KB. */
public class AnswerBenchmark {
  /** What is translated. */
  @State(Scope.Benchmark)
  public static class Translated {
    @Param({})
    String pair = "";

    private byte[] body = {};
    private Said said = Asked.of(Pair.all().get(0), false);

    @Setup
    public void prepare() {
      Pair ends = Pair.of(pair);
      body = Answers.whole(ends.from());
      said = Asked.of(ends, false);
    }
  }

  /** What is passed through, or only parsed and written. */
  @State(Scope.Benchmark)
  public static class Floor {
    @Param({})
    String dialect = "";

    private byte[] body = {};
    private AiCall call = Requests.call(Dialect.OPENAI_CHAT, false);

    @Setup
    public void prepare() {
      Dialect own = Pair.dialect(dialect);
      call = Requests.call(own, false);
      body = Answers.whole(own);
    }
  }

  @Benchmark
  public int translate(Translated state) {
    Rendition rendition = state.said.answer(Answers.JSON, Answers.NOW);
    rendition.feed(state.body, 0, state.body.length);
    rendition.end();
    return Asked.good(rendition, rendition.take().length);
  }

  @Benchmark
  public int passThrough(Floor state) {
    AnswerWatch watch = AnswerWatch.of(state.call, Answers.JSON);
    int length = watch.feed(state.body, 0, state.body.length);
    watch.end();
    return Asked.good(watch, length);
  }

  @Benchmark
  public byte[] tree(Floor state) throws IOException {
    return Tree.parseAndWrite(state.body);
  }
}

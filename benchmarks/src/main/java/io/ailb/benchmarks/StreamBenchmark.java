package io.ailb.benchmarks;

import io.ailb.answer.AnswerWatch;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole stream, each event of which arrives alone and is passed on at once. */
public class StreamBenchmark {
  /** What is translated. */
  @State(Scope.Benchmark)
  public static class Translated {
    @Param({})
    String pair = "";

    @Param AnswerKind kind = AnswerKind.TEXT;

    private List<byte[]> events = List.of();
    private Said said = Asked.of(Pair.all().get(0), true);

    @Setup
    public void prepare() {
      Pair ends = Pair.of(pair);
      events = Answers.stream(ends.from(), kind);
      said = Asked.of(ends, true);
    }
  }

  /** What is passed through, or only parsed and written. */
  @State(Scope.Benchmark)
  public static class Floor {
    @Param({})
    String dialect = "";

    @Param AnswerKind kind = AnswerKind.TEXT;

    private List<byte[]> events = List.of();
    private List<byte[]> data = List.of();
    private AiCall call = Requests.call(Dialect.OPENAI_CHAT, true);

    @Setup
    public void prepare() {
      Dialect own = Pair.dialect(dialect);
      call = Requests.call(own, true);
      events = Answers.stream(own, kind);
      data = events.stream().map(Answers::data).filter(json -> json.length > 0).toList();
    }
  }

  @Benchmark
  public int translate(Translated state) {
    Rendition rendition = state.said.answer(Answers.EVENTS, Answers.NOW);
    int length = 0;
    for (byte[] event : state.events) {
      rendition.feed(event, 0, event.length);
      length += rendition.take().length;
    }
    rendition.end();
    return Asked.good(rendition, length + rendition.take().length);
  }

  @Benchmark
  public int passThrough(Floor state) {
    AnswerWatch watch = AnswerWatch.of(state.call, Answers.EVENTS);
    int length = 0;
    for (byte[] event : state.events) {
      length += watch.feed(event, 0, event.length);
    }
    watch.end();
    return Asked.good(watch, length);
  }

  @Benchmark
  public int tree(Floor state) throws IOException {
    int length = 0;
    for (byte[] json : state.data) {
      length += Tree.parseAndWrite(json).length;
    }
    return length;
  }
}

package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.answer.AnswerWatch;
import io.ailb.benchmarks.AnswerKind;
import io.ailb.benchmarks.Answers;
import io.ailb.benchmarks.Pair;
import io.ailb.benchmarks.RequestSize;
import io.ailb.benchmarks.Requests;
import io.ailb.benchmarks.speed.Budget.Unit;
import io.ailb.model.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import okio.Buffer;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Answers that come as events: passed through, by core's watch alone and all the way through
 * OkHttp, and translated. Events of a text without an end cost the same after millions of them;
 * what a stream costs once is measured by whole ones.
 */
final class StreamContests {
  /** Events of one run. */
  private static final int RUN = 480;

  private static final double STREAM_BYTES = 8 * 1024;

  private StreamContests() {}

  static List<Contest> all() {
    List<Contest> all = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      all.add(watch(dialect));
      all.add(okHttp(dialect));
    }
    all.add(watched());
    all.add(jdk("event-jdk", "event, through the JDK's client: openai-chat", "active"));
    all.add(
        jdk(
            "event-jdk-observed",
            "event, through the JDK's client, only watched: openai-chat",
            "observe"));
    all.add(whole());
    all.add(first());
    for (Pair pair : Pair.all()) {
      all.add(translated(pair, AnswerKind.TEXT));
    }
    all.add(translated(Pair.of("openai-chat->openai-responses"), AnswerKind.CALLS));
    all.add(translated(Pair.of("openai-chat->anthropic"), AnswerKind.CALLS));
    all.add(translated(Pair.of("anthropic->openai-chat"), AnswerKind.CALLS));
    all.add(translated(Pair.of("gemini->openai-responses"), AnswerKind.LONG_TEXT));
    for (Pair pair : Pair.all()) {
      all.add(request(pair, RequestSize.CHAT_2K));
    }
    all.add(request(Pair.of("openai-chat->anthropic"), RequestSize.CHAT_100K));
    all.add(request(Pair.of("openai-chat->gemini"), RequestSize.CHAT_100K));
    all.add(request(Pair.of("anthropic->openai-chat"), RequestSize.CHAT_100K));
    all.add(request(Pair.of("gemini->openai-chat"), RequestSize.CHAT_100K));
    return all;
  }

  private static Contest watch(Dialect dialect) {
    Contest contest =
        new Contest("event-watch-" + dialect.id(), "event, watched by core: " + dialect.id())
            .operations(RUN)
            .floor("where events end", () -> looking(dialect))
            .ours(() -> watching(dialect))
            .budget(9, Unit.NANOS, 300, 100)
            .budget(9, Unit.BYTES, 0, 0);
    return dialect == Dialect.OPENAI_CHAT ? contest.gate(0.95, 0) : contest;
  }

  private static Work looking(Dialect dialect) {
    Sent sent = Sent.endless(dialect);
    Passing passing = new Passing(new Buffer());
    return () -> {
      long last = 0;
      for (int i = 0; i < RUN; i++) {
        byte[] event = sent.another();
        last = passing.look(event, 0, event.length);
      }
      return last;
    };
  }

  private static Work watching(Dialect dialect) {
    Sent sent = Sent.endless(dialect);
    AnswerWatch watch = AnswerWatch.of(Requests.call(dialect, true), Answers.EVENTS);
    return () -> {
      long good = 0;
      for (int i = 0; i < RUN; i++) {
        byte[] event = sent.another();
        good += watch.feed(event, 0, event.length);
      }
      return good;
    };
  }

  private static Contest okHttp(Dialect dialect) {
    Contest contest =
        new Contest("event-okhttp-" + dialect.id(), "event, through OkHttp: " + dialect.id())
            .operations(RUN)
            .base("OkHttp", () -> endless(dialect, null, UnaryOperator.identity()).reading(RUN))
            .floor("where events end", () -> endless(dialect, null, Passing::new).reading(RUN))
            .ours(() -> endless(dialect, "active", UnaryOperator.identity()).reading(RUN))
            .budget(9, Unit.NANOS, 300, 100)
            .budget(9, Unit.BYTES, 0, 0);
    return dialect == Dialect.OPENAI_CHAT ? contest.gate(2.4, 0) : contest;
  }

  private static Contest watched() {
    Dialect chat = Dialect.OPENAI_CHAT;
    return new Contest("event-observed", "event, through OkHttp, only watched: " + chat.id())
        .operations(RUN)
        .base("OkHttp", () -> endless(chat, null, UnaryOperator.identity()).reading(RUN))
        .floor("where events end", () -> endless(chat, null, Passing::new).reading(RUN))
        .ours(() -> endless(chat, "observe", UnaryOperator.identity()).reading(RUN))
        .budget(9, Unit.NANOS, 300, 100)
        .budget(9, Unit.BYTES, 0, 0);
  }

  private static Contest jdk(String id, String what, String mode) {
    Dialect chat = Dialect.OPENAI_CHAT;
    return new Contest(id, what)
        .operations(RUN)
        .base("a client", () -> JdkStream.reading(chat, null, RUN))
        .floor("where events end", () -> JdkStream.looking(chat, RUN))
        .ours(() -> JdkStream.reading(chat, balancer(chat, mode), RUN))
        .budget(9, Unit.NANOS, 300, 100)
        .budget(9, Unit.BYTES, 0, 0);
  }

  private static OkHttpStream endless(
      Dialect dialect, @Nullable String mode, UnaryOperator<Source> around) {
    return new OkHttpStream(dialect, balancer(dialect, mode), Sent.endless(dialect), around);
  }

  private static @Nullable LoadBalancer balancer(Dialect dialect, @Nullable String mode) {
    return mode == null ? null : Streamed.balancer(dialect, mode);
  }

  private static Contest whole() {
    return new Contest("stream-500", "stream of 500 events, with its request: openai-chat")
        .base("OkHttp", () -> chat(null, UnaryOperator.identity())::whole)
        .floor("where events end", () -> chat(null, Passing::new)::whole)
        .ours(() -> chat("active", UnaryOperator.identity())::whole)
        .budget(9, Unit.BYTES, STREAM_BYTES, STREAM_BYTES);
  }

  private static Contest first() {
    return new Contest("stream-first", "first event, with its request, and closed: openai-chat")
        .base("OkHttp", () -> chat(null, UnaryOperator.identity())::first)
        .floor("where events end", () -> chat(null, Passing::new)::first)
        .ours(() -> chat("active", UnaryOperator.identity())::first)
        .budget(9, Unit.NANOS, 20_000, 10_000);
  }

  private static OkHttpStream chat(@Nullable String mode, UnaryOperator<Source> around) {
    Dialect chat = Dialect.OPENAI_CHAT;
    return new OkHttpStream(chat, balancer(chat, mode), Sent.whole(chat), around);
  }

  private static Contest translated(Pair pair, AnswerKind kind) {
    String text =
        switch (kind) {
          case TEXT -> "text";
          case LONG_TEXT -> "long-text";
          case CALLS -> "calls";
        };
    return new Contest(
            "translated-" + text + "-" + pair, "event of a translated " + text + ": " + pair)
        .operations(Rendered.events(pair, kind))
        .floor("Jackson tree", () -> Rendered.streamAsTrees(pair.from(), kind))
        .ours(() -> Rendered.stream(pair, kind))
        .budget(10, Unit.NANOS, 3_000, 1_000);
  }

  private static Contest request(Pair pair, RequestSize size) {
    String name = size == RequestSize.CHAT_2K ? "2k" : "100k";
    return new Contest(
            "translated-" + name + "-" + pair, "translated request, " + name + ": " + pair)
        .floor("Jackson tree", () -> Rendered.requestAsTree(pair.from(), size))
        .ours(() -> Rendered.request(pair, size))
        .budget(11, Unit.FLOORS, 3, 1.5);
  }
}

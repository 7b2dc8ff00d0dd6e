package io.ailb.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.Fixtures;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Usage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerWatchTest {
  private static final HttpFields SSE =
      HttpFields.of("content-type", "text/event-stream; charset=utf-8");
  private static final HttpFields JSON = HttpFields.of("content-type", "application/json");

  private static AiCall call(Operation operation, int choices) {
    Origin origin = new Origin("https", "h", 443);
    return new AiCall(operation, origin, "m", true, false, -1, choices, 1, 0);
  }

  private static AnswerWatch watch(Dialect dialect, HttpFields headers) {
    Operation operation =
        switch (dialect) {
          case OPENAI_CHAT -> Operation.CHAT_COMPLETIONS;
          case OPENAI_RESPONSES -> Operation.RESPONSES;
          case ANTHROPIC -> Operation.MESSAGES;
          case GEMINI -> Operation.GENERATE_CONTENT;
        };
    return AnswerWatch.of(call(operation, 1), headers);
  }

  /** Feeds in pieces; returns what may be passed on, tails kept back as an exchange does. */
  private static byte[] feed(AnswerWatch watch, byte[] bytes, IntSupplier piece) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(bytes.length, at + Math.max(1, piece.getAsInt()));
      int good = watch.feed(bytes, at, to);
      if (good > at) {
        passed.writeBytes(tail.toByteArray());
        tail.reset();
        passed.write(bytes, at, good - at);
      }
      tail.write(bytes, good, to - good);
      at = to;
    }
    watch.end();
    if (!watch.unreadable()) {
      passed.writeBytes(tail.toByteArray());
    }
    return passed.toByteArray();
  }

  private static void hasUsage(Usage usage, JsonNode expected) {
    assertThat(usage.inputOrZero()).isEqualTo(expected.path("inputTokens").asLong());
    assertThat(usage.outputOrZero()).isEqualTo(expected.path("outputTokens").asLong());
    assertThat(usage.cachedInputOrZero()).isEqualTo(expected.path("cachedInputTokens").asLong());
    assertThat(Math.max(0, usage.reasoning())).isEqualTo(expected.path("reasoningTokens").asLong());
  }

  @Test
  void readsTheUsageOfEveryBufferedAnswer() {
    int checked = 0;
    for (String name : Fixtures.cases()) {
      JsonNode usage = Fixtures.expect(name).path("usage");
      for (Dialect dialect : Dialect.values()) {
        if (!name.equals("embeddings") && Fixtures.has(name, dialect, "response.json")) {
          byte[] bytes = Fixtures.bytes(name, dialect, "response.json");
          for (int piece : new int[] {1, 7, 100_000}) {
            AnswerWatch watch = watch(dialect, JSON);
            assertThat(feed(watch, bytes, () -> piece)).isEqualTo(bytes);
            assertThat(watch.whole()).as(name + " " + dialect).isTrue();
            assertThat(watch.error()).as(name + " " + dialect).isNull();
            hasUsage(watch.usage(), usage);
          }
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(50);
  }

  @Test
  void readsEveryStreamWhereverItIsCut() {
    Random random = new Random(5);
    int checked = 0;
    for (String name : Fixtures.cases()) {
      JsonNode expect = Fixtures.expect(name);
      for (Dialect dialect : Dialect.values()) {
        if (!Fixtures.has(name, dialect, "stream.sse")) {
          continue;
        }
        byte[] bytes = Fixtures.bytes(name, dialect, "stream.sse");
        String end = expect.path("streamEnd").asText("");
        for (IntSupplier piece :
            new IntSupplier[] {() -> 1_000_000, () -> 1, () -> 1 + random.nextInt(90)}) {
          AnswerWatch watch = watch(dialect, SSE);
          assertThat(feed(watch, bytes, piece)).isEqualTo(bytes);
          assertThat(watch.contents()).as(name + " " + dialect).isPositive();
          assertThat(watch.unreadable()).isFalse();
          assertThat(watch.error() != null).as(name + " " + dialect).isEqualTo(end.equals("error"));
          assertThat(watch.whole()).as(name + " " + dialect).isEqualTo(end.isEmpty());
          boolean asked = dialect != Dialect.OPENAI_CHAT || name.equals("stream-usage");
          if (end.isEmpty() && asked) {
            assertThat(watch.ended()).as(name + " " + dialect).isTrue();
            hasUsage(watch.usage(), expect.path("usage"));
          }
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(35);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void crLfCrAndCommentsMakeNoDifference(Dialect dialect) {
    String text = new String(Fixtures.bytes("text-basic", dialect, "stream.sse"), UTF_8);
    for (String lineEnd : new String[] {"\r\n", "\r"}) {
      byte[] bytes = ("\uFEFF: hello\n\n" + text).replace("\n", lineEnd).getBytes(UTF_8);
      for (int piece : new int[] {1, 2, 3, 1_000_000}) {
        AnswerWatch watch = watch(dialect, SSE);
        assertThat(feed(watch, bytes, () -> piece)).isEqualTo(bytes);
        assertThat(watch.whole()).isTrue();
      }
    }
  }

  @Test
  void dataOverSeveralLinesIsOneText() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
    String event =
        "data: {\"choices\":[{\"index\":0,\ndata: \"finish_reason\":\"stop\",\"delta\":{}}]}\n\n";
    feed(watch, event.getBytes(UTF_8), () -> 5);
    assertThat(watch.whole()).isTrue();
    assertThat(watch.unreadable()).isFalse();
  }

  @Test
  void aStreamWithoutDoneIsWholeOnceEveryChoiceHasFinished() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
    feed(watch, chunk(0, "a", null).getBytes(UTF_8), () -> 100);
    feed(watch, chunk(1, "b", "stop").getBytes(UTF_8), () -> 100);
    assertThat(watch.whole()).isFalse();
    feed(watch, chunk(0, null, "length").getBytes(UTF_8), () -> 100);
    assertThat(watch.whole()).isTrue();
    assertThat(watch.ended()).isFalse();
  }

  private static String chunk(int index, String content, String finish) {
    return "data: {\"choices\":[{\"index\":%d,\"delta\":{%s},\"finish_reason\":%s}]}\n\n"
        .formatted(
            index,
            content == null ? "" : "\"content\":\"" + content + "\"",
            finish == null ? "null" : "\"" + finish + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x}}]}\n\n",
        "data: oops\n\n",
        "data: {} {}\n\n",
        "data: {\"choices\":[],\"logprobs\":{\"a\":[{\"b\":1]}}}\n\n",
        "data: {\"choices\":[],\"created\":[1,,2]}\n\n",
        "data: {\"choices\":[],\"created\":17oops}\n\n",
        "data: {\"choices\":[],\"more\":{\"a\":undefined}}\n\n",
        "data: [1]\n\n"
      })
  void aMalformedEventIsNeverPassedOn(String bad) {
    String good = chunk(0, "fine", null);
    byte[] bytes = (good + bad + good).getBytes(UTF_8);
    for (int piece : new int[] {1, 13, 1_000_000}) {
      AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
      assertThat(feed(watch, bytes, () -> piece)).isEqualTo(good.getBytes(UTF_8));
      assertThat(watch.unreadable()).isTrue();
    }
  }

  @Test
  void pingsAreNoContent() {
    AnswerWatch watch = watch(Dialect.ANTHROPIC, SSE);
    feed(watch, "event: ping\ndata: {\"type\":\"ping\"}\n\n: c\n\n".getBytes(UTF_8), () -> 100);
    assertThat(watch.contents()).isZero();
  }

  @Test
  void anErrorInsideAGoodAnswerIsFound() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, JSON);
    feed(watch, "{\"error\":{\"code\":502,\"message\":\"upstream\"}}".getBytes(UTF_8), () -> 9);
    assertThat(watch.error().kind()).isEqualTo(ErrorClass.SERVER_ERROR);
  }

  @Test
  void aPageIsUnreadable() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, JSON);
    feed(watch, "<html>".getBytes(UTF_8), () -> 9);
    assertThat(watch.unreadable()).isTrue();
  }

  @Test
  void geminisArrayIsShownAsItComes() {
    AnswerWatch watch = AnswerWatch.of(call(Operation.STREAM_GENERATE_CONTENT, 1), JSON);
    byte[] bytes =
        "[{\"usageMetadata\":{\"promptTokenCount\":3}},\n{\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":4}}]"
            .getBytes(UTF_8);
    watch.feed(bytes, 0, 10);
    assertThat(watch.contents()).isPositive();
    assertThat(watch.whole()).isFalse();
    watch.feed(bytes, 10, bytes.length);
    assertThat(watch.whole()).isTrue();
    assertThat(watch.usage().output()).isEqualTo(6);
  }

  @Test
  void compressedAndForeignAnswersPassUnread() {
    assertThat(
            watch(
                    Dialect.OPENAI_CHAT,
                    HttpFields.of("content-type", "application/json", "content-encoding", "br"))
                .contents())
        .isPositive();
    assertThat(watch(Dialect.OPENAI_CHAT, HttpFields.of("content-type", "audio/mpeg")).whole())
        .isTrue();
  }

  @Test
  void anEventLargerThanTheBoundSwitchesReadingOff() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
    byte[] piece = ("data: {\"x\":\"" + "y".repeat(1_000_000)).getBytes(UTF_8);
    for (int i = 0; i < 20; i++) {
      watch.feed(piece, 0, piece.length);
    }
    assertThat(watch.contents()).isPositive();
    assertThat(watch.whole()).isTrue();
    assertThat(watch.feed(piece, 0, piece.length)).isEqualTo(piece.length);
  }

  /**
   * Every stream with CR LF, cut at every pair of places: nothing of an unfinished event passes.
   */
  @Test
  void whereverAStreamIsCutOnlyWholeEventsPass() {
    int checked = 0;
    for (Dialect dialect : Dialect.values()) {
      for (String name : Fixtures.cases()) {
        if (!Fixtures.has(name, dialect, "stream.sse")) {
          continue;
        }
        String text = new String(Fixtures.bytes(name, dialect, "stream.sse"), UTF_8);
        byte[] bytes = ("\uFEFF" + text.replaceAll("\r?\n", "\r\n")).getBytes(UTF_8);
        for (int at = 1; at < bytes.length; at++) {
          for (int second = at + 1; second <= Math.min(bytes.length, at + 4); second++) {
            passesWholeEvents(dialect, bytes, at, second);
            checked++;
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(100_000);
  }

  private static void passesWholeEvents(Dialect dialect, byte[] bytes, int... cuts) {
    AnswerWatch watch = watch(dialect, SSE);
    int from = 0;
    int passed = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : bytes.length;
      int good = watch.feed(bytes, from, to);
      passed = good > from ? good : passed;
      if (passed > 0 && !endsEvent(bytes, passed)) {
        throw new AssertionError(
            "cut at " + Arrays.toString(cuts) + " passes " + new String(bytes, 0, passed, UTF_8));
      }
      from = to;
    }
    watch.end();
    if (watch.unreadable() || watch.contents() == 0) {
      throw new AssertionError("cut at " + Arrays.toString(cuts) + " is read otherwise");
    }
  }

  /** After CR LF CR LF, or before its last LF. */
  private static boolean endsEvent(byte[] bytes, int at) {
    int end = bytes[at - 1] == '\r' && at < bytes.length && bytes[at] == '\n' ? at + 1 : at;
    return end >= 4
        && bytes[end - 1] == '\n'
        && bytes[end - 2] == '\r'
        && bytes[end - 3] == '\n'
        && bytes[end - 4] == '\r';
  }

  @Test
  void aLineFeedThatFollowsTextEndsItsLineThoughAnEarlierOneEndedInCr() {
    byte[] bytes = "data: {\"a\":1,\rdata: \"b\":2}\n\n".getBytes(UTF_8);
    int cut = bytes.length - 2;
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
    assertThat(watch.feed(bytes, 0, cut)).isZero();
    assertThat(watch.feed(bytes, cut, bytes.length)).isEqualTo(bytes.length);
    assertThat(watch.unreadable()).isFalse();
  }

  @Test
  void aMarkThatIsNoneIsPartOfTheFirstLine() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, SSE);
    byte[] bytes = {(byte) 0xEF, (byte) 0xBB, 'x', '\n', '\n'};
    for (int i = 0; i < bytes.length; i++) {
      watch.feed(bytes, i, i + 1);
    }
    byte[] event = chunk(0, "a", "stop").getBytes(UTF_8);
    watch.feed(event, 0, event.length);
    assertThat(watch.whole()).isTrue();
  }

  private static String candidate(int index, String finish) {
    String why = finish == null ? "" : ",\"finishReason\":\"" + finish + "\"";
    return "data: {\"candidates\":[{\"index\":%d,\"content\":{\"parts\":[{\"text\":\"x\"}]}%s}]}\n\n"
        .formatted(index, why);
  }

  @Test
  void geminisStreamEndsWithTheLastCandidateThatWasAskedFor() {
    AnswerWatch watch = AnswerWatch.of(call(Operation.STREAM_GENERATE_CONTENT, 2), SSE);
    feed(watch, candidate(0, "STOP").getBytes(UTF_8), () -> 100);
    assertThat(watch.whole()).isTrue();
    assertThat(watch.ended()).isFalse();
    feed(watch, candidate(1, null).getBytes(UTF_8), () -> 100);
    assertThat(watch.whole()).isFalse();
    feed(watch, candidate(1, "STOP").getBytes(UTF_8), () -> 100);
    assertThat(watch.ended()).isTrue();
  }

  @Test
  void deepSeeksCacheHitsAreRead() {
    AnswerWatch watch = watch(Dialect.OPENAI_CHAT, JSON);
    String answer =
        "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"prompt_cache_hit_tokens\":6,\"prompt_cache_miss_tokens\":3}}";
    feed(watch, answer.getBytes(UTF_8), () -> 50);
    assertThat(watch.usage().cachedInput()).isEqualTo(6);
  }

  @Test
  void embeddingsReportTheirInputOnly() {
    AnswerWatch watch = AnswerWatch.of(call(Operation.EMBEDDINGS, 1), JSON);
    feed(watch, Fixtures.bytes("embeddings", Dialect.OPENAI_CHAT, "response.json"), () -> 9);
    assertThat(watch.whole()).isTrue();
    assertThat(watch.usage().input()).isPositive();
    assertThat(watch.usage().output()).isEqualTo(Usage.UNKNOWN);
  }
}

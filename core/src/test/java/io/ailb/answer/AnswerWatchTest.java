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
import io.ailb.model.Usage;
import java.io.ByteArrayOutputStream;
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

  private static AnswerWatch watch(Dialect dialect, HttpFields headers) {
    Operation operation =
        switch (dialect) {
          case OPENAI_CHAT -> Operation.CHAT_COMPLETIONS;
          case OPENAI_RESPONSES -> Operation.RESPONSES;
          case ANTHROPIC -> Operation.MESSAGES;
          case GEMINI -> Operation.GENERATE_CONTENT;
        };
    return AnswerWatch.of(new AiCall(operation, "h", "m", true, false, -1, 1, 0), headers);
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
    AnswerWatch watch =
        AnswerWatch.of(
            new AiCall(Operation.STREAM_GENERATE_CONTENT, "h", "m", true, false, -1, 1, 0), JSON);
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
}

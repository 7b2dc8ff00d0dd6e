package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers drawn at random are written and read back: what is heard is what was said, up to what
 * {@link Joined} lists as lost. {@code -Dailb.seed} and {@code -Dailb.rounds} choose others and
 * more of them.
 */
class AnswerRoundTripTest {
  private static final long SEED = Long.getLong("ailb.seed", 42);
  private static final int ROUNDS = Integer.getInteger("ailb.rounds", 300);

  private static final ChatRequest REQUEST = request();
  private static final AnswerFrame FRAME =
      new AnswerFrame(REQUEST, "model", 1_795_180_800, AnswerFrame.Framing.EVENTS);

  private static final Joined FAILED = new Joined(Map.of(), Map.of(), List.of(), true);

  private static ChatRequest request() {
    ChatRequest.Builder request = ChatRequest.builder();
    request.usageInStream = true;
    return request.build();
  }

  private static Draw draw(int round) {
    return new Draw(SEED + round * 7919L);
  }

  private static RandomAnswer drawn(Draw draw, Dialect dialect) {
    boolean openAi = dialect == Dialect.OPENAI_CHAT || dialect == Dialect.OPENAI_RESPONSES;
    boolean choices = dialect == Dialect.OPENAI_CHAT || dialect == Dialect.GEMINI;
    return RandomAnswer.drawn(draw, choices ? 3 : 1, openAi);
  }

  private static Heard joined(List<AnswerEvent> events) {
    Heard heard = new Heard();
    events.forEach(heard);
    assertThat(heard.breaches()).as("the drawn answer is well formed").isEmpty();
    return heard;
  }

  private static byte[] written(AnswerWriter writer, List<AnswerEvent> events) {
    Utf8 out = new Utf8();
    events.forEach(event -> writer.write(event, out));
    return out.take();
  }

  private static byte[] stream(Dialect dialect, List<AnswerEvent> events) {
    return written(Codecs.of(dialect).streamWriter(FRAME), events);
  }

  private static byte[] whole(Dialect dialect, List<AnswerEvent> events) {
    return written(Codecs.of(dialect).wholeWriter(FRAME), events);
  }

  private static ObjectNode object(byte[] body) {
    return (ObjectNode) Objects.requireNonNull(Json.parse(body, 0, body.length));
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStreamedIsHeardWithAnyBorders(Dialect dialect) {
    for (int round = 0; round < ROUNDS; round++) {
      Draw draw = draw(round);
      RandomAnswer answer = drawn(draw, dialect);
      byte[] body = stream(dialect, answer.events);
      Heard heard = Answers.heardStream(dialect, Answers.Pieces.AT_RANDOM.of(body, SEED + round));
      assertThat(heard.breaches()).as(text(body)).isEmpty();
      assertThat(plain(heard, dialect, answer))
          .as("round %d: %s", round, text(body))
          .isEqualTo(plain(joined(answer.events), dialect, answer));
      Heard atOnce = Answers.heardStream(dialect, body);
      assertThat(Joined.of(atOnce)).isEqualTo(Joined.of(heard));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenWholeIsHeard(Dialect dialect) {
    for (int round = 0; round < ROUNDS; round++) {
      RandomAnswer answer = drawn(draw(round), dialect);
      byte[] body = whole(dialect, answer.events);
      Heard heard = Answers.heardWhole(dialect, object(body));
      assertThat(heard.breaches()).as(text(body)).isEmpty();
      Joined said = plain(joined(answer.events), dialect, answer);
      assertThat(plain(heard, dialect, answer))
          .as("round %d: %s", round, text(body))
          .isEqualTo(dialect == Dialect.ANTHROPIC ? said.withoutBrokenCalls() : said);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksOffNeverEndsWell(Dialect dialect) {
    for (int round = 0; round < ROUNDS; round++) {
      Draw draw = draw(round);
      List<AnswerEvent> events = drawn(draw, dialect).failed();
      byte[] body = stream(dialect, events);
      Heard heard = Answers.heardStream(dialect, Answers.Pieces.AT_RANDOM.of(body, SEED + round));
      assertThat(heard.breaches()).as(text(body)).isEmpty();
      assertThat(heard.ended).as(text(body)).isFalse();
      assertThat(heard.error).as(text(body)).isNotNull();
      assertThat(Objects.requireNonNull(heard.error).message()).contains("no more of");
      assertThat(whole(dialect, events)).as("an error is an answer of its own").isEmpty();
    }
  }

  /** What one has said in another's words is said back. */
  @ParameterizedTest
  @EnumSource
  void whatBothCanSayComesBackThroughAnother(Dialect own) {
    for (Dialect other : Dialect.values()) {
      for (int round = 0; round < ROUNDS / 3; round++) {
        throughAnother(own, other, round);
      }
    }
  }

  private static void throughAnother(Dialect own, Dialect other, int round) {
    Draw draw = draw(round);
    boolean one = other == Dialect.ANTHROPIC || other == Dialect.OPENAI_RESPONSES;
    boolean free = other == Dialect.OPENAI_CHAT || other == Dialect.OPENAI_RESPONSES;
    RandomAnswer answer =
        RandomAnswer.drawn(
            draw,
            one || own == Dialect.ANTHROPIC || own == Dialect.OPENAI_RESPONSES ? 1 : 3,
            free && (own == Dialect.OPENAI_CHAT || own == Dialect.OPENAI_RESPONSES));
    boolean streamed = draw.either();
    boolean between = draw.either();
    boolean back = draw.either();
    byte[] first = streamed ? stream(own, answer.events) : whole(own, answer.events);
    byte[] second = said(other, between, own, streamed, first, round);
    Joined expected = Joined.of(joined(answer.events)).in(own).in(other).in(own);
    if (second.length == 0) {
      // A whole answer that failed is an error of its own, and none to go on with.
      assertThat(expected.failed()).isTrue();
      return;
    }
    byte[] third = said(own, back, other, between, second, round);
    if (third.length == 0) {
      assertThat(expected.failed()).isTrue();
      return;
    }
    Heard heard = back ? Answers.heardStream(own, third) : Answers.heardWhole(own, object(third));
    assertThat(heard.breaches()).as(text(third)).isEmpty();
    Joined actual = Joined.of(heard);
    assertThat(loosened(actual))
        .as(
            "%s, %s, %s, round %d: %s\n\n%s\n\n%s",
            own, other, own, round, text(first), text(second), text(third))
        .isEqualTo(loosened(expected));
  }

  private static byte[] said(
      Dialect callers, boolean stream, Dialect from, boolean streamed, byte[] body, int round) {
    return Answers.said(
        callers,
        REQUEST,
        stream,
        new Recipient(
            from,
            from.id(),
            "model",
            new Capabilities(Set.of(), 4, ReasoningStyle.NONE),
            null,
            null,
            null,
            false),
        streamed ? "text/event-stream" : "application/json",
        Answers.Pieces.AT_RANDOM.of(body, SEED + round));
  }

  private static Joined loosened(Joined joined) {
    return joined.failed() ? FAILED : joined.withoutThoughts().withoutBrokenCalls().inAnyOrder();
  }

  /**
   * What has to be equal. Thoughts are shown as they are only where nobody has to sign them. Chat
   * keeps no order, and Gemini none between a text and calls that are not complete yet.
   */
  private static Joined plain(Heard heard, Dialect dialect, RandomAnswer answer) {
    Joined normal = Joined.of(heard).in(dialect);
    if (normal.failed()) {
      return FAILED;
    }
    boolean shown = dialect == Dialect.OPENAI_RESPONSES || dialect == Dialect.GEMINI;
    Joined seen = shown ? normal : normal.withoutThoughts();
    return dialect == Dialect.GEMINI && answer.overlaps ? seen.inAnyOrder() : seen;
  }
}

package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.ErrorReader;
import io.ailb.answer.SseScanner;
import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.ReasoningStyle;
import io.ailb.recognise.Recogniser;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Codec;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.ReaderOptions;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What holds for any bytes whatever: nothing is thrown but what says that a request cannot be, what
 * is written can be read, and nothing that is broken ends well.
 */
final class Fuzzed {
  private static final Dialect[] DIALECTS = Dialect.values();
  private static final Origin ORIGIN = new Origin("https", "localhost", 443);
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final ErrorInfo CUT =
      ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream was cut");

  private Fuzzed() {}

  /** Events are the same whatever the borders of the pieces. */
  static void scanner(byte[] bytes) {
    List<String> atOnce = scanned(List.of(bytes));
    assertThat(scanned(Answers.Pieces.BYTE_BY_BYTE.of(bytes, 0))).isEqualTo(atOnce);
    assertThat(scanned(Answers.Pieces.AT_RANDOM.of(bytes, bytes.length))).isEqualTo(atOnce);
  }

  private static List<String> scanned(List<byte[]> pieces) {
    List<String> events = new ArrayList<>();
    SseScanner scanner =
        new SseScanner(
            (data, from, to) ->
                events.add(new String(data, from, to - from, StandardCharsets.ISO_8859_1)));
    int fed = 0;
    int boundary = 0;
    for (byte[] piece : pieces) {
      int at = scanner.feed(piece, 0, piece.length);
      assertThat(at).isBetween(0, piece.length);
      boundary = at > 0 ? fed + at : boundary;
      fed += piece.length;
    }
    scanner.end();
    assertThat(boundary).isLessThanOrEqualTo(fed);
    return events;
  }

  /** A request is read or is malformed; it is written or refused, and then can be read there. */
  static void request(Dialect from, byte[] bytes) {
    if (!(Json.parse(bytes, 0, bytes.length) instanceof ObjectNode body)) {
      return;
    }
    ChatRequest request;
    try {
      request = Codecs.of(from).readRequest(body);
    } catch (Malformed e) {
      assertThat(e.field()).isNotEmpty();
      return;
    }
    if (!request.foreign().isEmpty()) {
      return; // no other dialect is asked
    }
    for (Dialect to : DIALECTS) {
      for (Target.Policy policy : Target.Policy.values()) {
        written(request, target(to, policy, EnumSet.allOf(Feature.class)));
      }
      written(request, old(to));
    }
  }

  /** Of Anthropic's first version, where more of a request is sent. */
  static Target old(Dialect to) {
    return new Target(
        to,
        "",
        "model",
        new Capabilities(EnumSet.allOf(Feature.class), 4, ReasoningStyle.BUDGET),
        Target.Policy.SKIP,
        4096L,
        null,
        "2023-06-01",
        true);
  }

  private static void written(ChatRequest request, Target target) {
    Dialect to = target.dialect();
    Codec codec = Codecs.of(to);
    ObjectNode written;
    try {
      written = codec.writeRequest(request, target);
    } catch (Refused e) {
      assertThat(e.field()).isNotEmpty();
      return;
    }
    byte[] text = Json.bytes(written);
    ObjectNode read = (ObjectNode) Objects.requireNonNull(Json.parse(text, 0, text.length));
    try {
      codec.readRequest(read);
    } catch (Malformed e) {
      throw new AssertionError(
          to + " would not take " + new String(text, StandardCharsets.UTF_8), e);
    }
  }

  static Target target(Dialect to, Target.Policy policy, EnumSet<Feature> features) {
    return new Target(
        to,
        to.id(),
        "model",
        new Capabilities(features, 4, ReasoningStyle.EFFORT),
        policy,
        null,
        null,
        null,
        false);
  }

  /** Events of a stream come in their order whatever came, and it ends once. */
  static void streamedAnswer(Dialect from, byte[] bytes) {
    Heard heard = new Heard();
    AnswerReader reader = Codecs.of(from).answerReader(ReaderOptions.USUAL);
    SseScanner scanner =
        new SseScanner(
            (data, at, to) -> {
              if (to - at == 6
                  && new String(data, at, 6, StandardCharsets.UTF_8).equals("[DONE]")) {
                reader.done(heard);
              } else if (Json.parse(data, at, to) instanceof ObjectNode event) {
                reader.event(event, heard);
              }
              return heard.error == null && !heard.ended;
            });
    scanner.feed(bytes, 0, bytes.length);
    scanner.end();
    reader.end(heard);
    endsOnce(heard);
  }

  static void wholeAnswer(Dialect from, byte[] bytes) {
    if (Json.parse(bytes, 0, bytes.length) instanceof ObjectNode body) {
      Heard heard = new Heard();
      Codecs.of(from).answerReader(ReaderOptions.USUAL).whole(body, heard);
      endsOnce(heard);
    }
  }

  private static void endsOnce(Heard heard) {
    assertThat(heard.breaches()).isEmpty();
    assertThat(heard.ended).isNotEqualTo(heard.error != null);
  }

  /** What a caller gets of an answer is its dialect's own, and ends well only if that did. */
  static void rendition(Dialect from, Dialect callers, byte[] bytes) {
    for (boolean stream : new boolean[] {true, false}) {
      for (String type : List.of("text/event-stream", "application/json")) {
        Outcome atOnce = outcome(from, callers, stream, false, type, List.of(bytes));
        List<byte[]> pieces = Answers.Pieces.AT_RANDOM.of(bytes, bytes.length);
        assertThat(outcome(from, callers, stream, false, type, pieces)).isEqualTo(atOnce);
      }
    }
    if (callers == Dialect.GEMINI) {
      outcome(from, callers, true, true, "text/event-stream", List.of(bytes));
    }
  }

  /** How it ended, and what was heard. */
  private record Outcome(
      boolean ended, boolean failed, boolean unreadable, @Nullable Joined said) {}

  private static Outcome outcome(
      Dialect from,
      Dialect callers,
      boolean stream,
      boolean array,
      String type,
      List<byte[]> pieces) {
    Rendition rendition =
        new Rendition(
            call(callers, stream),
            recipient(from).reader(),
            Map.of(),
            HttpFields.builder().add("content-type", type).build(),
            array,
            Answers.writer(callers, asked(), stream, recipient(from), array));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      rendition.feed(piece, 0, piece.length);
      out.writeBytes(rendition.take());
    }
    rendition.end();
    out.writeBytes(rendition.take());
    boolean ended = rendition.ended();
    boolean failed = rendition.error() != null;
    assertThat(ended && failed).isFalse();
    if (!ended && !failed && !rendition.unreadable() && rendition.whole()) {
      throw new AssertionError("whole without an end");
    }
    if (!ended && stream) {
      Problem problem = Problem.of(failed ? Objects.requireNonNull(rendition.error()) : CUT, "x");
      out.writeBytes(rendition.failure(problem));
    }
    byte[] body = out.toByteArray();
    Joined said = null;
    if (stream || ended) {
      Heard heard = heard(callers, stream, array, body);
      String text = new String(body, StandardCharsets.UTF_8);
      assertThat(heard.breaches()).as(text).isEmpty();
      if (ended) {
        said = Joined.of(heard);
      } else {
        assertThat(heard.ended).as(text).isFalse();
        assertThat(heard.error).as(text).isNotNull();
      }
    } else {
      assertThat(body).isEmpty();
    }
    return new Outcome(ended, failed, rendition.unreadable(), said);
  }

  private static Heard heard(Dialect callers, boolean stream, boolean array, byte[] body) {
    if (stream && !array) {
      return Answers.heardStream(callers, body);
    }
    if (!stream) {
      return Answers.heardWhole(
          callers, (ObjectNode) Objects.requireNonNull(Json.parse(body, 0, body.length)));
    }
    Heard heard = new Heard();
    AnswerReader reader = Codecs.of(callers).answerReader(ReaderOptions.USUAL);
    ArrayNode elements = (ArrayNode) Objects.requireNonNull(Json.parse(body, 0, body.length));
    elements.forEach(element -> reader.event((ObjectNode) element, heard));
    reader.end(heard);
    return heard;
  }

  private static ChatRequest asked() {
    ChatRequest.Builder request = ChatRequest.builder();
    request.usageInStream = true;
    return request.build();
  }

  private static Recipient recipient(Dialect dialect) {
    return new Recipient(
        dialect,
        dialect.id(),
        "model",
        new Capabilities(EnumSet.allOf(Feature.class), 4, ReasoningStyle.EFFORT),
        null,
        null,
        null,
        false);
  }

  private static AiCall call(Dialect callers, boolean stream) {
    return new AiCall(Operation.toGenerate(callers), ORIGIN, "model", stream, false, -1, 1, 0, 0);
  }

  /** A request is recognised or not; with another model in it, it says the same. */
  static void recogniser(Operation operation, byte[] bytes) {
    Recogniser.Reading reading =
        Recogniser.read(
            operation,
            operation.method(),
            ORIGIN,
            "/v1beta/models/model:generateContent",
            null,
            HttpFields.builder().add("content-type", "application/json").build(),
            bytes);
    if (reading == null || reading.body().modelFrom() < 0) {
      return;
    }
    CallBody body = reading.body();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteBuffer part : body.withModel("another")) {
      byte[] copy = new byte[part.remaining()];
      part.duplicate().get(copy);
      out.writeBytes(copy);
    }
    if (Json.parse(bytes, 0, bytes.length) instanceof ObjectNode
        && !(Json.parse(out.toByteArray(), 0, out.size()) instanceof ObjectNode)) {
      throw new AssertionError("no longer an object: " + out.toString(StandardCharsets.UTF_8));
    }
  }

  /** Any error is of some class, whatever its status and body. */
  static void error(byte[] bytes) {
    int status = bytes.length == 0 ? 500 : 400 + Byte.toUnsignedInt(bytes[0]) % 200;
    HttpFields headers =
        HttpFields.builder()
            .add("content-type", "application/json")
            .add("retry-after", head(bytes))
            .add("x-ratelimit-reset-requests", head(bytes))
            .build();
    for (byte[] body :
        List.of(bytes, Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length))) {
      ErrorInfo error = ErrorReader.read(status, headers, body, NOW);
      ErrorInfo inside = ErrorReader.inside(body);
      for (Dialect callers : DIALECTS) {
        for (ErrorInfo each : List.of(error, inside)) {
          Problem problem = Problem.of(each, "x");
          Words words = Words.answer(problem, callers);
          assertThat(words.status()).isBetween(400, 599);
          byte[] text = words.body().array();
          assertThat(Json.parse(text, 0, text.length)).isInstanceOf(ObjectNode.class);
          Heard heard = Answers.heardStream(callers, Words.event(problem, callers));
          assertThat(heard.error).isNotNull();
        }
      }
    }
  }

  private static String head(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.min(20, text.length())).replaceAll("[^ -~]", "");
  }
}

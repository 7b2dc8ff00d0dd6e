package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of the fixtures holds what its case says, and is the same when written again. */
class AnswerFixturesTest {

  static Stream<String> bodies() {
    return with("response.json").filter(name -> !name.equals("embeddings"));
  }

  static Stream<String> streams() {
    return with("stream.sse");
  }

  private static Stream<String> with(String kind) {
    return Fixtures.cases().stream().filter(name -> Fixtures.has(name, Dialect.OPENAI_CHAT, kind));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBufferedAnswerHoldsWhatItsCaseSays(String name) {
    List<AnswerEvent> events = Answers.whole(text(name, "response.json"));

    expect(events, Fixtures.expect(name));
    assertThat(Answers.usage(events)).isEqualTo(usage(Fixtures.expect(name)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamHoldsWhatItsCaseSays(String name) {
    List<AnswerEvent> events =
        Answers.streamed(Fixtures.bytes(name, Dialect.OPENAI_CHAT, "stream.sse"));

    expect(events, Fixtures.expect(name));
    if (text(name, "stream.sse").contains("\"prompt_tokens\"")) {
      assertThat(Answers.usage(events)).isEqualTo(usage(Fixtures.expect(name)));
    } else {
      assertThat(Answers.usage(events)).isEqualTo(Usage.NONE);
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBufferedAnswerWrittenAgainIsTheSame(String name) {
    ObjectNode body = Answers.object(text(name, "response.json"));
    ObjectNode again = Answers.body(Answers.whole(text(name, "response.json")));

    body.remove("service_tier"); // nobody's but the provider's
    if (name.equals("tool-choice-forced")) { // OpenAI says stop there, with a call
      ((ObjectNode) body.path("choices").path(0)).put("finish_reason", "tool_calls");
    }
    assertThat(again).isEqualTo(body);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamWrittenAgainIsTheSame(String name) {
    List<AnswerEvent> events =
        Answers.streamed(Fixtures.bytes(name, Dialect.OPENAI_CHAT, "stream.sse"));

    List<AnswerEvent> again =
        Answers.streamed(Answers.stream(events).getBytes(StandardCharsets.UTF_8));

    assertThat(Answers.joined(withoutFailure(again)))
        .isEqualTo(Answers.joined(withoutFailure(events)));
    assertThat(again).hasSameSizeAs(events);
  }

  /** Another reader finds another error in the same place. */
  private static List<AnswerEvent> withoutFailure(List<AnswerEvent> events) {
    return events.stream().filter(event -> !(event instanceof AnswerEvent.Failed)).toList();
  }

  private static void expect(List<AnswerEvent> events, JsonNode expected) {
    assertThat(Answers.text(events, Kind.TEXT)).isEqualTo(expected.path("text").asText(""));
    assertThat(calls(events)).isEqualTo(expectedCalls(expected));
    if (expected.has("streamEnd")) {
      assertThat(Answers.last(events)).isInstanceOf(AnswerEvent.Failed.class);
      assertThat(Answers.all(events, AnswerEvent.Finish.class)).isEmpty();
    } else {
      assertThat(Answers.finish(events).reason().name().toLowerCase(Locale.ROOT))
          .isEqualTo(expected.path("finish").textValue());
      assertThat(Answers.last(events)).isEqualTo(AnswerEvent.END);
    }
    assertThat(events.get(0)).isInstanceOf(AnswerEvent.Started.class);
  }

  /** Names and arguments; a call that was cut off keeps its beginning. */
  private static List<String> calls(List<AnswerEvent> events) {
    List<String> calls = new ArrayList<>();
    for (AnswerEvent.PartOpen part : Answers.parts(events)) {
      if (part.kind() == Kind.TOOL_CALL) {
        calls.add(part.toolName() + " " + Answers.text(events, part));
      }
    }
    return calls;
  }

  private static List<String> expectedCalls(JsonNode expected) {
    List<String> calls = new ArrayList<>();
    for (JsonNode call : expected.path("toolCalls")) {
      calls.add(call.path("name").textValue() + " " + Json.text(call.path("arguments")));
    }
    for (JsonNode call : expected.path("partialToolCalls")) {
      calls.add(call.path("name").textValue() + " " + call.path("argumentsPrefix").textValue());
    }
    return calls;
  }

  private static Usage usage(JsonNode expected) {
    JsonNode usage = expected.path("usage");
    return new Usage(
        usage.path("inputTokens").asLong(),
        usage.path("outputTokens").asLong(),
        usage.path("cachedInputTokens").asLong(),
        usage.path("cacheWriteTokens").asLong(),
        usage.path("reasoningTokens").asLong());
  }

  private static String text(String name, String kind) {
    return new String(Fixtures.bytes(name, Dialect.OPENAI_CHAT, kind), StandardCharsets.UTF_8);
  }
}

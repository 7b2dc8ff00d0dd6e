package io.ailb.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.Fixtures;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWritersTest {
  private final List<AnswerEvent> events = new ArrayList<>();

  AnswerWritersTest() {
    events.add(new AnswerEvent.Started("id", "m", 0));
  }

  private AnswerWritersTest text(int part, Kind kind, String... deltas) {
    events.add(new AnswerEvent.PartOpen(0, part, kind, null, null));
    for (String delta : deltas) {
      events.add(new AnswerEvent.Delta(0, part, delta));
    }
    events.add(new AnswerEvent.PartClose(0, part));
    return this;
  }

  private AnswerWritersTest call(int part, String arguments) {
    events.add(new AnswerEvent.PartOpen(0, part, Kind.TOOL_CALL, "c" + part, "f"));
    if (!arguments.isEmpty()) {
      events.add(new AnswerEvent.Delta(0, part, arguments));
    }
    events.add(new AnswerEvent.PartClose(0, part));
    return this;
  }

  private List<AnswerEvent> ends(FinishReason reason) {
    events.add(new AnswerEvent.Finish(0, reason, null, null));
    events.add(new AnswerEvent.UsageUpdate(new Usage(10, 12, 4, Usage.UNKNOWN, 5)));
    events.add(AnswerEvent.END);
    return events;
  }

  private static List<JsonNode> chunks(List<AnswerEvent> events) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String chunk : Answers.chunks(Answers.stream(events))) {
      chunks.add(Answers.object(chunk));
    }
    return chunks;
  }

  @Test
  void eachTextIsAChunkAtOnce() {
    AnswerWriter writer =
        GeminiCodec.INSTANCE.streamWriter(Answers.frame(AnswerFrame.Framing.EVENTS));
    Utf8 to = new Utf8();
    writer.write(new AnswerEvent.Started("id", null, 0), to);
    writer.write(new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null), to);
    assertThat(to.isEmpty()).isTrue();
    writer.write(new AnswerEvent.Delta(0, 0, "é\"\n"), to);
    assertThat(new String(to.take(), StandardCharsets.UTF_8))
        .isEqualTo(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"é\\\"\\n\"}],"
                + "\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"gemini-3.8-flash\","
                + "\"responseId\":\"id\"}\n\n");
  }

  @Test
  void theLastChunkSaysWhyItEndedAndWhatItCost() {
    List<JsonNode> chunks = chunks(text(0, Kind.TEXT, "a").ends(FinishReason.LENGTH));
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(0).has("usageMetadata")).isFalse();
    assertThat(chunks.get(0).at("/candidates/0").has("finishReason")).isFalse();
    assertThat(chunks.get(1).at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
    assertThat(chunks.get(1).get("usageMetadata").toString())
        .isEqualTo(
            "{\"promptTokenCount\":10,\"candidatesTokenCount\":7,\"totalTokenCount\":22,"
                + "\"cachedContentTokenCount\":4,\"thoughtsTokenCount\":5}");
  }

  @Test
  void aCallIsOneChunkWhenItIsComplete() {
    AnswerWriter writer =
        GeminiCodec.INSTANCE.streamWriter(Answers.frame(AnswerFrame.Framing.EVENTS));
    Utf8 to = new Utf8();
    writer.write(new AnswerEvent.PartOpen(0, 0, Kind.TOOL_CALL, "c", "f"), to);
    writer.write(new AnswerEvent.Delta(0, 0, "{\"z\":1.50,"), to);
    writer.write(new AnswerEvent.Delta(0, 0, "\"a\":2}"), to);
    assertThat(to.isEmpty()).isTrue();
    writer.write(new AnswerEvent.PartClose(0, 0), to);
    assertThat(new String(to.take(), StandardCharsets.UTF_8))
        .contains("{\"functionCall\":{\"id\":\"c\",\"name\":\"f\",\"args\":{\"z\":1.50,\"a\":2}}}");
  }

  @Test
  void callsThatAreMixedUpComeOutWhole() {
    events.add(new AnswerEvent.PartOpen(0, 0, Kind.TOOL_CALL, "c0", "f"));
    events.add(new AnswerEvent.PartOpen(0, 1, Kind.TOOL_CALL, "c1", "g"));
    events.add(new AnswerEvent.Delta(0, 0, "{\"a\":"));
    events.add(new AnswerEvent.Delta(0, 1, "{\"b\":"));
    events.add(new AnswerEvent.Delta(0, 0, "1}"));
    events.add(new AnswerEvent.Delta(0, 1, "2}"));
    events.add(new AnswerEvent.PartClose(0, 0));
    events.add(new AnswerEvent.PartClose(0, 1));
    List<String> told =
        Answers.told(
            Answers.streamed(Answers.chunks(Answers.stream(ends(FinishReason.TOOL_CALLS)))));
    assertThat(told)
        .containsExactly(
            "0 TOOL_CALL f: {\"a\":1}", "0 TOOL_CALL g: {\"b\":2}", "0 TOOL_CALLS", "end");
  }

  @Test
  void noArgumentsAreAnEmptyObject() {
    assertThat(chunks(call(0, "").ends(FinishReason.TOOL_CALLS)).get(0).toString())
        .contains("\"args\":{}");
  }

  @Test
  void aCallWhoseArgumentsAreNoJsonFailsTheStreamAndIsNeverMended() {
    List<JsonNode> chunks = chunks(call(0, "{\"a\":").ends(FinishReason.TOOL_CALLS));
    assertThat(chunks).singleElement().satisfies(c -> assertThat(c.has("error")).isTrue());
    assertThat(chunks.get(0).at("/error/code").asInt()).isEqualTo(500);
  }

  @Test
  void aCallThatTheLimitCutIsLeftOut() {
    List<JsonNode> chunks = chunks(call(0, "{\"a\":").ends(FinishReason.LENGTH));
    assertThat(chunks).hasSize(1);
    assertThat(chunks.get(0).at("/candidates/0/finishReason").asText()).isEqualTo("MAX_TOKENS");
  }

  @Test
  void aWholeAnswerWithACallThatNobodyCanUseSaysSo() {
    JsonNode body = Answers.object(Answers.wholly(call(0, "[1]").ends(FinishReason.TOOL_CALLS)));
    assertThat(body.at("/candidates/0/finishReason").asText()).isEqualTo("MALFORMED_FUNCTION_CALL");
    assertThat(body.at("/candidates/0/content").has("parts")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "TOOL_CALLS, STOP",
    "LENGTH, MAX_TOKENS",
    "CONTENT_FILTER, SAFETY",
    "ERROR, MALFORMED_FUNCTION_CALL",
    "PAUSE, STOP",
    "OTHER, OTHER"
  })
  void aReasonHasItsWord(FinishReason reason, String word) {
    assertThat(
            Answers.object(Answers.wholly(ends(reason))).at("/candidates/0/finishReason").asText())
        .isEqualTo(word);
    assertThat(chunks(events).get(0).at("/candidates/0/finishReason").asText()).isEqualTo(word);
  }

  @Test
  void aRefusalIsATextThatEndsForSafety() {
    text(0, Kind.REFUSAL, "No.").ends(FinishReason.STOP);
    JsonNode body = Answers.object(Answers.wholly(events));
    assertThat(body.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("No.");
    assertThat(body.at("/candidates/0/finishReason").asText()).isEqualTo("SAFETY");
    assertThat(Answers.told(Answers.streamed(Answers.chunks(Answers.stream(events)))))
        .containsExactly("0 TEXT: No.", "0 CONTENT_FILTER", "end");
  }

  @Test
  void thoughtsAreMarkedAndKeptFromWhoDoesNotWantThem() {
    text(0, Kind.REASONING, "hm").text(1, Kind.TEXT, "a").ends(FinishReason.STOP);
    assertThat(chunks(events).get(0).at("/candidates/0/content/parts/0").toString())
        .isEqualTo("{\"text\":\"hm\",\"thought\":true}");
    ChatRequest.Builder request = ChatRequest.builder();
    request.reasoning = new ReasoningWish(null, null, false, null);
    AnswerFrame frame = new AnswerFrame(request.build(), "m", 0, AnswerFrame.Framing.EVENTS);
    assertThat(Answers.written(GeminiCodec.INSTANCE.streamWriter(frame), events))
        .doesNotContain("hm");
    assertThat(Answers.written(GeminiCodec.INSTANCE.wholeWriter(frame), events))
        .doesNotContain("hm");
  }

  @Test
  void halvesOfACharacterWaitForEachOther() {
    text(0, Kind.TEXT, "a\ud83d", "\ude00b").ends(FinishReason.STOP);
    assertThat(firstTexts()).startsWith("a", "😀b");
    events.clear();
    text(0, Kind.TEXT, "a\ud83d").ends(FinishReason.STOP);
    assertThat(firstTexts()).startsWith("a", "\ufffd");
    assertThat(Answers.wholly(events)).contains("\"a\ufffd\"");
  }

  private List<String> firstTexts() {
    return chunks(events).stream()
        .map(chunk -> chunk.at("/candidates/0/content/parts/0/text").asText())
        .toList();
  }

  @Test
  void anArrayBeginsGoesOnAndEnds() {
    String array = Answers.array(text(0, Kind.TEXT, "a", "b").ends(FinishReason.STOP));
    assertThat(array).startsWith("[{").contains("},\n{").endsWith("}]");
    assertThat(Fixtures.json(array.getBytes(StandardCharsets.UTF_8))).hasSize(3);
  }

  @Test
  void anArrayStaysAnArrayWhenItFails() {
    events.add(new AnswerEvent.KeepAlive());
    text(0, Kind.TEXT, "a");
    events.add(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.OVERLOADED, "too much")));
    events.add(AnswerEvent.END);
    JsonNode array = Fixtures.json(Answers.array(events).getBytes(StandardCharsets.UTF_8));
    assertThat(array).hasSize(2);
    assertThat(array.get(1).at("/error/status").asText()).isEqualTo("UNAVAILABLE");
    assertThat(
            Answers.array(
                List.of(
                    new AnswerEvent.Failed(
                        ErrorInfo.withoutAnswer(ErrorClass.OVERLOADED, "too much")))))
        .startsWith("[{\"error\":{\"code\":503,")
        .endsWith("]");
  }

  @Test
  void afterAFailureNothingFollows() {
    text(0, Kind.TEXT, "a");
    events.add(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")));
    ends(FinishReason.STOP);
    List<JsonNode> chunks = chunks(events);
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(1).at("/error/message").asText()).isEqualTo("cut");
  }

  @Test
  void alsoChoicesStayApart() {
    for (int choice = 0; choice < 2; choice++) {
      events.add(new AnswerEvent.PartOpen(choice, 0, Kind.TEXT, null, null));
      events.add(new AnswerEvent.Delta(choice, 0, "t" + choice));
      events.add(new AnswerEvent.PartClose(choice, 0));
    }
    events.add(new AnswerEvent.Finish(1, FinishReason.STOP, null, null));
    events.add(new AnswerEvent.Finish(0, FinishReason.LENGTH, null, null));
    events.add(AnswerEvent.END);
    JsonNode body = Answers.object(Answers.wholly(events));
    assertThat(body.at("/candidates/1/content/parts/0/text").asText()).isEqualTo("t1");
    assertThat(body.at("/candidates/1/index").asInt()).isEqualTo(1);
    assertThat(Answers.told(Answers.streamed(Answers.chunks(Answers.stream(events)))))
        .contains("0 LENGTH", "1 STOP");
  }

  @Test
  void aProviderThatLivesIsAComment() {
    assertThat(Answers.stream(List.of(AnswerEvent.KEEP_ALIVE))).isEqualTo(": keep-alive\n\n");
    assertThat(Answers.array(List.of(AnswerEvent.KEEP_ALIVE))).isBlank();
  }
}

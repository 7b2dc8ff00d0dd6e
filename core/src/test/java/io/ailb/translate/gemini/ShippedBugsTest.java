package io.ailb.translate.gemini;

import static io.ailb.translate.gemini.Answers.streamed;
import static io.ailb.translate.gemini.Answers.told;
import static io.ailb.translate.gemini.Requests.assistant;
import static io.ailb.translate.gemini.Requests.call;
import static io.ailb.translate.gemini.Requests.result;
import static io.ailb.translate.gemini.Requests.saying;
import static io.ailb.translate.gemini.Requests.user;
import static io.ailb.translate.gemini.Requests.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that others shipped in translating to and from Gemini (translation, section 8). */
class ShippedBugsTest {
  private static final String CALL =
      "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]}}]}";

  private static String end(String reason) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\""
        + reason
        + "\"}],\"usageMetadata\":{\"promptTokenCount\":10,\"cachedContentTokenCount\":8,"
        + "\"candidatesTokenCount\":3}}";
  }

  /** BerriAI/litellm#10485, #21577; envoyproxy/ai-gateway#2399; Portkey-AI/gateway#1534. */
  @Test
  void aCallEndsAsACallAlsoWhenStopComesInALaterChunk() {
    assertThat(told(streamed(CALL, end("STOP"))))
        .containsExactly("0 TOOL_CALL f: {}", "0 TOOL_CALLS", "end");
  }

  /** NousResearch/hermes-agent#43478. */
  @Test
  void aCallDoesNotHideThatTheAnswerWasCut() {
    assertThat(told(streamed(CALL, end("MAX_TOKENS")))).contains("0 LENGTH");
    assertThat(told(streamed(CALL, end("SAFETY")))).contains("0 CONTENT_FILTER");
  }

  /** BerriAI/litellm#5231, #16194, #21331; maximhq/bifrost#1961; mozilla-ai/any-llm#970. */
  @Test
  void parallelCallsAreDifferentPartsWithDifferentIds() {
    List<AnswerEvent.PartOpen> opens =
        Answers.only(AnswerEvent.PartOpen.class, streamed(CALL, CALL, end("STOP")));
    assertThat(opens).extracting(AnswerEvent.PartOpen::part).containsExactly(0, 1);
    assertThat(opens).extracting(AnswerEvent.PartOpen::toolId).doesNotHaveDuplicates();
  }

  /** BerriAI/litellm#16893, #25322; JetBrains/koog#1148; huggingface/AnyLanguageModel#203. */
  @Test
  void aSignatureGoesBackOnThePartItCameWith() {
    Opaque signature = new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, "c2ln");
    Part signed = new Part.ToolCall("c", "f", "{}", false, signature, null);
    JsonNode body =
        written(
            saying(
                user(new Part.Text("q")),
                assistant(signed, call("d", "g")),
                user(result("c", "1"), result("d", "2"))));
    assertThat(body.at("/contents/1/parts/0/thoughtSignature").asText()).isEqualTo("c2ln");
    assertThat(body.at("/contents/1/parts/1").has("thoughtSignature")).isFalse();
    assertThat(
            streamed(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"},"
                    + "\"thoughtSignature\":\"c2ln\"}]},\"finishReason\":\"STOP\"}]}"))
        .contains(new AnswerEvent.Secret(0, 0, signature));
  }

  /** vercel/ai#17649. */
  @Test
  void theBypassIsOnTheFirstCallOfEachStepOfTheCurrentTurnAlone() {
    var history =
        saying(
            user(new Part.Text("q1")),
            assistant(call("a", "f")),
            user(result("a", "1")),
            assistant(new Part.Text("done")),
            user(new Part.Text("q2")),
            assistant(new Part.Text("well"), call("b", "f"), call("c", "g")),
            user(result("b", "1"), result("c", "2")),
            assistant(call("d", "f")),
            user(result("d", "1")));
    JsonNode contents = written(history).get("contents");
    assertThat(signatures(contents)).containsExactly("5/1", "7/0");
    assertThat(contents.at("/5/parts/1/thoughtSignature").asText())
        .isEqualTo("c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=");
    JsonNode older =
        written(history, Targets.of(Targets.without(Feature.THOUGHT_SIGNATURES))).get("contents");
    assertThat(signatures(older)).isEmpty();
  }

  private static List<String> signatures(JsonNode contents) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      JsonNode parts = contents.get(i).get("parts");
      for (int k = 0; k < parts.size(); k++) {
        if (parts.get(k).has("thoughtSignature")) {
          found.add(i + "/" + k);
        }
      }
    }
    return found;
  }

  /** Portkey-AI/gateway#980; OpenHands/OpenHands#7512. */
  @Test
  void parallelResultsAreOneContent() {
    JsonNode contents =
        written(
                saying(
                    user(new Part.Text("q")),
                    assistant(call("a", "f"), call("b", "g")),
                    user(result("a", "1")),
                    user(result("b", "2"))))
            .get("contents");
    assertThat(contents).hasSize(3);
    assertThat(contents.at("/2/parts")).hasSize(2);
    assertThat(contents.at("/2/parts/1/functionResponse/name").asText()).isEqualTo("g");
  }

  /** vllm-project/vllm#34745. */
  @Test
  void aResultKeepsTheIdOfItsCall() {
    JsonNode contents =
        written(saying(user(new Part.Text("q")), assistant(call("a", "f")), user(result("a", "1"))))
            .get("contents");
    assertThat(contents.at("/1/parts/0/functionCall/id").asText()).isEqualTo("a");
    assertThat(contents.at("/2/parts/0/functionResponse/id").asText()).isEqualTo("a");
  }

  /** maximhq/bifrost#3451, #5354, #5510. */
  @Test
  void cachedTokensAreCountedOnceAndLaterCountsReplaceEarlierOnes() {
    assertThat(Answers.usage(streamed(end("STOP"), end("STOP"))))
        .isEqualTo(new Usage(10, 3, 8, Usage.UNKNOWN, Usage.UNKNOWN));
  }

  /** maximhq/bifrost#4746. */
  @Test
  void aStreamCountsAsMuchAsAWholeAnswer() {
    for (String name : List.of("stream-usage", "reasoning")) {
      assertThat(Answers.usage(streamed(Answers.chunks(Answers.fixture(name, "stream.sse")))))
          .isEqualTo(Answers.usage(Answers.whole(Answers.fixture(name, "response.json"))));
    }
  }

  /** Portkey-AI/gateway#741; BerriAI/litellm#32159; ENTERPILOT/GoModel#1017. */
  @Test
  void anErrorInsideAStreamIsAnError() {
    assertThat(told(streamed(CALL, "{\"error\":{\"code\":500,\"message\":\"m\"}}")))
        .contains("failed SERVER_ERROR")
        .doesNotContain("end");
  }

  /** NVIDIA/TensorRT-LLM#18289; karthink/gptel#1512; makecindy/cindy#1055. */
  @Test
  void aCutStreamIsNeitherAnEndNorALimit() {
    List<AnswerEvent> events = streamed(CALL);
    assertThat(told(events)).containsExactly("0 TOOL_CALL f: {}", "failed NETWORK");
    assertThat(Answers.stream(events)).doesNotContain("finishReason").contains("\"error\"");
  }

  /** The same in the other direction: nothing but a limit is a limit. */
  @Test
  void aFailureIsWrittenAsAnErrorAndNotAsTheEndOfTheAnswer() {
    List<AnswerEvent> events = new ArrayList<>(streamed());
    events.add(new AnswerEvent.Finish(0, FinishReason.LENGTH, null, null));
    events.add(AnswerEvent.END);
    assertThat(Answers.stream(events)).startsWith("data: {\"error\"").doesNotContain("MAX");
  }

  /** praxis-proxy/ai#266; Shelpuk-AI-Technology-Consulting/kitty-bridge#116. */
  @Test
  void mixedDeltasStayWithTheirParts() {
    List<AnswerEvent> events =
        List.of(
            new AnswerEvent.PartOpen(0, 0, Kind.TOOL_CALL, "a", "f"),
            new AnswerEvent.PartOpen(0, 1, Kind.TEXT, null, null),
            new AnswerEvent.Delta(0, 0, "{\"x\":"),
            new AnswerEvent.Delta(0, 1, "t"),
            new AnswerEvent.Delta(0, 0, "1}"),
            new AnswerEvent.PartClose(0, 0),
            new AnswerEvent.PartClose(0, 1),
            new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS, null, null),
            AnswerEvent.END);
    assertThat(told(streamed(Answers.chunks(Answers.stream(events)))))
        .containsExactlyInAnyOrder("0 TEXT: t", "0 TOOL_CALL f: {\"x\":1}", "0 TOOL_CALLS", "end");
  }
}

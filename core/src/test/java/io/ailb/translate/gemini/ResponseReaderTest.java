package io.ailb.translate.gemini;

import static io.ailb.translate.gemini.Answers.only;
import static io.ailb.translate.gemini.Answers.streamed;
import static io.ailb.translate.gemini.Answers.told;
import static io.ailb.translate.gemini.Answers.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ErrorClass;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseReaderTest {
  private static String answer(String parts, String more) {
    return "{\"candidates\":[{\"content\":{\"parts\":["
        + parts
        + "],\"role\":\"model\"}"
        + more
        + "}],\"responseId\":\"r1\",\"modelVersion\":\"m\"}";
  }

  @Test
  void textsThatFollowEachOtherAreOnePartAndThoughtsAreAnother() {
    List<AnswerEvent> events =
        streamed(
            answer("{\"text\":\"hm\",\"thought\":true},{\"text\":\"m\",\"thought\":true}", ""),
            answer("{\"text\":\"a\"}", ""),
            answer("{\"text\":\"b\"}", ",\"finishReason\":\"STOP\""));
    assertThat(told(events)).containsExactly("0 REASONING: hmm", "0 TEXT: ab", "0 STOP", "end");
    assertThat(events.get(0)).isEqualTo(new AnswerEvent.Started("r1", "m", 0));
  }

  @Test
  void namesInTheOtherSpellingAreReadToo() {
    assertThat(
            told(
                whole(
                    """
                    {"candidates":[{"content":{"parts":[{"function_call":{"name":"f"}}]},
                      "finish_reason":"STOP"}],
                     "usage_metadata":{"prompt_token_count":3}}""")))
        .containsExactly("0 TOOL_CALL f: {}", "0 TOOL_CALLS", "end");
  }

  @Test
  void emptyTextsAreNoParts() {
    assertThat(told(whole(answer("{\"text\":\"\"}", ",\"finishReason\":\"STOP\""))))
        .containsExactly("0 STOP", "end");
  }

  @Test
  void callsWithoutIdsGetOnesThatDifferInAndBetweenAnswers() {
    String call = "{\"functionCall\":{\"name\":\"f\",\"args\":{\"a\":1}}}";
    String body = answer(call + "," + call, ",\"finishReason\":\"STOP\"");
    List<String> ids = ids(whole(body));
    assertThat(ids).doesNotHaveDuplicates().hasSize(2).isEqualTo(ids(whole(body)));
    assertThat(ids(whole(body.replace("\"r1\"", "\"r2\"")))).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void anIdThatComesTwiceIsReplaced() {
    String call = "{\"functionCall\":{\"name\":\"f\",\"id\":\"x\"}}";
    List<String> ids = ids(whole(answer(call + "," + call, ",\"finishReason\":\"STOP\"")));
    assertThat(ids).doesNotHaveDuplicates().startsWith("x");
  }

  private static List<String> ids(List<AnswerEvent> events) {
    return only(AnswerEvent.PartOpen.class, events).stream()
        .map(AnswerEvent.PartOpen::toolId)
        .toList();
  }

  @Test
  void argumentsKeepTheirNumbersAndOrder() {
    String args = "{\"z\":12345678901234567890.10,\"a\":1e400,\"m\":1.0}";
    List<AnswerEvent> events =
        whole(
            answer(
                "{\"functionCall\":{\"name\":\"f\",\"args\":" + args + "}}",
                ",\"finishReason\":\"STOP\""));
    assertThat(only(AnswerEvent.Delta.class, events).get(0).text())
        .startsWith("{\"z\":12345678901234567890.10,\"a\":1")
        .endsWith(",\"m\":1.0}");
  }

  @Test
  void eachCandidateIsAChoiceOfItsOwn() {
    List<AnswerEvent> events =
        streamed(
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"index\":0},"
                + "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"index\":1}]}",
            "{\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0}]}",
            "{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\",\"index\":1}]}");
    assertThat(only(AnswerEvent.Finish.class, events))
        .extracting(finish -> finish.choice() + " " + finish.reason())
        .containsExactly("0 STOP", "1 LENGTH");
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, STOP",
    "MAX_TOKENS, LENGTH",
    "CONTINUATION, LENGTH",
    "SAFETY, CONTENT_FILTER",
    "BLOCKLIST, CONTENT_FILTER",
    "PROHIBITED_CONTENT, CONTENT_FILTER",
    "SPII, CONTENT_FILTER",
    "RECITATION, CONTENT_FILTER",
    "LANGUAGE, CONTENT_FILTER",
    "IMAGE_SAFETY, CONTENT_FILTER",
    "IMAGE_PROHIBITED_CONTENT, CONTENT_FILTER",
    "IMAGE_RECITATION, CONTENT_FILTER",
    "MALFORMED_FUNCTION_CALL, ERROR",
    "UNEXPECTED_TOOL_CALL, ERROR",
    "TOO_MANY_TOOL_CALLS, ERROR",
    "MALFORMED_RESPONSE, ERROR",
    "OTHER, OTHER",
    "NO_IMAGE, OTHER",
    "IMAGE_OTHER, OTHER",
    "FINISH_REASON_UNSPECIFIED, OTHER",
    "SOMETHING_NEW, OTHER"
  })
  void aReasonHasItsClass(String word, String reason) {
    assertThat(told(whole(answer("", ",\"finishReason\":\"" + word + "\""))))
        .containsExactly("0 " + reason, "end");
  }

  @Test
  void aBlockedPromptEndsWithTheFilterAndNothingElse() {
    List<AnswerEvent> events =
        whole(
            "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
                + "\"usageMetadata\":{\"promptTokenCount\":21}}");
    assertThat(told(events)).containsExactly("0 CONTENT_FILTER", "end");
    assertThat(only(AnswerEvent.Finish.class, events).get(0).detail())
        .isEqualTo("PROHIBITED_CONTENT");
    assertThat(told(streamed("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}")))
        .containsExactly("0 CONTENT_FILTER", "end");
  }

  @Test
  void thoughtsAndToolPromptsBelongToTheTotals() {
    List<AnswerEvent> events =
        whole(
            "{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{"
                + "\"promptTokenCount\":10,\"toolUsePromptTokenCount\":4,"
                + "\"cachedContentTokenCount\":6,\"candidatesTokenCount\":5,"
                + "\"thoughtsTokenCount\":7}}");
    assertThat(Answers.usage(events)).isEqualTo(new Usage(14, 12, 6, Usage.UNKNOWN, 7));
  }

  @Test
  void whatIsNotReportedStaysUnknown() {
    assertThat(Answers.usage(whole("{\"candidates\":[{\"finishReason\":\"STOP\"}]}")))
        .isEqualTo(Usage.NONE);
  }

  @Test
  void anErrorInsideEndsTheAnswer() {
    List<AnswerEvent> events =
        streamed(
            answer("{\"text\":\"a\"}", ""),
            "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
                + "\"status\":\"UNAVAILABLE\"}}",
            answer("{\"text\":\"b\"}", ",\"finishReason\":\"STOP\""));
    assertThat(told(events)).containsExactly("failed OVERLOADED");
    assertThat(only(AnswerEvent.Delta.class, events)).hasSize(1);
  }

  @Test
  void aStreamThatNeverBeganIsCut() {
    assertThat(streamed())
        .singleElement()
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class,
            failed -> assertThat(failed.error().kind()).isEqualTo(ErrorClass.NETWORK));
  }

  @Test
  void aCandidateThatDoesNotSayWhyItEndedWasCut() {
    assertThat(
            told(
                streamed(
                    "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},"
                        + "\"finishReason\":\"STOP\",\"index\":0},"
                        + "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"index\":1}]}")))
        .containsExactly("failed NETWORK");
  }

  @Test
  void aWholeAnswerWithoutCandidatesFails() {
    assertThat(told(whole("{\"candidates\":[]}"))).containsExactly("failed SERVER_ERROR");
  }

  @Test
  void chancesBelongToTheTextThatCameWithThem() {
    List<AnswerEvent> events =
        whole(
            answer(
                "{\"text\":\"Hi\"}",
                ",\"finishReason\":\"STOP\",\"logprobsResult\":{\"chosenCandidates\":"
                    + "[{\"token\":\"Hi\",\"logProbability\":-0.5}],\"topCandidates\":"
                    + "[{\"candidates\":[{\"token\":\"Ho\",\"logProbability\":-1.5}]}]}"));
    var expected =
        new AnswerEvent.TokenLogprob(
            "Hi", -0.5, List.of(new AnswerEvent.TokenLogprob("Ho", -1.5, List.of())));
    assertThat(events).contains(new AnswerEvent.Logprobs(0, 0, List.of(expected)));
    assertThat(whole(Answers.wholly(events)))
        .contains(new AnswerEvent.Logprobs(0, 0, List.of(expected)));
  }
}

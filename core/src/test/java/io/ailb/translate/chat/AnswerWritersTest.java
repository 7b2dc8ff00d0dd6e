package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SDKs of OpenAI need of an answer (translation, section 6.2; wire-facts, section 13). */
class AnswerWritersTest {
  private static final AnswerEvent STARTED = new AnswerEvent.Started("msg_1", "claude", 7);
  private static final AnswerEvent TEXT = new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null);
  private static final AnswerEvent CLOSE = new AnswerEvent.PartClose(0, 0);
  private static final AnswerEvent STOP =
      new AnswerEvent.Finish(0, FinishReason.STOP, "end_turn", null);
  private static final AnswerEvent USAGE = new AnswerEvent.UsageUpdate(new Usage(10, 4, 3, 2, 1));

  @Test
  void theRoleComesFirstAndEachTextAtOnce() {
    AnswerWriter writer = ChatCodec.INSTANCE.streamWriter(Answers.frame(false));

    assertThat(next(writer, STARTED))
        .isEqualTo(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
    assertThat(next(writer, TEXT)).isEmpty();
    assertThat(next(writer, new AnswerEvent.Delta(0, 0, "a\"b")))
        .isEqualTo(chunk("{\"content\":\"a\\\"b\"}", "null"));
    assertThat(next(writer, CLOSE)).isEmpty();
    assertThat(next(writer, STOP)).isEqualTo(chunk("{}", "\"stop\""));
    assertThat(next(writer, AnswerEvent.END)).isEqualTo("data: [DONE]\n\n");
  }

  @Test
  void aCallIsNamedInItsFirstChunkAndCountedAmongCallsOnly() {
    String stream =
        Answers.stream(
            List.of(
                STARTED,
                TEXT,
                new AnswerEvent.Delta(0, 0, "a"),
                CLOSE,
                new AnswerEvent.PartOpen(0, 1, Kind.TOOL_CALL, "toolu_1", "f"),
                new AnswerEvent.PartOpen(0, 2, Kind.TOOL_CALL, "toolu_2", "g"),
                new AnswerEvent.Delta(0, 2, "{}"),
                new AnswerEvent.Delta(0, 1, "{\"x\":1}")));

    assertThat(stream)
        .contains(
            "{\"tool_calls\":[{\"index\":0,\"id\":\"toolu_1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
            "{\"tool_calls\":[{\"index\":1,\"id\":\"toolu_2\",\"type\":\"function\","
                + "\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}",
            "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":1}\"}}]}");
  }

  @Test
  void usageComesOnceAloneAfterTheFinishAndOnlyIfAsked() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            USAGE,
            TEXT,
            new AnswerEvent.Delta(0, 0, "a"),
            CLOSE,
            STOP,
            USAGE,
            AnswerEvent.END);

    String asked = Answers.stream(events);
    String notAsked =
        Answers.written(ChatCodec.INSTANCE.streamWriter(Answers.frame(false)), events);

    assertThat(asked)
        .endsWith(
            "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":4,"
                + "\"total_tokens\":14,\"prompt_tokens_details\":{\"cached_tokens\":3,"
                + "\"cache_write_tokens\":2,\"audio_tokens\":0},\"completion_tokens_details\":"
                + "{\"reasoning_tokens\":1,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,"
                + "\"rejected_prediction_tokens\":0}}}\n\ndata: [DONE]\n\n")
        .containsOnlyOnce("usage\"");
    assertThat(notAsked).doesNotContain("usage\"").endsWith("data: [DONE]\n\n");
  }

  @Test
  void usageThatNobodyKnowsIsNotInvented() {
    List<AnswerEvent> events = List.of(STARTED, STOP, AnswerEvent.END);

    assertThat(Answers.stream(events)).doesNotContain("usage\"");
    assertThat(Answers.body(events).has("usage")).isFalse();
  }

  @Test
  void aFailureEndsAStreamWithoutItsRegularEnd() {
    String stream =
        Answers.stream(
            List.of(
                STARTED,
                new AnswerEvent.Failed(
                    ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream broke")),
                AnswerEvent.END));

    assertThat(stream)
        .contains("data: {\"error\":{\"message\":\"the stream broke\"")
        .doesNotContain("[DONE]");
  }

  @Test
  void aFailureLeavesAWholeAnswerUnwritten() {
    AnswerEvent failed =
        new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream broke"));

    assertThat(
            Answers.written(
                ChatCodec.INSTANCE.wholeWriter(Answers.frame(true)), List.of(STARTED, failed)))
        .isEmpty();
  }

  @Test
  void noChunkHasAnErrorKeyUnlessItFailed() {
    String stream =
        Answers.stream(
            List.of(
                STARTED,
                TEXT,
                new AnswerEvent.Delta(0, 0, "a"),
                CLOSE,
                STOP,
                USAGE,
                AnswerEvent.END));

    assertThat(stream).doesNotContain("\"error\"");
  }

  @Test
  void halvesOfACharacterStayTogether() {
    AnswerWriter writer = ChatCodec.INSTANCE.streamWriter(Answers.frame(false));
    next(writer, STARTED);
    next(writer, TEXT);

    assertThat(next(writer, new AnswerEvent.Delta(0, 0, "a\ud83d")))
        .isEqualTo(chunk("{\"content\":\"a\"}", "null"));
    assertThat(content(next(writer, new AnswerEvent.Delta(0, 0, "\ude00"))))
        .isEqualTo("\ud83d\ude00");
    assertThat(next(writer, new AnswerEvent.Delta(0, 0, "\ud83d"))).isEmpty();
    assertThat(next(writer, CLOSE)).isEqualTo(chunk("{\"content\":\"\ufffd\"}", "null"));
  }

  @Test
  void thoughtsAreNotShown() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            new AnswerEvent.PartOpen(0, 0, Kind.REASONING, null, null),
            new AnswerEvent.Delta(0, 0, "secret"),
            CLOSE,
            STOP,
            AnswerEvent.END);

    assertThat(Answers.stream(events)).doesNotContain("secret");
    assertThat(Answers.body(events).toString()).doesNotContain("secret");
    assertThat(Answers.body(events).at("/choices/0/message/content").textValue()).isEmpty();
  }

  @Test
  void aRefusalHasItsOwnPlace() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            new AnswerEvent.PartOpen(0, 0, Kind.REFUSAL, null, null),
            new AnswerEvent.Delta(0, 0, "No."),
            CLOSE,
            new AnswerEvent.Finish(0, FinishReason.CONTENT_FILTER, null, null),
            AnswerEvent.END);

    ObjectNode body = Answers.body(events);

    assertThat(body.at("/choices/0/message/refusal").textValue()).isEqualTo("No.");
    assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(Answers.stream(events)).contains("\"delta\":{\"refusal\":\"No.\"}");
  }

  @Test
  void textAfterACallIsStillText() {
    ObjectNode body =
        Answers.body(
            List.of(
                STARTED,
                TEXT,
                new AnswerEvent.Delta(0, 0, "a"),
                CLOSE,
                new AnswerEvent.PartOpen(0, 1, Kind.TOOL_CALL, "t", "f"),
                new AnswerEvent.PartClose(0, 1),
                new AnswerEvent.PartOpen(0, 2, Kind.TEXT, null, null),
                new AnswerEvent.Delta(0, 2, "b"),
                new AnswerEvent.PartClose(0, 2),
                new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS, null, null),
                AnswerEvent.END));

    assertThat(body.at("/choices/0/message/content").textValue()).isEqualTo("ab");
    assertThat(body.at("/choices/0/message/tool_calls/0/function/arguments").textValue())
        .isEqualTo("{}");
  }

  @Test
  void aCallWithoutArgumentsHasNoneUnlessItWasCut() {
    List<AnswerEvent> call =
        List.of(STARTED, new AnswerEvent.PartOpen(0, 0, Kind.TOOL_CALL, "t", "f"), CLOSE);
    List<AnswerEvent> complete = new ArrayList<>(call);
    complete.add(new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS, null, null));
    complete.add(AnswerEvent.END);
    List<AnswerEvent> cut = new ArrayList<>(call);
    cut.add(new AnswerEvent.Finish(0, FinishReason.LENGTH, null, null));
    cut.add(AnswerEvent.END);

    for (List<AnswerEvent> events : List.of(complete, cut)) {
      String expected = events == complete ? "t f {}" : "t f ";
      byte[] stream = Answers.stream(events).getBytes(StandardCharsets.UTF_8);
      assertThat(Answers.calls(Answers.streamed(stream))).containsExactly(expected);
      assertThat(Answers.calls(Answers.whole(Answers.body(events).toString())))
          .containsExactly(expected);
    }
  }

  @Test
  void aToolThatTakesTextIsCalledInItsOwnWay() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            new AnswerEvent.PartOpen(0, 0, Kind.CUSTOM_TOOL_CALL, "t", "f"),
            new AnswerEvent.Delta(0, 0, "x = 1"),
            CLOSE,
            new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS, "tool_calls", null),
            AnswerEvent.END);

    assertThat(Answers.whole(Answers.body(events).toString())).isEqualTo(events);
    assertThat(Answers.streamed(Answers.stream(events).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(events);
  }

  @Test
  void choicesStandBesideEachOther() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            TEXT,
            new AnswerEvent.Delta(0, 0, "a"),
            new AnswerEvent.PartOpen(1, 0, Kind.TEXT, null, null),
            new AnswerEvent.Delta(1, 0, "x"),
            CLOSE,
            STOP,
            new AnswerEvent.PartClose(1, 0),
            new AnswerEvent.Finish(1, FinishReason.LENGTH, null, null),
            AnswerEvent.END);

    ObjectNode body = Answers.body(events);
    String stream = Answers.stream(events);

    assertThat(body.at("/choices/1/message/content").textValue()).isEqualTo("x");
    assertThat(body.at("/choices/1/finish_reason").textValue()).isEqualTo("length");
    assertThat(stream)
        .contains("{\"index\":1,\"delta\":{\"role\":\"assistant\"")
        .contains("{\"index\":1,\"delta\":{\"content\":\"x\"}");
    assertThat(stream.indexOf("{\"index\":1,\"delta\":{\"role\""))
        .isLessThan(stream.indexOf("{\"index\":1,\"delta\":{\"content\""));
  }

  @Test
  void whatTheProviderDidNotSayIsFilledIn() {
    ObjectNode body =
        Answers.body(List.of(new AnswerEvent.Started(null, null, 0), STOP, AnswerEvent.END));

    assertThat(body.path("id").textValue()).matches("chatcmpl-[0-9a-f]{24}");
    assertThat(body.path("model").textValue()).isEqualTo("asked");
    assertThat(body.path("created").longValue()).isEqualTo(1_000);
    assertThat(body.path("object").textValue()).isEqualTo("chat.completion");
  }

  @ParameterizedTest
  @CsvSource({
    "STOP, stop",
    "TOOL_CALLS, tool_calls",
    "LENGTH, length",
    "CONTENT_FILTER, content_filter",
    "ERROR, stop",
    "PAUSE, stop",
    "OTHER, stop"
  })
  void theEndHasTheWordOfItsClass(FinishReason reason, String word) {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            TEXT,
            new AnswerEvent.Delta(0, 0, "a"),
            CLOSE,
            new AnswerEvent.Finish(0, reason, null, null),
            AnswerEvent.END);

    assertThat(Answers.body(events).at("/choices/0/finish_reason").textValue()).isEqualTo(word);
    assertThat(Answers.stream(events)).contains("\"finish_reason\":\"" + word + "\"");
  }

  @Test
  void aCallThatCannotBeUsedIsAnErrorIfThereIsNothingElse() {
    String stream =
        Answers.stream(
            List.of(
                STARTED,
                new AnswerEvent.Finish(0, FinishReason.ERROR, "MALFORMED_FUNCTION_CALL", null),
                AnswerEvent.END));

    assertThat(stream).contains("data: {\"error\":").doesNotContain("[DONE]");
  }

  @Test
  void aSignOfLifeIsAComment() {
    AnswerWriter writer = ChatCodec.INSTANCE.streamWriter(Answers.frame(false));

    assertThat(next(writer, AnswerEvent.KEEP_ALIVE)).isEqualTo(": keep-alive\n\n");
  }

  private static String content(String chunk) {
    return Answers.object(chunk.substring("data: ".length()))
        .at("/choices/0/delta/content")
        .textValue();
  }

  private static String next(AnswerWriter writer, AnswerEvent event) {
    Utf8 to = new Utf8();
    writer.write(event, to);
    return new String(to.take(), StandardCharsets.UTF_8);
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":7,"
        + "\"model\":\"claude\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  @Test
  void aCallThatNobodyCanUseSpoilsNoOtherChoice() {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            TEXT,
            new AnswerEvent.Delta(0, 0, "a"),
            new AnswerEvent.Finish(1, FinishReason.ERROR, "MALFORMED_FUNCTION_CALL", null),
            new AnswerEvent.Delta(0, 0, "b"),
            CLOSE,
            STOP,
            AnswerEvent.END);

    assertThat(Answers.stream(events))
        .contains("{\"content\":\"b\"}")
        .doesNotContain("\"error\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void halfACharacterIsNoneInAWholeAnswerEither() {
    String answer =
        Answers.written(
            ChatCodec.INSTANCE.wholeWriter(Answers.frame(false)),
            List.of(
                STARTED,
                TEXT,
                new AnswerEvent.Delta(0, 0, "a\ud83d"),
                CLOSE,
                STOP,
                AnswerEvent.END));

    assertThat(answer).contains("\"content\":\"a\ufffd\"");
  }
}

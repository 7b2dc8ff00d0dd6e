package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule about writing an answer of this dialect (translation, sections 4 and 6.2). */
class AnswerWritingTest {
  private final List<AnswerEvent> events = new ArrayList<>();

  AnswerWritingTest() {
    events.add(new AnswerEvent.Started("msg_7", "claude", 7));
  }

  private void open(int part, Kind kind) {
    boolean call = kind == Kind.TOOL_CALL || kind == Kind.CUSTOM_TOOL_CALL;
    events.add(
        new AnswerEvent.PartOpen(
            0, part, kind, call ? "call_" + part : null, call ? "tool" + part : null));
  }

  private void delta(int part, String text) {
    events.add(new AnswerEvent.Delta(0, part, text));
  }

  private void close(int part) {
    events.add(new AnswerEvent.PartClose(0, part));
  }

  private void part(int part, Kind kind, String text) {
    open(part, kind);
    delta(part, text);
    close(part);
  }

  private void finish(FinishReason reason, @Nullable Usage usage) {
    events.add(new AnswerEvent.Finish(0, reason, null, null));
    if (usage != null) {
      events.add(new AnswerEvent.UsageUpdate(usage));
    }
    events.add(AnswerEvent.END);
  }

  private List<ObjectNode> stream() {
    List<ObjectNode> written = Answers.writeStream(events, Answers.frame());
    StreamRules.check(written);
    return written;
  }

  private ObjectNode whole() {
    return Answers.writeWhole(events, Answers.frame());
  }

  /** The response of the last event, which is the one that a buffered answer is. */
  private JsonNode end() {
    List<ObjectNode> stream = stream();
    JsonNode streamed = stream.get(stream.size() - 1).path("response");
    assertThat(streamed).isEqualTo(whole());
    return streamed;
  }

  // How it ends.

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "STOP,completed,-,completed",
        "TOOL_CALLS,completed,-,completed",
        "PAUSE,completed,-,completed",
        "OTHER,completed,-,completed",
        "LENGTH,incomplete,max_output_tokens,incomplete",
        "CONTENT_FILTER,incomplete,content_filter,incomplete",
        "ERROR,failed,-,completed",
      })
  void theReasonIsAStatus(
      FinishReason reason, String status, @Nullable String detail, String lastItem) {
    part(0, Kind.TEXT, "Hi");
    part(1, Kind.TOOL_CALL, "{}");
    finish(reason, null);

    JsonNode end = end();

    assertThat(end.path("status").asText()).isEqualTo(status);
    assertThat(end.at("/incomplete_details/reason").textValue()).isEqualTo(detail);
    assertThat(end.at("/output/0/status").asText()).isEqualTo("completed");
    assertThat(end.at("/output/1/status").asText()).isEqualTo(lastItem);
    if (reason == FinishReason.ERROR) {
      assertThat(end.at("/error/code").asText()).isEqualTo("server_error");
    } else {
      assertThat(end.path("error").isNull()).isTrue();
    }
  }

  @Test
  void aRefusalInWordsOfItsOwnIsComplete() {
    part(0, Kind.REFUSAL, "No.");
    finish(FinishReason.CONTENT_FILTER, null);

    JsonNode end = end();

    assertThat(end.path("status").asText()).isEqualTo("completed");
    assertThat(end.at("/output/0/content/0"))
        .isEqualTo(Json.parse("{\"type\":\"refusal\",\"refusal\":\"No.\"}"));
  }

  @Test
  void anAnswerWithoutAnythingHasNoItems() {
    finish(FinishReason.CONTENT_FILTER, null);

    assertThat(end().path("output")).isEmpty();
    assertThat(end().path("status").asText()).isEqualTo("incomplete");
  }

  // Life cycles.

  @Test
  void eachKindOfItemHasItsWholeLife() {
    part(0, Kind.REASONING, "Hm.");
    part(1, Kind.TEXT, "Hi");
    part(2, Kind.REFUSAL, "No");
    part(3, Kind.TOOL_CALL, "{}");
    part(4, Kind.CUSTOM_TOOL_CALL, "free");
    finish(FinishReason.STOP, null);

    assertThat(stream().stream().map(Answers::type).map(type -> type.substring(9)).toList())
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "reasoning_summary_part.added",
            "reasoning_summary_text.delta",
            "reasoning_summary_text.done",
            "reasoning_summary_part.done",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "output_text.delta",
            "output_text.done",
            "content_part.done",
            "output_item.done",
            "output_item.added",
            "content_part.added",
            "refusal.delta",
            "refusal.done",
            "content_part.done",
            "output_item.done",
            "output_item.added",
            "function_call_arguments.delta",
            "function_call_arguments.done",
            "output_item.done",
            "output_item.added",
            "custom_tool_call_input.delta",
            "custom_tool_call_input.done",
            "output_item.done",
            "completed");
    assertThat(end().path("output")).hasSize(5);
  }

  @Test
  void idsOfItemsAreTheSameEachTime() {
    part(0, Kind.TEXT, "Hi");
    finish(FinishReason.STOP, null);

    assertThat(stream()).isEqualTo(stream());
    assertThat(end().at("/output/0/id").asText()).matches("msg_[0-9a-f]{24}");
    assertThat(end().path("id").asText()).isEqualTo("msg_7");
  }

  @Test
  void anAnswerWithoutAnIdGetsOne() {
    events.set(0, new AnswerEvent.Started(null, null, 0));
    finish(FinishReason.STOP, null);

    ObjectNode whole = whole();

    assertThat(whole.path("id").asText()).matches("resp_[0-9a-f]{24}");
    assertThat(whole.path("model").asText()).isEqualTo("gpt-5.6");
    assertThat(whole.path("created_at").asLong()).isEqualTo(1);
  }

  @Test
  void aDeltaIsPassedOnAtOnce() {
    AnswerWriter writer = ResponsesCodec.INSTANCE.streamWriter(Answers.frame());
    open(0, Kind.TEXT);
    Answers.write(writer, events);
    Utf8 out = new Utf8();

    writer.write(new AnswerEvent.Delta(0, 0, "Hi"), out);

    assertThat(Answers.events(Answers.utf8(out.take())))
        .singleElement()
        .satisfies(event -> assertThat(event.path("delta").asText()).isEqualTo("Hi"));
  }

  @Test
  void thatTheProviderLivesIsAComment() {
    AnswerWriter writer = ResponsesCodec.INSTANCE.streamWriter(Answers.frame());

    assertThat(Answers.utf8(Answers.write(writer, List.of(AnswerEvent.KEEP_ALIVE))))
        .isEqualTo(": keep-alive\n\n");
  }

  @Test
  void callsThatComeInterleavedAreWrittenOneAfterTheOther() {
    open(0, Kind.TOOL_CALL);
    open(1, Kind.TOOL_CALL);
    open(2, Kind.TOOL_CALL);
    for (String piece : List.of("{", "\"a\":", "1}")) {
      delta(2, piece);
      delta(0, piece);
      delta(1, piece);
    }
    close(1);
    close(0);
    close(2);
    finish(FinishReason.TOOL_CALLS, null);

    JsonNode output = end().path("output");

    assertThat(output).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(output.get(i).path("call_id").asText()).isEqualTo("call_" + i);
      assertThat(output.get(i).path("name").asText()).isEqualTo("tool" + i);
      assertThat(output.get(i).path("arguments").asText()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void thoughtsWithoutTextHaveNoSummary() {
    open(0, Kind.REASONING);
    events.add(
        new AnswerEvent.Secret(
            0, 0, new Opaque(Dialect.OPENAI_RESPONSES, Opaque.Kind.ENCRYPTED, "xyz")));
    close(0);
    finish(FinishReason.STOP, null);

    JsonNode item = end().at("/output/0");
    assertThat(item.path("summary")).isEmpty();
    assertThat(item.path("encrypted_content").asText()).isEqualTo("xyz");
  }

  @Test
  void anotherProvidersSealIsNotShown() {
    open(0, Kind.REASONING);
    delta(0, "Hm.");
    events.add(
        new AnswerEvent.Secret(0, 0, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "abc")));
    close(0);
    finish(FinishReason.STOP, null);

    assertThat(end().at("/output/0").has("encrypted_content")).isFalse();
  }

  // Failures.

  @Test
  void aFailureGoesOnCountingAndKeepsTheId() {
    part(0, Kind.TEXT, "Hi");
    open(1, Kind.TOOL_CALL);
    delta(1, "{\"a");
    events.add(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")));

    List<ObjectNode> stream = Answers.writeStream(events, Answers.frame());

    StreamRules.check(stream);
    ObjectNode last = stream.get(stream.size() - 1);
    assertThat(Answers.type(last)).isEqualTo("response.failed");
    assertThat(last.at("/response/id").asText()).isEqualTo("msg_7");
    assertThat(last.at("/response/error"))
        .isEqualTo(Json.parse("{\"code\":\"server_error\",\"message\":\"cut\"}"));
    // The call was not whole: nothing says that it is done.
    assertThat(last.at("/response/output")).hasSize(1);
  }

  @Test
  void aRateLimitInsideAStreamSaysSo() {
    events.add(
        new AnswerEvent.Failed(
            new ErrorInfo(ErrorClass.RATE_LIMIT, 429, "Slow down.", null, null, null)));

    List<ObjectNode> stream = stream();

    assertThat(stream.get(2).at("/response/error/code").asText()).isEqualTo("rate_limit_exceeded");
  }

  @Test
  void aFailedWholeAnswerIsNotWritten() {
    part(0, Kind.TEXT, "Hi");
    events.add(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")));

    assertThat(Answers.write(ResponsesCodec.INSTANCE.wholeWriter(Answers.frame()), events))
        .isEmpty();
  }

  // Characters.

  @Test
  void aPairOfSurrogatesMayBeSplitOverDeltas() {
    open(0, Kind.TEXT);
    delta(0, "a\ud83d");
    delta(0, "\ude00b\ud83d");
    close(0);
    finish(FinishReason.STOP, null);

    assertThat(end().at("/output/0/content/0/text").asText()).isEqualTo("a\ud83d\ude00b\ufffd");
  }

  // Counts and chances.

  @Test
  void countsHaveAllTheirFields() {
    finish(FinishReason.STOP, new Usage(10, 5, 4, 3, 2));
    assertThat(end().path("usage"))
        .isEqualTo(
            Json.parse(
                "{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4,"
                    + "\"cache_write_tokens\":3},\"output_tokens\":5,"
                    + "\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":15}"));
  }

  @Test
  void countsThatNobodyToldAreZeroBesideThoseThatAreKnown() {
    finish(FinishReason.STOP, new Usage(10, -1, -1, -1, -1));
    JsonNode usage = Answers.plain(whole()).path("usage");
    assertThat(usage.path("output_tokens").asInt(-1)).isZero();
    assertThat(usage.at("/input_tokens_details/cached_tokens").asInt(-1)).isZero();
    assertThat(usage.path("total_tokens").asInt()).isEqualTo(10);
  }

  @Test
  void withoutAnyCountThereIsNoUsage() {
    finish(FinishReason.STOP, null);
    assertThat(end().path("usage").isNull()).isTrue();
  }

  @Test
  void chancesComeAfterTheirTextAndStandInTheItem() {
    open(0, Kind.TEXT);
    delta(0, "é");
    events.add(
        new AnswerEvent.Logprobs(
            0,
            0,
            List.of(new TokenLogprob("é", -0.5, List.of(new TokenLogprob("e", -1, List.of()))))));
    close(0);
    finish(FinishReason.STOP, null);

    JsonNode expected =
        Json.parse(
            "[{\"token\":\"é\",\"logprob\":-0.5,\"bytes\":[195,169],"
                + "\"top_logprobs\":[{\"token\":\"e\",\"logprob\":-1.0,\"bytes\":[101]}]}]");
    assertThat(end().at("/output/0/content/0/logprobs")).isEqualTo(expected);
    assertThat(stream().get(5).path("logprobs")).isEqualTo(expected);
    assertThat(stream().get(5).path("delta").asText()).isEmpty();
  }

  // The request, repeated.

  @Test
  void mostOfTheRequestIsRepeated() {
    String request =
        """
        {"model": "gpt-5.6", "instructions": "Be brief.", "input": "Hi", "max_output_tokens": 99,
         "temperature": 0.5, "top_p": 0.25, "store": true, "parallel_tool_calls": false,
         "service_tier": "flex", "metadata": {"a": "b"}, "safety_identifier": "u",
         "prompt_cache_key": "k", "reasoning": {"effort": "low", "summary": "auto"},
         "text": {"format": {"type": "json_object"}, "verbosity": "low"},
         "tools": [{"type": "function", "name": "f", "parameters": {"type": "object"}}],
         "tool_choice": {"type": "function", "name": "f"}}
        """;
    ChatRequest read = ResponsesCodec.INSTANCE.readRequest(Answers.object(request));
    finish(FinishReason.STOP, null);

    ObjectNode written =
        Answers.plain(
            Answers.writeWhole(events, new AnswerFrame(read, null, 1, AnswerFrame.Framing.EVENTS)));

    ObjectNode expected = Answers.object(request);
    expected.remove("input");
    expected.put("model", "claude").put("store", false);
    ((ObjectNode) expected.at("/tools/0")).put("strict", true);
    expected
        .properties()
        .forEach(field -> assertThat(written.get(field.getKey())).isEqualTo(field.getValue()));
  }
}

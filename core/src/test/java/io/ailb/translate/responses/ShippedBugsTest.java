package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mistakes that others shipped (translation, section 8), as far as this dialect can make them. */
class ShippedBugsTest {

  private static List<ObjectNode> write(AnswerEvent... events) {
    List<ObjectNode> written = Answers.writeStream(List.of(events), Answers.frame());
    StreamRules.check(written);
    return written;
  }

  private static Heard read(String... events) {
    List<ObjectNode> data = new ArrayList<>();
    for (String event : events) {
      data.add(Answers.object(event.replace('\'', '"')));
    }
    return new Heard(Answers.read(data));
  }

  private static AnswerEvent started() {
    return new AnswerEvent.Started("resp_1", "m", 1);
  }

  private static AnswerEvent call(int part) {
    return new AnswerEvent.PartOpen(0, part, Kind.TOOL_CALL, "call_" + part, "f" + part);
  }

  private static AnswerEvent finish(FinishReason reason) {
    return new AnswerEvent.Finish(0, reason, null, null);
  }

  /** BerriAI/litellm#5231, #16194, #21331; maximhq/bifrost#1961; mozilla-ai/any-llm#970. */
  @Test
  void parallelCallsKeepTheirOwnPlaces() {
    List<ObjectNode> events =
        write(
            started(),
            call(0),
            call(1),
            new AnswerEvent.Delta(0, 0, "{\"a\":"),
            new AnswerEvent.Delta(0, 1, "{\"b\":"),
            new AnswerEvent.Delta(0, 0, "1}"),
            new AnswerEvent.Delta(0, 1, "2}"),
            new AnswerEvent.PartClose(0, 0),
            new AnswerEvent.PartClose(0, 1),
            finish(FinishReason.TOOL_CALLS),
            AnswerEvent.END);

    assertThat(
            events.stream()
                .filter(event -> Answers.type(event).endsWith("arguments.done"))
                .map(event -> event.path("output_index") + event.path("arguments").asText()))
        .containsExactly("0{\"a\":1}", "1{\"b\":2}");
  }

  /** Two items on one output_index, read: kitty-bridge#122; BerriAI/litellm#36375. */
  @Test
  void twoCallsThatAHostPutsAtOnePlaceStayTwo() {
    String item =
        "{'type':'response.output_item.%s','output_index':0,'item':{'type':'function_call',"
            + "'id':'fc_%s','call_id':'c%s','name':'f','arguments':'%s'}}";
    String delta =
        "{'type':'response.function_call_arguments.delta','output_index':0,'item_id':'fc_%s',"
            + "'delta':'%s'}";

    Heard heard =
        read(
            item.formatted("added", 1, 1, ""),
            item.formatted("added", 2, 2, ""),
            delta.formatted(1, "[1"),
            delta.formatted(2, "[2"),
            delta.formatted(1, "]"),
            item.formatted("done", 1, 1, "[1]"),
            delta.formatted(2, "]"),
            item.formatted("done", 2, 2, "[2]"),
            "{'type':'response.completed','response':{'output':["
                + "{'type':'function_call','id':'fc_1','call_id':'c1','name':'f','arguments':'[1]'},"
                + "{'type':'function_call','id':'fc_2','call_id':'c2','name':'f','arguments':'[2]'}"
                + "]}}");

    assertThat(heard.parts.values().stream().map(part -> part.opened.toolId() + part.text))
        .containsExactly("c1[1]", "c2[2]");
  }

  /** Unannounced items and ids that change: BerriAI/litellm#32777; maximhq/bifrost#6487. */
  @Test
  void anItemWhoseIdChangesIsReadOnce() {
    Heard heard =
        read(
            "{'type':'response.output_text.delta','item_id':'msg_a','output_index':0,"
                + "'content_index':0,'delta':'Hi'}",
            "{'type':'response.output_text.delta','item_id':'msg_b','output_index':0,"
                + "'content_index':0,'delta':' there'}",
            "{'type':'response.output_item.done','output_index':0,'item':{'type':'message',"
                + "'id':'msg_c','content':[{'type':'output_text','text':'Hi there'}]}}",
            "{'type':'response.completed','response':{'output':[{'type':'message',"
                + "'id':'msg_d','content':[{'type':'output_text','text':'Hi there'}]}]}}");

    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi there");
    assertThat(heard.parts).hasSize(1);
  }

  /** The same, where what is left out in the end was counted before. */
  @Test
  void anItemIsKnownAgainByItsIdAtAnotherPlace() {
    String item = "{'type':'message','id':'msg','content':[{'type':'output_text','text':'Hi'}]}";
    Heard heard =
        read(
            "{'type':'response.output_item.added','output_index':1,"
                + "'item':{'type':'message','id':'msg','content':[]}}",
            "{'type':'response.output_text.delta','item_id':'msg','output_index':1,"
                + "'content_index':0,'delta':'Hi'}",
            "{'type':'response.output_item.done','output_index':1,'item':" + item + "}",
            "{'type':'response.completed','response':{'output':[" + item + "]}}");

    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi");
    assertThat(heard.parts).hasSize(1);
  }

  /** An item without content: maximhq/bifrost#6487. */
  @Test
  void anItemWithoutContentSaysNothing() {
    Heard heard =
        read("{'type':'response.completed','response':{'output':[{'type':'message','id':'m'}]}}");

    assertThat(heard.parts).isEmpty();
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.STOP);
  }

  /** BerriAI/litellm#41014; openai/openai-python#3126. */
  @Test
  void aLastEventWithoutOutputTakesNothingBack() {
    Heard heard =
        read(
            "{'type':'response.output_item.added','output_index':0,'item':{'type':'function_call',"
                + "'id':'fc','call_id':'c','name':'f','arguments':''}}",
            "{'type':'response.function_call_arguments.delta','output_index':0,'delta':'{}'}",
            "{'type':'response.completed','response':{'status':'completed','output':[]}}");

    assertThat(heard.text(Kind.TOOL_CALL)).isEqualTo("{}");
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  /** The same, written: BerriAI/litellm#41014. */
  @Test
  void theLastEventHoldsAllThatWasStreamed() {
    List<ObjectNode> events =
        write(
            started(),
            call(0),
            new AnswerEvent.Delta(0, 0, "{}"),
            new AnswerEvent.PartClose(0, 0),
            finish(FinishReason.TOOL_CALLS),
            AnswerEvent.END);

    JsonNode output = events.get(events.size() - 1).at("/response/output");
    assertThat(output).hasSize(1);
    assertThat(output.at("/0/arguments").asText()).isEqualTo("{}");
  }

  /** NousResearch/hermes-agent#43478. */
  @Test
  void aCallDoesNotHideThatTheAnswerWasCut() {
    Heard heard =
        read(
            "{'type':'response.incomplete','response':{'status':'incomplete','incomplete_details':"
                + "{'reason':'max_output_tokens'},'output':[{'type':'function_call','id':'fc',"
                + "'call_id':'c','name':'f','arguments':'{\\\"a','status':'incomplete'}]}}");

    assertThat(heard.finish.reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(heard.text(Kind.TOOL_CALL)).isEqualTo("{\"a");
  }

  /** The same, written: nobody may take a call for whole that was cut. */
  @Test
  void aCallThatWasCutIsIncomplete() {
    List<ObjectNode> events =
        write(
            started(),
            call(0),
            new AnswerEvent.Delta(0, 0, "{\"a"),
            new AnswerEvent.PartClose(0, 0),
            finish(FinishReason.LENGTH),
            AnswerEvent.END);

    assertThat(
            events.stream()
                .filter(event -> Answers.type(event).equals("response.output_item.done"))
                .map(event -> event.at("/item/status").asText()))
        .containsExactly("incomplete");
  }

  /** Portkey-AI/gateway#741; BerriAI/litellm#32159; ENTERPILOT/GoModel#1017. */
  @Test
  void anErrorInTheStreamIsNotSwallowed() {
    Heard heard =
        read(
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'Hi'}",
            "{'type':'error','code':'server_error','message':'Oh.','param':null}");

    assertThat(heard.error.message()).isEqualTo("Oh.");
    assertThat(heard.finish).isNull();
  }

  /** NVIDIA/TensorRT-LLM#18289; karthink/gptel#1512; as a limit of length: makecindy/cindy#1055. */
  @Test
  void aStreamThatIsCutDoesNotEndAsIfItWereWhole() {
    Heard heard =
        read(
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'Hi'}",
            "{'type':'response.output_text.done','output_index':0,'content_index':0,'text':'Hi'}");

    assertThat(heard.error.kind()).isEqualTo(ErrorClass.NETWORK);
    assertThat(heard.finish).isNull();

    List<ObjectNode> events =
        write(
            started(),
            new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null),
            new AnswerEvent.Delta(0, 0, "Hi"),
            new AnswerEvent.Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")));
    assertThat(Answers.type(events.get(events.size() - 1))).isEqualTo("response.failed");
    assertThat(events.toString()).doesNotContain("output_text.done", "incomplete\"");
  }

  /** maximhq/bifrost#3451, #5354, #5510. */
  @Test
  void cachedTokensAreCountedOnce() {
    String usage =
        "{'input_tokens':2048,'input_tokens_details':{'cached_tokens':1792,'cache_write_tokens':5},"
            + "'output_tokens':40,'output_tokens_details':{'reasoning_tokens':24},"
            + "'total_tokens':2088}";
    Heard heard =
        read("{'type':'response.completed','response':{'output':[],'usage':" + usage + "}}");

    assertThat(heard.usage).isEqualTo(new Usage(2048, 40, 1792, 5, 24));

    List<ObjectNode> events =
        write(
            started(),
            finish(FinishReason.STOP),
            new AnswerEvent.UsageUpdate(heard.usage),
            AnswerEvent.END);
    assertThat(events.get(2).at("/response/usage"))
        .isEqualTo(Answers.object(usage.replace('\'', '"')));
  }

  /** Ids too long: earendil-works/pi#1022; a lost id of a call: vllm-project/vllm#34745. */
  @Test
  void everyResultStaysTiedToItsCall() {
    ChatRequest.Builder request = ChatRequest.builder();
    List<Part> calls = new ArrayList<>();
    List<Part> results = new ArrayList<>();
    for (String id : List.of("toolu_01A", "x".repeat(65), "x".repeat(66), "functions.f:0")) {
      calls.add(new Part.ToolCall(id, "f", "{}", false, null, null));
      results.add(new Part.ToolResult(id, null, List.of(new Part.Text(id)), false, false, null));
    }
    request.turns.add(new Turn(Turn.Role.ASSISTANT, calls));
    request.turns.add(new Turn(Turn.Role.USER, results));

    JsonNode items =
        ResponsesCodec.INSTANCE.writeRequest(request.build(), Everything.but()).path("input");

    List<String> ids = items.findValuesAsText("call_id");
    assertThat(ids.subList(0, 4)).doesNotHaveDuplicates().isEqualTo(ids.subList(4, 8));
    assertThat(ids).allMatch(id -> id.length() <= 64);
  }
}

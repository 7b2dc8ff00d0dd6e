package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.events;
import static io.ailb.translate.anthropic.Wire.json;
import static io.ailb.translate.anthropic.Wire.read;
import static io.ailb.translate.anthropic.Wire.readWhole;
import static io.ailb.translate.anthropic.Wire.stream;
import static io.ailb.translate.anthropic.Wire.whole;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Delta;
import io.ailb.translate.neutral.AnswerEvent.Failed;
import io.ailb.translate.neutral.AnswerEvent.Finish;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.PartClose;
import io.ailb.translate.neutral.AnswerEvent.PartOpen;
import io.ailb.translate.neutral.AnswerEvent.Secret;
import io.ailb.translate.neutral.AnswerEvent.Started;
import io.ailb.translate.neutral.AnswerEvent.UsageUpdate;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.ReaderOptions;
import io.ailb.translate.neutral.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of translation, sections 4 and 6, from and toward Anthropic. */
class AnswerRulesTest {
  private static final String START =
      "{'type':'message_start','message':{'id':'m','model':'c','usage':"
          + "{'input_tokens':7,'cache_read_input_tokens':3,'cache_creation_input_tokens':2,"
          + "'output_tokens':1}}}";
  private static final String TEXT =
      "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}";
  private static final String HI =
      "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'hi'}}";
  private static final String STOP = "{'type':'content_block_stop','index':0}";
  private static final String END = "{'type':'message_stop'}";

  private static String ending(String reason, String usage) {
    return "{'type':'message_delta','delta':{'stop_reason':'"
        + reason
        + "'},'usage':"
        + usage
        + "}";
  }

  // Reading.

  @Test
  void eachEventIsToldAtOnce() {
    assertThat(read(START, TEXT, "{'type':'ping'}", HI, STOP, ending("end_turn", "{}"), END))
        .containsExactly(
            new Started("m", "c", 0),
            new UsageUpdate(new Usage(12, -1, 3, 2, -1)),
            new PartOpen(0, 0, Kind.TEXT, null, null),
            AnswerEvent.KEEP_ALIVE,
            new Delta(0, 0, "hi"),
            new PartClose(0, 0),
            new Finish(0, FinishReason.STOP, "end_turn", null),
            new UsageUpdate(new Usage(12, 1, 3, 2, -1)),
            AnswerEvent.END);
  }

  @Test
  void laterCountsReplaceEarlierOnesFieldByField() {
    Heard heard =
        Heard.of(
            read(
                START,
                ending(
                    "end_turn",
                    "{'input_tokens':10,'cache_read_input_tokens':null,'output_tokens':50,"
                        + "'output_tokens_details':{'thinking_tokens':20}}"),
                END));
    assertThat(heard.usage).isEqualTo(new Usage(15, 50, 3, 2, 20));
  }

  @Test
  void lookAlikesMayCountTheCacheAsInput() {
    List<AnswerEvent> events = new ArrayList<>();
    AnswerReader reader = AnthropicCodec.INSTANCE.answerReader(new ReaderOptions(true));
    reader.whole(
        json(
            "{'content':[],'stop_reason':'end_turn','usage':"
                + "{'input_tokens':10,'cache_read_input_tokens':8,'output_tokens':1}}"),
        events::add);
    assertThat(Heard.of(events).usage).isEqualTo(new Usage(10, 1, 8, -1, -1));
  }

  @Test
  void whatIsNotCountedStaysUnknown() {
    assertThat(Heard.of(readWhole(json("{'content':[],'stop_reason':'end_turn'}"))).usage)
        .isEqualTo(Usage.NONE);
  }

  @Test
  void writesToTheCacheAreFoundByTheirTimeToo() {
    Heard heard =
        Heard.of(
            readWhole(
                json(
                    "{'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':1,"
                        + "'cache_creation':{'ephemeral_5m_input_tokens':4,"
                        + "'ephemeral_1h_input_tokens':5}}}")));
    assertThat(heard.usage).isEqualTo(new Usage(10, 1, -1, 9, -1));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "end_turn,false,STOP,end_turn",
        "end_turn,true,TOOL_CALLS,end_turn",
        "tool_use,true,TOOL_CALLS,tool_use",
        "tool_use,false,STOP,tool_use",
        "stop_sequence,false,STOP,stop_sequence",
        "max_tokens,true,LENGTH,max_tokens",
        "max_tokens,false,LENGTH,max_tokens",
        "model_context_window_exceeded,false,LENGTH,model_context_window_exceeded",
        "refusal,true,CONTENT_FILTER,refusal",
        "pause_turn,false,PAUSE,pause_turn",
        "brand_new,false,OTHER,brand_new",
      })
  void theEndIsDecidedFromWhatCame(String word, boolean call, FinishReason reason, String detail) {
    String content = call ? "{'type':'tool_use','id':'i','name':'n','input':{}}" : "";
    Heard heard =
        Heard.of(readWhole(json("{'content':[" + content + "],'stop_reason':'" + word + "'}")));
    assertThat(heard.finish).isEqualTo(new Finish(0, reason, detail, null));
  }

  @Test
  void aRefusalTellsItsExplanation() {
    Heard heard =
        Heard.of(
            readWhole(
                json(
                    "{'content':[],'stop_reason':'refusal','stop_details':"
                        + "{'type':'refusal','category':'bio','explanation':'too risky'}}")));
    assertThat(heard.finish.detail()).isEqualTo("too risky");
  }

  @Test
  void whatNobodyKnowsIsSkipped() {
    Heard heard =
        Heard.of(
            read(
                START,
                "{'type':'brand_new'}",
                "{}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'server_tool_use','id':'s','name':'web_search','input':{}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{}'}}",
                STOP,
                "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'hi'}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'citations_delta','citation':{}}}",
                "{'type':'content_block_stop','index':1}",
                ending("end_turn", "{}"),
                END));
    assertThat(heard.text()).isEqualTo("hi");
    assertThat(heard.pieces()).hasSize(1);
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void argumentsAtTheStartOfACallCountAsItsFirst() {
    Heard heard =
        Heard.of(
            read(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'i','name':'n','input':{'a':1.0}}}",
                STOP,
                ending("tool_use", "{}"),
                END));
    assertThat(heard.pieces().get(0).text()).isEqualTo("{\"a\":1.0}");
  }

  @Test
  void aCallWithoutArgumentsHasAnEmptyObjectOfThem() {
    Heard heard =
        Heard.of(
            read(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'i','name':'n','input':{}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':''}}",
                STOP,
                ending("tool_use", "{}"),
                END));
    assertThat(heard.pieces().get(0).text()).isEqualTo("{}");
  }

  @Test
  void aStreamWhoseReasonHasComeIsWhole() {
    Heard heard = Heard.of(read(START, TEXT, HI, STOP, ending("end_turn", "{'output_tokens':4}")));
    assertThat(heard.ended).isTrue();
    assertThat(heard.usage.output()).isEqualTo(4);
  }

  @Test
  void anErrorInAStreamEndsIt() {
    Heard heard =
        Heard.of(
            read(
                START,
                TEXT,
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
                HI,
                END));
    assertThat(heard.failure.kind()).isEqualTo(ErrorClass.OVERLOADED);
    assertThat(heard.failure.message()).isEqualTo("Overloaded");
  }

  @Test
  void anErrorInPlaceOfAnAnswerIsAFailure() {
    assertThat(
            Heard.of(
                    readWhole(
                        json("{'type':'error','error':{'type':'rate_limit_error','message':'m'}}")))
                .failure
                .kind())
        .isEqualTo(ErrorClass.RATE_LIMIT);
  }

  // Writing a stream.

  private static final AnswerEvent STARTED = new Started("id", "model", 0);

  private static PartOpen open(int part, Kind kind) {
    boolean call = kind == Kind.TOOL_CALL;
    return new PartOpen(0, part, kind, call ? "c" + part : null, call ? "f" + part : null);
  }

  private static Finish finish(FinishReason reason) {
    return new Finish(0, reason, null, null);
  }

  private static List<String> shape(String stream) {
    return events(stream).stream().map(AnswerRulesTest::shape).toList();
  }

  private static String shape(ObjectNode event) {
    JsonNode index = event.path("index");
    String type = event.path("type").asText().replace("content_block_", "");
    if (type.equals("delta")) {
      JsonNode delta = event.path("delta");
      type +=
          " "
              + delta.path("text").asText("")
              + delta.path("partial_json").asText("")
              + delta.path("thinking").asText("")
              + delta.path("signature").asText("");
    }
    if (type.equals("start")) {
      type += " " + event.path("content_block").path("type").asText();
    }
    return index.isMissingNode() ? type : index.asText() + " " + type;
  }

  @Test
  void aStreamHasAllThatSdksInsistOn() {
    String stream =
        stream(
            STARTED,
            new UsageUpdate(new Usage(9, -1, 4, -1, -1)),
            open(0, Kind.TOOL_CALL),
            new PartClose(0, 0),
            finish(FinishReason.TOOL_CALLS),
            new UsageUpdate(new Usage(9, 6, 4, -1, 2)),
            AnswerEvent.END);
    List<ObjectNode> events = events(stream);
    assertThat(events.get(0).path("message"))
        .isEqualTo(
            json(
                "{'id':'id','type':'message','role':'assistant','model':'model','content':[],"
                    + "'stop_reason':null,'stop_sequence':null,'stop_details':null,'usage':"
                    + "{'input_tokens':5,'cache_read_input_tokens':4,'output_tokens':0}}"));
    assertThat(events.get(1).path("content_block"))
        .isEqualTo(
            json(
                "{'type':'tool_use','id':'c0','name':'f0','input':{},'caller':{'type':'direct'}}"));
    assertThat(events.get(2).path("delta"))
        .isEqualTo(json("{'type':'input_json_delta','partial_json':''}"));
    assertThat(events.get(4))
        .isEqualTo(
            json(
                "{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null,"
                    + "'stop_details':null},'usage':{'input_tokens':5,"
                    + "'cache_read_input_tokens':4,'output_tokens':6,"
                    + "'output_tokens_details':{'thinking_tokens':2}}}"));
    assertThat(stream).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Test
  void countsThatNobodyGaveAreZeroOnlyWhereTheyHaveToBe() {
    List<ObjectNode> events = events(stream(STARTED, finish(FinishReason.STOP), AnswerEvent.END));
    assertThat(events.get(0).path("message").path("usage"))
        .isEqualTo(json("{'input_tokens':0,'output_tokens':0}"));
    assertThat(events.get(1).path("usage")).isEqualTo(json("{'output_tokens':0}"));
  }

  @Test
  void everyDeltaIsWrittenAtOnce() {
    AnswerWriter writer = AnthropicCodec.INSTANCE.streamWriter(Wire.frame());
    Utf8 bytes = new Utf8();
    writer.write(STARTED, bytes);
    writer.write(open(0, Kind.TEXT), bytes);
    writer.write(new Delta(0, 0, "a"), bytes);
    assertThat(shape(new String(bytes.take(), java.nio.charset.StandardCharsets.UTF_8)))
        .containsExactly("message_start", "0 start text", "0 delta a");
    writer.write(new Delta(0, 0, "\"\n"), bytes);
    assertThat(shape(new String(bytes.take(), java.nio.charset.StandardCharsets.UTF_8)))
        .containsExactly("0 delta \"\n");
  }

  @Test
  void aPingIsOneAfterTheStartAndACommentBeforeIt() {
    assertThat(stream(AnswerEvent.KEEP_ALIVE)).isEqualTo(": keep-alive\n\n");
    assertThat(shape(stream(STARTED, AnswerEvent.KEEP_ALIVE)))
        .containsExactly("message_start", "ping");
  }

  @Test
  void anEmptyTextIsNoBlock() {
    assertThat(
            shape(
                stream(
                    STARTED,
                    open(0, Kind.TEXT),
                    new PartClose(0, 0),
                    open(1, Kind.TEXT),
                    new Delta(0, 1, "a"),
                    new PartClose(0, 1))))
        .containsExactly("message_start", "0 start text", "0 delta a", "0 stop");
  }

  @Test
  void thoughtsAreWrittenOnlyWithAnthropicsSignature() {
    assertThat(
            shape(
                stream(
                    STARTED,
                    open(0, Kind.REASONING),
                    new Delta(0, 0, "unsigned"),
                    new PartClose(0, 0),
                    open(1, Kind.REASONING),
                    new Delta(0, 1, "foreign"),
                    new Secret(0, 1, new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, "g")),
                    new PartClose(0, 1),
                    open(2, Kind.REASONING),
                    new Delta(0, 2, "own"),
                    new Secret(0, 2, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "s")),
                    new PartClose(0, 2),
                    open(3, Kind.REASONING),
                    new Secret(0, 3, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.REDACTED, "r")),
                    new PartClose(0, 3))))
        .containsExactly(
            "message_start",
            "0 start thinking",
            "0 delta own",
            "0 delta s",
            "0 stop",
            "1 start redacted_thinking",
            "1 stop");
  }

  @Test
  void aPairOfSurrogatesStaysTogether() {
    assertThat(
            shape(
                stream(
                    STARTED,
                    open(0, Kind.TEXT),
                    new Delta(0, 0, "a\ud83d"),
                    new Delta(0, 0, "\ude00b\ud83d"),
                    new PartClose(0, 0))))
        .containsExactly(
            "message_start",
            "0 start text",
            "0 delta a",
            "0 delta \ud83d\ude00b",
            "0 delta \ufffd",
            "0 stop");
  }

  @Test
  void aBrokenStreamEndsInAnError() {
    String stream =
        stream(
            STARTED,
            open(0, Kind.TEXT),
            new Delta(0, 0, "a"),
            new Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")));
    assertThat(shape(stream)).endsWith("0 delta a", "error").doesNotContain("message_stop");
    assertThat(stream)
        .endsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                + "\"message\":\"cut\"},\"request_id\":null}\n\n");
  }

  // Endings.

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "STOP,-,-,end_turn,-",
        "STOP,-,END,stop_sequence,END",
        "TOOL_CALLS,-,-,tool_use,-",
        "LENGTH,-,-,max_tokens,-",
        "LENGTH,model_context_window_exceeded,-,model_context_window_exceeded,-",
        "PAUSE,-,-,pause_turn,-",
        "ERROR,-,-,end_turn,-",
        "OTHER,-,-,end_turn,-",
      })
  void theEndIsSaidInAnthropicsWords(
      FinishReason reason, String detail, String stopText, String word, String sequence) {
    List<AnswerEvent> events =
        List.of(
            STARTED,
            open(0, Kind.TOOL_CALL),
            new PartClose(0, 0),
            new Finish(0, reason, detail, stopText),
            AnswerEvent.END);
    JsonNode whole = whole(events.toArray(new AnswerEvent[0]));
    List<ObjectNode> stream = events(stream(events.toArray(new AnswerEvent[0])));
    for (JsonNode end : List.of(whole, stream.get(stream.size() - 2).path("delta"))) {
      assertThat(end.path("stop_reason").asText()).isEqualTo(word);
      assertThat(end.get("stop_sequence").textValue()).isEqualTo(sequence);
      assertThat(end.get("stop_details").isNull()).isTrue();
    }
  }

  @Test
  void whatAFilterCutIsARefusal() {
    JsonNode whole =
        whole(STARTED, new Finish(0, FinishReason.CONTENT_FILTER, "SAFETY", null), AnswerEvent.END);
    assertThat(whole.path("stop_reason").asText()).isEqualTo("refusal");
    assertThat(whole.path("stop_details"))
        .isEqualTo(json("{'type':'refusal','category':null,'explanation':'SAFETY'}"));
    assertThat(whole.path("content")).isEmpty();
  }

  @Test
  void wordsOfRefusalAreATextAndARefusal() {
    JsonNode whole =
        whole(
            STARTED,
            open(0, Kind.REFUSAL),
            new Delta(0, 0, "no"),
            new PartClose(0, 0),
            finish(FinishReason.STOP),
            AnswerEvent.END);
    assertThat(whole.path("content").get(0))
        .isEqualTo(json("{'type':'text','text':'no','citations':null}"));
    assertThat(whole.path("stop_reason").asText()).isEqualTo("refusal");
  }

  // Writing a whole answer.

  @Test
  void aWholeAnswerHasAllThatSdksInsistOn() {
    assertThat(
            whole(
                STARTED,
                open(0, Kind.TEXT),
                new Delta(0, 0, "a"),
                new Delta(0, 0, "b"),
                new PartClose(0, 0),
                open(1, Kind.TOOL_CALL),
                new Delta(0, 1, "{\"n\":"),
                new Delta(0, 1, "1.50}"),
                new PartClose(0, 1),
                finish(FinishReason.TOOL_CALLS),
                new UsageUpdate(new Usage(10, 6, 4, 2, -1)),
                AnswerEvent.END))
        .isEqualTo(
            json(
                "{'id':'id','type':'message','role':'assistant','model':'model','content':["
                    + "{'type':'text','text':'ab','citations':null},"
                    + "{'type':'tool_use','id':'c1','name':'f1','input':{'n':1.50},"
                    + "'caller':{'type':'direct'}}],"
                    + "'stop_reason':'tool_use','stop_sequence':null,'stop_details':null,"
                    + "'usage':{'input_tokens':4,'cache_creation_input_tokens':2,"
                    + "'cache_read_input_tokens':4,'output_tokens':6}}"));
  }

  @Test
  void argumentsThatAreNoObjectAreNotRepaired() {
    JsonNode whole =
        whole(
            STARTED,
            open(0, Kind.TOOL_CALL),
            new Delta(0, 0, "{\"a\":"),
            new PartClose(0, 0),
            finish(FinishReason.TOOL_CALLS),
            AnswerEvent.END);
    assertThat(whole.path("content")).isEmpty();
    assertThat(whole.path("stop_reason").asText()).isEqualTo("end_turn");
  }

  @Test
  void aFailureIsNoAnswer() {
    assertThat(
            Wire.written(
                AnthropicCodec.INSTANCE.wholeWriter(Wire.frame()),
                List.of(STARTED, new Failed(ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "cut")))))
        .isEmpty();
  }

  @Test
  void aMissingIdAndModelAreFilledIn() {
    JsonNode whole = whole(new Started(null, null, 0), finish(FinishReason.STOP), AnswerEvent.END);
    assertThat(whole.path("id").asText()).startsWith("msg_");
    assertThat(whole.path("model").asText()).isEqualTo("claude-x");
  }
}

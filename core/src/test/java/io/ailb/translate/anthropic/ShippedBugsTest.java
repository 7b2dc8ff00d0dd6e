package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.asking;
import static io.ailb.translate.anthropic.Wire.assistant;
import static io.ailb.translate.anthropic.Wire.events;
import static io.ailb.translate.anthropic.Wire.json;
import static io.ailb.translate.anthropic.Wire.read;
import static io.ailb.translate.anthropic.Wire.readWhole;
import static io.ailb.translate.anthropic.Wire.result;
import static io.ailb.translate.anthropic.Wire.stream;
import static io.ailb.translate.anthropic.Wire.user;
import static io.ailb.translate.anthropic.Wire.whole;
import static io.ailb.translate.anthropic.Wire.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorClass;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Delta;
import io.ailb.translate.neutral.AnswerEvent.Finish;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.PartClose;
import io.ailb.translate.neutral.AnswerEvent.PartOpen;
import io.ailb.translate.neutral.AnswerEvent.Started;
import io.ailb.translate.neutral.AnswerEvent.UsageUpdate;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bugs that others shipped, as far as they concern Anthropic (translation, section 8). */
class ShippedBugsTest {
  private static PartOpen call(int part) {
    return new PartOpen(0, part, Kind.TOOL_CALL, "id" + part, "f" + part);
  }

  /** Two calls whose arguments come by turns, in the midst of a text, as Chat may tell them. */
  private static List<ObjectNode> interleaved() {
    return events(
        stream(
            new Started("m", "c", 0),
            new PartOpen(0, 0, Kind.TEXT, null, null),
            new Delta(0, 0, "wait"),
            call(1),
            new Delta(0, 1, "{\"a\""),
            call(2),
            new Delta(0, 2, "{\"b\""),
            new Delta(0, 0, " a bit"),
            new Delta(0, 1, ":1}"),
            new Delta(0, 2, ":2}"),
            new PartClose(0, 0),
            new PartClose(0, 1),
            new PartClose(0, 2),
            new Finish(0, FinishReason.TOOL_CALLS, null, null),
            AnswerEvent.END));
  }

  /** praxis-proxy/ai#266, Shelpuk-AI-Technology-Consulting/kitty-bridge#116. */
  @Test
  void everyDeltaIsInTheBlockOfItsPart() {
    Map<Integer, String> texts = new HashMap<>();
    for (ObjectNode event : interleaved()) {
      JsonNode delta = event.path("delta");
      if (event.path("type").asText().equals("content_block_delta")) {
        String text = delta.path("text").asText("") + delta.path("partial_json").asText("");
        texts.merge(event.path("index").asInt(), text, String::concat);
      }
    }
    assertThat(texts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(0, "wait a bit", 1, "{\"a\":1}", 2, "{\"b\":2}"));
  }

  /** NVIDIA-NeMo/Switchyard#760. */
  @Test
  void blocksNeverOverlap() {
    int open = -1;
    int next = 0;
    for (ObjectNode event : interleaved()) {
      int index = event.path("index").asInt();
      switch (event.path("type").asText()) {
        case "content_block_start" -> {
          assertThat(open).isEqualTo(-1);
          assertThat(index).isEqualTo(next++);
          open = index;
        }
        case "content_block_delta" -> assertThat(index).isEqualTo(open);
        case "content_block_stop" -> {
          assertThat(index).isEqualTo(open);
          open = -1;
        }
        default -> assertThat(open).isEqualTo(-1);
      }
    }
    assertThat(next).isEqualTo(3);
  }

  /** A source that closes no call before its end must not leave blocks open or behind. */
  @Test
  void whatIsOpenAtTheEndIsClosedAndWhatWaitedIsWritten() {
    List<ObjectNode> events =
        events(
            stream(
                new Started("m", "c", 0),
                call(0),
                call(1),
                new Delta(0, 1, "{}"),
                new Delta(0, 0, "{}"),
                new Finish(0, FinishReason.TOOL_CALLS, null, null),
                AnswerEvent.END));
    assertThat(events)
        .filteredOn(event -> event.path("type").asText().equals("content_block_stop"))
        .hasSize(2);
  }

  /** The calls that wait behind an open block may be many. */
  @Test
  void thousandsOfCallsThatWaitAreWritten() {
    AnswerEvent[] events = new AnswerEvent[20_003];
    events[0] = new Started("m", "c", 0);
    for (int i = 0; i < 10_000; i++) {
      events[1 + i] = call(i);
      events[20_000 - i] = new PartClose(0, i);
    }
    events[20_001] = new Finish(0, FinishReason.TOOL_CALLS, null, null);
    events[20_002] = AnswerEvent.END;
    assertThat(stream(events).split("event: content_block_stop")).hasSize(10_001);
  }

  /** Portkey-AI/gateway#980, OpenHands/OpenHands#7512. */
  @Test
  void resultsOfParallelCallsAreInOneMessage() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(Wire.call("one", "f", "{}"), Wire.call("two", "f", "{}")));
    request.turns.add(user(result("one", "1")));
    request.turns.add(user(result("two", "2")));
    JsonNode messages = write(request).path("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.get(2).path("content").findValuesAsText("tool_use_id"))
        .containsExactly("one", "two");
  }

  /** maximhq/bifrost#1189, BerriAI/litellm#26554, anthropics/anthropic-sdk-python#461. */
  @Test
  void emptyTextsAreNotSentEvenBesideCalls() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(new Part.Text(""), Wire.call("one", "f", "{}")));
    request.turns.add(user(result("one", ""), new Part.Text("")));
    JsonNode messages = write(request).path("messages");
    assertThat(messages.get(1).path("content")).hasSize(1);
    assertThat(messages.get(2).path("content")).hasSize(1);
    assertThat(messages.findValues("text")).isEmpty();
  }

  /**
   * maximhq/bifrost#5097, experientiallabs/experiential#801, earendil-works/pi#1022,
   * editor-code-assistant/eca#233.
   */
  @Test
  void idsOfOtherProvidersAreMadeLegalTheSameWayEachTime() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(Wire.call("call|fc:1.2", "f", "{}")));
    request.turns.add(user(result("call|fc:1.2", "1")));
    JsonNode first = write(request).path("messages");
    assertThat(first.get(1).path("content").get(0).path("id").asText())
        .matches("^[a-zA-Z0-9_-]+$")
        .isEqualTo(first.get(2).path("content").get(0).path("tool_use_id").asText());
    assertThat(write(request).path("messages")).isEqualTo(first);
  }

  /** vllm-project/vllm#34745. */
  @Test
  void theIdOfACallGoesBackAndForth() {
    ChatRequest request =
        AnthropicCodec.INSTANCE.readRequest(
            json(
                "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':"
                    + "[{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]},"
                    + "{'role':'user','content':"
                    + "[{'type':'tool_result','tool_use_id':'toolu_1','content':'1'}]}]}"));
    assertThat(((Part.ToolResult) request.turns().get(2).parts().get(0)).callId())
        .isEqualTo("toolu_1");
    JsonNode again =
        AnthropicCodec.INSTANCE.writeRequest(request, Wire.endpoint().target()).path("messages");
    assertThat(again.get(2).path("content").get(0).path("tool_use_id").asText())
        .isEqualTo("toolu_1");
  }

  /** maximhq/bifrost#3451, #5354, #5510. */
  @Test
  void cachedTokensAreCountedOnce() {
    String usage =
        "{'input_tokens':10,'cache_read_input_tokens':100,'cache_creation_input_tokens':20,"
            + "'output_tokens':1}";
    List<AnswerEvent> events =
        read(
            "{'type':'message_start','message':{'usage':" + usage + "}}",
            "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':" + usage + "}",
            "{'type':'message_stop'}");
    assertThat(Heard.of(events).usage).isEqualTo(new Usage(130, 1, 100, 20, -1));
    JsonNode back = whole(events.toArray(new AnswerEvent[0])).path("usage");
    assertThat(back.path("input_tokens").asLong()).isEqualTo(10);
  }

  /** maximhq/bifrost#4746. */
  @Test
  void aStreamTellsTheSameDetailsOfUsageAsAWholeAnswer() {
    AnswerEvent[] events = {
      new Started("m", "c", 0),
      new Finish(0, FinishReason.STOP, null, null),
      new UsageUpdate(new Usage(130, 50, 100, 20, 30)),
      AnswerEvent.END
    };
    assertThat(events(stream(events)).get(1).path("usage")).isEqualTo(whole(events).path("usage"));
  }

  /** NousResearch/hermes-agent#43478. */
  @Test
  void callsDoNotHideThatTheAnswerWasCut() {
    Heard heard =
        Heard.of(
            readWhole(
                json(
                    "{'content':[{'type':'tool_use','id':'i','name':'n','input':{'a':1}}],"
                        + "'stop_reason':'max_tokens'}")));
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.LENGTH);
  }

  /**
   * Portkey-AI/gateway#741, BerriAI/litellm#32159, ENTERPILOT/GoModel#1017,
   * NVIDIA/TensorRT-LLM#18289, karthink/gptel#1512; as a limit of length: makecindy/cindy#1055.
   */
  @Test
  void aCutStreamIsAFailureAndNothingElse() {
    List<AnswerEvent> events =
        read(
            "{'type':'message_start','message':{}}",
            "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
            "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'a'}}");
    Heard heard = Heard.of(events);
    assertThat(heard.finish).isNull();
    assertThat(heard.failure.kind()).isEqualTo(ErrorClass.NETWORK);
    String stream = stream(events.toArray(new AnswerEvent[0]));
    assertThat(stream).contains("event: error").doesNotContain("message_stop", "stop_reason\":\"");
  }

  /** envoyproxy/ai-gateway 1.1.0: only the first text of an answer, and no thoughts in streams. */
  @Test
  void everyTextAndEveryThoughtIsRead() {
    Heard heard =
        Heard.of(
            readWhole(
                json(
                    "{'content':[{'type':'thinking','thinking':'t','signature':'s'},"
                        + "{'type':'text','text':'a'},{'type':'text','text':'b'}],"
                        + "'stop_reason':'end_turn'}")));
    assertThat(heard.text()).isEqualTo("ab");
    assertThat(heard.pieces(Kind.REASONING).get(0).text()).isEqualTo("t");
  }

  /** envoyproxy/ai-gateway 1.1.0: a missing bound sent as 0. */
  @Test
  void aMissingBoundIsNotZero() {
    assertThat(write(asking("a")).path("max_tokens").asLong()).isPositive();
  }
}

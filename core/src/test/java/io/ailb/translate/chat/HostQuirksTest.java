package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.ErrorClass;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.FinishReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hosts of OpenAI's dialect do otherwise (wire-facts, sections 6 and 7). */
class HostQuirksTest {

  @Test
  void anAnswerWithoutIdTimeAndIndexIsRead() {
    List<AnswerEvent> events =
        Answers.streamed(
            "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "[DONE]");

    assertThat(events)
        .containsExactly(
            new AnswerEvent.Started(null, null, 0),
            new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null),
            new AnswerEvent.Delta(0, 0, "Hi"),
            new AnswerEvent.PartClose(0, 0),
            new AnswerEvent.Finish(0, FinishReason.STOP, "stop", null),
            AnswerEvent.END);
  }

  @Test
  void anEmptyFinishReasonIsNone() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.chunk("{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}"),
            Answers.chunk("{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"\"}"),
            Answers.finish("length"),
            "[DONE]");

    assertThat(Answers.text(events, Kind.TEXT)).isEqualTo("ab");
    assertThat(Answers.all(events, AnswerEvent.Finish.class))
        .containsExactly(new AnswerEvent.Finish(0, FinishReason.LENGTH, "length", null));
  }

  @Test
  void aStreamThatSaysDoneIsWholeEvenIfItNeverSaidWhy() {
    List<AnswerEvent> events = Answers.streamed(Answers.delta("{\"content\":\"a\"}"), "[DONE]");

    assertThat(events)
        .endsWith(
            new AnswerEvent.PartClose(0, 0),
            new AnswerEvent.Finish(0, FinishReason.STOP, null, null),
            AnswerEvent.END);
  }

  @Test
  void anEmptyStreamIsNoAnswerEvenIfItSaysDone() {
    assertThat(Answers.last(Answers.streamed("[DONE]"))).isInstanceOf(AnswerEvent.Failed.class);
  }

  @Test
  void aFinishedStreamNeedsNoMarkOfItsEnd() {
    List<AnswerEvent> events =
        Answers.streamed(Answers.delta("{\"content\":\"a\"}"), Answers.finish("stop"));

    assertThat(Answers.last(events)).isEqualTo(AnswerEvent.END);
  }

  @Test
  void callsWithoutIndexAreToldApartByTheirIds() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(
                "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}"),
            Answers.delta(
                "{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"[\"}}]}"),
            Answers.delta("{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"arguments\":\"}\"}}]}"),
            Answers.delta("{\"tool_calls\":[{\"id\":\"b\",\"function\":{\"arguments\":\"]\"}}]}"),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.calls(events)).containsExactly("a f {}", "b g []");
  }

  @Test
  void argumentsWithoutIndexAndIdBelongToTheLastCall() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(
                "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]}"),
            Answers.delta("{\"tool_calls\":[{\"function\":{\"arguments\":\"}\"}}]}"),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.calls(events)).containsExactly("a f {}");
  }

  @Test
  void severalCallsAtOnceWithoutIndexAndIdAreSeveral() {
    List<AnswerEvent> events =
        Answers.whole(
            "{\"id\":\"x\",\"choices\":[{\"message\":{\"tool_calls\":["
                + "{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                + "\"finish_reason\":\"stop\"}]}");

    List<AnswerEvent.PartOpen> parts = Answers.parts(events);
    assertThat(parts).extracting(AnswerEvent.PartOpen::toolName).containsExactly("f", "f");
    assertThat(parts).extracting(AnswerEvent.PartOpen::toolId).doesNotHaveDuplicates();
    assertThat(parts.get(0).toolId()).matches("call_[0-9a-f]{24}");
  }

  @Test
  void aCallThatIsRepeatedInEachChunkIsOneCall() {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}]}";
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(call.formatted("")),
            Answers.delta(call.formatted("{\\\"x\\\":")),
            Answers.delta(call.formatted("{\\\"x\\\":1}")),
            Answers.delta(call.formatted("{\\\"x\\\":1}")),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.calls(events)).containsExactly("a f {\"x\":1}");
  }

  @Test
  void aNameRepeatedWithEachFragmentIsNotAnotherCall() {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"%s\"}}]}";
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(call.formatted("{\\\"x\\\":")),
            Answers.delta(call.formatted("1}")),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.calls(events)).containsExactly("a f {\"x\":1}");
  }

  @Test
  void longArgumentsArriveInFull() {
    String long1 = "x".repeat(70_000);
    List<AnswerEvent> events =
        Answers.whole(
            "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\","
                + "\"arguments\":\""
                + long1
                + "\"}}]},\"finish_reason\":\"tool_calls\"}]}");

    assertThat(Answers.calls(events)).containsExactly("a f " + long1);
  }

  @Test
  void argumentsBeforeTheNameWaitForIt() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{\"}}]}"),
            Answers.delta(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}]}"),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.calls(events)).containsExactly("a f {}");
  }

  @Test
  void aCallOfNobodyCannotBeUsed() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(
                "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}}]}"),
            Answers.finish("tool_calls"),
            "[DONE]");

    assertThat(Answers.parts(events)).isEmpty();
    assertThat(Answers.finish(events).reason()).isEqualTo(FinishReason.ERROR);
  }

  @Test
  void argumentsAsAnObjectBecomeText() {
    List<AnswerEvent> events =
        Answers.whole(
            "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"a\","
                + "\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1.50}}}]},"
                + "\"finish_reason\":\"tool_calls\"}]}");

    assertThat(Answers.calls(events)).containsExactly("a f {\"x\":1.50}");
  }

  @Test
  void theOldFunctionCallIsACall() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta("{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}"),
            Answers.delta("{\"function_call\":{\"arguments\":\"{}\"}}"),
            Answers.finish("function_call"),
            "[DONE]");

    assertThat(Answers.calls(events)).hasSize(1);
    assertThat(Answers.calls(events).get(0)).endsWith(" f {}");
    assertThat(Answers.finish(events).reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void thoughtsComeAsReasoningBeforeTheText() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta("{\"content\":null,\"reasoning_content\":\"hm\"}"),
            Answers.delta("{\"content\":null,\"reasoning\":\"m\"}"),
            Answers.delta("{\"content\":\"Yes\",\"reasoning_content\":null}"),
            Answers.finish("stop"),
            "[DONE]");

    assertThat(Answers.text(events, Kind.REASONING)).isEqualTo("hmm");
    assertThat(Answers.parts(events))
        .extracting(AnswerEvent.PartOpen::kind)
        .containsExactly(Kind.REASONING, Kind.TEXT);
    assertThat(events.indexOf(new AnswerEvent.PartClose(0, 0)))
        .isLessThan(events.indexOf(new AnswerEvent.PartOpen(0, 1, Kind.TEXT, null, null)));
  }

  @Test
  void contentAsPartsIsRead() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.delta(
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":"
                    + "[{\"type\":\"text\",\"text\":\"hm\"}]}]}"),
            Answers.delta("{\"content\":[{\"type\":\"text\",\"text\":\"Yes\"}]}"),
            Answers.finish("stop"),
            "[DONE]");

    assertThat(Answers.text(events, Kind.REASONING)).isEqualTo("hm");
    assertThat(Answers.text(events, Kind.TEXT)).isEqualTo("Yes");
  }

  @Test
  void ofTheUsageInEveryChunkTheLastCounts() {
    String chunk =
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],"
            + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":%d}}";
    List<AnswerEvent> events =
        Answers.streamed(chunk.formatted(1), chunk.formatted(2), Answers.finish("stop"), "[DONE]");

    assertThat(Answers.all(events, AnswerEvent.UsageUpdate.class))
        .containsExactly(new AnswerEvent.UsageUpdate(new Usage(5, 2, -1, -1, -1)));
  }

  @Test
  void countsOfDeepSeekAndGroqAreFound() {
    Usage deepSeek =
        Answers.usage(
            Answers.whole(
                "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,"
                    + "\"prompt_cache_hit_tokens\":4}}"));
    Usage groq =
        Answers.usage(
            Answers.streamed(
                Answers.delta("{\"content\":\"a\"}"),
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                    + "\"x_groq\":{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}}",
                "[DONE]"));

    assertThat(deepSeek).isEqualTo(new Usage(9, 1, 4, -1, -1));
    assertThat(groq).isEqualTo(new Usage(9, 1, -1, -1, -1));
  }

  @Test
  void azuresChunkAboutFiltersIsNoStart() {
    List<AnswerEvent> events =
        Answers.streamed(
            "{\"id\":\"\",\"model\":\"\",\"created\":0,\"choices\":[],"
                + "\"prompt_filter_results\":[{\"prompt_index\":0}]}",
            Answers.delta("{\"content\":\"a\"}"),
            Answers.finish("stop"),
            "[DONE]");

    assertThat(events.get(0)).isEqualTo(new AnswerEvent.Started("c1", "m", 7));
  }

  @Test
  void aFilterThatWasNotThereIsNoFailure() {
    List<AnswerEvent> events =
        Answers.whole(
            "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\","
                + "\"content_filter_results\":{\"error\":{\"code\":\"content_filter_error\"}}}]}");

    assertThat(Answers.last(events)).isEqualTo(AnswerEvent.END);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos, STOP",
    "tool_calls, STOP",
    "length, LENGTH",
    "model_length, LENGTH",
    "content_filter, CONTENT_FILTER",
    "insufficient_system_resource, ERROR",
    "whatever, OTHER"
  })
  void wordsForTheEndAreUnderstood(String word, FinishReason reason) {
    List<AnswerEvent> events =
        Answers.streamed(Answers.delta("{\"content\":\"a\"}"), Answers.finish(word), "[DONE]");

    assertThat(Answers.finish(events)).isEqualTo(new AnswerEvent.Finish(0, reason, word, null));
  }

  @Test
  void anAnswerThatOnlyDeclinesIsFiltered() {
    List<AnswerEvent> events =
        Answers.whole(
            "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"No.\"},"
                + "\"finish_reason\":\"stop\"}]}");

    assertThat(Answers.text(events, Kind.REFUSAL)).isEqualTo("No.");
    assertThat(Answers.finish(events).reason()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @Test
  void choicesAreReadBesideEachOther() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.chunk("{\"index\":0,\"delta\":{\"content\":\"a\"}}"),
            Answers.chunk("{\"index\":1,\"delta\":{\"content\":\"x\"}}"),
            Answers.chunk("{\"index\":0,\"delta\":{\"content\":\"b\"}}"),
            Answers.chunk("{\"index\":1,\"delta\":{},\"finish_reason\":\"length\"}"),
            Answers.chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}"),
            "[DONE]");

    assertThat(Answers.text(events, new AnswerEvent.PartOpen(0, 0, Kind.TEXT, null, null)))
        .isEqualTo("ab");
    assertThat(Answers.text(events, new AnswerEvent.PartOpen(1, 0, Kind.TEXT, null, null)))
        .isEqualTo("x");
    assertThat(Answers.all(events, AnswerEvent.Finish.class))
        .extracting(AnswerEvent.Finish::choice)
        .containsExactly(1, 0);
  }

  @Test
  void aChoiceWithoutEndMakesTheStreamACutOne() {
    List<AnswerEvent> events =
        Answers.streamed(
            Answers.chunk("{\"index\":0,\"delta\":{\"content\":\"a\"}}"),
            Answers.chunk("{\"index\":1,\"delta\":{\"content\":\"x\"}}"),
            Answers.chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}"));

    assertThat(Answers.last(events)).isInstanceOf(AnswerEvent.Failed.class);
  }

  @Test
  void anErrorInsideAnAnswerIsAnError() {
    String error = "{\"error\":{\"message\":\"busy\",\"code\":\"rate_limit_exceeded\"}}";

    for (List<AnswerEvent> events :
        List.of(
            Answers.whole(error),
            Answers.streamed(Answers.delta("{\"content\":\"a\"}"), error, "[DONE]"))) {
      assertThat(Answers.last(events))
          .isInstanceOfSatisfying(
              AnswerEvent.Failed.class,
              failed -> {
                assertThat(failed.error().kind()).isEqualTo(ErrorClass.RATE_LIMIT);
                assertThat(failed.error().message()).isEqualTo("busy");
              });
    }
  }

  @Test
  void aFlatErrorIsAnError() {
    List<AnswerEvent> events =
        Answers.streamed("{\"object\":\"error\",\"message\":\"bad\",\"code\":500}");

    assertThat(Answers.last(events)).isInstanceOf(AnswerEvent.Failed.class);
  }

  @Test
  void aNullErrorIsNone() {
    List<AnswerEvent> events =
        Answers.whole(
            "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"},"
                + "\"finish_reason\":\"stop\"}]}");

    assertThat(Answers.last(events)).isEqualTo(AnswerEvent.END);
  }

  @Test
  void anAnswerWithoutChoicesIsNone() {
    assertThat(Answers.whole("{\"id\":\"c\",\"choices\":[]}"))
        .singleElement()
        .isInstanceOf(AnswerEvent.Failed.class);
  }

  @Test
  void chancesComeAfterTheTextThatTheyAreOf() {
    String choice =
        "{\"index\":0,\"%s\":{\"content\":\"Hi\"},\"logprobs\":{\"content\":[{\"token\":\"Hi\","
            + "\"logprob\":-0.5,\"bytes\":[72,105],\"top_logprobs\":"
            + "[{\"token\":\"Ho\",\"logprob\":-2,\"bytes\":null}]}]},\"finish_reason\":\"stop\"}";
    AnswerEvent expected =
        new AnswerEvent.Logprobs(
            0,
            0,
            List.of(
                new AnswerEvent.TokenLogprob(
                    "Hi", -0.5, List.of(new AnswerEvent.TokenLogprob("Ho", -2, List.of())))));

    List<AnswerEvent> streamed =
        Answers.streamed(Answers.chunk(choice.formatted("delta")), "[DONE]");
    List<AnswerEvent> whole = Answers.whole(Answers.chunk(choice.formatted("message")));

    assertThat(streamed).isEqualTo(whole);
    assertThat(streamed.subList(2, 5))
        .containsExactly(
            new AnswerEvent.Delta(0, 0, "Hi"), expected, new AnswerEvent.PartClose(0, 0));
    assertThat(Answers.whole(Answers.body(whole).toString())).isEqualTo(whole);
    assertThat(Answers.all(streamedAgain(streamed), AnswerEvent.Logprobs.class))
        .hasToString("[" + expected + "]");
  }

  private static List<AnswerEvent> streamedAgain(List<AnswerEvent> events) {
    return Answers.streamed(Answers.stream(events).getBytes(StandardCharsets.UTF_8));
  }
}

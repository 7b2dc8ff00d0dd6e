package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Opaque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule about reading an answer of this dialect (translation, sections 4 and 6.1). */
class AnswerReadingTest {
  private static final String MESSAGE =
      "{'type':'message','id':'m','role':'assistant','content':[{'type':'output_text','text':'Hi'}]}";
  private static final String REFUSAL =
      "{'type':'message','id':'m','role':'assistant','content':[{'type':'refusal','refusal':'No'}]}";
  private static final String CALL =
      "{'type':'function_call','id':'fc','call_id':'c','name':'f','arguments':'{}'}";

  private static ObjectNode object(String json) {
    return Answers.object(json.replace('\'', '"'));
  }

  private static Heard whole(String fields) {
    return new Heard(Answers.whole(object("{'id':'resp_1'," + fields + "}")));
  }

  private static Heard stream(String... events) {
    List<ObjectNode> data = new ArrayList<>();
    for (String event : events) {
      data.add(object(event));
    }
    return new Heard(Answers.read(data));
  }

  private static String completed(String items) {
    return "{'type':'response.completed','response':{'id':'resp_1','output':[" + items + "]}}";
  }

  // Ends.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'status':'completed'  | " + MESSAGE + " | STOP",
        "'status':'completed'  | " + MESSAGE + "," + CALL + " | TOOL_CALLS",
        "'status':'completed'  | " + REFUSAL + " | CONTENT_FILTER",
        "'status':'completed'  | " + MESSAGE + "," + REFUSAL + " | STOP",
        "'status':'completed'  | ` ` | STOP",
        "'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'} | "
            + MESSAGE
            + " | LENGTH",
        "'status':'incomplete','incomplete_details':{'reason':'max_output_tokens'} | "
            + CALL
            + " | LENGTH",
        "'status':'incomplete','incomplete_details':{'reason':'content_filter'} | "
            + CALL
            + " | CONTENT_FILTER",
        "'status':'incomplete','incomplete_details':{'reason':'steered'} | " + MESSAGE + " | OTHER",
        "'status':'incomplete','incomplete_details':null | " + MESSAGE + " | OTHER",
      })
  void theEndIsDecidedFromWhatCame(String status, String items, FinishReason reason) {
    assertThat(whole(status + ",'output':[" + items + "]").finish.reason()).isEqualTo(reason);
  }

  @Test
  void theTypeOfTheLastEventTellsTheStatusWhereTheResponseDoesNot() {
    Heard heard = stream("{'type':'response.incomplete','response':{'output':[" + MESSAGE + "]}}");

    assertThat(heard.finish.reason()).isEqualTo(FinishReason.OTHER);
  }

  @ParameterizedTest
  @CsvSource({"cancelled", "in_progress", "queued"})
  void aResponseThatIsNotOverIsNone(String status) {
    Heard heard = whole("'status':'" + status + "','output':[]");

    assertThat(heard.error.kind()).isEqualTo(ErrorClass.SERVER_ERROR);
    assertThat(heard.error.message()).isEqualTo("the response is " + status);
  }

  @Test
  void aFailedResponseIsAnError() {
    String error = "'error':{'code':'rate_limit_exceeded','message':'Slow down.'}";

    Heard whole = whole("'status':'failed'," + error);
    Heard streamed =
        stream("{'type':'response.failed','response':{'status':'failed'," + error + "}}");
    Heard bare =
        stream("{'type':'error','code':'rate_limit_exceeded','message':'Slow down.','param':null}");

    for (Heard heard : List.of(whole, streamed, bare)) {
      assertThat(heard.error.kind()).isEqualTo(ErrorClass.RATE_LIMIT);
      assertThat(heard.error.message()).isEqualTo("Slow down.");
      assertThat(heard.finish).isNull();
    }
  }

  @Test
  void anErrorInsteadOfAResponseIsOne() {
    assertThat(whole("'error':{'message':'Oh.','type':'server_error'}").error.message())
        .isEqualTo("Oh.");
    assertThat(stream("{'error':{'message':'Oh.','type':'server_error'}}").error.message())
        .isEqualTo("Oh.");
  }

  @Test
  void nothingIsReadAfterTheEnd() {
    Heard heard =
        stream(completed(MESSAGE), "{'type':'error','message':'late'}", completed(MESSAGE));

    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi");
  }

  // Counts.

  @Test
  void whatWasNotCountedIsNotKnown() {
    Heard heard = whole("'status':'completed','output':[],'usage':{'input_tokens':5}");

    assertThat(heard.usage).isEqualTo(new Usage(5, -1, -1, -1, -1));
    assertThat(whole("'status':'completed','output':[],'usage':null").usage).isNull();
  }

  // Parts.

  @Test
  void aStreamMaySkipAnnouncementsAndEnds() {
    Heard heard =
        stream(
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'H'}",
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'i'}",
            completed(MESSAGE));

    assertThat(heard.parts).hasSize(1);
    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi");
  }

  @Test
  void whatTheDeltasLeftOutIsTakenFromTheDoneEvents() {
    Heard heard =
        stream(
            "{'type':'response.output_text.delta','output_index':0,'content_index':0,'delta':'H'}",
            "{'type':'response.output_text.done','output_index':0,'content_index':0,'text':'Hi t'}",
            "{'type':'response.content_part.done','output_index':0,'content_index':0,"
                + "'part':{'type':'output_text','text':'Hi th'}}",
            "{'type':'response.output_item.added','output_index':1,'item':"
                + "{'type':'function_call','id':'fc','call_id':'c','name':'f','arguments':''}}",
            "{'type':'response.function_call_arguments.delta','output_index':1,'delta':'{'}",
            "{'type':'response.function_call_arguments.done','output_index':1,'arguments':'{}'}",
            completed(""));

    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi th");
    assertThat(heard.text(Kind.TOOL_CALL)).isEqualTo("{}");
  }

  @Test
  void itemsThatWereNeverStreamedAreTakenFromTheLastEvent() {
    Heard heard =
        stream(
            "{'type':'response.output_text.delta','item_id':'m','output_index':0,'content_index':0,"
                + "'delta':'Hi'}",
            completed(MESSAGE + "," + CALL));

    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi");
    assertThat(heard.text(Kind.TOOL_CALL)).isEqualTo("{}");
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void itemsOfHostedToolsAndUnknownEventsAreSkipped() {
    Heard heard =
        stream(
            "{'type':'response.something.new','output_index':0}",
            "{'type':'response.output_item.added','output_index':0,"
                + "'item':{'type':'web_search_call','id':'ws'}}",
            completed("{'type':'web_search_call','id':'ws'}," + MESSAGE));

    assertThat(heard.parts).hasSize(1);
    assertThat(heard.text(Kind.TEXT)).isEqualTo("Hi");
  }

  @Test
  void thoughtsAreOneTextAndTheirSealComesWithTheItem() {
    String item =
        "{'type':'reasoning','id':'rs','summary':[{'type':'summary_text','text':'One.'},"
            + "{'type':'summary_text','text':'Two.'}],'encrypted_content':'xyz'}";
    Heard streamed =
        stream(
            "{'type':'response.output_item.added','output_index':0,'item':"
                + "{'type':'reasoning','id':'rs','summary':[],'encrypted_content':'early'}}",
            "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':0,"
                + "'delta':'One.'}",
            "{'type':'response.reasoning_summary_text.delta','output_index':0,'summary_index':1,"
                + "'delta':'Two.'}",
            "{'type':'response.output_item.done','output_index':0,'item':" + item + "}",
            completed(item));

    assertThat(streamed.text(Kind.REASONING)).isEqualTo("One.\n\nTwo.");
    assertThat(streamed.parts.get(0).secret)
        .isEqualTo(new Opaque(Dialect.OPENAI_RESPONSES, Opaque.Kind.ENCRYPTED, "xyz"));
    assertThat(whole("'status':'completed','output':[" + item + "]").inShort())
        .isEqualTo(streamed.inShort());
  }

  @Test
  void thoughtsOfOpenModelsAreReadOnce() {
    String item =
        "{'type':'reasoning','id':'rs','summary':[],"
            + "'content':[{'type':'reasoning_text','text':'Hm.'}]}";
    Heard streamed =
        stream(
            "{'type':'response.reasoning_text.delta','output_index':0,'content_index':0,'delta':'Hm.'}",
            "{'type':'response.output_item.done','output_index':0,'item':" + item + "}",
            completed(item));

    assertThat(streamed.text(Kind.REASONING)).isEqualTo("Hm.");
    assertThat(streamed.parts).hasSize(1);
  }

  @Test
  void aThoughtWithNothingInItIsNone() {
    assertThat(
            whole("'status':'completed','output':[{'type':'reasoning','id':'rs','summary':[]}]")
                .parts)
        .isEmpty();
  }

  @Test
  void customCallsAreReadAsTheyAre() {
    Heard heard =
        stream(
            "{'type':'response.output_item.added','output_index':0,'item':"
                + "{'type':'custom_tool_call','id':'ctc','call_id':'c','name':'f','input':''}}",
            "{'type':'response.custom_tool_call_input.delta','output_index':0,'delta':'fre'}",
            "{'type':'response.custom_tool_call_input.done','output_index':0,'input':'free'}",
            completed(""));

    assertThat(heard.text(Kind.CUSTOM_TOOL_CALL)).isEqualTo("free");
    assertThat(heard.finish.reason()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void chancesOfTokensAreReadFromBothForms() {
    String logprobs =
        "'logprobs':[{'token':'Hi','logprob':-0.5,'top_logprobs':[{'token':'Ho','logprob':-1}]}]";
    List<TokenLogprob> expected =
        List.of(new TokenLogprob("Hi", -0.5, List.of(new TokenLogprob("Ho", -1, List.of()))));
    String item =
        "{'type':'message','id':'m','content':[{'type':'output_text','text':'Hi',"
            + logprobs
            + "}]}";

    assertThat(whole("'status':'completed','output':[" + item + "]").logprobs).isEqualTo(expected);
    assertThat(
            stream(
                    "{'type':'response.output_text.delta','item_id':'m','output_index':0,"
                        + "'content_index':0,'delta':'Hi',"
                        + logprobs
                        + "}",
                    completed(item))
                .logprobs)
        .isEqualTo(expected);
  }

  @Test
  void theFirstEventSaysWhoAnswers() {
    List<AnswerEvent> events =
        Answers.whole(
            object("{'id':'resp_1','model':'m','created_at':7,'status':'completed','output':[]}"));

    assertThat(events.get(0)).isEqualTo(new AnswerEvent.Started("resp_1", "m", 7));
  }
}

package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about reading a request of this dialect (translation, section 3). */
class RequestReadingTest {

  private static ChatRequest read(String json) {
    return ResponsesCodec.INSTANCE.readRequest(object(json));
  }

  /** A request that asks "Hi", and these fields. */
  private static ChatRequest asking(String fields) {
    return read("{'input':'Hi'," + fields + "}");
  }

  private static ChatRequest saying(String items) {
    return read("{'input':[" + items + "]}");
  }

  private static ObjectNode object(String json) {
    return Answers.object(json.replace('\'', '"'));
  }

  @Test
  void aStringIsWhatTheUserSays() {
    assertThat(read("{'input':'Hi'}").turns())
        .containsExactly(new Turn(Turn.Role.USER, List.of(new Part.Text("Hi"))));
  }

  @Test
  void leadingTextsOfTheSystemAreInstructionsInOrder() {
    ChatRequest request =
        read(
            "{'instructions':'One.','input':["
                + "{'role':'developer','content':'Two.'},{'role':'system','content':'Three.'},"
                + "{'role':'user','content':'Hi'}]}");

    assertThat(request.instructions())
        .extracting(Part.Text::text)
        .containsExactly("One.", "Two.", "Three.");
    assertThat(request.turns()).hasSize(1);
  }

  @Test
  void aTextOfTheSystemBetweenTheTurnsKeepsItsPlace() {
    ChatRequest request =
        saying("{'role':'user','content':'Hi'},{'role':'developer','content':'Be brief.'}");

    assertThat(request.instructions()).isEmpty();
    assertThat(request.turns())
        .extracting(Turn::role)
        .containsExactly(Turn.Role.USER, Turn.Role.SYSTEM);
  }

  @Test
  void whatTheAssistantDidInARowIsOneTurnAndSoAreTheResults() {
    ChatRequest request =
        saying(
            "{'role':'user','content':'Hi'},"
                + "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'a'},"
                + "{'type':'summary_text','text':'b'}],'encrypted_content':'xyz'},"
                + "{'type':'message','role':'assistant','id':'msg_1','status':'completed',"
                + "'content':[{'type':'output_text','text':'Wait.','annotations':[]}]},"
                + "{'type':'function_call','call_id':'c1','name':'f','arguments':'{\\\"a\\\": 1.0}'},"
                + "{'type':'custom_tool_call','call_id':'c2','name':'g','input':'free'},"
                + "{'type':'function_call_output','call_id':'c1','output':'one'},"
                + "{'type':'custom_tool_call_output','call_id':'c2','output':'two'},"
                + "{'role':'user','content':'Well?'}");

    assertThat(request.turns()).hasSize(4);
    assertThat(request.turns().get(1))
        .isEqualTo(
            new Turn(
                Turn.Role.ASSISTANT,
                List.of(
                    new Part.Reasoning(
                        "a\n\nb",
                        new Opaque(Dialect.OPENAI_RESPONSES, Opaque.Kind.ENCRYPTED, "xyz")),
                    new Part.Text("Wait."),
                    new Part.ToolCall("c1", "f", "{\"a\": 1.0}", false, null, null),
                    new Part.ToolCall("c2", "g", "free", true, null, null))));
    assertThat(request.turns().get(2).parts())
        .containsExactly(
            new Part.ToolResult("c1", null, List.of(new Part.Text("one")), false, false, null),
            new Part.ToolResult("c2", null, List.of(new Part.Text("two")), false, true, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":\"offline\"}             | true",
        "{\"error\":{\"why\":\"offline\"}}   | true",
        "{\"error\":\"offline\",\"code\":1}  | false",
        "an \"error\"                        | false",
      })
  void aResultThatIsNothingButAnErrorIsOne(String output, boolean error) {
    ObjectNode item = Json.object().put("type", "function_call_output").put("call_id", "c");
    item.put("output", output);
    ObjectNode body = Json.object();
    body.putArray("input").add(item);

    Part.ToolResult result =
        (Part.ToolResult) ResponsesCodec.INSTANCE.readRequest(body).turns().get(0).parts().get(0);

    assertThat(result.error()).isEqualTo(error);
    assertThat(result.parts()).containsExactly(new Part.Text(output));
  }

  @Test
  void filesAreReadWithTheirTypeAndName() {
    ChatRequest request =
        saying(
            "{'role':'user','content':["
                + "{'type':'input_image','image_url':'data:image/png;base64,AAAA','detail':'low'},"
                + "{'type':'input_image','image_url':'https://x.example/a.png','detail':'auto'},"
                + "{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,BBBB'},"
                + "{'type':'input_file','file_url':'https://x.example/a.pdf'}]}");

    assertThat(request.turns().get(0).parts())
        .containsExactly(
            new Part.Image(new Source.Inline("image/png", "AAAA"), "low", null),
            new Part.Image(new Source.Link("https://x.example/a.png", null), null, null),
            new Part.Document(new Source.Inline("application/pdf", "BBBB"), "a.pdf", null),
            new Part.Document(new Source.Link("https://x.example/a.pdf", null), null, null));
  }

  @Test
  void aMarkOnAPartIsRead() {
    ChatRequest request =
        saying(
            "{'role':'user','content':[{'type':'input_text','text':'Hi',"
                + "'prompt_cache_breakpoint':{'mode':'explicit','ttl':'12h'}}]}");

    assertThat(request.turns().get(0).parts())
        .containsExactly(new Part.Text("Hi", new CacheMark(Duration.ofHours(12))));
  }

  /** The default here is the opposite of everybody else's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | true",
        "'strict':null, | true",
        "'strict':true, | true",
        "'strict':false, | false"
      })
  void aToolIsStrictUnlessItSaysOtherwise(String strict, boolean expected) {
    ChatRequest request =
        asking("'tools':[{'type':'function'," + strict + "'name':'f','parameters':{}}]");

    assertThat(request.tools().get(0).strict()).isEqualTo(expected);
  }

  @Test
  void aSchemaIsStrictOnlyIfItSaysSo() {
    ChatRequest request =
        asking("'text':{'format':{'type':'json_schema','name':'n','schema':{'type':'object'}}}");

    assertThat(request.output())
        .isInstanceOfSatisfying(
            OutputFormat.Schema.class,
            schema -> {
              assertThat(schema.name()).isEqualTo("n");
              assertThat(schema.strict()).isFalse();
            });
  }

  @Test
  void toolChoicesAreRead() {
    assertThat(asking("'tool_choice':'auto'").toolChoice()).isEqualTo(ToolChoice.AUTO);
    assertThat(asking("'tool_choice':'none'").toolChoice()).isEqualTo(ToolChoice.NONE);
    assertThat(asking("'tool_choice':'required'").toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(asking("'tool_choice':{'type':'function','name':'f'}").toolChoice())
        .isEqualTo(new ToolChoice.One("f"));
    assertThat(
            asking(
                    "'tool_choice':{'type':'allowed_tools','mode':'required',"
                        + "'tools':[{'type':'function','name':'f'},{'type':'custom','name':'g'}]}")
                .toolChoice())
        .isEqualTo(new ToolChoice.Subset(List.of("f", "g"), true));
  }

  @Test
  void wishesAboutReasoningAreRead() {
    assertThat(
            asking(
                    "'reasoning':{'effort':'xhigh','summary':'detailed'},"
                        + "'include':['reasoning.encrypted_content']")
                .reasoning())
        .isEqualTo(new ReasoningWish(ReasoningWish.Effort.XHIGH, null, true, "detailed", true));
    assertThat(asking("'include':['reasoning.encrypted_content']").reasoning())
        .isEqualTo(new ReasoningWish(null, null, null, null, true));
    assertThat(asking("'reasoning':{'effort':'none'}").reasoning())
        .isEqualTo(new ReasoningWish(ReasoningWish.Effort.NONE, null, null, null));
  }

  @Test
  void numbersKeepAllOfTheirDigits() {
    ChatRequest request = asking("'temperature':0.70,'top_p':0.1234567890123456789");

    assertThat(request.sampling().temperature()).isEqualTo(new BigDecimal("0.70"));
    assertThat(request.sampling().topP()).isEqualTo(new BigDecimal("0.1234567890123456789"));
  }

  @Test
  void logprobsAreAskedForByInclude() {
    ChatRequest request = asking("'include':['message.output_text.logprobs'],'top_logprobs':3");

    assertThat(request.sampling().logprobs()).isTrue();
    assertThat(request.sampling().topLogprobs()).isEqualTo(3);
  }

  @Test
  void theRestHasItsPlace() {
    ChatRequest request =
        asking(
            "'user':'u','safety_identifier':'s','prompt_cache_key':'k','service_tier':'flex',"
                + "'metadata':{'a':'b'},'text':{'verbosity':'low'},'parallel_tool_calls':false,"
                + "'max_output_tokens':99");

    assertThat(request.userId()).isEqualTo("s");
    assertThat(request.cacheKey()).isEqualTo("k");
    assertThat(request.tier()).isEqualTo("flex");
    assertThat(request.metadata()).containsEntry("a", "b");
    assertThat(request.verbosity()).isEqualTo("low");
    assertThat(request.parallelToolCalls()).isFalse();
    assertThat(request.maxOutputTokens()).isEqualTo(99);
    assertThat(request.usageInStream()).isTrue();
    assertThat(request.foreign()).isEmpty();
  }

  /**
   * Kept by default, and nowhere else to be had: only that it is not to be is a wish for others.
   */
  @Test
  void onlyNotToStoreIsAWish() {
    assertThat(asking("'store':false").store()).isFalse();
    assertThat(asking("'store':true").store()).isNull();
    assertThat(asking("'user':'u'").store()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'previous_response_id':'resp_1'                              | previous_response_id",
        "'conversation':'conv_1'                                      | conversation",
        "'prompt':{'id':'pmpt_1'}                                     | prompt",
        "'background':true                                            | background",
        "'truncation':'auto'                                          | truncation",
        "'context_management':[{'type':'compaction'}]                 | context_management",
        "'moderation':{'model':'m'}                                   | moderation",
        "'max_tool_calls':3                                           | max_tool_calls",
        "'top_k':3                                                    | top_k",
        "'tools':[{'type':'web_search'}]                              | tools[0].type=web_search",
        "'tools':[{'type':'function','name':'f','defer_loading':true}]| tools[0].defer_loading",
        "'tool_choice':{'type':'web_search'}                          | tool_choice.type=web_search",
        "'text':{'format':{'type':'grammar'}}                         | text.format.type=grammar",
        "'reasoning':{'effort':'huge'}                                | reasoning.effort=huge",
        "'reasoning':{'mode':'pro'}                                   | reasoning.mode",
        "'include':['something.new']                                  | include[0]=something.new",
        "'prompt_cache_options':{'prewarm':true}                      | prompt_cache_options.prewarm",
      })
  void whatOnlyThisDialectHasIsForeignByItsName(String field, String name) {
    assertThat(asking(field).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'item_reference','id':'msg_1'}                     | input[0].type=item_reference",
        "{'id':'msg_1'}                                             | input[0].type=item_reference",
        "{'type':'web_search_call','id':'ws_1'}                     | input[0].type=web_search_call",
        "{'role':'user','content':[{'type':'input_image','file_id':'f'}]} | input[0].content[0].file_id",
        "{'role':'user','content':[{'type':'input_file','file_id':'f'}]}  | input[0].content[0].file_id",
        "{'role':'user','content':[{'type':'input_video'}]} | input[0].content[0].type=input_video",
      })
  void whatOnlyThisDialectCanSayIsForeignByItsPlace(String item, String name) {
    assertThat(saying(item).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'truncation':'disabled'",
        "'background':false",
        "'previous_response_id':null",
        "'context_management':[]",
        "'stream_options':{'include_obfuscation':false}",
        "'include':['message.input_image.image_url']",
        "'prompt_cache_options':{'mode':'implicit'}",
        "'prompt_cache_retention':'24h'",
        "'reasoning':{'effort':null,'context':null}",
        "'something_new':null",
      })
  void whatSaysNothingIsIgnored(String field) {
    assertThat(asking(field).foreign()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                           | input is missing",
        "{'input':5}                                                  | input must be a string",
        "{'input':[{}]}                                               | input[0].type is missing",
        "{'input':[{'role':'user'}]}                                  | input[0].content must be",
        "{'input':[{'role':'tool','content':'x'}]}                    | input[0].role must be",
        "{'input':[{'type':'function_call','name':'f'}]}              | input[0].call_id is missing",
        "{'input':[{'type':'function_call','call_id':'c'}]}           | input[0].name is missing",
        "{'input':[{'role':'user','content':[{'text':'x'}]}]} | input[0].content[0].type is missing",
        "{'input':'x','instructions':['y']}                           | instructions must be",
        "{'input':'x','temperature':'warm'}                           | temperature must be a number",
        "{'input':'x','max_output_tokens':1.5}                        | max_output_tokens must be",
        "{'input':'x','store':'no'}                                   | store must be true or false",
        "{'input':'x','tools':{}}                                     | tools must be a list",
        "{'input':'x','tools':[{'type':'function'}]}                  | tools[0].name is missing",
        "{'input':'x','metadata':{'a':1}}                             | metadata.a must be a string",
        "{'input':'x','text':{'format':{'type':'json_schema'}}}       | text.format.schema must be an object",
      })
  void whatThisDialectForbidsIsMalformed(String request, String problem) {
    assertThatThrownBy(() -> read(request))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void aPictureInASystemTextIsMalformed() {
    assertThatThrownBy(
            () ->
                saying(
                    "{'role':'developer','content':"
                        + "[{'type':'input_image','image_url':'https://x.example/a.png'}]}"))
        .isInstanceOf(Malformed.class)
        .hasMessage("input[0].content must be text");
  }

  @Test
  void stateOfTheServerNeedsNoInput() {
    assertThat(read("{'prompt':{'id':'pmpt_1'}}").foreign().keySet()).isEqualTo(Set.of("prompt"));
  }
}

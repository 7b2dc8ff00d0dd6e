package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.model.Dialect;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in requests beside what the fixtures show. */
class RequestReaderTest {
  private static ChatRequest read(String fields) {
    return AnthropicCodec.INSTANCE.readRequest(
        json(
            "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'a'}]"
                + (fields.isEmpty() ? "" : "," + fields)
                + "}"));
  }

  private static List<Part> parts(String role, String blocks) {
    return content(role, blocks).turns().get(0).parts();
  }

  private static ChatRequest content(String role, String blocks) {
    return AnthropicCodec.INSTANCE.readRequest(
        json("{'messages':[{'role':'" + role + "','content':[" + blocks + "]}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'container':{'id':'c'} | container",
        "'mcp_servers':[{'name':'s'}] | mcp_servers",
        "'context_management':{'edits':[]} | context_management",
        "'thread':'t' | thread",
        "'speed':'fast' | speed",
        "'inference_geo':'eu' | inference_geo",
        "'brand_new':1 | brand_new",
        "'output_config':{'brand_new':1} | output_config.brand_new",
        "'output_config':{'effort':'huge'} | output_config.effort",
        "'max_tokens':0 | max_tokens=0",
        "'thinking':{'type':'between_tools'} | thinking.type=between_tools",
        "'tools':[{'type':'web_search_20260209','name':'w'}] | tools[0].type=web_search_20260209",
        "'tools':[{'name':'w','allowed_callers':['code_execution']}] | tools[0].allowed_callers",
      })
  void whatOnlyAnthropicKnowsIsForeign(String field, String name) {
    assertThat(read(field).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'container':null",
        "'mcp_servers':[]",
        "'speed':'standard'",
        "'brand_new':false",
        "'stream':true",
        "'service_tier':'auto'",
        "'tools':[{'name':'w','input_schema':{'type':'object'},'eager_input_streaming':true}]",
        "'cache_control':{'type':'ephemeral'}"
      })
  void whatSaysNothingIsNotForeign(String field) {
    assertThat(read(field).foreign()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'type':'image','source':{'type':'file','file_id':'f'}} | messages[0].content[0].source.type=file",
        "{'type':'document','source':{'type':'content','content':[]}} | messages[0].content[0].source.type=content",
        "{'type':'search_result'} | messages[0].content[0].type=search_result",
        "{'type':'document','source':{'type':'text','data':'x'},'citations':{'enabled':true}} | messages[0].content[0].citations",
        "{'type':'tool_result','tool_use_id':'t','content':[{'type':'tool_reference'}]} | messages[0].content[0].content[0].type=tool_reference",
      })
  void blocksThatOnlyAnthropicKnowsAreForeign(String block, String name) {
    assertThat(content("user", block).foreign()).containsOnlyKeys(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | messages",
        "{'messages':[{'role':'robot','content':'a'}]} | messages[0].role",
        "{'messages':[{'role':'user'}]} | messages[0].content",
        "{'messages':[{'role':'user','content':[{'text':'a'}]}]} | messages[0].content[0].type",
        "{'messages':[{'role':'user','content':[{'type':'text'}]}]} | messages[0].content[0].text",
        "{'messages':[{'role':'user','content':[{'type':'tool_use','id':'i','name':'n','input':{}}]}]} | messages[0].content[0]",
        "{'messages':[{'role':'assistant','content':[{'type':'tool_result','tool_use_id':'i'}]}]} | messages[0].content[0]",
        "{'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'i','name':'n','input':'x'}]}]} | messages[0].content[0].input",
        "{'messages':[{'role':'system','content':[{'type':'image','source':{'type':'url','url':'u'}}]}]} | messages[0].content",
        "{'messages':[],'tool_choice':{'type':'sometimes'}} | tool_choice.type",
        "{'messages':[],'tools':[{}]} | tools[0].name",
      })
  void whatAnthropicForbidsIsMalformed(String body, String field) {
    assertThatThrownBy(() -> AnthropicCodec.INSTANCE.readRequest(json(body)))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.field()).isEqualTo(field));
  }

  @Test
  void everyBlockIsAPart() {
    assertThat(
            parts(
                "assistant",
                "{'type':'thinking','thinking':'t','signature':'s'},"
                    + "{'type':'redacted_thinking','data':'d'},"
                    + "{'type':'text','text':'x','brand_new':1},"
                    + "{'type':'tool_use','id':'i','name':'n','input':{'b':1.50,'a':2}}"))
        .containsExactly(
            new Part.Reasoning("t", new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "s")),
            new Part.Reasoning(null, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.REDACTED, "d")),
            new Part.Text("x"),
            new Part.ToolCall("i", "n", "{\"b\":1.50,\"a\":2}", false, null, null));
    assertThat(
            parts(
                "user",
                "{'type':'tool_result','tool_use_id':'i','is_error':true,'content':'no'},"
                    + "{'type':'tool_result','tool_use_id':'j'},"
                    + "{'type':'document','title':'t','source':{'type':'url','url':'u'}},"
                    + "{'type':'image','source':{'type':'url','url':'u'}}"))
        .containsExactly(
            new Part.ToolResult("i", null, List.of(new Part.Text("no")), true, false, null),
            new Part.ToolResult("j", null, List.of(), false, false, null),
            new Part.Document(new Source.Link("u", "application/pdf"), "t", null),
            new Part.Image(new Source.Link("u", null), null, null));
  }

  @Test
  void cacheMarksAreReadWithTheirTime() {
    assertThat(
            parts(
                "user",
                "{'type':'text','text':'a','cache_control':{'type':'ephemeral'}},"
                    + "{'type':'text','text':'b','cache_control':{'type':'ephemeral','ttl':'1h'}},"
                    + "{'type':'text','text':'c','cache_control':{'type':'ephemeral','ttl':'5m'}}"))
        .containsExactly(
            new Part.Text("a", new CacheMark(null)),
            new Part.Text("b", new CacheMark(Duration.ofHours(1))),
            new Part.Text("c", new CacheMark(Duration.ofMinutes(5))));
  }

  @Test
  void aMarkOfTheWholeRequestIsOneOnItsLastPart() {
    assertThat(read("'cache_control':{'type':'ephemeral'}").turns().get(0).parts())
        .containsExactly(new Part.Text("a", new CacheMark(null)));
  }

  @Test
  void aSystemTextInTheMiddleStaysThere() {
    ChatRequest request =
        AnthropicCodec.INSTANCE.readRequest(
            json(
                "{'system':'s','messages':[{'role':'user','content':'a'},"
                    + "{'role':'system','content':'b'}]}"));
    assertThat(request.instructions()).containsExactly(new Part.Text("s"));
    assertThat(request.turns().get(1).role()).isEqualTo(Turn.Role.SYSTEM);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'a':null | - | - | -",
        "'thinking':{'type':'disabled'} | NONE | - | -",
        "'thinking':{'type':'adaptive'} | - | - | false",
        "'thinking':{'type':'adaptive','display':'summarized'},'output_config':{'effort':'max'} | MAX | - | true",
        "'output_config':{'effort':'low'} | LOW | - | -",
        "'thinking':{'type':'enabled','budget_tokens':2048} | LOW | 2048 | -",
        "'thinking':{'type':'enabled','budget_tokens':9000} | MEDIUM | 9000 | -",
        "'thinking':{'type':'enabled','budget_tokens':30000,'display':'omitted'} | HIGH | 30000 | false",
      })
  void thinkingIsAWish(String fields, Effort effort, Long budget, Boolean visible) {
    assertThat(read(fields).reasoning())
        .isEqualTo(new ReasoningWish(effort, budget, visible, null));
  }

  @Test
  void choicesAndTheRestAreRead() {
    ChatRequest request =
        read(
            "'tool_choice':{'type':'any','disable_parallel_tool_use':true},"
                + "'service_tier':'standard_only','metadata':{'user_id':'u'},"
                + "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}");
    assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
    assertThat(request.parallelToolCalls()).isFalse();
    assertThat(request.tier()).isEqualTo("default");
    assertThat(request.userId()).isEqualTo("u");
    assertThat(request.output())
        .isEqualTo(new OutputFormat.Schema(null, null, json("{'type':'object'}"), null));
    assertThat(request.maxOutputTokens()).isEqualTo(9);
    assertThat(request.usageInStream()).isTrue();
  }
}

package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What random bodies have shown between two dialects. */
class OddBodiesTest {
  private static ObjectNode json(String text) {
    return Objects.requireNonNull(Json.object(text.replace('\'', '"')));
  }

  private static ObjectNode written(Dialect from, String body, Dialect to) {
    ChatRequest request = Codecs.of(from).readRequest(json(body));
    return Codecs.of(to)
        .writeRequest(request, Fuzzed.target(to, Target.Policy.SKIP, EnumSet.allOf(Feature.class)));
  }

  @Test
  void anExponentThatNoNumberHasIsNoJson() {
    assertThat(Json.parse("1e9223372036854775807")).isNull();
    assertThat(Json.whole(json("{'a':1e30}"), "a")).isNull();
  }

  @Test
  void aConversationWithoutAWordIsRefused() {
    assertThatThrownBy(
            () -> written(Dialect.ANTHROPIC, "{'max_tokens':1,'messages':[]}", Dialect.OPENAI_CHAT))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aLimitBeyondAllModelsFitsIntoGeminisField() {
    ObjectNode body =
        written(
            Dialect.OPENAI_CHAT,
            "{'messages':[{'role':'user','content':'a'}],'max_tokens':9223372036854775807}",
            Dialect.GEMINI);
    assertThat(body.at("/generationConfig/maxOutputTokens").longValue())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aMediaTypeThatWouldTearADataUrlIsRefused() {
    String image = "{'inlineData':{'mimeType':'image/png,','data':'AAAA'}}";
    String body = "{'contents':[{'parts':[" + image + "]}]}";
    for (Dialect to : List.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)) {
      assertThatThrownBy(() -> written(Dialect.GEMINI, body, to)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void aTextFileThatNobodyCouldReadIsRefused() {
    String file = "{'inlineData':{'mimeType':'text/plain','data':'*'}}";
    assertThatThrownBy(
            () ->
                written(
                    Dialect.GEMINI, "{'contents':[{'parts':[" + file + "]}]}", Dialect.OPENAI_CHAT))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aSchemaMayReferToAnAnchor() {
    String schema = "{'type':'object','properties':{'a':{'$ref':'#anchor'}}}";
    String body =
        "{'messages':[{'role':'user','content':'a'}],'response_format':{'type':'json_schema',"
            + "'json_schema':{'name':'n','schema':"
            + schema
            + "}}}";
    assertThat(Json.text(written(Dialect.OPENAI_CHAT, body, Dialect.GEMINI))).contains("#anchor");
  }

  /** Dialects that know one answer look for the first: without it, they would show nothing. */
  @ParameterizedTest
  @EnumSource
  void anAnswerWithoutAFirstChoiceIsNone(Dialect callers) {
    String body =
        "{'choices':[{'index':1,'message':{'content':'a'},'finish_reason':'stop'}]}"
            .replace('\'', '"');
    Fuzzed.rendition(Dialect.OPENAI_CHAT, callers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void metadataKeepsItsOrder() {
    StringBuilder pairs = new StringBuilder();
    for (char c = 'p'; c >= 'a'; c--) {
      pairs.append(c == 'p' ? "" : ",").append("'").append(c).append("':'x'");
    }
    String said = "{'messages':[{'role':'user','content':'a'}],'metadata':{" + pairs + "}}";
    for (Dialect to : List.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)) {
      assertThat(written(Dialect.OPENAI_CHAT, said, to).path("metadata").fieldNames())
          .toIterable()
          .startsWith("p", "o", "n")
          .endsWith("b", "a");
    }
  }

  /** Nothing that an assistant says may come from a user, or others would refuse it. */
  @Test
  void aCallInAUsersContentIsMalformed() {
    String body = "{'contents':[{'role':'user','parts':[{'functionCall':{'name':'f'}}]}]}";
    assertThatThrownBy(() -> written(Dialect.GEMINI, body, Dialect.ANTHROPIC))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("functionCall");
  }

  @Test
  void aFailedResultKeepsTheMarkOfItsText() {
    String body =
        "{'max_tokens':9,'messages':[{'role':'user','content':'a'},"
            + "{'role':'assistant','content':[{'type':'tool_use','id':'i','name':'f','input':{}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'i','is_error':true,"
            + "'content':[{'type':'text','text':'no','cache_control':{'type':'ephemeral'}}]}]}]}";
    for (Dialect to : List.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)) {
      assertThat(Json.text(written(Dialect.ANTHROPIC, body, to)))
          .contains("prompt_cache_breakpoint");
    }
  }

  @Test
  void aFailedResultIsOneBesideAPictureToo() {
    String body =
        "{'input':[{'role':'user','content':'a'},"
            + "{'type':'function_call','call_id':'i','name':'f','arguments':'{}'},"
            + "{'type':'function_call_output','call_id':'i','output':["
            + "{'type':'input_text','text':'{\\'error\\':\\'no\\'}'},"
            + "{'type':'input_image','image_url':'https://example.org/a.png'}]}]}";
    assertThat(Json.text(written(Dialect.OPENAI_RESPONSES, body, Dialect.ANTHROPIC)))
        .contains("\"is_error\":true");
  }

  @Test
  void aTopKOfUnearthlySizeFillsNoMemory() {
    String body = "{'messages':[{'role':'user','content':'a'}],'top_k':1e999999999}";
    ChatRequest request = Codecs.of(Dialect.OPENAI_CHAT).readRequest(json(body));
    ObjectNode written =
        Codecs.of(Dialect.ANTHROPIC).writeRequest(request, Fuzzed.old(Dialect.ANTHROPIC));
    assertThat(written.path("top_k").longValue()).isEqualTo(Integer.MAX_VALUE);
  }
}

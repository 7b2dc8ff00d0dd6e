package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
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

  /** Dialects that know one answer look for the first: without it, they would show nothing. */
  @ParameterizedTest
  @EnumSource
  void anAnswerWithoutAFirstChoiceIsNone(Dialect callers) {
    String body =
        "{'choices':[{'index':1,'message':{'content':'a'},'finish_reason':'stop'}]}"
            .replace('\'', '"');
    Fuzzed.rendition(Dialect.OPENAI_CHAT, callers, body.getBytes(StandardCharsets.UTF_8));
  }
}

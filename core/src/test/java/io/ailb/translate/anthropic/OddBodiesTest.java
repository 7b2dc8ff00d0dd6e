package io.ailb.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.ReaderOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are JSON and not what they should be, as random ones have shown them. */
class OddBodiesTest {
  private static ObjectNode json(String text) {
    return Objects.requireNonNull(Json.object(text.replace('\'', '"')));
  }

  private static ChatRequest request(String text) {
    return AnthropicCodec.INSTANCE.readRequest(json(text));
  }

  private static List<AnswerEvent> answer(String text) {
    List<AnswerEvent> events = new ArrayList<>();
    AnthropicCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(json(text), events::add);
    return events;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'tools':{'a':1}",
        "'max_tokens':-1",
        "'output_config':{'format':{'type':'json_schema'}}",
        "'output_config':{'format':{'type':'json_schema','schema':false}}"
      })
  void whatIsNotOfItsTypeIsNamed(String field) {
    String said = "'messages':[{'role':'user','content':'a'}]";
    assertThatThrownBy(() -> request("{" + said + "," + field + "}"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("must");
  }

  @Test
  void contentThatIsNoListIsNone() {
    assertThat(answer("{'content':{'a':1},'stop_reason':'end_turn'}")).contains(AnswerEvent.END);
  }
}

package io.ailb.translate.chat;

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
    return ChatCodec.INSTANCE.readRequest(json(text));
  }

  private static List<AnswerEvent> answer(String text) {
    List<AnswerEvent> events = new ArrayList<>();
    ChatCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(json(text), events::add);
    return events;
  }

  private static final String SAID = "'messages':[{'role':'user','content':'a'}]";

  @ParameterizedTest
  @ValueSource(
      strings = {"'seed':1e999999999", "'max_tokens':1e999999999", "'n':1e-999999999", "'n':0.5"})
  void aNumberOfUnearthlySizeIsNone(String field) {
    assertThatThrownBy(() -> request("{" + SAID + "," + field + "}")).isInstanceOf(Malformed.class);
  }

  @Test
  void aSchemaIsAnObject() {
    String format = "'response_format':{'type':'json_schema','json_schema':{'schema':true}}";
    assertThatThrownBy(() -> request("{" + SAID + "," + format + "}"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("schema must be an object");
  }

  @Test
  void choicesAndCallsThatAreNoListsAreNone() {
    assertThat(answer("{'choices':{'a':1}}")).hasOnlyElementsOfType(AnswerEvent.Failed.class);
    assertThat(
            answer(
                "{'choices':[{'message':{'content':'a','tool_calls':{'a':1}},"
                    + "'finish_reason':'stop'}]}"))
        .contains(AnswerEvent.END);
  }

  @Test
  void aChoiceWithoutAProperIndexIsKnownByItsPlace() {
    assertThat(answer("{'choices':[{'index':-1,'message':{'content':'a'}}]}"))
        .contains(new AnswerEvent.Delta(0, 0, "a"));
  }
}

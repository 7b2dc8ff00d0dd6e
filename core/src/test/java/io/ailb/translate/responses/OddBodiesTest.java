package io.ailb.translate.responses;

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
    return ResponsesCodec.INSTANCE.readRequest(json(text));
  }

  private static List<AnswerEvent> answer(String text) {
    List<AnswerEvent> events = new ArrayList<>();
    ResponsesCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(json(text), events::add);
    return events;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'include':{'a':1}",
        "'tool_choice':{'type':'allowed_tools','tools':{'a':1}}",
        "'max_output_tokens':0",
        "'max_output_tokens':1e999999999",
        "'text':{'format':{'type':'json_schema','schema':true}}"
      })
  void whatIsNotOfItsTypeIsNamed(String field) {
    assertThatThrownBy(() -> request("{'input':'a'," + field + "}"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("must be");
  }

  @Test
  void aNegativeNumberOfAlternativesIsNone() {
    String field = "'include':['message.output_text.logprobs'],'top_logprobs':-99999999999";
    assertThat(request("{'input':'a'," + field + "}").sampling().topLogprobs()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'completed','output':{'a':1}}",
        "{'status':'completed','output':[{'type':'message','content':{'a':1}}]}"
      })
  void aListThatIsNoneIsEmpty(String body) {
    assertThat(answer(body)).contains(AnswerEvent.END);
  }
}

package io.ailb.translate.gemini;

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
    return GeminiCodec.INSTANCE.readRequest(json(text));
  }

  private static List<AnswerEvent> answer(String text) {
    List<AnswerEvent> events = new ArrayList<>();
    GeminiCodec.INSTANCE.answerReader(ReaderOptions.USUAL).whole(json(text), events::add);
    return events;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'systemInstruction':{'parts':{'a':1}}",
        "'tools':[{'functionDeclarations':{'a':1}}]",
        "'generationConfig':{'candidateCount':4294967296}",
        "'generationConfig':{'logprobs':-1}",
        "'generationConfig':{'maxOutputTokens':0}",
        "'generationConfig':{'responseJsonSchema':true}",
        "'generationConfig':{'responseSchema':[]}"
      })
  void whatIsNotOfItsTypeIsNamed(String field) {
    assertThatThrownBy(() -> request("{'contents':[{'parts':[{'text':'a'}]}]," + field + "}"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("must be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'candidates':[{'content':{'parts':{'a':1}},'finishReason':'STOP'}]}",
        "{'candidates':[{'finishReason':'STOP','logprobsResult':{'chosenCandidates':{'a':1}}}]}"
      })
  void aListThatIsNoneIsEmpty(String body) {
    assertThat(answer(body)).contains(AnswerEvent.END);
  }

  @Test
  void candidatesThatAreNoListAreNone() {
    assertThat(answer("{'candidates':{'a':1}}")).doesNotContain(AnswerEvent.END);
  }

  @Test
  void aCandidateWithoutAProperIndexIsKnownByItsPlace() {
    assertThat(
            answer(
                "{'candidates':[{'content':{'parts':[{'text':'a'}]},'index':-1,"
                    + "'finishReason':'STOP'}]}"))
        .contains(new AnswerEvent.Delta(0, 0, "a"));
  }
}

package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer of the fixtures in this dialect: what it says, and that it is written alike. */
class AnswerFixturesTest {
  private static final Dialect RESPONSES = Dialect.OPENAI_RESPONSES;

  /** Made anew, or known to the request's endpoint alone. */
  private static final Set<String> OWN = Set.of("id");

  static Stream<String> wholes() {
    return Fixtures.cases().stream().filter(name -> Fixtures.has(name, RESPONSES, "response.json"));
  }

  static Stream<String> streams() {
    return Fixtures.cases().stream().filter(name -> Fixtures.has(name, RESPONSES, "stream.sse"));
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void aWholeAnswerSaysWhatIsExpected(String name) {
    new Heard(Answers.whole(body(name))).hasSaid(Fixtures.expect(name));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamSaysWhatIsExpected(String name) {
    new Heard(Answers.stream(sse(name))).hasSaid(Fixtures.expect(name));
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void aWholeAnswerIsWrittenAsItWas(String name) {
    ObjectNode written = Answers.writeWhole(Answers.whole(body(name)), frame(name));

    assertThat(comparable(written)).isEqualTo(comparable(body(name)));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamIsWrittenWithTheSameEvents(String name) {
    List<AnswerEvent> events = Answers.stream(sse(name));

    List<ObjectNode> written = Answers.writeStream(events, frame(name));

    StreamRules.check(written);
    if (events.get(events.size() - 1) instanceof AnswerEvent.End) {
      // What came is an item with nothing in it, which says nothing to another dialect.
      boolean emptyThought = name.equals("stream-usage");
      List<String> types = Answers.events(sse(name)).stream().map(Answers::type).toList();
      assertThat(written.stream().map(Answers::type).toList())
          .isEqualTo(
              emptyThought
                  ? Stream.concat(types.stream().limit(2), types.stream().skip(4)).toList()
                  : types);
    } else {
      assertThat(Answers.type(written.get(written.size() - 1))).isEqualTo("response.failed");
    }
    assertThat(new Heard(Answers.read(written)).inShort()).isEqualTo(new Heard(events).inShort());
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamAndAWholeAnswerAreTheSameInTheEnd(String name) {
    List<AnswerEvent> events = Answers.stream(sse(name));
    if (events.get(events.size() - 1) instanceof AnswerEvent.End) {
      List<ObjectNode> streamed = Answers.writeStream(events, frame(name));
      JsonNode terminal = streamed.get(streamed.size() - 1).path("response");

      assertThat(terminal).isEqualTo(Answers.plain(Answers.writeWhole(events, frame(name))));
    }
  }

  private static JsonNode comparable(ObjectNode response) {
    ObjectNode plain = Answers.plain(response).deepCopy();
    ArrayNode output = Json.array();
    for (JsonNode item : plain.path("output")) {
      boolean empty =
          item.path("type").asText().equals("reasoning")
              && item.size() == 3
              && item.path("summary").isEmpty();
      if (!empty) {
        output.add(((ObjectNode) item).without(OWN));
      }
    }
    plain.set("output", output);
    plain.remove("prompt_cache_key");
    return plain;
  }

  private static AnswerFrame frame(String name) {
    ChatRequest request =
        ResponsesCodec.INSTANCE.readRequest(
            Answers.object(Fixtures.bytes(name, RESPONSES, "request.json")));
    return new AnswerFrame(request, null, 1, AnswerFrame.Framing.EVENTS);
  }

  private static ObjectNode body(String name) {
    return Answers.object(Fixtures.bytes(name, RESPONSES, "response.json"));
  }

  private static String sse(String name) {
    return Answers.utf8(Fixtures.bytes(name, RESPONSES, "stream.sse"));
  }
}

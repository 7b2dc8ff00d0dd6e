package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request of the fixtures, read and written again, says the same. */
class RequestFixturesTest {

  static Stream<String> requests() {
    return Fixtures.cases().stream()
        .filter(name -> Fixtures.has(name, Dialect.OPENAI_CHAT, "request.json"))
        .filter(name -> !name.equals("embeddings"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestWrittenAgainIsTheSame(String name) {
    ObjectNode body = body(name);
    Targets targets = body.has("stream") ? Targets.OPENAI.streamed() : Targets.OPENAI;

    ChatRequest request = ChatCodec.INSTANCE.readRequest(body);
    ObjectNode again = ChatCodec.INSTANCE.writeRequest(request, targets.target());

    again.set("model", body.get("model"));
    assertThat(Json.parse(Json.text(normal(again)))).isEqualTo(normal(body));
    assertThat(request.foreign()).isEmpty();
  }

  static ObjectNode body(String name) {
    byte[] bytes = Fixtures.bytes(name, Dialect.OPENAI_CHAT, "request.json");
    return (ObjectNode) Json.parse(bytes, 0, bytes.length);
  }

  /** Under the equivalences of the fixtures: developer is another word for system. */
  private static JsonNode normal(ObjectNode body) {
    for (JsonNode message : body.path("messages")) {
      ObjectNode object = (ObjectNode) message;
      if (message.path("role").textValue().equals("developer")) {
        object.put("role", "system");
      }
      if (message.path("content") instanceof ArrayNode parts
          && parts.size() == 1
          && parts.get(0).path("type").textValue().equals("text")) {
        object.set("content", TextNode.valueOf(parts.get(0).path("text").textValue()));
      }
    }
    return body;
  }
}

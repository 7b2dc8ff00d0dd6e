package io.ailb.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each request of the fixtures in this dialect, read and written again. */
class RequestFixturesTest {
  private static final Dialect RESPONSES = Dialect.OPENAI_RESPONSES;

  static Stream<String> cases() {
    return Fixtures.cases().stream().filter(name -> Fixtures.has(name, RESPONSES, "request.json"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheSameAfterReadingAndWriting(String name) {
    ObjectNode request = parse(Fixtures.bytes(name, RESPONSES, "request.json"));
    boolean stream = request.path("stream").asBoolean();
    Target target = stream ? Everything.streaming() : Everything.but();

    JsonNode written =
        ResponsesCodec.INSTANCE.writeRequest(ResponsesCodec.INSTANCE.readRequest(request), target);

    request.put("model", "gpt-5.6");
    assertThat(Json.parse(Json.text(written))).isEqualTo(request);
    assertThat(target.dropped()).isEmpty();
  }

  private static ObjectNode parse(byte[] bytes) {
    return (ObjectNode) Json.parse(new String(bytes, StandardCharsets.UTF_8));
  }
}

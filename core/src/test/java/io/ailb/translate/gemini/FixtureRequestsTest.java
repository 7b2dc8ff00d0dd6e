package io.ailb.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What Gemini's callers send comes back the same, with nothing lost on the way. */
class FixtureRequestsTest {
  @TestFactory
  Stream<DynamicTest> aRequestIsTheSameAfterReadingAndWriting() {
    return Fixtures.cases().stream()
        .filter(name -> Fixtures.has(name, Dialect.GEMINI, "request.json"))
        .filter(name -> !name.equals("embeddings"))
        .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
  }

  private static void check(String name) {
    byte[] bytes = Fixtures.bytes(name, Dialect.GEMINI, "request.json");
    ObjectNode body = (ObjectNode) Json.parse(bytes, 0, bytes.length);
    ChatRequest request = GeminiCodec.INSTANCE.readRequest(body.deepCopy());
    assertThat(request.foreign()).isEmpty();
    assertThat(request.minor()).isEmpty();
    var target = Targets.of(Targets.newer());
    JsonNode written = GeminiCodec.INSTANCE.writeRequest(request, target);
    // Read again, as an int and a long of one value are not the same to Jackson.
    assertThat(Fixtures.json(Json.bytes(written))).isEqualTo(Fixtures.json(bytes));
    assertThat(target.dropped()).isEmpty();
  }
}

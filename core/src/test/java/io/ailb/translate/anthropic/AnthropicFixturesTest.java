package io.ailb.translate.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file of Anthropic's: found in it what its case expects, and written again as it was. */
class AnthropicFixturesTest {
  @TestFactory
  Stream<DynamicTest> aRequestComesBackAsItWas() {
    return each(
        "request.json",
        name -> {
          ObjectNode body = Wire.exact(text(name, "request.json"));
          ChatRequest request = AnthropicCodec.INSTANCE.readRequest(body);
          assertThat(request.foreign()).isEmpty();
          ObjectNode again =
              AnthropicCodec.INSTANCE.writeRequest(
                  request, Wire.endpoint().version(Wire.OLD).target());
          assertThat(text(again)).isEqualTo(text(body));
        });
  }

  @TestFactory
  Stream<DynamicTest> anAnswerSaysWhatTheCaseExpects() {
    return each(
        "response.json",
        name -> {
          ObjectNode body = Wire.exact(text(name, "response.json"));
          expect(Heard.of(Wire.readWhole(body)), Fixtures.expect(name));
        });
  }

  @TestFactory
  Stream<DynamicTest> aStreamSaysWhatTheCaseExpects() {
    return each("stream.sse", name -> expect(Heard.of(streamed(name)), Fixtures.expect(name)));
  }

  @TestFactory
  Stream<DynamicTest> anAnswerComesBackAsItWas() {
    return each(
        "response.json",
        name -> {
          ObjectNode body = Wire.exact(text(name, "response.json"));
          ObjectNode again = Wire.whole(Wire.readWhole(body).toArray(new AnswerEvent[0]));
          assertThat(text(again)).isEqualTo(text(body));
        });
  }

  @TestFactory
  Stream<DynamicTest> aStreamComesBackAsItWas() {
    return each(
        "stream.sse",
        name -> {
          List<AnswerEvent> events = streamed(name);
          String again = Wire.stream(events.toArray(new AnswerEvent[0]));
          List<AnswerEvent> read = read(again);
          assertThat(Heard.of(read).pieces()).isEqualTo(Heard.of(events).pieces());
          assertThat(Heard.of(read).usage).isEqualTo(Heard.of(events).usage);
          assertThat(Heard.of(read).finish).isEqualTo(Heard.of(events).finish);
          assertThat(Heard.of(read).ended).isEqualTo(Heard.of(events).ended);
        });
  }

  private static void expect(Heard heard, JsonNode expected) {
    assertThat(heard.text()).isEqualTo(expected.path("text").asText("").replace("null", ""));
    if (expected.has("streamEnd")) {
      assertThat(heard.failure).isNotNull();
      assertThat(heard.finish).isNull();
      return;
    }
    List<Heard.Piece> calls = heard.pieces(AnswerEvent.Kind.TOOL_CALL);
    assertThat(calls).hasSameSizeAs(expected.path("toolCalls"));
    for (int i = 0; i < calls.size(); i++) {
      JsonNode call = expected.path("toolCalls").get(i);
      assertThat(calls.get(i).open().toolName()).isEqualTo(call.path("name").asText());
      if (call.path("arguments").isObject()) {
        assertThat(Fixtures.json(calls.get(i).text().getBytes(StandardCharsets.UTF_8)))
            .isEqualTo(call.path("arguments"));
      }
    }
    assertThat(heard.finish.reason().name())
        .isEqualToIgnoringCase(expected.path("finish").asText());
    assertThat(heard.ended).isTrue();
    if (expected.has("usage")) {
      expectUsage(heard.usage, expected.path("usage"));
    }
    if (expected.has("reasoning")) {
      assertThat(heard.pieces(AnswerEvent.Kind.REASONING).get(0).text())
          .isEqualTo(expected.path("reasoning").asText());
    }
  }

  private static void expectUsage(Usage usage, JsonNode expected) {
    assertThat(usage.input()).isEqualTo(expected.path("inputTokens").asLong());
    assertThat(usage.output()).isEqualTo(expected.path("outputTokens").asLong());
    assertThat(usage.cachedInput()).isEqualTo(expected.path("cachedInputTokens").asLong());
    assertThat(usage.cacheWrite()).isEqualTo(expected.path("cacheWriteTokens").asLong());
    // Where there was none, Anthropic says nothing.
    assertThat(Math.max(0, usage.reasoning())).isEqualTo(expected.path("reasoningTokens").asLong());
  }

  private static List<AnswerEvent> streamed(String name) {
    return read(text(name, "stream.sse"));
  }

  private static List<AnswerEvent> read(String stream) {
    return Wire.read(Wire.events(stream));
  }

  private static String text(String name, String kind) {
    return new String(Fixtures.bytes(name, Dialect.ANTHROPIC, kind), StandardCharsets.UTF_8);
  }

  private interface Check {
    void of(String name);
  }

  private static Stream<DynamicTest> each(String kind, Check check) {
    List<String> cases =
        Fixtures.cases().stream()
            .filter(name -> Fixtures.has(name, Dialect.ANTHROPIC, kind))
            .toList();
    assertThat(cases).hasSizeGreaterThan(8);
    return cases.stream().map(name -> dynamicTest(name, () -> check.of(name)));
  }

  /** Names of models and times, and counts that a neutral count has no place for. */
  private static final Set<String> IGNORED =
      Set.of("model", "stream", "caller", "cache_creation", "service_tier");

  /** As a text, in which an int and a long are the same. */
  private static String text(ObjectNode body) {
    return Json.text(comparable(body));
  }

  /** The equivalences of the fixtures: nulls, texts as lists, and what is not compared. */
  private static JsonNode comparable(JsonNode node) {
    if (node.isArray()) {
      ArrayNode list = Json.array();
      node.forEach(one -> list.add(comparable(one)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode object = Json.object();
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    fields.sort(Map.Entry.comparingByKey());
    for (Map.Entry<String, JsonNode> field : fields) {
      JsonNode value = field.getValue();
      if (value.isNull() || IGNORED.contains(field.getKey())) {
        continue;
      }
      boolean content = field.getKey().equals("content") || field.getKey().equals("system");
      if (content && value.isTextual()) {
        value = Json.array().add(Messages.text(value.asText()));
      }
      object.set(field.getKey(), comparable(value));
    }
    return object;
  }
}

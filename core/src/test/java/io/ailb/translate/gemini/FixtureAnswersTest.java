package io.ailb.translate.gemini;

import static io.ailb.translate.gemini.Answers.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each answer of the fixtures holds what its case expects, and says the same after writing. */
class FixtureAnswersTest {
  @TestFactory
  Stream<DynamicTest> aWholeAnswerIsUnderstood() {
    return tests("response.json", name -> check(name, whole(name)));
  }

  @TestFactory
  Stream<DynamicTest> aStreamIsUnderstood() {
    return tests("stream.sse", name -> check(name, stream(name)));
  }

  @TestFactory
  Stream<DynamicTest> anAnswerSaysTheSameInEachFormThatWeWrite() {
    return tests(
        "response.json",
        name -> {
          List<AnswerEvent> events = whole(name);
          List<String> told = Answers.told(events);
          Usage usage = Answers.usage(events);
          List<AnswerEvent> streamed = Answers.streamed(Answers.chunks(Answers.stream(events)));
          assertThat(Answers.told(streamed)).isEqualTo(told);
          assertThat(Answers.usage(streamed)).isEqualTo(usage);
          List<AnswerEvent> whole = Answers.whole(Answers.wholly(events));
          assertThat(Answers.told(whole)).isEqualTo(told);
          assertThat(Answers.usage(whole)).isEqualTo(usage);
          List<String> elements = new ArrayList<>();
          byte[] array = Answers.array(events).getBytes(java.nio.charset.StandardCharsets.UTF_8);
          Fixtures.json(array).forEach(element -> elements.add(element.toString()));
          assertThat(Answers.told(Answers.streamed(elements.toArray(String[]::new))))
              .isEqualTo(told);
        });
  }

  private interface Check {
    void run(String name);
  }

  private static Stream<DynamicTest> tests(String kind, Check check) {
    return Fixtures.cases().stream()
        .filter(name -> Fixtures.has(name, Dialect.GEMINI, kind))
        .filter(name -> !name.equals("embeddings"))
        .map(name -> DynamicTest.dynamicTest(name, () -> check.run(name)));
  }

  private static List<AnswerEvent> whole(String name) {
    return Answers.whole(Answers.fixture(name, "response.json"));
  }

  private static List<AnswerEvent> stream(String name) {
    return Answers.streamed(Answers.chunks(Answers.fixture(name, "stream.sse")));
  }

  private static void check(String name, List<AnswerEvent> events) {
    JsonNode expect = Fixtures.expect(name);
    AnswerEvent last = events.get(events.size() - 1);
    if (expect.has("streamEnd") && last instanceof AnswerEvent.Failed) {
      assertThat(only(AnswerEvent.Finish.class, events)).isEmpty();
      assertThat(text(events, Kind.TEXT)).isEqualTo(expect.path("text").asText(""));
      return;
    }
    assertThat(last).isInstanceOf(AnswerEvent.End.class);
    assertThat(text(events, Kind.TEXT)).isEqualTo(expect.path("text").asText(""));
    assertThat(text(events, Kind.REASONING)).isEqualTo(expect.path("reasoning").asText(""));
    assertThat(calls(events)).isEqualTo(calls(expect.path("toolCalls")));
    assertThat(only(AnswerEvent.Finish.class, events))
        .singleElement()
        .satisfies(
            finish ->
                assertThat(finish.reason().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(expect.path("finish").asText()));
    Usage usage = Answers.usage(events);
    JsonNode counts = expect.path("usage");
    assertThat(usage.input()).isEqualTo(counts.path("inputTokens").asLong());
    assertThat(usage.output()).isEqualTo(counts.path("outputTokens").asLong());
    assertThat(usage.cachedInputOrZero()).isEqualTo(counts.path("cachedInputTokens").asLong());
    assertThat(Math.max(0, usage.reasoning())).isEqualTo(counts.path("reasoningTokens").asLong());
  }

  private static String text(List<AnswerEvent> events, Kind kind) {
    StringBuilder text = new StringBuilder();
    Kind open = null;
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.PartOpen part) {
        open = part.kind();
      } else if (event instanceof AnswerEvent.Delta delta && open == kind) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static List<String> calls(List<AnswerEvent> events) {
    List<String> calls = new ArrayList<>();
    String name = null;
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.PartOpen part) {
        name = part.toolName();
      } else if (event instanceof AnswerEvent.Delta delta && name != null) {
        calls.add(name + Answers.object(delta.text()));
      }
    }
    return calls;
  }

  private static List<String> calls(JsonNode expected) {
    List<String> calls = new ArrayList<>();
    expected.forEach(call -> calls.add(call.path("name").asText() + call.path("arguments")));
    return calls;
  }
}

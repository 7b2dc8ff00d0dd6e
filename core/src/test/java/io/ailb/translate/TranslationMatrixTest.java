package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.Fixtures;
import io.ailb.answer.ErrorReader;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case of the fixtures in every ordered pair of dialects (translation, section 9): requests,
 * answers, streams whole, byte by byte and cut at random places, and errors; and each file on its
 * own. {@code -Dailb.fixtures=DIR} runs another folder of the same form.
 */
class TranslationMatrixTest {
  private static final long SEED = Long.getLong("ailb.seed", 42);

  /** How many cells of each kind ran. */
  private static final Map<String, AtomicInteger> CELLS = new TreeMap<>();

  private static void ran(String kind) {
    CELLS.computeIfAbsent(kind, any -> new AtomicInteger()).incrementAndGet();
  }

  @AfterAll
  static void tellHowManyRan() {
    int all = CELLS.values().stream().mapToInt(AtomicInteger::get).sum();
    System.out.println("TranslationMatrixTest: " + all + " cells ran: " + CELLS);
  }

  @TestFactory
  Stream<DynamicTest> cells() {
    List<DynamicTest> cells = new ArrayList<>();
    for (Case each : Case.all()) {
      for (Dialect x : Dialect.values()) {
        own(each, x, cells);
        for (Dialect y : Dialect.values()) {
          if (each.isChat()) {
            pair(each, x, y, cells);
          }
        }
      }
    }
    return cells.stream();
  }

  private static void cell(
      List<DynamicTest> cells,
      String kind,
      String name,
      org.junit.jupiter.api.function.Executable check) {
    cells.add(
        dynamicTest(
            kind + " " + name,
            () -> {
              check.execute();
              ran(kind);
            }));
  }

  private static void own(Case each, Dialect x, List<DynamicTest> cells) {
    String name = each + " " + x.id();
    if (each.isChat() && each.has(x, "response.json")) {
      cell(
          cells,
          "own answer",
          name,
          () -> isAsExpected(Answers.heardWhole(x, each.body(x, "response.json")), each));
    }
    if (each.has(x, "stream.sse")) {
      cell(
          cells,
          "own stream",
          name,
          () -> isAsExpected(Answers.heardStream(x, each.bytes(x, "stream.sse")), each));
    }
    if (each.has(x, "error.json")) {
      cell(cells, "own error", name, () -> errorOf(each, x));
    }
  }

  private static void pair(Case each, Dialect x, Dialect y, List<DynamicTest> cells) {
    String name = each + " " + x.id() + " -> " + y.id();
    if (each.has(x, "request.json") && each.has(y, "request.json")) {
      cell(cells, x == y ? "own request" : "request", name, () -> request(each, x, y));
      if (each.has(x, "response.json") && each.has(y, "response.json") && x != y) {
        cell(cells, "answer", name, () -> answer(each, x, y));
      }
      if (each.has(x, "stream.sse") && each.has(y, "stream.sse") && x != y) {
        for (Answers.Pieces pieces : Answers.Pieces.values()) {
          String how = pieces.name().toLowerCase(Locale.ROOT).replace('_', ' ');
          cell(cells, "stream " + how, name, () -> stream(each, x, y, pieces));
        }
      }
    }
    if (each.has(x, "response.json") && !each.has(y, "request.json") && x != y) {
      cell(cells, "refusal", name, () -> isRefused(each, x, y));
    }
    if (each.has(x, "error.json") && each.has(y, "error.json") && x != y) {
      cell(cells, "error", name, () -> error(each, x, y));
    }
  }

  // Requests.

  private static ChatRequest read(Case each, Dialect x) {
    return Codecs.of(x).readRequest(each.body(x, "request.json"));
  }

  private static ObjectNode written(ChatRequest request, Recipient to) {
    return Codecs.of(to.dialect()).writeRequest(request, target(to));
  }

  private static Target target(Recipient to) {
    return new Target(
        to.dialect(),
        to.provider(),
        to.model(),
        to.capabilities(),
        Target.Policy.SKIP,
        to.maxOutput(),
        to.defaultMaxTokens(),
        to.apiVersion(),
        false);
  }

  private static void request(Case each, Dialect x, Dialect y) {
    ObjectNode source = each.body(x, "request.json");
    ObjectNode expected = each.body(y, "request.json");
    ObjectNode actual = written(read(each, x), each.recipient(y));
    Set<String> saidBySource = Plain.sampling(source, x).keySet();
    Set<String> saidByTarget = new HashSet<>(Plain.sampling(expected, y).keySet());
    Dialect from = x == y ? null : x;
    assertThat(Plain.request(Plain.shared(actual, y, saidBySource, saidByTarget), y, from))
        .isEqualTo(Plain.request(Plain.shared(expected, y, saidBySource, saidByTarget), y, from));
    // What was only compared in part is at least never invented.
    assertThat(saidBySource).containsAll(Plain.sampling(actual, y).keySet());
  }

  private static void isRefused(Case each, Dialect x, Dialect y) {
    ObjectNode body = each.body(x, "request.json");
    byte[] text = Json.bytes(body);
    ChatRequest request = Codecs.of(x).readRequest(body);
    if (!request.foreign().isEmpty()) {
      assertThat(CallBody.plain(text).text().limit()).isPositive();
      return;
    }
    Recipient to = anyRecipient(y);
    assertThatThrownBy(() -> written(request, to)).isInstanceOf(Refused.class);
  }

  private static Recipient anyRecipient(Dialect y) {
    for (Case each : Case.all()) {
      if (each.name().equals("text-basic")) {
        return each.recipient(y);
      }
    }
    String model =
        switch (y) {
          case OPENAI_CHAT, OPENAI_RESPONSES -> "gpt-5.6";
          case ANTHROPIC -> "claude-opus-5-5";
          case GEMINI -> "gemini-3.8-flash";
        };
    return new Recipient(
        y,
        Known.profile(y, model, null).host(),
        model,
        Known.profile(y, model, null).capabilities(y),
        null,
        null,
        null,
        false);
  }

  // Answers.

  private static void answer(Case each, Dialect x, Dialect y) {
    byte[] body = each.bytes(x, "response.json");
    byte[] said =
        Answers.said(y, read(each, y), false, each.recipient(x), "application/json", List.of(body));
    JsonNode parsed = Json.parse(said, 0, said.length);
    assertThat(parsed).isInstanceOf(ObjectNode.class);
    Heard actual = Answers.heardWhole(y, (ObjectNode) Objects.requireNonNull(parsed));
    Heard expected = Answers.heardWhole(y, each.body(y, "response.json"));
    Usage reported = Answers.heardWhole(x, each.body(x, "response.json")).usage;
    isTheSame(actual, expected, x, y, reported);
    assertThat(Shape.of(parsed))
        .as("names of what every answer of %s has", y.id())
        .containsAll(Shape.required(y));
  }

  private static void stream(Case each, Dialect x, Dialect y, Answers.Pieces pieces) {
    ChatRequest request = read(each, y);
    boolean usage = y != Dialect.OPENAI_CHAT || hasUsage(each, y);
    ChatRequest asked = Requests.withUsageInStream(request, usage);
    byte[] said =
        Answers.said(
            y,
            asked,
            true,
            each.recipient(x),
            "text/event-stream",
            pieces.of(each.bytes(x, "stream.sse"), SEED));
    Heard actual = Answers.heardStream(y, said);
    Heard expected = Answers.heardStream(y, each.bytes(y, "stream.sse"));
    assertThat(actual.breaches()).isEmpty();
    if (expected.error != null) {
      assertThat(actual.error).as(new String(said, StandardCharsets.UTF_8)).isNotNull();
      assertThat(actual.ended).isFalse();
      return;
    }
    Usage reported = Answers.heardStream(x, each.bytes(x, "stream.sse")).usage;
    isTheSame(actual, expected, x, y, reported);
    assertThat(actual.ended).as(new String(said, StandardCharsets.UTF_8)).isTrue();
  }

  private static boolean hasUsage(Case each, Dialect y) {
    return Answers.heardStream(y, each.bytes(y, "stream.sse")).usage.isKnown();
  }

  private static void isTheSame(
      Heard actual, Heard expected, Dialect x, Dialect y, Usage reported) {
    assertThat(actual.error).isNull();
    assertThat(actual.breaches()).isEmpty();
    // Reasoning is shown by Gemini and Responses only: of others' answers it is dropped, or sealed.
    boolean reasoning =
        (x != Dialect.OPENAI_CHAT) && (y == Dialect.GEMINI || y == Dialect.OPENAI_RESPONSES);
    assertThat(actual.finish.keySet()).isEqualTo(expected.finish.keySet());
    for (int choice : expected.finish.keySet()) {
      assertThat(actual.parts(choice, reasoning)).isEqualTo(expected.parts(choice, reasoning));
    }
    if (!reasoning && y != Dialect.OPENAI_CHAT) {
      assertThat(actual.parts(0, true)).isEqualTo(actual.parts(0, false));
    }
    assertThat(actual.finish).isEqualTo(expected.finish);
    assertThat(new HashSet<>(actual.toolIds())).hasSameSizeAs(actual.toolIds());
    if (reported.isKnown() && expected.usage.isKnown()) {
      assertThat(counts(actual.usage)).isEqualTo(counts(expected.usage));
    } else {
      // Anthropic's counts are required: 0 where nobody knows.
      assertThat(counts(actual.usage)).as("no usage is invented").containsOnly(0L);
    }
  }

  private static List<Long> counts(Usage usage) {
    return List.of(
        usage.inputOrZero(),
        usage.outputOrZero(),
        usage.cachedInputOrZero(),
        Math.max(0, usage.cacheWrite()),
        Math.max(0, usage.reasoning()));
  }

  private static void isAsExpected(Heard heard, Case each) {
    JsonNode expect = each.expect();
    assertThat(heard.breaches()).isEmpty();
    assertThat(heard.text()).isEqualTo(text(expect));
    List<Heard.Said> calls = heard.calls();
    if (expect.path("toolCalls").isArray() && heard.error == null) {
      assertThat(calls).hasSize(expect.path("toolCalls").size());
      for (int i = 0; i < calls.size(); i++) {
        JsonNode call = expect.path("toolCalls").get(i);
        assertThat(calls.get(i).tool()).isEqualTo(call.path("name").asText());
        assertThat(calls.get(i).text()).isEqualTo(call.path("arguments"));
      }
    }
    JsonNode end = expect.path("streamEnd");
    if (!end.isMissingNode() && !end.isNull()) {
      assertThat(heard.error).isNotNull();
      assertThat(heard.ended).isFalse();
      return;
    }
    assertThat(heard.error).isNull();
    assertThat(heard.ended).isTrue();
    assertThat(heard.finish.get(0)).isEqualTo(finish(expect.path("finish").asText()));
    if (heard.usage.isKnown()) {
      JsonNode usage = expect.path("usage");
      assertThat(counts(heard.usage))
          .isEqualTo(
              List.of(
                  usage.path("inputTokens").asLong(),
                  usage.path("outputTokens").asLong(),
                  usage.path("cachedInputTokens").asLong(),
                  usage.path("cacheWriteTokens").asLong(),
                  usage.path("reasoningTokens").asLong()));
    }
  }

  private static String text(JsonNode expect) {
    return expect.path("text").isTextual() ? expect.path("text").textValue() : "";
  }

  private static @Nullable FinishReason finish(String word) {
    return word.isEmpty() ? null : FinishReason.valueOf(word.toUpperCase(Locale.ROOT));
  }

  // Errors.

  private static ErrorInfo errorOf(Case each, Dialect x) {
    Fixtures.ErrorCase error = each.error(x);
    if (error.status() < 400) {
      // Some say in a good answer that they decline: Gemini's blocked prompt.
      Heard heard =
          Answers.heardWhole(x, (ObjectNode) Objects.requireNonNull(Json.parse(error.body())));
      assertThat(heard.finish).containsValue(FinishReason.CONTENT_FILTER);
      return ErrorInfo.withoutAnswer(ErrorClass.CONTENT_FILTER, "declined");
    }
    ErrorInfo info =
        ErrorReader.read(
            error.status(),
            error.headers(),
            error.body().getBytes(StandardCharsets.UTF_8),
            Instant.parse("2026-11-20T12:00:00Z"));
    String expected = each.expect().path("class").asText();
    if (!expected.isEmpty()) {
      assertThat(is(info.kind(), expected, error.status(), isJson(error.body())))
          .as(info + " is " + expected)
          .isTrue();
    }
    return info;
  }

  private static boolean is(ErrorClass kind, String expected, int status, boolean json) {
    return switch (expected) {
      case "quota_exhausted" -> kind == ErrorClass.BILLING;
      // A 403 with the code model_not_found is both: the model of this key rests either way.
      case "permission" ->
          kind == ErrorClass.PERMISSION || (status == 403 && kind == ErrorClass.MODEL_NOT_FOUND);
      // Of a page, only the status counts.
      case "server_error" ->
          kind == ErrorClass.SERVER_ERROR
              || (!json && status == 503 && kind == ErrorClass.OVERLOADED);
      default -> kind.name().equals(expected.toUpperCase(Locale.ROOT));
    };
  }

  private static boolean isJson(String body) {
    return Json.parse(body) != null;
  }

  private static void error(Case each, Dialect x, Dialect y) {
    ErrorInfo info = errorOf(each, x);
    Problem problem = Problem.of(info, "endpoint-1");
    Words words = Words.answer(problem, y);
    byte[] body = words.body().array();
    ErrorInfo back =
        ErrorReader.read(
            words.status(),
            io.ailb.model.HttpFields.builder().add("content-type", "application/json").build(),
            body,
            Instant.parse("2026-11-20T12:00:00Z"));
    assertThat(back.message()).contains("[endpoint-1]");
    switch (info.kind().blame()) {
      case CALLER, LOAD -> {
        Fixtures.ErrorCase own = each.error(y);
        if (own.status() >= 400 && errorOf(each, y).kind() == info.kind()) {
          assertThat(words.status()).isEqualTo(own.status());
        }
        if (info.kind().blame() == ErrorClass.Blame.CALLER) {
          // Gemini has no word for content that is declined.
          boolean unsaid = y == Dialect.GEMINI && info.kind() == ErrorClass.CONTENT_FILTER;
          assertThat(back.kind()).isEqualTo(unsaid ? ErrorClass.INVALID_REQUEST : info.kind());
        }
      }
      // A key of the pool's, or its provider: nothing that the application could mend.
      default ->
          assertThat(words.status())
              .satisfiesAnyOf(
                  status -> assertThat(status).isGreaterThanOrEqualTo(500),
                  status -> assertThat(info.kind()).isEqualTo(ErrorClass.MODEL_NOT_FOUND));
    }
  }
}

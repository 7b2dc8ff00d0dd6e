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
import java.nio.file.Path;
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

  /** How many cells of each kind ran, of each folder. */
  private static final Map<Path, Map<String, AtomicInteger>> CELLS = new TreeMap<>();

  private static void ran(Path folder, String kind) {
    CELLS
        .computeIfAbsent(folder, any -> new TreeMap<>())
        .computeIfAbsent(kind, any -> new AtomicInteger())
        .incrementAndGet();
  }

  @AfterAll
  static void tellHowManyRan() {
    CELLS.forEach(
        (folder, cells) -> {
          int all = cells.values().stream().mapToInt(AtomicInteger::get).sum();
          System.out.println(
              "TranslationMatrixTest, " + folder + ": " + all + " cells ran: " + cells);
        });
  }

  @TestFactory
  Stream<DynamicTest> cells() {
    List<DynamicTest> cells = new ArrayList<>();
    for (Path folder : Case.folders()) {
      for (Case each : Case.all(folder)) {
        for (Dialect x : Dialect.values()) {
          own(each, x, cells);
          for (Dialect y : Dialect.values()) {
            if (each.isChat()) {
              pair(each, x, y, cells);
            }
          }
        }
      }
    }
    return cells.stream();
  }

  private static void cell(
      List<DynamicTest> cells,
      Case of,
      String kind,
      String name,
      org.junit.jupiter.api.function.Executable check) {
    cells.add(
        dynamicTest(
            kind + " " + name,
            () -> {
              check.execute();
              ran(Objects.requireNonNull(of.folder().getParent()), kind);
            }));
  }

  private static void own(Case each, Dialect x, List<DynamicTest> cells) {
    String name = each + " " + x.id();
    if (each.isChat() && each.has(x, "response.json")) {
      cell(
          cells,
          each,
          "own answer",
          name,
          () ->
              isAsExpected(
                  Answers.heardWhole(x, each.body(x, "response.json")),
                  Told.by(each.bytes(x, "response.json")),
                  each));
    }
    if (each.has(x, "stream.sse")) {
      cell(
          cells,
          each,
          "own stream",
          name,
          () ->
              isAsExpected(
                  Answers.heardStream(x, each.bytes(x, "stream.sse")),
                  Told.by(each.bytes(x, "stream.sse")),
                  each));
    }
    if (each.has(x, "error.json")) {
      cell(cells, each, "own error", name, () -> errorOf(each, x));
    }
  }

  private static void pair(Case each, Dialect x, Dialect y, List<DynamicTest> cells) {
    String name = each + " " + x.id() + " -> " + y.id();
    if (each.has(x, "request.json") && each.has(y, "request.json")) {
      cell(cells, each, x == y ? "own request" : "request", name, () -> request(each, x, y));
      if (each.has(x, "response.json") && each.has(y, "response.json") && x != y) {
        cell(cells, each, "answer", name, () -> answer(each, x, y));
      }
      if (each.has(x, "stream.sse") && each.has(y, "stream.sse") && x != y) {
        for (Answers.Pieces pieces : Answers.Pieces.values()) {
          String how = pieces.name().toLowerCase(Locale.ROOT).replace('_', ' ');
          cell(cells, each, "stream " + how, name, () -> stream(each, x, y, pieces));
        }
      }
    }
    boolean unsaid = x != y && each.isUnsaid(y);
    if (unsaid && isAnsweredAsUsual(each, x)) {
      cell(cells, each, "refusal", name, () -> isRefused(each, x, y));
    }
    if (each.has(x, "error.json") && each.has(y, "error.json") && x != y) {
      cell(cells, each, "error", name, () -> error(each, x, y));
    }
  }

  /** Whether a dialect's absence tells of the request: some answers, too, are of one dialect. */
  private static boolean isAnsweredAsUsual(Case each, Dialect x) {
    if (!each.has(x, "request.json") || !each.has(x, "response.json")) {
      return false;
    }
    FinishReason finish = Answers.heardWhole(x, each.body(x, "response.json")).finish.get(0);
    return isPlain(finish) || finish == FinishReason.LENGTH;
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
    ChatRequest read = read(each, x);
    if (x == y && !read.foreign().isEmpty()) {
      return; // It goes to its own dialect only, and there as the bytes that it is.
    }
    assertThat(read.foreign()).isEmpty();
    ObjectNode actual = written(read, each.recipient(y));
    Set<String> saidBySource = Plain.sampling(source, x).keySet();
    Set<String> saidByTarget = new HashSet<>(Plain.sampling(expected, y).keySet());
    Dialect from = x == y ? null : x;
    hasNoEmptyText(actual, y);
    Lost.forget(source, x, actual, expected, y);
    if (x == y && !expected.has("store")) {
      actual.remove("store"); // What is translated is never to be kept; equal dialects are not.
    }
    assertThat(Plain.request(Plain.shared(actual, y, saidBySource, saidByTarget), y, from))
        .isEqualTo(Plain.request(Plain.shared(expected, y, saidBySource, saidByTarget), y, from));
    // What was only compared in part is at least never invented.
    assertThat(saidBySource).containsAll(Plain.sampling(actual, y).keySet());
  }

  /** Only Chat keeps a text that says nothing; Anthropic refuses it. */
  private static void hasNoEmptyText(ObjectNode body, Dialect dialect) {
    for (String turns : List.of("messages", "input", "contents")) {
      if (dialect != Dialect.OPENAI_CHAT) {
        assertThat(body.path(turns).findValuesAsText("text")).doesNotContain("");
      }
    }
  }

  private static void isRefused(Case each, Dialect x, Dialect y) {
    ObjectNode body = each.body(x, "request.json");
    byte[] text = Json.bytes(body);
    ChatRequest request = Codecs.of(x).readRequest(body);
    if (!request.foreign().isEmpty()) {
      assertThat(CallBody.plain(text).text().limit()).isPositive();
      return;
    }
    assertThatThrownBy(() -> written(request, Case.usual(y))).isInstanceOf(Refused.class);
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
    Heard source = Answers.heardWhole(x, each.body(x, "response.json"));
    Told told = Told.by(body).and(Told.by(each.bytes(y, "response.json")));
    isTheSame(actual, expected, source, told, x, y);
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
    Heard source = Answers.heardStream(x, each.bytes(x, "stream.sse"));
    if (expected.error != null) {
      assertThat(actual.error).as(new String(said, StandardCharsets.UTF_8)).isNotNull();
      assertThat(actual.ended).isFalse();
      assertThat(actual.text()).as("what came before").isEqualTo(source.text());
      return;
    }
    byte[] own = each.bytes(x, "stream.sse");
    Told told = Told.by(own).and(Told.by(each.bytes(y, "stream.sse")));
    isTheSame(actual, expected, source, told, x, y);
    assertThat(actual.ended).as(new String(said, StandardCharsets.UTF_8)).isTrue();
  }

  private static boolean hasUsage(Case each, Dialect y) {
    return Answers.heardStream(y, each.bytes(y, "stream.sse")).usage.isKnown();
  }

  private static void isTheSame(
      Heard actual, Heard expected, Heard source, Told told, Dialect x, Dialect y) {
    assertThat(actual.error).isNull();
    assertThat(actual.breaches()).isEmpty();
    // Reasoning is shown by Gemini and Responses only: of others' answers it is dropped, or sealed.
    boolean reasoning =
        !source.parts(0, true).equals(source.parts(0, false))
            && (y == Dialect.GEMINI || y == Dialect.OPENAI_RESPONSES);
    boolean oneText = x == Dialect.OPENAI_CHAT || y == Dialect.OPENAI_CHAT;
    boolean declines = x == Dialect.OPENAI_CHAT || x == Dialect.OPENAI_RESPONSES;
    assertThat(actual.finish.keySet()).isEqualTo(expected.finish.keySet());
    for (int choice : expected.finish.keySet()) {
      assertThat(actual.parts(choice, reasoning, oneText, declines))
          .isEqualTo(expected.parts(choice, reasoning, oneText, declines));
      FinishReason want = expected.finish.get(choice);
      boolean plain = isPlain(source.finish.get(choice)) && !isPlain(want);
      assertThat(actual.finish.get(choice)).isEqualTo(plain ? source.finish.get(choice) : want);
    }
    if (!reasoning && y != Dialect.OPENAI_CHAT) {
      assertThat(actual.parts(0, true)).isEqualTo(actual.parts(0, false));
    }
    assertThat(new HashSet<>(actual.toolIds())).hasSameSizeAs(actual.toolIds());
    if (source.usage.isKnown() && expected.usage.isKnown()) {
      assertThat(told.counts(actual.usage)).isEqualTo(told.counts(expected.usage));
    } else {
      // Anthropic's counts are required: 0 where nobody knows.
      assertThat(ALL.counts(actual.usage)).as("no usage is invented").containsOnly(0L);
    }
  }

  private static final Told ALL = new Told(true, true, true);

  /** An end that all dialects have a word for. */
  private static boolean isPlain(@Nullable FinishReason reason) {
    return reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
  }

  private static void isAsExpected(Heard heard, Told told, Case each) {
    JsonNode expect = each.expect();
    assertThat(heard.breaches()).isEmpty();
    if (expect.has("text")) {
      assertThat(text(expect)).isIn(heard.text(), heard.visible());
    }
    List<Heard.Said> calls = heard.calls();
    if (expect.path("toolCalls").isArray() && heard.error == null) {
      assertThat(calls).hasSize(expect.path("toolCalls").size());
      for (int i = 0; i < calls.size(); i++) {
        JsonNode call = expect.path("toolCalls").get(i);
        JsonNode arguments = call.path("arguments");
        assertThat(calls.get(i).tool()).isEqualTo(call.path("name").asText());
        Object said = calls.get(i).text();
        assertThat(said).isEqualTo(said instanceof String ? arguments.asText() : parsed(arguments));
      }
    }
    JsonNode end = expect.path("streamEnd");
    if (!end.isMissingNode() && !end.isNull()) {
      assertThat(heard.error).isNotNull();
      assertThat(heard.ended).isFalse();
      return;
    }
    String finish = expect.path("finish").asText("");
    if (finish.equals("error") && heard.error != null) {
      return;
    }
    assertThat(heard.error).isNull();
    assertThat(heard.ended).isTrue();
    if (!finish.isEmpty() && !finish.equals("null")) {
      FinishReason reason = heard.finish.get(0);
      // The fixtures have no word of their own for a turn that goes on.
      boolean pauses =
          reason == FinishReason.PAUSE && (finish.equals("stop") || finish.equals("other"));
      assertThat(pauses ? finish(finish) : reason).isEqualTo(finish(finish));
    }
    JsonNode usage = expect.path("usage");
    if (heard.usage.isKnown() && usage.isObject()) {
      Usage expected =
          new Usage(
              usage.path("inputTokens").asLong(),
              usage.path("outputTokens").asLong(),
              usage.path("cachedInputTokens").asLong(),
              usage.path("cacheWriteTokens").asLong(),
              usage.path("reasoningTokens").asLong());
      assertThat(told.counts(heard.usage)).isEqualTo(told.counts(expected));
      assertThat(told.others(heard.usage)).as("no usage is invented").containsOnly(0L);
    }
  }

  /** Arguments may stand there as the text that they are on the wire. */
  private static @Nullable JsonNode parsed(JsonNode arguments) {
    return arguments.isTextual() ? Json.object(arguments.textValue()) : arguments;
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
      if (heard.error != null) {
        return heard.error;
      }
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
      case "quota_exhausted", "billing" -> kind == ErrorClass.BILLING;
      case "slow_down" -> kind == ErrorClass.RATE_LIMIT;
      // Which of the two it is depends on whether the request was translated, too.
      case "invalid_request", "unsupported", "unsupported_here" ->
          kind == ErrorClass.INVALID_REQUEST || kind == ErrorClass.UNSUPPORTED;
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
        // Hosts have some statuses of their own, which a translation never says.
        boolean usual = own.status() == 400 || own.status() == 413 || own.status() == 429;
        if (usual && errorOf(each, y).kind() == info.kind()) {
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

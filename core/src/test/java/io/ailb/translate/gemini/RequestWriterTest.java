package io.ailb.translate.gemini;

import static io.ailb.translate.gemini.Requests.asking;
import static io.ailb.translate.gemini.Requests.assistant;
import static io.ailb.translate.gemini.Requests.call;
import static io.ailb.translate.gemini.Requests.result;
import static io.ailb.translate.gemini.Requests.saying;
import static io.ailb.translate.gemini.Requests.user;
import static io.ailb.translate.gemini.Requests.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestWriterTest {
  private static final Part TEXT = new Part.Text("Hi");
  private static final Source PNG = new Source.Inline("image/png", "AA==");
  private static final Source PDF = new Source.Inline("application/pdf", "AA==");
  private static final Tool TOOL =
      new Tool(
          "f",
          null,
          Answers.object("{\"type\":\"object\",\"properties\":{\"a\":{}}}"),
          null,
          false,
          null);

  private final Target target = Targets.of(Targets.newer());

  private static Target strict() {
    return Targets.of(Targets.newer(), Target.Policy.STRICT);
  }

  private static Sampling stop(String... texts) {
    return new Sampling(null, null, null, null, null, null, List.of(texts), false, null, 1);
  }

  private static Sampling temperature(String value) {
    return new Sampling(
        new BigDecimal(value), null, null, null, null, null, List.of(), false, null, 1);
  }

  private static ChatRequest.Builder sampling(Sampling sampling) {
    ChatRequest.Builder request = asking();
    request.sampling = sampling;
    return request;
  }

  private static ChatRequest.Builder output(OutputFormat output) {
    ChatRequest.Builder request = asking();
    request.output = output;
    return request;
  }

  private static ChatRequest.Builder thinking(Effort effort, Long budget) {
    ChatRequest.Builder request = asking();
    request.reasoning = new ReasoningWish(effort, budget, null, null);
    return request;
  }

  private static ChatRequest.Builder tools(Tool... tools) {
    ChatRequest.Builder request = asking();
    request.tools.addAll(List.of(tools));
    return request;
  }

  static Stream<Arguments> gates() {
    Source link = new Source.Link("https://e.com/a.png", null);
    Source pdf = new Source.Link("https://e.com/a.pdf", null);
    return Stream.of(
        Arguments.of(Feature.STOP, "stop", sampling(stop("a"))),
        Arguments.of(
            Feature.CHOICES,
            "n",
            sampling(new Sampling(null, null, null, null, null, null, List.of(), false, null, 2))),
        Arguments.of(
            Feature.LOGPROBS,
            "logprobs",
            sampling(new Sampling(null, null, null, null, null, null, List.of(), true, 2, 1))),
        Arguments.of(Feature.JSON_MODE, "response_format", output(OutputFormat.JSON)),
        Arguments.of(
            Feature.JSON_SCHEMA,
            "response_format",
            output(new OutputFormat.Schema(null, null, Json.object(), null))),
        Arguments.of(Feature.TOOLS, "tools", tools(TOOL)),
        Arguments.of(Feature.REASONING, "reasoning_effort", thinking(Effort.LOW, null)),
        Arguments.of(
            Feature.IMAGE_BASE64, "image_url", saying(user(new Part.Image(PNG, null, null)))),
        Arguments.of(
            Feature.IMAGE_URL, "image_url", saying(user(new Part.Image(link, null, null)))),
        Arguments.of(Feature.PDF_BASE64, "file", saying(user(new Part.Document(PDF, null, null)))),
        Arguments.of(Feature.PDF_URL, "file", saying(user(new Part.Document(pdf, null, null)))),
        Arguments.of(
            Feature.AUDIO_IN, "input_audio", saying(user(new Part.Audio("AA==", "wav", null)))),
        Arguments.of(
            Feature.VIDEO_IN,
            "video",
            saying(user(new Part.Video(new Source.Inline("video/mp4", "AA=="))))),
        Arguments.of(Feature.PREFILL, "messages", saying(user(TEXT), assistant(TEXT))),
        Arguments.of(
            Feature.TOOL_RESULT_MEDIA,
            "messages",
            saying(
                user(TEXT),
                assistant(call("c", "f")),
                user(
                    new Part.ToolResult(
                        "c",
                        null,
                        List.of(new Part.Image(PNG, null, null)),
                        false,
                        false,
                        null)))));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void anEndpointWithoutTheFeatureIsNotEligible(
      Feature feature, String field, ChatRequest.Builder request) {
    written(request, target);
    assertThat(target.used()).contains(feature);
    assertThatThrownBy(() -> written(request, Targets.of(Targets.without(feature))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  static Stream<Arguments> losses() {
    ChatRequest.Builder verbosity = asking();
    verbosity.verbosity = "low";
    ChatRequest.Builder user = asking();
    user.userId = "u";
    ChatRequest.Builder metadata = asking();
    metadata.metadata.put("a", "b");
    ChatRequest.Builder key = asking();
    key.cacheKey = "k";
    ChatRequest.Builder store = asking();
    store.store = true;
    ChatRequest.Builder tier = asking();
    tier.tier = "scale";
    return Stream.of(
        Arguments.of("verbosity", verbosity),
        Arguments.of("user", user),
        Arguments.of("metadata", metadata),
        Arguments.of("prompt_cache_key", key),
        Arguments.of("store", store),
        Arguments.of("service_tier", tier),
        Arguments.of("cache_control", saying(user(new Part.Text("a", new CacheMark(null))))),
        Arguments.of("strict", tools(new Tool("f", null, null, true, false, null))),
        Arguments.of("reasoning", saying(assistant(new Part.Reasoning("hm", null)), user(TEXT))),
        Arguments.of(
            "reasoning",
            saying(
                assistant(
                    new Part.Reasoning(
                        "hm", new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "x"))),
                user(TEXT))));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatNobodyReliesOnIsLeftOutEvenWhenStrict(String field, ChatRequest.Builder request) {
    Target strict = strict();
    JsonNode body = written(request, strict);
    assertThat(strict.dropped()).containsExactly(field);
    assertThat(body.toString()).doesNotContain("hm", "verbosity", "metadata", "store");
  }

  @Test
  void parallelCallsCannotBeSwitchedOff() {
    ChatRequest.Builder request = tools(TOOL);
    request.parallelToolCalls = false;
    written(request, target);
    assertThat(target.dropped()).containsExactly("parallel_tool_calls");
    assertThatThrownBy(() -> written(request, strict())).isInstanceOf(Refused.class);
  }

  @Test
  void samplingThatAModelDoesNotTakeIsLeftOutIfItIsWhatTheModelDoesAnyway() {
    Target lacking = Targets.of(Targets.without(Feature.SAMPLING), Target.Policy.STRICT);
    assertThat(written(sampling(temperature("1")), lacking).has("generationConfig")).isFalse();
    assertThat(lacking.dropped()).isEmpty();
    assertThatThrownBy(() -> written(sampling(temperature("0.2")), lacking))
        .isInstanceOf(Refused.class);
    Target lenient = Targets.of(Targets.without(Feature.SAMPLING));
    written(sampling(temperature("0.2")), lenient);
    assertThat(lenient.dropped()).containsExactly("temperature");
  }

  @Test
  void aSeedIsFoldedTo32Bits() {
    BigInteger seed = BigInteger.ONE.shiftLeft(40).add(BigInteger.valueOf(7));
    JsonNode body =
        written(
            sampling(new Sampling(null, null, null, seed, null, null, List.of(), false, null, 1)));
    assertThat(body.at("/generationConfig/seed").asInt()).isEqualTo(7);
  }

  @Test
  void moreStopsThanItTakesAreAGate() {
    assertThatThrownBy(() -> written(sampling(stop("1", "2", "3", "4", "5", "6"))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo("stop"));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, MINIMAL, LOW, 0, 128",
    "MINIMAL, MINIMAL, LOW, 1024, 1024",
    "LOW, LOW, LOW, 1024, 1024",
    "MEDIUM, MEDIUM, MEDIUM, 8192, 8192",
    "HIGH, HIGH, HIGH, 24576, 24576",
    "XHIGH, HIGH, HIGH, 24576, 32768",
    "MAX, HIGH, HIGH, 24576, 32768"
  })
  void effortsHaveTheirLevelAndBudget(
      Effort effort, String level, String levelKept, long budget, long budgetKept) {
    var levels = Targets.thinking(ReasoningStyle.EFFORT);
    var budgets = Targets.thinking(ReasoningStyle.BUDGET);
    ChatRequest.Builder request = thinking(effort, null);
    String at = "/generationConfig/thinkingConfig/";
    assertThat(written(request, Targets.of(levels)).at(at + "thinkingLevel").asText())
        .isEqualTo(level);
    assertThat(written(request, Targets.of(budgets)).at(at + "thinkingBudget").asLong())
        .isEqualTo(budget);
    var keptLevels = levels.with(Feature.REASONING_OFF, false);
    assertThat(written(request, Targets.of(keptLevels)).at(at + "thinkingLevel").asText())
        .isEqualTo(levelKept);
    var keptBudgets = budgets.with(Feature.REASONING_OFF, false);
    assertThat(written(request, Targets.of(keptBudgets)).at(at + "thinkingBudget").asLong())
        .isEqualTo(budgetKept);
  }

  @ParameterizedTest
  @CsvSource({"2048, LOW", "2049, MEDIUM", "12288, MEDIUM", "12289, HIGH"})
  void budgetsHaveTheirLevel(long budget, String level) {
    assertThat(
            written(thinking(null, budget))
                .at("/generationConfig/thinkingConfig/thinkingLevel")
                .asText())
        .isEqualTo(level);
  }

  @Test
  void aModelThatDoesNotThinkNeedNotBeToldNotTo() {
    Target without = Targets.of(Targets.without(Feature.REASONING));
    assertThat(written(thinking(Effort.NONE, null), without).has("generationConfig")).isFalse();
  }

  @Test
  void linksNeedAMediaType() {
    assertThat(
            written(
                    saying(
                        user(
                            new Part.Image(
                                new Source.Link("https://e.com/a.webp?s=1", null), null, null))))
                .at("/contents/0/parts/0/fileData/mimeType")
                .asText())
        .isEqualTo("image/webp");
    for (String url : List.of("https://e.com/a", "https://e.png", "https://e.com/a.png/b")) {
      assertThatThrownBy(
              () -> written(saying(user(new Part.Image(new Source.Link(url, null), null, null)))))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void textDocumentsAreInlined() {
    assertThat(
            written(saying(user(new Part.Document(new Source.Plain("é"), "t", null))))
                .at("/contents/0/parts/0/inlineData")
                .toString())
        .isEqualTo("{\"mimeType\":\"text/plain\",\"data\":\"w6k=\"}");
    Source word = new Source.Inline("application/msword", "AA==");
    assertThatThrownBy(() -> written(saying(user(new Part.Document(word, null, null)))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void turnsOfOneRoleAreOneContentAndEmptyOnesAreNone() {
    JsonNode contents =
        written(
                saying(
                    user(new Part.Text("a")),
                    assistant(new Part.Text("")),
                    user(new Part.Text(""), new Part.Text("b"))))
            .get("contents");
    assertThat(contents)
        .hasToString("[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},{\"text\":\"b\"}]}]");
    assertThatThrownBy(() -> written(saying(user(new Part.Text(""))))).isInstanceOf(Refused.class);
  }

  @Test
  void laterSystemTextsFollowTheLeadingOnes() {
    ChatRequest.Builder request =
        saying(
            user(TEXT),
            assistant(new Part.Text("a")),
            new Turn(Turn.Role.SYSTEM, List.of(new Part.Text("late"))),
            user(TEXT));
    request.instructions.add(new Part.Text("first"));
    assertThat(written(request, target).get("systemInstruction"))
        .hasToString("{\"parts\":[{\"text\":\"first\"},{\"text\":\"late\"}]}");
    assertThat(target.dropped()).hasSize(1);
  }

  @Test
  void choicesHaveTheirMode() {
    assertThat(choice(ToolChoice.AUTO)).isEqualTo("{\"mode\":\"AUTO\"}");
    assertThat(choice(ToolChoice.NONE)).isEqualTo("{\"mode\":\"NONE\"}");
    assertThat(choice(ToolChoice.REQUIRED)).isEqualTo("{\"mode\":\"ANY\"}");
    assertThat(choice(new ToolChoice.One("f")))
        .isEqualTo("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}");
    assertThat(choice(new ToolChoice.Subset(List.of("f"), true)))
        .isEqualTo("{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"f\"]}");
    assertThat(choice(new ToolChoice.Subset(List.of("f"), false)))
        .isEqualTo("{\"mode\":\"VALIDATED\",\"allowedFunctionNames\":[\"f\"]}");
    ChatRequest.Builder without = asking();
    without.toolChoice = ToolChoice.REQUIRED;
    assertThat(written(without).has("toolConfig")).isFalse();
  }

  private static String choice(ToolChoice choice) {
    ChatRequest.Builder request = tools(TOOL);
    request.toolChoice = choice;
    JsonNode body = written(request);
    assertThat(body.has("tools")).isTrue();
    return body.at("/toolConfig/functionCallingConfig").toString();
  }

  @Test
  void functionsWithoutArgumentsHaveNoParameters() {
    JsonNode nothing = Answers.object("{\"type\":\"object\",\"properties\":{}}");
    JsonNode anything = Answers.object("{\"type\":\"object\",\"additionalProperties\":true}");
    JsonNode functions =
        written(
                tools(
                    new Tool("f", "d", nothing, null, false, null),
                    new Tool("g", null, null, null, false, null),
                    new Tool("h", null, anything, null, false, null)))
            .at("/tools/0/functionDeclarations");
    assertThat(functions.get(0)).hasToString("{\"name\":\"f\",\"description\":\"d\"}");
    assertThat(functions.get(1)).hasToString("{\"name\":\"g\"}");
    assertThat(functions.get(2).has("parametersJsonSchema")).isTrue();
  }

  @Test
  void customToolsAreNotKnown() {
    assertThatThrownBy(() -> written(tools(new Tool("f", null, null, null, true, null))))
        .isInstanceOf(Refused.class);
    Part custom = new Part.ToolCall("c", "f", "text", true, null, null);
    assertThatThrownBy(() -> written(saying(user(TEXT), assistant(custom))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void illegalNamesAreTheSameLegalOneEverywhere() {
    ChatRequest.Builder request =
        saying(user(TEXT), assistant(call("c", "a b")), user(result("c", "x")));
    request.tools.add(new Tool("a b", null, null, null, false, null));
    request.toolChoice = new ToolChoice.One("a b");
    String body = written(request, target).toString();
    assertThat(target.toolNames()).hasSize(1).containsValue("a b");
    String legal = target.toolNames().keySet().iterator().next();
    assertThat(body.split(legal, -1)).hasSize(5);
    assertThat(body).doesNotContain("a b");
  }

  @Test
  void resultsNeedTheirCallsAndCallsTheirResults() {
    assertThatThrownBy(() -> written(saying(user(TEXT), user(result("x", "y")))))
        .isInstanceOf(Refused.class);
    assertThatThrownBy(() -> written(saying(user(TEXT), assistant(call("c", "f")), user(TEXT))))
        .isInstanceOf(Refused.class);
    Part broken = new Part.ToolCall("c", "f", "{\"a\":", false, null, null);
    assertThatThrownBy(() -> written(saying(user(TEXT), assistant(broken), user(result("c", "y")))))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "18 C | false | {\"output\":\"18 C\"}",
        "offline | true | {\"error\":\"offline\"}",
        "{\"t\":18.50} | false | {\"t\":18.50}",
        "{\"error\":\"no\"} | true | {\"error\":\"no\"}",
        "{\"error\":\"no\"} | false | {\"output\":\"{\\\"error\\\":\\\"no\\\"}\"}",
        "[1] | false | {\"output\":\"[1]\"}"
      })
  void resultsAreWrapped(String text, boolean error, String response) {
    Part result = new Part.ToolResult("c", null, List.of(new Part.Text(text)), error, false, null);
    ChatRequest request = saying(user(TEXT), assistant(call("c", "f")), user(result)).build();
    assertThat(
            GeminiCodec.INSTANCE
                .writeRequest(request, target)
                .at("/contents/2/parts/0/functionResponse/response"))
        .hasToString(response);
  }

  @Test
  void tiersHaveTheirWord() {
    Map.of("default", "standard", "flex", "flex", "priority", "priority")
        .forEach(
            (tier, word) -> {
              ChatRequest.Builder request = asking();
              request.tier = tier;
              assertThat(written(request).get("serviceTier").asText()).isEqualTo(word);
            });
    ChatRequest.Builder auto = asking();
    auto.tier = "auto";
    assertThat(written(auto, strict()).has("serviceTier")).isFalse();
  }
}

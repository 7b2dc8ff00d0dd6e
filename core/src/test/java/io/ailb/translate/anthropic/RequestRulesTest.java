package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.asking;
import static io.ailb.translate.anthropic.Wire.assistant;
import static io.ailb.translate.anthropic.Wire.call;
import static io.ailb.translate.anthropic.Wire.endpoint;
import static io.ailb.translate.anthropic.Wire.json;
import static io.ailb.translate.anthropic.Wire.result;
import static io.ailb.translate.anthropic.Wire.user;
import static io.ailb.translate.anthropic.Wire.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.OutputFormat;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Target.Policy;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of translation, sections 3.1 to 3.4 and 3.6, toward Anthropic. */
class RequestRulesTest {
  private static String messages(ChatRequest.Builder request) {
    return Json.text(write(request).path("messages")).replace('"', '\'');
  }

  private static void isRefused(ChatRequest.Builder request, String field) {
    isRefused(request, endpoint(), field);
  }

  private static void isRefused(ChatRequest.Builder request, Wire.Endpoint by, String field) {
    assertThatThrownBy(() -> by.write(request))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).startsWith(field));
  }

  // Turns.

  @Test
  void whatOneSideSaysAtAStretchIsOneMessage() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(user(new Part.Text("b")));
    request.turns.add(assistant(new Part.Text("c")));
    request.turns.add(assistant(new Part.Text("d")));
    request.turns.add(user(new Part.Text("e")));
    assertThat(messages(request))
        .isEqualTo(
            "[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]},"
                + "{'role':'assistant','content':"
                + "[{'type':'text','text':'c'},{'type':'text','text':'d'}]},"
                + "{'role':'user','content':'e'}]");
  }

  @Test
  void resultsComeFirstAndInTheOrderOfTheCalls() {
    ChatRequest.Builder request = asking("weather");
    request.turns.add(assistant(call("one", "w", "{}"), call("two", "w", "")));
    request.turns.add(user(result("two", "2")));
    request.turns.add(user(new Part.Text("hurry")));
    request.turns.add(user(result("one", "1")));
    JsonNode last = write(request).path("messages").get(2);
    assertThat(last.path("content").findValuesAsText("tool_use_id")).containsExactly("one", "two");
    assertThat(last.path("content").get(2).path("text").asText()).isEqualTo("hurry");
    assertThat(last.path("content")).hasSize(3);
  }

  @Test
  void aSystemTextBetweenACallAndItsResultMovesBehindTheResult() {
    ChatRequest.Builder request = asking("weather");
    request.turns.add(assistant(call("one", "w", "{}")));
    request.turns.add(new Turn(Turn.Role.SYSTEM, List.of(new Part.Text("be brief"))));
    request.turns.add(user(result("one", "1")));
    assertThat(write(request).path("messages").findValuesAsText("role"))
        .containsExactly("user", "assistant", "user", "system");
  }

  @Test
  void aSystemTextInTheMiddleGoesToTheEndOfTheSystemWhereThatIsAllThereIs() {
    ChatRequest.Builder request = asking("a");
    request.instructions.add(new Part.Text("first"));
    request.turns.add(new Turn(Turn.Role.SYSTEM, List.of(new Part.Text("second"))));
    ObjectNode body = endpoint().without(Feature.MID_SYSTEM).write(request);
    assertThat(body.path("system").findValuesAsText("text")).containsExactly("first", "second");
    assertThat(body.path("messages")).hasSize(1);
    isRefused(
        request, endpoint().without(Feature.MID_SYSTEM).policy(Policy.STRICT), "messages[1].role");
  }

  @Test
  void anImageInASystemTextIsRefused() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(
        new Turn(
            Turn.Role.SYSTEM,
            List.of(new Part.Image(new Source.Link("https://x/y.png", null), null, null))));
    isRefused(request, "messages[1].content");
  }

  @Test
  void aResultWithoutACallIsRefused() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(user(result("nobody", "1")));
    isRefused(request, "messages[1]");
  }

  @Test
  void aCallWithoutAResultIsRefused() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", "{}"), call("two", "w", "{}")));
    request.turns.add(user(result("one", "1")));
    isRefused(request, "messages");
    request.turns.add(assistant(new Part.Text("well")));
    request.turns.add(user(result("two", "2")));
    isRefused(request, "messages");
  }

  @Test
  void aCallAnsweredTwiceIsRefused() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", "{}")));
    request.turns.add(user(result("one", "1"), result("one", "2")));
    isRefused(request, "messages[2]");
  }

  @Test
  void argumentsThatAreNoObjectAreRefused() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", "{\"a\":")));
    request.turns.add(user(result("one", "1")));
    isRefused(request, "tool_calls");
  }

  @Test
  void argumentsKeepTheirDigitsAndTheirOrder() {
    String arguments = "{\"z\":1.10,\"a\":12345678901234567890123,\"m\":0.1000000000000000055511}";
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", arguments)));
    request.turns.add(user(result("one", "1")));
    JsonNode input = write(request).path("messages").get(1).path("content").get(0).path("input");
    assertThat(Json.text(input)).isEqualTo(arguments);
  }

  @Test
  void foreignIdsBecomeLegalOnesAndStayPairs() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("functions.w:0", "w", "{}")));
    request.turns.add(user(result("functions.w:0", "1")));
    JsonNode messages = write(request).path("messages");
    String id = messages.get(1).path("content").get(0).path("id").asText();
    assertThat(id).matches("[a-zA-Z0-9_-]+");
    assertThat(messages.get(2).path("content").get(0).path("tool_use_id").asText()).isEqualTo(id);
  }

  @Test
  void nothingEmptyIsSent() {
    ChatRequest.Builder request = asking("a");
    request.instructions.add(new Part.Text(""));
    request.turns.add(assistant(new Part.Text("")));
    request.turns.add(user(new Part.Text(""), new Part.Text("b")));
    assertThat(write(request).has("system")).isFalse();
    assertThat(messages(request))
        .isEqualTo(
            "[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]");
  }

  @Test
  void anEmptyResultHasNoContentButStays() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", "{}")));
    request.turns.add(user(result("one", "")));
    assertThat(write(request).path("messages").get(2).path("content").get(0))
        .isEqualTo(json("{'type':'tool_result','tool_use_id':'one'}"));
  }

  @Test
  void nobodyButTheSystemSpeakingIsRefused() {
    ChatRequest.Builder request = ChatRequest.builder();
    request.instructions.add(new Part.Text("system"));
    isRefused(request, "messages");
  }

  @Test
  void aLastTurnOfTheAssistantsEndsInNoBlankAndNeedsAModelThatTakesIt() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(new Part.Text("The answer is \n")));
    assertThat(write(request).path("messages").get(1).path("content").asText())
        .isEqualTo("The answer is");
    isRefused(request, endpoint().without(Feature.PREFILL), "messages[1].role");
  }

  @Test
  void aRefusalIsAText() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(new Part.Refusal("no")));
    request.turns.add(user(new Part.Text("why")));
    assertThat(write(request).path("messages").get(1).path("content").asText()).isEqualTo("no");
  }

  @Test
  void thoughtsGoBackOnlyWithAnthropicsOwnSignature() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(
        assistant(
            thought("unsigned", null),
            thought("other", new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, "g")),
            thought("own", new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "s")),
            thought(null, new Opaque(Dialect.ANTHROPIC, Opaque.Kind.REDACTED, "r")),
            new Part.Text("b")));
    request.turns.add(user(new Part.Text("c")));
    JsonNode content = write(request).path("messages").get(1).path("content");
    assertThat(content).hasSize(3);
    assertThat(content.get(0))
        .isEqualTo(json("{'type':'thinking','thinking':'own','signature':'s'}"));
    assertThat(content.get(1)).isEqualTo(json("{'type':'redacted_thinking','data':'r'}"));
  }

  private static Part thought(String text, Opaque opaque) {
    return new Part.Reasoning(text, opaque);
  }

  // Media.

  @ParameterizedTest
  @CsvSource({"image/png,image/png", "image/JPG,image/jpeg", "image/webp,image/webp"})
  void anImageOfAKnownTypeIsSent(String mimeType, String sent) {
    JsonNode block =
        write(askingWith("a", new Part.Image(new Source.Inline(mimeType, "AA=="), "high", null)))
            .path("messages")
            .get(0)
            .path("content")
            .get(1);
    assertThat(block.path("source").path("media_type").asText()).isEqualTo(sent);
  }

  private static ChatRequest.Builder askingWith(String text, Part part) {
    ChatRequest.Builder request = ChatRequest.builder();
    request.turns.add(user(new Part.Text(text), part));
    return request;
  }

  @Test
  void otherImagesAndSoundsAreRefused() {
    isRefused(
        askingWith("a", new Part.Image(new Source.Inline("image/heic", "AA=="), null, null)),
        "image_url");
    isRefused(
        askingWith("a", new Part.Image(new Source.Link("https://x/y.png", null), null, null)),
        endpoint().without(Feature.IMAGE_URL),
        "image_url");
    isRefused(askingWith("a", new Part.Audio("AA==", "wav", null)), "input_audio");
    isRefused(askingWith("a", new Part.Video(new Source.Link("https://x/y.mp4", null))), "video");
    isRefused(
        askingWith(
            "a", new Part.Document(new Source.Inline("application/zip", "AA=="), null, null)),
        "file");
  }

  @Test
  void documentsAreSentAsWhatTheyAre() {
    assertThat(source(new Source.Inline("application/pdf", "AA==")))
        .isEqualTo(json("{'type':'base64','media_type':'application/pdf','data':'AA=='}"));
    assertThat(source(new Source.Link("https://x/y.pdf", null)))
        .isEqualTo(json("{'type':'url','url':'https://x/y.pdf'}"));
    assertThat(source(new Source.Inline("text/plain; charset=utf-8", "aGk=")))
        .isEqualTo(json("{'type':'text','media_type':'text/plain','data':'hi'}"));
  }

  private static JsonNode source(Source source) {
    return write(askingWith("a", new Part.Document(source, "t", null)))
        .path("messages")
        .get(0)
        .path("content")
        .get(1)
        .path("source");
  }

  @Test
  void imagesInAResultNeedAnEndpointThatTakesThem() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(call("one", "w", "{}")));
    request.turns.add(
        user(
            new Part.ToolResult(
                "one",
                null,
                List.of(new Part.Image(new Source.Link("https://x/y.png", null), null, null)),
                true,
                false,
                null)));
    JsonNode block = write(request).path("messages").get(2).path("content").get(0);
    assertThat(block.path("is_error").asBoolean()).isTrue();
    assertThat(block.path("content").get(0).path("type").asText()).isEqualTo("image");
    isRefused(request, endpoint().without(Feature.TOOL_RESULT_MEDIA), "messages[].content");
  }

  @Test
  void theOldVersionTakesADocumentFromTheAssistant() {
    ChatRequest.Builder request = asking("a");
    request.turns.add(assistant(new Part.Document(new Source.Plain("x"), null, null)));
    request.turns.add(user(new Part.Text("b")));
    isRefused(request, "file");
    assertThat(endpoint().version(Wire.OLD).write(request).path("messages")).hasSize(3);
  }

  // Limits and sampling.

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // the caller's, the model's, the endpoint's, sent
        "100,-,-,100",
        "9000,4000,-,4000",
        "-,-,-,8192",
        "-,64000,-,64000",
        "-,64000,2000,2000",
        "0,-,-,8192",
      })
  void maxTokensIsNeverMissing(Long asked, Long most, Long byDefault, long sent) {
    ChatRequest.Builder request = asking("a");
    request.maxOutputTokens = asked;
    Wire.Endpoint by = endpoint();
    if (most != null) {
      by.maxOutput(most);
    }
    if (byDefault != null) {
      by.defaultMaxTokens(byDefault);
    }
    assertThat(by.write(request).path("max_tokens").asLong()).isEqualTo(sent);
  }

  private static Sampling sampling(String temperature, String topP, String topK) {
    return new Sampling(
        number(temperature),
        number(topP),
        number(topK),
        null,
        null,
        null,
        List.of(),
        false,
        null,
        1);
  }

  private static BigDecimal number(String text) {
    return text == null ? null : new BigDecimal(text);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "0.7,-,-,{'temperature':0.7}",
        "1.7,-,-,{'temperature':1}",
        "-,0.5,-,{'top_p':0.5}",
        "0.70,0.5,-,{'temperature':0.70}",
        "-,-,40,{'top_k':40}",
      })
  void theOldVersionTakesSampling(String temperature, String topP, String topK, String sent) {
    ChatRequest.Builder request = asking("a");
    request.sampling = sampling(temperature, topP, topK);
    ObjectNode body = endpoint().version(Wire.OLD).write(request);
    body.remove(List.of("model", "max_tokens", "messages"));
    assertThat(Json.text(body).replace('"', '\'')).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1.0,0.99,-,-",
        "0.7,-,-,temperature",
        "-,0.98,-,top_p",
        "-,-,40,top_k",
      })
  void theNewVersionTakesNoSampling(String temperature, String topP, String topK, String lost) {
    ChatRequest.Builder request = asking("a");
    request.sampling = sampling(temperature, topP, topK);
    for (Wire.Endpoint by :
        List.of(
            endpoint(),
            endpoint().version("2026-10-21"),
            endpoint().version(Wire.OLD).without(Feature.SAMPLING).without(Feature.TOP_K))) {
      Target target = by.target();
      ObjectNode body = AnthropicCodec.INSTANCE.writeRequest(request.build(), target);
      assertThat(body.fieldNames()).toIterable().containsOnly("model", "max_tokens", "messages");
      assertThat(target.dropped()).isEqualTo(lost == null ? Set.of() : Set.of(lost));
    }
    if (lost == null) {
      assertThat(endpoint().policy(Policy.STRICT).write(request).has("messages")).isTrue();
    } else {
      isRefused(request, endpoint().policy(Policy.STRICT), lost);
    }
  }

  @Test
  void stopsAreSentUpToTheLimit() {
    ChatRequest.Builder request = asking("a");
    request.sampling = stopping("1", "2", "3", "4");
    assertThat(write(request).path("stop_sequences")).hasSize(4);
    request.sampling = stopping("1", "2", "3", "4", "5");
    isRefused(request, "stop");
    Wire.Endpoint none = endpoint().without(Feature.STOP);
    isRefused(request, none, "stop");
    assertThat(none.policy(Policy.DROP).write(request).has("stop_sequences")).isFalse();
  }

  private static Sampling stopping(String... stop) {
    return new Sampling(null, null, null, null, null, null, List.of(stop), false, null, 1);
  }

  @Test
  void whatAnthropicHasNoWordForIsAGateOrALoss() {
    ChatRequest.Builder request = asking("a");
    request.sampling =
        new Sampling(
            null,
            null,
            null,
            BigInteger.ONE,
            BigDecimal.ZERO,
            new BigDecimal("0.5"),
            List.of(),
            false,
            null,
            1);
    request.metadata.put("k", "v");
    request.cacheKey = "key";
    request.verbosity = "low";
    request.store = true;
    Target target = endpoint().target();
    AnthropicCodec.INSTANCE.writeRequest(request.build(), target);
    assertThat(target.dropped())
        .containsExactlyInAnyOrder(
            "seed", "frequency_penalty", "metadata", "prompt_cache_key", "verbosity", "store");
    isRefused(request, endpoint().policy(Policy.STRICT), "frequency_penalty");

    request.sampling = new Sampling(null, null, null, null, null, null, List.of(), true, 2, 1);
    isRefused(request, endpoint().without(Feature.LOGPROBS), "logprobs");
    isRefused(request, "logprobs");
    request.sampling = new Sampling(null, null, null, null, null, null, List.of(), false, null, 2);
    isRefused(request, endpoint().without(Feature.CHOICES), "n");
    isRefused(request, "n");
  }

  @ParameterizedTest
  @CsvSource({"auto,auto", "default,standard_only", "flex,auto", "priority,auto"})
  void tiersAreSaidInAnthropicsWords(String tier, String sent) {
    ChatRequest.Builder request = asking("a");
    request.tier = tier;
    request.userId = "u";
    ObjectNode body = write(request);
    assertThat(body.path("service_tier").asText()).isEqualTo(sent);
    assertThat(body.path("metadata").path("user_id").asText()).isEqualTo("u");
  }

  // Output.

  @Test
  void anyJsonIsForEndpointsThatWereSetUpForIt() {
    ChatRequest.Builder request = asking("a");
    request.output = OutputFormat.JSON;
    isRefused(request, endpoint().without(Feature.JSON_MODE), "response_format");
    assertThat(write(request).path("output_config"))
        .isEqualTo(json("{'format':{'type':'json_schema','schema':{'type':'object'}}}"));
  }

  @Test
  void aSchemaIsAGate() {
    ChatRequest.Builder request = asking("a");
    request.output = new OutputFormat.Schema("n", "d", json("{'type':'object'}"), true);
    assertThat(write(request).path("output_config").path("format").path("schema"))
        .isEqualTo(json("{'type':'object','additionalProperties':false}"));
    isRefused(request, endpoint().without(Feature.JSON_SCHEMA), "response_format");
  }

  // Tools.

  private static Tool tool(String name) {
    return new Tool(name, null, json("{'type':'object','maxProperties':2}"), null, false, null);
  }

  private static ChatRequest.Builder withTools(Tool... tools) {
    ChatRequest.Builder request = asking("a");
    request.tools.addAll(List.of(tools));
    return request;
  }

  @Test
  void toolsThatAreNotStrictKeepTheirSchema() {
    JsonNode tool = write(withTools(tool("f"))).path("tools").get(0);
    assertThat(tool)
        .isEqualTo(json("{'name':'f','input_schema':{'type':'object','maxProperties':2}}"));
  }

  @Test
  void strictToolsGetAClosedSchemaWhereTheyAreKnown() {
    ChatRequest.Builder request =
        withTools(new Tool("f", "d", json("{'properties':{}}"), true, false, null));
    JsonNode tool = write(request).path("tools").get(0);
    assertThat(tool.path("strict").asBoolean()).isTrue();
    assertThat(tool.path("input_schema"))
        .isEqualTo(json("{'type':'object','properties':{},'additionalProperties':false}"));
    JsonNode loose = endpoint().without(Feature.STRICT_TOOLS).write(request).path("tools").get(0);
    assertThat(loose.has("strict")).isFalse();
    assertThat(loose.path("input_schema")).isEqualTo(json("{'type':'object','properties':{}}"));
  }

  @Test
  void aToolWithoutArgumentsTakesAnObject() {
    ChatRequest.Builder request = withTools(new Tool("f", null, null, null, false, null));
    assertThat(write(request).path("tools").get(0).path("input_schema"))
        .isEqualTo(json("{'type':'object'}"));
  }

  @Test
  void toolsThatTakeFreeTextAreRefused() {
    isRefused(withTools(new Tool("f", null, null, null, true, null)), "tools");
  }

  @Test
  void namesOfToolsAreLegalEverywhereAndRemembered() {
    ChatRequest.Builder request = withTools(tool("a.b"));
    request.toolChoice = new ToolChoice.One("a.b");
    request.turns.add(assistant(call("one", "a.b", "{}")));
    request.turns.add(user(result("one", "1")));
    Target target = endpoint().target();
    ObjectNode body = AnthropicCodec.INSTANCE.writeRequest(request.build(), target);
    String name = body.path("tools").get(0).path("name").asText();
    assertThat(name).matches("[a-zA-Z_][a-zA-Z0-9_-]{0,63}");
    assertThat(body.path("tool_choice").path("name").asText()).isEqualTo(name);
    assertThat(body.path("messages").get(1).path("content").get(0).path("name").asText())
        .isEqualTo(name);
    assertThat(target.toolNames()).containsEntry(name, "a.b");
  }

  @Test
  void choicesAreSaidInAnthropicsWords() {
    assertThat(choice(null, null)).isEqualTo("");
    assertThat(choice(ToolChoice.AUTO, null)).isEqualTo("{'type':'auto'}");
    assertThat(choice(ToolChoice.NONE, false)).isEqualTo("{'type':'none'}");
    assertThat(choice(ToolChoice.REQUIRED, true))
        .isEqualTo("{'type':'any','disable_parallel_tool_use':false}");
    assertThat(choice(new ToolChoice.One("f"), false))
        .isEqualTo("{'type':'tool','name':'f','disable_parallel_tool_use':true}");
    assertThat(choice(null, false)).isEqualTo("{'type':'auto','disable_parallel_tool_use':true}");
  }

  private static String choice(ToolChoice choice, Boolean parallel) {
    ChatRequest.Builder request = withTools(tool("f"));
    request.toolChoice = choice;
    request.parallelToolCalls = parallel;
    JsonNode written = write(request).path("tool_choice");
    return written.isMissingNode() ? "" : Json.text(written).replace('"', '\'');
  }

  @Test
  void oneCallAtATimeIsAGate() {
    ChatRequest.Builder request = withTools(tool("f"));
    request.parallelToolCalls = false;
    isRefused(request, endpoint().without(Feature.PARALLEL_TOOLS_OFF), "parallel_tool_calls");
  }

  @Test
  void ofASubsetOnlyThoseToolsAreSent() {
    ChatRequest.Builder request = withTools(tool("f"), tool("g"), tool("h"));
    request.toolChoice = new ToolChoice.Subset(List.of("f", "h"), true);
    ObjectNode body = write(request);
    assertThat(body.path("tools").findValuesAsText("name")).containsExactly("f", "h");
    assertThat(body.path("tool_choice")).isEqualTo(json("{'type':'any'}"));
  }

  @Test
  void aChoiceWithoutToolsIsDropped() {
    ChatRequest.Builder request = asking("a");
    request.toolChoice = ToolChoice.REQUIRED;
    request.parallelToolCalls = false;
    assertThat(write(request).has("tool_choice")).isFalse();
  }

  // Cache marks.

  @Test
  void ofMoreThanFourCacheMarksTheLastStay() {
    CacheMark mark = new CacheMark(null);
    ChatRequest.Builder request = ChatRequest.builder();
    request.tools.add(new Tool("f", null, null, null, false, mark));
    request.instructions.add(new Part.Text("s", mark));
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parts.add(new Part.Text("p" + i, mark));
    }
    request.turns.add(new Turn(Turn.Role.USER, parts));
    ObjectNode body = write(request);
    assertThat(body.path("tools").get(0).has("cache_control")).isFalse();
    assertThat(body.path("system").get(0).has("cache_control")).isFalse();
    assertThat(body.path("messages").get(0).path("content"))
        .allMatch(block -> block.has("cache_control"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-,-", "5,5m", "30,1h", "60,1h", "720,1h"})
  void aMarkLastsAtLeastAsLongAsAskedWhereItCan(Long minutes, String ttl) {
    ChatRequest.Builder request = ChatRequest.builder();
    Duration asked = minutes == null ? null : Duration.ofMinutes(minutes);
    request.turns.add(user(new Part.Text("a", new CacheMark(asked))));
    JsonNode mark =
        write(request).path("messages").get(0).path("content").get(0).path("cache_control");
    assertThat(mark.path("type").asText()).isEqualTo("ephemeral");
    assertThat(Json.string(mark, "ttl")).isEqualTo(ttl);
    ObjectNode without = endpoint().without(Feature.CACHE_MARKS).write(request);
    assertThat(without.path("messages").get(0).path("content").asText()).isEqualTo("a");
  }
}

package io.ailb.translate.responses;

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
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Sampling;
import io.ailb.translate.neutral.Source;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.neutral.Turn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule about writing a request of this dialect (translation, section 3). */
class RequestWritingTest {
  private static final String CLOSED =
      "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
          + "'additionalProperties':false}";

  private final ChatRequest.Builder request = ChatRequest.builder();

  private ObjectNode write(Target target) {
    return Answers.plain(ResponsesCodec.INSTANCE.writeRequest(request.build(), target));
  }

  private ObjectNode write() {
    return write(Everything.but());
  }

  private void user(Part... parts) {
    request.turns.add(new Turn(Turn.Role.USER, List.of(parts)));
  }

  private void assistant(Part... parts) {
    request.turns.add(new Turn(Turn.Role.ASSISTANT, List.of(parts)));
  }

  private static JsonNode json(String json) {
    return Json.parse(json.replace('\'', '"'));
  }

  private static Part.Text text(String text) {
    return new Part.Text(text);
  }

  private static Tool tool(String name, Boolean strict, String schema) {
    return new Tool(name, null, schema == null ? null : json(schema), strict, false, null);
  }

  // Roles and messages.

  @Test
  void instructionsAreJoinedWithABlankLine() {
    request.instructions.add(text("One."));
    request.instructions.add(text(""));
    request.instructions.add(text("Two."));
    user(text("Hi"));

    assertThat(write().path("instructions").asText()).isEqualTo("One.\n\nTwo.");
  }

  @Test
  void aSystemTextBetweenTheTurnsIsADeveloperItem() {
    user(text("Hi"));
    request.turns.add(new Turn(Turn.Role.SYSTEM, List.of(text("Be brief."))));

    assertThat(write().at("/input/1"))
        .isEqualTo(
            json(
                "{'type':'message','role':'developer',"
                    + "'content':[{'type':'input_text','text':'Be brief.'}]}"));
  }

  @Test
  void whatTheAssistantDidAreItemsInOrder() {
    user(text("Hi"));
    assistant(
        text("Wait."),
        new Part.ToolCall("c1", "f", "{\"a\": 1.0}", false, null, null),
        text("And."),
        new Part.ToolCall("c2", "g", "free", true, null, null));
    user(
        new Part.ToolResult("c1", null, List.of(text("one")), false, false, null),
        new Part.ToolResult("c2", null, List.of(text("two")), false, true, null),
        text("Well?"));

    assertThat(write().path("input"))
        .isEqualTo(
            json(
                "[{'type':'message','role':'user','content':[{'type':'input_text','text':'Hi'}]},"
                    + "{'type':'message','role':'assistant','content':'Wait.'},"
                    + "{'type':'function_call','call_id':'c1','name':'f','arguments':'{\\\"a\\\": 1.0}'},"
                    + "{'type':'message','role':'assistant','content':'And.'},"
                    + "{'type':'custom_tool_call','call_id':'c2','name':'g','input':'free'},"
                    + "{'type':'function_call_output','call_id':'c1','output':'one'},"
                    + "{'type':'custom_tool_call_output','call_id':'c2','output':'two'},"
                    + "{'type':'message','role':'user','content':[{'type':'input_text','text':'Well?'}]}]"));
  }

  @Test
  void emptyTextsAreLeftOut() {
    user(text(""), text("Hi"));
    assistant(text(""));
    user(text(""));
    user(text(" "));

    assertThat(write().path("input"))
        .isEqualTo(
            json(
                "[{'type':'message','role':'user','content':[{'type':'input_text','text':'Hi'}]},"
                    + "{'type':'message','role':'user','content':[{'type':'input_text','text':' '}]}]"));
  }

  @Test
  void aRefusalIsAPartWithTheShapeOfOutput() {
    user(text("Hi"));
    assistant(new Part.Refusal("No."));
    user(text("Oh"));

    JsonNode item = write().at("/input/1");
    assertThat(item.path("content")).isEqualTo(json("[{'type':'refusal','refusal':'No.'}]"));
    assertThat(item.path("status").asText()).isEqualTo("completed");
    assertThat(item.path("id").asText()).matches("msg_[0-9a-f]{24}");
  }

  @Test
  void aLastTurnOfTheAssistantIsAGate() {
    user(text("Hi"));
    assistant(text("Well,"));

    assertRefused("messages", Everything.but(Feature.PREFILL));
  }

  @Test
  void encryptedReasoningGoesBackToWhereItCameFromAlone() {
    user(text("Hi"));
    assistant(
        new Part.Reasoning(
            "Hm.", new Opaque(Dialect.OPENAI_RESPONSES, Opaque.Kind.ENCRYPTED, "xyz")),
        new Part.Reasoning("Ha.", new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "abc")),
        new Part.Reasoning("Ho.", null),
        text("Yes."));
    user(text("Sure?"));

    ObjectNode written = write();

    assertThat(written.path("input")).hasSize(4);
    ObjectNode item = (ObjectNode) written.at("/input/1");
    assertThat(item.path("id").asText()).startsWith("rs_");
    JsonNode rest = item.without("id");
    assertThat(rest)
        .isEqualTo(
            json(
                "{'type':'reasoning','summary':[{'type':'summary_text','text':'Hm.'}],"
                    + "'encrypted_content':'xyz'}"));
  }

  // Results of tools.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "offline               | {\"error\":\"offline\"}",
        "{\"error\":\"off\"}   | {\"error\":\"off\"}",
        "{\"error\":1,\"b\":2} | {\"error\":\"{\\\"error\\\":1,\\\"b\\\":2}\"}",
      })
  void aFailureOfAToolIsAnObjectWithAnError(String said, String written) {
    user(new Part.ToolResult("c", null, List.of(text(said)), true, false, null));

    assertThat(write().at("/input/0/output").asText()).isEqualTo(written);
  }

  @Test
  void aResultMayHoldFiles() {
    user(
        new Part.ToolResult(
            "c",
            null,
            List.of(text("see"), new Part.Image(new Source.Inline("image/png", "AA"), null, null)),
            false,
            false,
            null));

    assertThat(write().at("/input/0/output"))
        .isEqualTo(
            json(
                "[{'type':'input_text','text':'see'},{'type':'input_image',"
                    + "'image_url':'data:image/png;base64,AA','detail':'auto'}]"));
    assertRefused("tool", Everything.but(Feature.TOOL_RESULT_MEDIA));
  }

  @Test
  void aResultWithoutAnythingIsAnEmptyString() {
    user(new Part.ToolResult("c", null, List.of(), false, false, null));

    assertThat(write().at("/input/0/output").textValue()).isEmpty();
  }

  @Test
  void idsOfCallsThatAreTooLongStayPairs() {
    String id = "c".repeat(65);
    user(text("Hi"));
    assistant(new Part.ToolCall(id, "f", "{}", false, null, null));
    user(new Part.ToolResult(id, null, List.of(text("x")), false, false, null));

    ObjectNode written = write();

    String call = written.at("/input/1/call_id").asText();
    assertThat(call).hasSizeLessThanOrEqualTo(64).isNotEmpty();
    assertThat(written.at("/input/2/call_id").asText()).isEqualTo(call);
  }

  @Test
  void idsOfCallsThatAreShortEnoughStayWhateverTheyHold() {
    user(text("Hi"));
    assistant(new Part.ToolCall("functions.f:0", "f", "{}", false, null, null));
    user(new Part.ToolResult("functions.f:0", null, List.of(text("x")), false, false, null));

    assertThat(write().at("/input/1/call_id").asText()).isEqualTo("functions.f:0");
  }

  // Files.

  @Test
  void filesAreWrittenWithTheirTypeAndName() {
    user(
        new Part.Image(new Source.Link("https://x.example/a.png", "image/png"), "high", null),
        new Part.Document(new Source.Inline("application/pdf", "AA"), null, null),
        new Part.Document(new Source.Link("https://x.example/a.pdf", null), "a.pdf", null),
        new Part.Document(new Source.Plain("Hi"), "a.txt", null));

    assertThat(write().at("/input/0/content"))
        .isEqualTo(
            json(
                "[{'type':'input_image','image_url':'https://x.example/a.png','detail':'high'},"
                    + "{'type':'input_file','filename':'document.pdf',"
                    + "'file_data':'data:application/pdf;base64,AA'},"
                    + "{'type':'input_file','file_url':'https://x.example/a.pdf','filename':'a.pdf'},"
                    + "{'type':'input_file','filename':'a.txt','file_data':'data:text/plain;base64,SGk='}]"));
  }

  @Test
  void aTextFileIsATextWhereFilesAreNotTaken() {
    user(
        new Part.Document(new Source.Plain("Hi"), "a.txt", null),
        new Part.Document(new Source.Inline("text/markdown", "SGk="), null, null));

    assertThat(write(Everything.but(Feature.PDF_BASE64)).at("/input/0/content"))
        .isEqualTo(
            json("[{'type':'input_text','text':'a.txt\\nHi'},{'type':'input_text','text':'Hi'}]"));
  }

  // Tools.

  @Test
  void toolsAreFlatAndSayWhetherTheyAreStrict() {
    user(text("Hi"));
    request.tools.add(tool("f", true, CLOSED));
    request.tools.add(tool("g", null, CLOSED));
    request.tools.add(tool("h", false, null));
    request.tools.add(new Tool("k", "Free.", json("{'type':'text'}"), null, true, null));

    assertThat(write().path("tools"))
        .isEqualTo(
            json(
                "[{'type':'function','name':'f','parameters':"
                    + CLOSED
                    + ",'strict':true},"
                    + "{'type':'function','name':'g','parameters':"
                    + CLOSED
                    + ",'strict':false},"
                    + "{'type':'function','name':'h','parameters':"
                    + "{'type':'object','properties':{}},'strict':false},"
                    + "{'type':'custom','name':'k','description':'Free.','format':{'type':'text'}}]"));
  }

  @Test
  void aStrictToolWhoseArgumentsCannotBeStrictHereIsNot() {
    user(text("Hi"));
    request.tools.add(
        tool("f", true, "{'type':'object','properties':{'a':{'type':'string'}},'required':[]}"));
    Target target = Everything.but();

    assertThat(write(target).at("/tools/0/strict").booleanValue()).isFalse();
    assertThat(target.dropped()).containsExactly("tools.strict");
  }

  @Test
  void namesOfToolsThatAreNotLegalAreTheSameEverywhere() {
    user(text("Hi"));
    assistant(new Part.ToolCall("c", "get.weather", "{}", false, null, null));
    user(new Part.ToolResult("c", null, List.of(text("x")), false, false, null));
    request.tools.add(tool("get.weather", null, null));
    request.toolChoice = new ToolChoice.One("get.weather");
    Target target = Everything.but();

    ObjectNode written = write(target);

    String name = written.at("/tools/0/name").asText();
    assertThat(name).matches("get_weather_[0-9a-f]{8}");
    assertThat(written.at("/tool_choice/name").asText()).isEqualTo(name);
    assertThat(written.at("/input/1/name").asText()).isEqualTo(name);
    assertThat(target.toolNames()).isEqualTo(Map.of(name, "get.weather"));
  }

  @Test
  void choicesAreWritten() {
    user(text("Hi"));
    request.tools.add(tool("f", null, null));
    request.tools.add(new Tool("k", null, null, null, true, null));

    assertThat(choice(ToolChoice.AUTO)).isEqualTo(json("'auto'"));
    assertThat(choice(ToolChoice.NONE)).isEqualTo(json("'none'"));
    assertThat(choice(ToolChoice.REQUIRED)).isEqualTo(json("'required'"));
    assertThat(choice(new ToolChoice.One("f"))).isEqualTo(json("{'type':'function','name':'f'}"));
    assertThat(choice(new ToolChoice.One("k"))).isEqualTo(json("{'type':'custom','name':'k'}"));
    assertThat(choice(new ToolChoice.Subset(List.of("f"), true)))
        .isEqualTo(
            json(
                "{'type':'allowed_tools','mode':'required',"
                    + "'tools':[{'type':'function','name':'f'}]}"));
  }

  private JsonNode choice(ToolChoice choice) {
    request.toolChoice = choice;
    ObjectNode written = write();
    assertThat(written.path("tools")).as("tools stay, whatever is chosen").hasSize(2);
    return written.path("tool_choice");
  }

  @Test
  void aChoiceWithoutToolsIsLeftOut() {
    user(text("Hi"));
    request.toolChoice = ToolChoice.REQUIRED;

    assertThat(write().has("tool_choice")).isFalse();
  }

  // Form of the answer.

  @Test
  void aSchemaOfADialectWithoutNamesIsStrictIfItCanBe() {
    user(text("Hi"));
    request.output = new OutputFormat.Schema(null, null, json(CLOSED), null);
    assertThat(write().at("/text/format"))
        .isEqualTo(
            json("{'type':'json_schema','name':'response','strict':true,'schema':" + CLOSED + "}"));

    request.output = new OutputFormat.Schema(null, null, json("{'type':'array'}"), null);
    assertThat(write().at("/text/format/strict").booleanValue()).isFalse();

    request.output = new OutputFormat.Schema("n", null, json(CLOSED), null);
    assertThat(write().at("/text/format/strict").booleanValue()).isFalse();
  }

  // Reasoning.

  @ParameterizedTest
  @CsvSource({"-1,", "0,none", "1024,low", "2048,low", "2049,medium", "12288,medium", "12289,high"})
  void aBudgetIsAnEffort(long budget, String effort) {
    user(text("Hi"));
    request.reasoning = new ReasoningWish(null, budget, null, null);

    assertThat(write().at("/reasoning/effort").textValue()).isEqualTo(effort);
  }

  @Test
  void whoWantsToReadThoughtsGetsASummary() {
    user(text("Hi"));
    request.reasoning = new ReasoningWish(ReasoningWish.Effort.HIGH, null, true, null);

    assertThat(write().path("reasoning")).isEqualTo(json("{'effort':'high','summary':'auto'}"));
  }

  @Test
  void notToThinkIsAsLittleAsTheModelTakes() {
    user(text("Hi"));
    request.reasoning = new ReasoningWish(ReasoningWish.Effort.NONE, null, null, null);

    assertThat(write().at("/reasoning/effort").asText()).isEqualTo("none");
    assertThat(write(Everything.but(Feature.REASONING_OFF)).at("/reasoning/effort").asText())
        .isEqualTo("low");
    Target plain = Everything.but(Target.Policy.STRICT, Feature.REASONING);
    assertThat(write(plain).has("reasoning")).isFalse();
  }

  // What is lost, and what is a gate.

  /** A field, how the request says it, and its name. */
  private record Field(String name, Consumer<ChatRequest.Builder> said) {}

  private static Sampling sampling(String temperature, String topP) {
    return new Sampling(
        new BigDecimal(temperature),
        new BigDecimal(topP),
        null,
        null,
        null,
        null,
        List.of(),
        false,
        null,
        1);
  }

  private static List<Field> losses() {
    return List.of(
        new Field(
            "presence_penalty",
            r ->
                r.sampling =
                    new Sampling(
                        null, null, null, null, BigDecimal.ONE, null, List.of(), false, null, 1)),
        new Field(
            "frequency_penalty",
            r ->
                r.sampling =
                    new Sampling(
                        null, null, null, null, null, BigDecimal.ONE, List.of(), false, null, 1)));
  }

  @TestFactory
  Stream<DynamicTest> smallLossesAreGatesOnlyUnderStrict() {
    return losses().stream()
        .map(
            field ->
                DynamicTest.dynamicTest(
                    field.name(),
                    () -> {
                      Target usual = Everything.but();
                      written(field, usual);
                      assertThat(usual.dropped()).containsExactly(field.name());
                      assertThatThrownBy(() -> written(field, Everything.but(Target.Policy.STRICT)))
                          .isInstanceOf(Refused.class)
                          .hasMessageStartingWith(field.name());
                    }));
  }

  private static List<Field> silent() {
    return List.of(
        new Field(
            "seed",
            r ->
                r.sampling =
                    new Sampling(
                        null, null, null, BigInteger.TEN, null, null, List.of(), false, null, 1)),
        new Field(
            "top_k",
            r ->
                r.sampling =
                    new Sampling(
                        null, null, BigDecimal.TEN, null, null, null, List.of(), false, null, 1)));
  }

  @TestFactory
  Stream<DynamicTest> whatNobodyReliesOnIsLeftOutEvenUnderStrict() {
    return silent().stream()
        .map(
            field ->
                DynamicTest.dynamicTest(
                    field.name(),
                    () -> {
                      Target strict = Everything.but(Target.Policy.STRICT);
                      assertThat(written(field, strict).has(field.name())).isFalse();
                      assertThat(strict.dropped()).containsExactly(field.name());
                    }));
  }

  @Test
  void penaltiesOfZeroAreNoLoss() {
    user(text("Hi"));
    request.sampling =
        new Sampling(
            null,
            null,
            null,
            null,
            BigDecimal.ZERO,
            new BigDecimal("0.0"),
            List.of(),
            false,
            null,
            1);

    write(Everything.but(Target.Policy.STRICT));
  }

  private static List<Field> unsayable() {
    return List.of(
        new Field(
            "stop",
            r ->
                r.sampling =
                    new Sampling(null, null, null, null, null, null, List.of("x"), false, null, 1)),
        new Field(
            "n",
            r ->
                r.sampling =
                    new Sampling(null, null, null, null, null, null, List.of(), false, null, 2)));
  }

  @TestFactory
  Stream<DynamicTest> whatHasNoFieldHereIsAGateEvenWhereTheEndpointCouldDoIt() {
    return unsayable().stream()
        .map(
            field ->
                DynamicTest.dynamicTest(
                    field.name(),
                    () -> {
                      assertThatThrownBy(() -> written(field, Everything.but()))
                          .isInstanceOf(Refused.class)
                          .hasMessageStartingWith(field.name());
                      Target drop =
                          Everything.but(Target.Policy.DROP, Feature.STOP, Feature.CHOICES);
                      written(field, drop);
                      assertThat(drop.dropped()).containsExactly(field.name());
                    }));
  }

  private static List<Map.Entry<Feature, Field>> gates() {
    List<Map.Entry<Feature, Field>> gates = new ArrayList<>();
    gates.add(
        Map.entry(Feature.TOOLS, new Field("tools", r -> r.tools.add(tool("f", null, null)))));
    gates.add(
        Map.entry(
            Feature.CUSTOM_TOOLS,
            new Field("tools", r -> r.tools.add(new Tool("f", null, null, null, true, null)))));
    gates.add(
        Map.entry(
            Feature.JSON_MODE, new Field("response_format", r -> r.output = OutputFormat.JSON)));
    gates.add(
        Map.entry(
            Feature.JSON_SCHEMA,
            new Field(
                "response_format",
                r -> r.output = new OutputFormat.Schema("n", null, json(CLOSED), true))));
    gates.add(
        Map.entry(
            Feature.LOGPROBS,
            new Field(
                "logprobs",
                r ->
                    r.sampling =
                        new Sampling(null, null, null, null, null, null, List.of(), true, 2, 1))));
    gates.add(
        media(
            Feature.IMAGE_BASE64,
            "image_url",
            new Part.Image(new Source.Inline("image/png", "AA"), null, null)));
    gates.add(
        media(
            Feature.IMAGE_URL,
            "image_url",
            new Part.Image(new Source.Link("https://x.example", null), null, null)));
    gates.add(
        media(
            Feature.PDF_BASE64,
            "file",
            new Part.Document(new Source.Inline("application/pdf", "AA"), null, null)));
    gates.add(
        media(
            Feature.PDF_URL,
            "file",
            new Part.Document(new Source.Link("https://x.example", null), null, null)));
    return gates;
  }

  private static Map.Entry<Feature, Field> media(Feature feature, String name, Part part) {
    return Map.entry(
        feature, new Field(name, r -> r.turns.add(new Turn(Turn.Role.USER, List.of(part)))));
  }

  @TestFactory
  Stream<DynamicTest> whatAnEndpointLacksIsAGate() {
    return gates().stream()
        .map(
            gate ->
                DynamicTest.dynamicTest(
                    gate.getKey().id(),
                    () -> {
                      Target able = Everything.but();
                      written(gate.getValue(), able);
                      assertThat(able.used()).contains(gate.getKey());
                      assertThat(able.dropped()).isEmpty();
                      assertThatThrownBy(
                              () -> written(gate.getValue(), Everything.but(gate.getKey())))
                          .isInstanceOf(Refused.class)
                          .hasMessageStartingWith(gate.getValue().name() + " ");
                    }));
  }

  @Test
  void soundAndMovingPicturesHaveNoPlace() {
    user(new Part.Audio("AA", "wav", null));
    assertRefused("input_audio", Everything.but());

    request.turns.clear();
    user(new Part.Video(new Source.Inline("video/mp4", "AA")));
    assertRefused("video", Everything.but());
  }

  @ParameterizedTest
  @CsvSource({"0.7,0.9,true", "1,1,false", "1.0,0.99,false"})
  void aModelThatTakesNoSamplingLosesOnlyWhatIsNotNeutral(
      String temperature, String topP, boolean loses) {
    user(text("Hi"));
    request.sampling = sampling(temperature, topP);
    Target target = Everything.but(Feature.SAMPLING);

    ObjectNode written = write(target);

    assertThat(written.has("temperature") || written.has("top_p")).isFalse();
    assertThat(target.dropped()).hasSize(loses ? 2 : 0);
    if (loses) {
      assertRefused("temperature", Everything.but(Target.Policy.STRICT, Feature.SAMPLING));
    }
  }

  @Test
  void whatOnlyOpenAiKnowsIsNotSaidToOthers() {
    user(text("Hi"));
    request.verbosity = "low";
    request.tier = "flex";
    request.userId = "u".repeat(129);
    request.cacheKey = "k";
    request.metadata.put("a", "b");

    ObjectNode openai = write();
    assertThat(openai.at("/text/verbosity").asText()).isEqualTo("low");
    assertThat(openai.path("service_tier").asText()).isEqualTo("flex");
    assertThat(openai.path("safety_identifier").asText()).matches("[0-9a-f]{64}");
    assertThat(openai.path("prompt_cache_key").asText()).isEqualTo("k");
    assertThat(openai.path("metadata")).isEqualTo(json("{'a':'b'}"));

    ObjectNode other = write(Everything.but(Target.Policy.STRICT, Feature.OPENAI_EXTRAS));
    assertThat(other.fieldNames()).toIterable().containsExactly("model", "input", "store");
  }

  /** Here answers are kept unless one says otherwise, which no caller of another dialect means. */
  @ParameterizedTest
  @CsvSource(
      value = {"true", "false", "null"},
      nullValues = "null")
  void nothingIsStored(Boolean store) {
    user(text("Hi"));
    request.store = store;

    assertThat(write().path("store").isBoolean()).isTrue();
    assertThat(write().path("store").booleanValue()).isFalse();
  }

  @Test
  void parallelCallsAreTurnedOffWhereThatIsPossible() {
    user(text("Hi"));
    request.tools.add(tool("f", null, null));
    request.parallelToolCalls = false;

    assertThat(write().path("parallel_tool_calls")).isEqualTo(json("false"));
    Target target = Everything.but(Feature.PARALLEL_TOOLS_OFF);
    assertThat(write(target).has("parallel_tool_calls")).isFalse();
    assertThat(target.dropped()).containsExactly("parallel_tool_calls");
  }

  @Test
  void marksKeepTheirPlacesAndTheLastFourStay() {
    for (int i = 0; i < 5; i++) {
      user(new Part.Text("Hi", new CacheMark(i == 4 ? Duration.ofHours(1) : null)));
    }
    user(
        new Part.ToolResult(
            "c", null, List.of(text("x")), false, false, new CacheMark(Duration.ofMinutes(5))));

    ObjectNode written = write();

    List<JsonNode> marks = written.path("input").findValues("prompt_cache_breakpoint");
    assertThat(marks)
        .containsExactly(
            json("{'mode':'explicit'}"),
            json("{'mode':'explicit'}"),
            json("{'mode':'explicit','ttl':'12h'}"),
            json("{'mode':'explicit','ttl':'30m'}"));
    assertThat(written.at("/input/0/content/0").has("prompt_cache_breakpoint")).isFalse();
  }

  @Test
  void marksAreLostWhereTheyAreNotKnown() {
    user(new Part.Text("Hi", new CacheMark(null)));
    Target target = Everything.but(Target.Policy.STRICT, Feature.CACHE_MARKS);

    assertThat(write(target).findValues("prompt_cache_breakpoint")).isEmpty();
    assertThat(target.dropped()).containsExactly("prompt_cache_breakpoint");
  }

  @Test
  void theModelAndTheStreamStandInTheBody() {
    user(text("Hi"));

    assertThat(write().path("model").asText()).isEqualTo("gpt-5.6");
    assertThat(write().has("stream")).isFalse();
    assertThat(write(Everything.streaming()).path("stream").booleanValue()).isTrue();
  }

  private static ObjectNode written(Field field, Target target) {
    ChatRequest.Builder request = ChatRequest.builder();
    request.turns.add(new Turn(Turn.Role.USER, List.of(text("Hi"))));
    field.said().accept(request);
    return ResponsesCodec.INSTANCE.writeRequest(request.build(), target);
  }

  private void assertRefused(String field, Target target) {
    assertThatThrownBy(() -> write(target))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }
}

package io.ailb.translate.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Target.Policy;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tools, choices, ids and names (translation, section 3.6). */
class ToolsWriterTest {
  private static final Targets OPENAI = Targets.OPENAI;
  private static final Targets HOST = OPENAI.without(Feature.OPENAI_EXTRAS).of("host");
  private static final Targets MISTRAL = OPENAI.without(Feature.OPENAI_EXTRAS).of("mistral");

  @Test
  void toolsAreAGate() {
    RequestWriterTest.refused(choosing(null), OPENAI.without(Feature.TOOLS), "tools");
  }

  @Test
  void everyChoiceHasItsForm() {
    assertThat(choice(ToolChoice.AUTO, OPENAI)).isEqualTo(Requests.json("\"auto\""));
    assertThat(choice(ToolChoice.NONE, OPENAI)).isEqualTo(Requests.json("\"none\""));
    assertThat(choice(ToolChoice.REQUIRED, OPENAI)).isEqualTo(Requests.json("\"required\""));
    assertThat(choice(ToolChoice.REQUIRED, MISTRAL)).isEqualTo(Requests.json("\"any\""));
    assertThat(choice(new ToolChoice.One("f"), OPENAI))
        .isEqualTo(Requests.json("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}"));
    assertThat(choice(new ToolChoice.One("text"), OPENAI))
        .isEqualTo(Requests.json("{\"type\":\"custom\",\"custom\":{\"name\":\"text\"}}"));
    assertThat(choice(null, OPENAI).isMissingNode()).isTrue();
  }

  @Test
  void aSubsetIsNamedOrTheOthersAreLeftOut() {
    ChatRequest request = choosing(new ToolChoice.Subset(List.of("g"), true));

    ObjectNode openAi = Requests.write(request, OPENAI);
    ObjectNode host = Requests.write(request, HOST);

    assertThat(openAi.path("tool_choice"))
        .isEqualTo(
            Requests.json(
                "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}"));
    assertThat(openAi.path("tools")).hasSize(3);
    assertThat(host.path("tool_choice").textValue()).isEqualTo("required");
    assertThat(host.path("tools").findValuesAsText("name")).containsExactly("g");
  }

  @Test
  void withoutToolsThereIsNothingToChoose() {
    ChatRequest request = Requests.with("\"tool_choice\":\"auto\",\"parallel_tool_calls\":false");

    assertThat(Requests.write(request, OPENAI).fieldNames())
        .toIterable()
        .containsExactly("model", "messages");
  }

  @Test
  void oneCallAtATimeIsAWishUnlessStrict() {
    ChatRequest.Builder request = builder(null);
    request.parallelToolCalls = false;
    Targets without = OPENAI.without(Feature.PARALLEL_TOOLS_OFF);

    assertThat(Requests.write(request.build(), OPENAI).path("parallel_tool_calls").isBoolean())
        .isTrue();
    assertThat(Requests.write(request.build(), without).has("parallel_tool_calls")).isFalse();
    RequestWriterTest.refused(request.build(), without.with(Policy.STRICT), "parallel_tool_calls");
  }

  @Test
  void toolsThatTakeTextAreAGate() {
    RequestWriterTest.refused(choosing(null), OPENAI.without(Feature.CUSTOM_TOOLS), "tools");
  }

  @Test
  void aFunctionWithoutArgumentsHasAnEmptyObject() {
    for (String schema : List.of("{}", "{\"type\":\"object\"}")) {
      assertThat(function(schema, null).path("parameters"))
          .isEqualTo(Requests.json("{\"type\":\"object\",\"properties\":{}}"));
    }
    assertThat(function("{\"type\":\"object\",\"description\":\"d\"}", null).path("parameters"))
        .isEqualTo(Requests.json("{\"type\":\"object\",\"description\":\"d\"}"));
  }

  @Test
  void aStrictToolIsClosedOrNoLongerStrict() {
    ObjectNode closed = function("{\"type\":\"object\",\"properties\":{}}", true);
    ObjectNode optional =
        function("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}", true);

    assertThat(closed.path("strict").booleanValue()).isTrue();
    assertThat(closed.at("/parameters/additionalProperties").isBoolean()).isTrue();
    assertThat(optional.has("strict")).isFalse();
    assertThat(optional.path("parameters").has("additionalProperties")).isFalse();
  }

  @Test
  void aHostThatKnowsNoStrictIsNotTold() {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.tools.add(
        new Tool("f", null, Requests.json("{\"type\":\"object\"}"), false, false, null));
    Targets without = OPENAI.without(Feature.STRICT_TOOLS);

    assertThat(Requests.write(request.build(), OPENAI).at("/tools/0/function/strict").isBoolean())
        .isTrue();
    assertThat(Requests.write(request.build(), without).at("/tools/0/function").has("strict"))
        .isFalse();
  }

  @Test
  void namesThatAreNotLegalAreMappedEverywhere() {
    ChatRequest.Builder builder =
        Requests.of(
            Requests.user(new Part.Text("q")),
            Requests.assistant(Requests.call("c", "a.b")),
            Requests.user(Requests.result("c", "1")));
    builder.tools.add(new Tool("a.b", null, null, null, false, null));
    builder.toolChoice = new ToolChoice.One("a.b");
    Target target = OPENAI.target();

    ObjectNode body = ChatCodec.INSTANCE.writeRequest(builder.build(), target);

    String legal = body.at("/tools/0/function/name").textValue();
    assertThat(legal).matches("a_b_[0-9a-f]{8}");
    assertThat(body.at("/tool_choice/function/name").textValue()).isEqualTo(legal);
    assertThat(body.at("/messages/1/tool_calls/0/function/name").textValue()).isEqualTo(legal);
    assertThat(target.toolNames()).containsEntry(legal, "a.b");
  }

  @Test
  void idsOfCallsStayWhereTheyFit() {
    assertThat(ids("toolu_01A", OPENAI)).containsExactly("toolu_01A", "toolu_01A");
    assertThat(ids("x".repeat(90), OPENAI))
        .allSatisfy(id -> assertThat(id).matches("call_[0-9a-f]{24}"))
        .hasSize(2);
    assertThat(ids("toolu_01A", MISTRAL)).allSatisfy(id -> assertThat(id).matches("[0-9a-f]{9}"));
    assertThat(ids("abcDEF123", MISTRAL)).containsExactly("abcDEF123", "abcDEF123");
  }

  /** The id at the call and at its result. */
  private static List<String> ids(String id, Targets targets) {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(Requests.call(id, "f")),
                Requests.user(Requests.result(id, "1")))
            .build();
    ObjectNode body = Requests.write(request, targets);
    String call = body.at("/messages/1/tool_calls/0/id").textValue();
    String result = body.at("/messages/2/tool_call_id").textValue();
    assertThat(result).isEqualTo(call);
    return List.of(call, result);
  }

  @Test
  void mistralHasItsOwnWordForSeed() {
    ObjectNode body = Requests.write(Requests.with("\"seed\":7"), MISTRAL);

    assertThat(body.path("random_seed").intValue()).isEqualTo(7);
    assertThat(body.has("seed")).isFalse();
  }

  @Test
  void argumentsTravelAsTheyCame() {
    ChatRequest request =
        Requests.of(
                Requests.user(new Part.Text("q")),
                Requests.assistant(
                    new Part.ToolCall("c", "f", "{ \"n\": 1.00, \"n\": 2", false, null, null)),
                Requests.user(Requests.result("c", "1")))
            .build();

    assertThat(
            Requests.write(request, OPENAI)
                .at("/messages/1/tool_calls/0/function/arguments")
                .textValue())
        .isEqualTo("{ \"n\": 1.00, \"n\": 2");
  }

  private static ObjectNode function(String schema, @Nullable Boolean strict) {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.tools.add(new Tool("f", null, Requests.json(schema), strict, false, null));
    return (ObjectNode) Requests.write(request.build(), OPENAI).at("/tools/0/function");
  }

  private static JsonNode choice(@Nullable ToolChoice choice, Targets targets) {
    return Requests.write(choosing(choice), targets).path("tool_choice");
  }

  private static ChatRequest choosing(@Nullable ToolChoice choice) {
    return builder(choice).build();
  }

  private static ChatRequest.Builder builder(@Nullable ToolChoice choice) {
    ChatRequest.Builder request = Requests.of(Requests.user(new Part.Text("a")));
    request.tools.add(new Tool("f", null, null, null, false, null));
    request.tools.add(new Tool("g", null, null, null, false, null));
    request.tools.add(new Tool("text", null, null, null, true, null));
    request.toolChoice = choice;
    return request;
  }
}

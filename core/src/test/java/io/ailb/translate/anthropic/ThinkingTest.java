package io.ailb.translate.anthropic;

import static io.ailb.translate.anthropic.Wire.asking;
import static io.ailb.translate.anthropic.Wire.assistant;
import static io.ailb.translate.anthropic.Wire.call;
import static io.ailb.translate.anthropic.Wire.endpoint;
import static io.ailb.translate.anthropic.Wire.json;
import static io.ailb.translate.anthropic.Wire.result;
import static io.ailb.translate.anthropic.Wire.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target.Policy;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much to think, and the bound that a budget is part of (translation, 3.3, 3.6, 3.8). */
class ThinkingTest {
  private static ChatRequest.Builder wishing(
      Effort effort, Long budget, Boolean visible, Long maxTokens) {
    ChatRequest.Builder request = asking("a");
    request.reasoning = new ReasoningWish(effort, budget, visible, null);
    request.maxOutputTokens = maxTokens;
    return request;
  }

  private static String said(ObjectNode body) {
    ObjectNode said = json("{}");
    said.set("thinking", body.path("thinking").deepCopy());
    said.set("effort", body.path("output_config").path("effort"));
    said.set("max_tokens", body.path("max_tokens"));
    return said.path("thinking").path("type").asText("-")
        + " "
        + said.path("thinking").path("budget_tokens").asText("-")
        + " "
        + said.path("effort").asText("-")
        + " "
        + said.path("max_tokens").asText();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,-,- - - 4000",
        "NONE,-,disabled - - 4000",
        "MINIMAL,-,adaptive - low 4000",
        "LOW,-,adaptive - low 4000",
        "MEDIUM,-,adaptive - medium 4000",
        "HIGH,-,adaptive - high 4000",
        "XHIGH,-,adaptive - xhigh 4000",
        "MAX,-,adaptive - max 4000",
        "-,2048,adaptive - low 4000",
        "-,12288,adaptive - medium 4000",
        "-,12289,adaptive - high 4000",
      })
  void adaptiveModelsAreToldAnEffort(Effort effort, Long budget, String said) {
    assertThat(said(endpoint().write(wishing(effort, budget, null, 4000L)))).isEqualTo(said);
  }

  @Test
  void modelsThatCannotButThinkAreToldToHurry() {
    ObjectNode body =
        endpoint().without(Feature.REASONING_OFF).write(wishing(Effort.NONE, null, null, 10L));
    assertThat(said(body)).isEqualTo("- - low 10");
  }

  @Test
  void thoughtsAreShownOnlyIfAskedFor() {
    ObjectNode shown = endpoint().write(wishing(Effort.LOW, null, true, null));
    assertThat(shown.path("thinking"))
        .isEqualTo(json("{'type':'adaptive','display':'summarized'}"));
    ObjectNode hidden = endpoint().write(wishing(Effort.LOW, null, null, null));
    assertThat(hidden.path("thinking")).isEqualTo(json("{'type':'adaptive'}"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // effort, budget, the caller's bound, the model's bound, said
        "NONE,-,4000,-,- - - 4000",
        "LOW,-,-,-,enabled 1024 - 9216",
        "MEDIUM,-,-,-,enabled 8192 - 16384",
        "HIGH,-,-,-,enabled 24576 - 32768",
        "MAX,-,-,-,enabled 32768 - 40960",
        // It fits into the bound, or is cut to leave room for the answer.
        "MEDIUM,-,20000,-,enabled 8192 - 20000",
        "HIGH,-,4000,-,enabled 2976 - 4000",
        // No room at all: the bound is raised.
        "HIGH,-,500,-,enabled 1024 - 2048",
        "HIGH,-,-,32000,enabled 24576 - 32000",
        "HIGH,-,-,1500,- - - 1500",
        // A budget that the caller named stays if it can.
        "-,2000,2500,-,enabled 2000 - 2500",
        "-,2000,2000,-,enabled 1024 - 2048",
        "-,10,9000,-,enabled 1024 - 9000",
      })
  void olderModelsAreToldABudget(Effort effort, Long budget, Long asked, Long most, String said) {
    Wire.Endpoint by = endpoint().thinks(ReasoningStyle.BUDGET);
    if (most != null) {
      by.maxOutput(most);
    }
    assertThat(said(by.write(wishing(effort, budget, null, asked)))).isEqualTo(said);
  }

  @Test
  void aModelThatCannotThinkIsNoTarget() {
    ChatRequest.Builder request = wishing(Effort.HIGH, null, null, null);
    Wire.Endpoint by = endpoint().without(Feature.REASONING);
    assertThatThrownBy(() -> by.write(request))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("reasoning_effort");
    assertThat(said(by.policy(Policy.DROP).write(request))).isEqualTo("- - - 8192");
    assertThat(said(by.policy(Policy.SKIP).write(wishing(Effort.NONE, null, null, 10L))))
        .isEqualTo("- - - 10");
  }

  @Test
  void aForcedCallIsKeptAndThinkingIsDropped() {
    for (ReasoningStyle style :
        new ReasoningStyle[] {ReasoningStyle.EFFORT, ReasoningStyle.BUDGET}) {
      for (ToolChoice choice : new ToolChoice[] {ToolChoice.REQUIRED, new ToolChoice.One("f")}) {
        ChatRequest.Builder request = wishing(Effort.HIGH, null, true, 4000L);
        request.tools.add(new Tool("f", null, null, null, false, null));
        request.toolChoice = choice;
        ObjectNode body = endpoint().thinks(style).write(request);
        assertThat(said(body)).isEqualTo("- - - 4000");
        assertThat(body.has("tool_choice")).isTrue();
      }
    }
  }

  @Test
  void aFreeChoiceLeavesThinkingOn() {
    ChatRequest.Builder request = wishing(Effort.HIGH, null, null, 4000L);
    request.tools.add(new Tool("f", null, null, null, false, null));
    request.toolChoice = ToolChoice.AUTO;
    assertThat(said(endpoint().write(request))).isEqualTo("adaptive - high 4000");
  }

  /** With a budget, Anthropic wants to see the thoughts that led to a call. */
  @Test
  void callsOfAnotherProviderAreGoneOnWithWithoutABudget() {
    ChatRequest.Builder request = wishing(Effort.LOW, null, null, 4000L);
    request.turns.add(assistant(call("one", "f", "{}")));
    request.turns.add(user(result("one", "1")));
    Wire.Endpoint by = endpoint().thinks(ReasoningStyle.BUDGET);
    assertThat(said(by.write(request))).isEqualTo("- - - 4000");

    request.turns.set(
        1,
        assistant(
            new Part.Reasoning("t", new Opaque(Dialect.ANTHROPIC, Opaque.Kind.SIGNATURE, "s")),
            call("one", "f", "{}")));
    assertThat(said(by.write(request))).isEqualTo("enabled 1024 - 4000");
  }

  @Test
  void anAnswerThatTheCallerBeganIsGoneOnWithWithoutABudget() {
    ChatRequest.Builder request = wishing(Effort.LOW, null, null, 4000L);
    request.turns.add(assistant(new Part.Text("The answer is")));
    assertThat(said(endpoint().thinks(ReasoningStyle.BUDGET).write(request)))
        .isEqualTo("- - - 4000");
  }

  @Test
  void noTemperatureBesideThinking() {
    ChatRequest.Builder request = wishing(Effort.LOW, null, null, 4000L);
    request.sampling =
        AnthropicCodec.INSTANCE
            .readRequest(json("{'messages':[],'temperature':0.5,'top_k':3}"))
            .sampling();
    ObjectNode body = endpoint().thinks(ReasoningStyle.BUDGET).version(Wire.OLD).write(request);
    assertThat(body.has("temperature")).isFalse();
    assertThat(body.has("top_k")).isFalse();
  }
}

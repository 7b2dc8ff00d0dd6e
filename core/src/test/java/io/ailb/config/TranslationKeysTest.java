package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.flow.TranslationSettings;
import io.ailb.model.CapabilityChanges;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.ModelTarget;
import io.ailb.model.ReasoningStyle;
import io.ailb.model.Traits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that say what happens between dialects. */
class TranslationKeysTest {
  private final Reading reading = Reading.of();

  private static String pool(String provider, String... keys) {
    String more = keys.length == 0 ? "" : ", " + String.join(", ", keys);
    return "pools:\n  - endpoints:\n      - {provider: " + provider + ", apiKey: k" + more + "}\n";
  }

  private Endpoint endpoint(String provider, String... keys) {
    return reading.read(pool(provider, keys)).pools().get(0).pool().members().get(0).endpoint();
  }

  private Traits traits(String key) {
    return endpoint("openai", key).traits();
  }

  private TranslationSettings translation(String keys) {
    return reading.read(Reading.pool("translation: " + keys)).pools().get(0).translation();
  }

  @Test
  void nothingSaidIsNothingKnown() {
    assertThat(endpoint("openai").traits()).isEqualTo(Traits.NONE);
    assertThat(traits("capabilities:")).isEqualTo(Traits.NONE);
  }

  @Test
  void capabilitiesAreFlagsByName() {
    assertThat(traits("capabilities: {jsonSchema: false, imageUrl: true}").capabilities())
        .isEqualTo(
            new CapabilityChanges(
                Map.of(Feature.JSON_SCHEMA, false, Feature.IMAGE_URL, true), null, null));
  }

  @Test
  void stopIsANumberAndReasoningAWord() {
    assertThat(traits("capabilities: {stop: 2, reasoning: budget}").capabilities())
        .isEqualTo(
            new CapabilityChanges(
                Map.of(Feature.STOP, true, Feature.REASONING, true), 2, ReasoningStyle.BUDGET));
    CapabilityChanges none = traits("capabilities: {stop: false, reasoning: false}").capabilities();
    assertThat(none)
        .isEqualTo(
            new CapabilityChanges(
                Map.of(Feature.STOP, false, Feature.REASONING, false), null, null));
    assertThat(traits("capabilities: {reasoning: none}").capabilities().features())
        .containsEntry(Feature.REASONING, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{jsonShema: false} | jsonShema: unknown key. Did you mean \"jsonSchema\"?",
        "{jsonSchema: no} | jsonSchema: expected true or false, got \"no\". YAML 1.2 reads no as text; write false.",
        "{stop: many} | stop: expected false, or a whole number such as 500 or 10k, got \"many\".",
        "{stop: 0} | stop: expected false, or 1 to 1000, got 0.",
        "{reasoning: budgets} | reasoning: expected false, or none, effort or budget, got \"budgets\". Did you mean \"budget\"?",
      })
  void aWrongOneIsExplained(String capabilities, String message) {
    assertThat(reading.said(pool("openai", "capabilities: " + capabilities)))
        .singleElement()
        .asString()
        .endsWith(": pools[0].endpoints[0].capabilities." + message);
  }

  @Test
  void theRestOfAnEndpointsHabits() {
    Traits traits =
        endpoint("openai-compatible", "baseUrl: https://h/v1", "profile: vllm", "maxOutput: 4k")
            .traits();
    assertThat(traits.profile()).isEqualTo("vllm");
    assertThat(traits.maxOutput()).isEqualTo(4_000);
    Traits claude =
        endpoint("anthropic", "defaultMaxTokens: 2k", "inputIncludesCache: true").traits();
    assertThat(claude.defaultMaxTokens()).isEqualTo(2_000);
    assertThat(claude.inputIncludesCache()).isTrue();
  }

  @Test
  void aModelHasItsOwnBound() {
    ModelTarget target =
        endpoint("openai", "models: {a: {send: b, maxOutput: 100}}").models().target("a");
    assertThat(target.maxOutput()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic | profile: groq | openai, azure-openai and openai-compatible",
        "openai | defaultMaxTokens: 5 | anthropic",
        "gemini | inputIncludesCache: true | anthropic",
      })
  void whatCouldNeverHaveAnEffectIsAnError(String provider, String key, String only) {
    assertThat(reading.said(pool(provider, key)))
        .singleElement()
        .asString()
        .endsWith(
            key.replaceFirst(":.*", "")
                + ": has no effect with provider "
                + provider
                + ", only with "
                + only
                + ". Remove it.");
  }

  @Test
  void aPoolSaysWhetherAndHowItTranslates() {
    assertThat(translation("{}")).isEqualTo(TranslationSettings.DEFAULTS);
    assertThat(translation("{mode: off}")).isEqualTo(new TranslationSettings(false, false, false));
    assertThat(translation("{unsupported: drop}"))
        .isEqualTo(new TranslationSettings(true, true, false));
    assertThat(translation("{strict: true}")).isEqualTo(new TranslationSettings(true, false, true));
  }

  @Test
  void strictnessThatCannotBeIsSaid() {
    assertThat(reading.said(Reading.pool("translation: {unsupported: drop, strict: true}")))
        .singleElement()
        .asString()
        .endsWith(
            "pools[0].translation.strict: has no effect with unsupported: drop, which leaves out more. Remove one of them.");
  }
}

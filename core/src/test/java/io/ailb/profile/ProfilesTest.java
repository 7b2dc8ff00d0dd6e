package io.ailb.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ailb.Endpoints;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Capabilities;
import io.ailb.model.CapabilityChanges;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.ModelMap;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.ReasoningStyle;
import io.ailb.model.Traits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
  private final Profiles profiles = Profiles.known();

  private static Endpoint endpoint(
      Provider provider, String url, String version, Price price, Long window, Traits traits) {
    return new Endpoint(
        "p",
        "e",
        provider,
        URI.create(url),
        ApiKey.none(),
        "id",
        Auth.AUTO,
        ModelMap.unchanged(),
        null,
        1,
        1,
        price,
        window,
        version,
        Set.of(),
        Map.of(),
        Map.of(),
        traits);
  }

  private static Endpoint endpoint(Provider provider, String url, Traits traits) {
    return endpoint(provider, url, null, Price.UNKNOWN, null, traits);
  }

  private static Endpoint openai() {
    return Endpoints.of(Provider.OPENAI, "https://api.openai.com/v1");
  }

  private static Endpoint anthropic(String version) {
    return endpoint(
        Provider.ANTHROPIC, "https://api.anthropic.com", version, Price.UNKNOWN, null, Traits.NONE);
  }

  private static Endpoint gemini() {
    return Endpoints.of(Provider.GEMINI, "https://generativelanguage.googleapis.com");
  }

  private ModelProfile of(Endpoint endpoint, String model) {
    return profiles.of(endpoint, ModelTarget.of(model));
  }

  private Capabilities claude(String version, String model) {
    return of(anthropic(version), model).capabilities(Dialect.ANTHROPIC);
  }

  // The file

  @Test
  void whatTheFileSaysOfAModelIsFoundUnderItsName() {
    for (KnownModel model : profiles.models()) {
      assertThat(model.at()).isNotEmpty();
      assertThat(model.names()).isNotEmpty();
      for (String host : model.at()) {
        model
            .names()
            .forEach(
                glob -> {
                  String name = glob.toString().replace("*", "").replace('?', '4');
                  assertThat(profiles.model(host, name)).as("%s at %s", name, host).isSameAs(model);
                });
      }
    }
  }

  @Test
  void theFileIsStrictJsonThatSaysNothingTwice() throws IOException {
    ObjectMapper strict =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    try (InputStream in = ProfilesTest.class.getResourceAsStream("/io/ailb/profiles.json")) {
      JsonNode file = strict.readTree(in);
      assertThat(file.path("models")).hasSameSizeAs(profiles.models());
    }
  }

  @Test
  void pricesAreSaneAndHaveADate() {
    assertThat(profiles.asOf()).matches("20\\d\\d-\\d\\d-\\d\\d");
    for (KnownModel model : profiles.models()) {
      Price price = model.price();
      if (!price.equals(Price.UNKNOWN)) {
        assertThat(price.input()).as("%s", model).isBetween(0.01, 100.0);
        assertThat(price.cachedInput() == null || price.cachedInput() <= price.input())
            .as("%s", model)
            .isTrue();
        assertThat(price.output() == null || price.output() > price.input())
            .as("%s", model)
            .isTrue();
      }
      if (model.maxOutput() != null && model.contextWindow() != null) {
        assertThat(model.maxOutput()).as("%s", model).isLessThanOrEqualTo(model.contextWindow());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everyDialectCanDoSomething(Dialect dialect) {
    assertThat(profiles.of(dialect).features())
        .contains(Feature.TOOLS, Feature.JSON_SCHEMA, Feature.IMAGE_BASE64, Feature.REASONING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nonsense\": 1}",
        "{\"dialects\": {\"klingon\": {}}}",
        "{\"dialects\": {\"gemini\": {\"has\": [\"telepathy\"]}}}",
        "{\"hosts\": {\"a\": {\"like\": \"b\"}}}",
        "{\"hosts\": {\"a\": {\"capabilities\": {\"seed\": 3}}}}",
        "{\"hosts\": {\"a\": {\"capabilities\": {\"reasoning\": \"deep\"}}}}",
        "{\"models\": [{\"at\": [\"nowhere\"]}]}",
        "{\"models\": [{\"price\": {\"in\": 1}}]}",
        "{\"models\": [{\"price\": {\"input\": -1}}]}",
        "{\"models\": [{\"price\": {\"input\": \"1\"}}]}",
        "{\"models\": [{\"maxOutput\": \"1\"}]}",
        "{\"models\": {}}",
        "{\"models\": []",
        "{\"models\": []} and more",
        "[]",
      })
  void aWordWithoutMeaningIsNotPassedOver(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no meaning here")
        .hasMessageContaining("line 1");
  }

  private static Profiles read(String text) {
    return ProfileReader.read(text.getBytes(UTF_8));
  }

  // Models

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini, 128000",
    "gpt-4o-mini-2024-07-18, 128000",
    "GPT-4o-mini, 128000",
    "openai/gpt-4o-mini, 128000",
    "gpt-4.1, 1047576",
    "gpt-5.6, 1050000",
    "gpt-5, 400000",
    "gpt-5-2025-08-07, 400000",
    "o3, 200000",
  })
  void namesComeWithDatesAndProviders(String name, long window) {
    assertThat(of(openai(), name).contextWindow()).isEqualTo(window);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-opus-5-5, 1000000, 128000, 4",
    "claude-opus-5, 1000000, 128000, 5",
    "claude-sonnet-4-6, 1000000, 128000, 3",
    "claude-sonnet-4-5-20250929, 200000, 64000, 3",
    "claude-sonnet-4-20250514, 200000, 64000, 3",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0, 200000, 64000, 1",
    "claude-haiku-4-5@20251001, 200000, 64000, 1",
    "anthropic/claude-haiku-4.5, 200000, 64000, 1",
  })
  void generationsOfClaudeAreToldApart(String name, long window, long output, double input) {
    ModelProfile profile = of(anthropic(null), name);
    assertThat(profile.contextWindow()).isEqualTo(window);
    assertThat(profile.maxOutput()).isEqualTo(output);
    assertThat(profile.price().input()).isEqualTo(input);
  }

  @Test
  void nothingIsInventedOfAModelThatNobodyKnows() {
    ModelProfile profile = of(openai(), "my-deployment");
    assertThat(profile.contextWindow()).isNull();
    assertThat(profile.maxOutput()).isNull();
    assertThat(profile.dimensions()).isNull();
    assertThat(profile.price()).isSameAs(Price.UNKNOWN);
    assertThat(profile.capabilities(Dialect.OPENAI_CHAT))
        .isEqualTo(profiles.of(Dialect.OPENAI_CHAT));
    assertThat(profile.capabilities(Dialect.OPENAI_RESPONSES))
        .isEqualTo(profiles.of(Dialect.OPENAI_RESPONSES));
  }

  @Test
  void aNameSaysNothingAtAHostOfSomebodyElse() {
    Endpoint local = endpoint(Provider.OPENAI_COMPATIBLE, "http://localhost:8000/v1", Traits.NONE);
    ModelProfile profile = of(local, "gpt-4o");
    assertThat(profile.contextWindow()).isNull();
    assertThat(profile.price()).isSameAs(Price.UNKNOWN);
  }

  @Test
  void embeddingsHaveDimensionsAndNoWindowAsABatchHasOneForEachInput() {
    ModelProfile profile = of(openai(), "text-embedding-3-small");
    assertThat(profile.dimensions()).isEqualTo(1536);
    assertThat(profile.contextWindow()).isNull();
    assertThat(of(gemini(), "models/gemini-embedding-001").dimensions()).isEqualTo(3072);
  }

  @Test
  void reasoningModelsOfOpenAiTakeNoSamplingAndNoStop() {
    for (Dialect dialect : EnumSet.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)) {
      Capabilities reasoning = of(openai(), "gpt-5.4").capabilities(dialect);
      assertThat(reasoning.features())
          .doesNotContain(Feature.SAMPLING, Feature.PENALTIES, Feature.LOGPROBS, Feature.STOP)
          .contains(Feature.REASONING, Feature.REASONING_OFF);
      assertThat(of(openai(), "gpt-4.1").capabilities(dialect).features())
          .contains(Feature.SAMPLING)
          .doesNotContain(Feature.REASONING);
    }
    assertThat(of(openai(), "o3").capabilities(Dialect.OPENAI_CHAT).has(Feature.REASONING_OFF))
        .isFalse();
  }

  @Test
  void claudeTakesSamplingInTheOldVersionUpToTheGenerationOfOpus46() {
    assertThat(claude("2023-06-01", "claude-sonnet-4-6").has(Feature.SAMPLING)).isTrue();
    assertThat(claude("2023-06-01", "claude-sonnet-4-6").has(Feature.TOP_K)).isTrue();
    assertThat(claude("2023-06-01", "claude-opus-4-7").has(Feature.SAMPLING)).isFalse();
    assertThat(claude("2023-06-01", "claude-opus-5-5").has(Feature.TOP_K)).isFalse();
    assertThat(claude(null, "claude-sonnet-4-6").has(Feature.SAMPLING)).isFalse();
    assertThat(claude("2026-10-21", "claude-haiku-4-5").has(Feature.SAMPLING)).isFalse();
  }

  @Test
  void claudeThinksByBudgetBeforeTheGenerationOfOpus46AndIsPrefilledThen() {
    Capabilities old = claude(null, "claude-sonnet-4-5");
    assertThat(old.reasoning()).isEqualTo(ReasoningStyle.BUDGET);
    assertThat(old.has(Feature.PREFILL)).isTrue();
    assertThat(old.has(Feature.MID_SYSTEM)).isFalse();
    Capabilities newest = claude(null, "claude-opus-5-5");
    assertThat(newest.reasoning()).isEqualTo(ReasoningStyle.EFFORT);
    assertThat(newest.has(Feature.PREFILL)).isFalse();
    assertThat(newest.has(Feature.MID_SYSTEM)).isTrue();
    assertThat(newest.has(Feature.REASONING_OFF)).isFalse();
    assertThat(claude(null, "claude-sonnet-4-6").has(Feature.REASONING_OFF)).isTrue();
  }

  @Test
  void gemini25HasBudgetsAndNeitherSignaturesNorFilesByAddress() {
    Capabilities old = of(gemini(), "gemini-2.5-flash").capabilities(Dialect.GEMINI);
    assertThat(old.reasoning()).isEqualTo(ReasoningStyle.BUDGET);
    assertThat(old.features())
        .doesNotContain(Feature.THOUGHT_SIGNATURES, Feature.IMAGE_URL, Feature.PDF_URL);
    Capabilities newer = of(gemini(), "gemini-3.8-flash").capabilities(Dialect.GEMINI);
    assertThat(newer.reasoning()).isEqualTo(ReasoningStyle.EFFORT);
    assertThat(newer.features())
        .contains(Feature.THOUGHT_SIGNATURES, Feature.IMAGE_URL, Feature.PDF_URL);
    assertThat(newer.maxStops()).isEqualTo(5);
  }

  // Hosts

  @ParameterizedTest
  @CsvSource({
    "OPENAI, https://api.openai.com/v1, openai",
    "OPENAI, http://localhost:8080/v1, openai",
    "OPENAI, https://api.groq.com/openai/v1, groq",
    "OPENAI_COMPATIBLE, https://api.mistral.ai/v1, mistral",
    "OPENAI_COMPATIBLE, https://api.deepseek.com, deepseek",
    "OPENAI_COMPATIBLE, https://openrouter.ai/api/v1, openrouter",
    "OPENAI_COMPATIBLE, https://api.together.xyz/v1, together",
    "OPENAI_COMPATIBLE, http://gpu.corp:11434/v1, ollama",
    "OPENAI_COMPATIBLE, http://gpu.corp:8000/v1, openai-compatible",
    "OPENAI_COMPATIBLE, https://me.openai.azure.com/openai/v1, azure",
    "AZURE_OPENAI, https://gateway.corp/openai/v1, azure",
    "ANTHROPIC, https://llm.corp/anthropic, anthropic",
    "GEMINI, https://llm.corp, gemini",
  })
  void aHostIsKnownByItsName(Provider provider, String url, String host) {
    assertThat(of(Endpoints.of(provider, url), "m").host()).isEqualTo(host);
  }

  @Test
  void theConfigurationNamesAHostThatNobodyCouldGuess() {
    Traits traits = new Traits("vllm", CapabilityChanges.NONE, null, null, false);
    Endpoint local = endpoint(Provider.OPENAI_COMPATIBLE, "http://gpu.corp/v1", traits);
    assertThat(of(local, "m").host()).isEqualTo("vllm");
    assertThat(of(local, "m").capabilities(Dialect.OPENAI_CHAT).features())
        .contains(Feature.TOP_K, Feature.JSON_SCHEMA)
        .doesNotContain(Feature.DEVELOPER_ROLE);
  }

  @Test
  void anUnknownHostGetsWhatEveryHostTakes() {
    Endpoint local = endpoint(Provider.OPENAI_COMPATIBLE, "http://gpu.corp/v1", Traits.NONE);
    assertThat(of(local, "m").capabilities(Dialect.OPENAI_CHAT).features())
        .contains(Feature.TOOLS, Feature.SAMPLING, Feature.STOP, Feature.JSON_MODE)
        .doesNotContain(
            Feature.DEVELOPER_ROLE,
            Feature.MAX_COMPLETION_TOKENS,
            Feature.STREAM_USAGE,
            Feature.PARALLEL_TOOLS_OFF,
            Feature.OPENAI_EXTRAS,
            Feature.JSON_SCHEMA,
            Feature.CHOICES);
    assertThatThrownBy(() -> of(local, "m").capabilities(Dialect.OPENAI_RESPONSES))
        .hasMessage("openai-compatible does not speak openai-responses");
  }

  // The configuration wins

  @Test
  void whatIsConfiguredWinsTheModelsBeforeTheEndpoints() {
    Price price = new Price(1.0, 1.0, null, 0, "EUR");
    Traits traits = new Traits(null, CapabilityChanges.NONE, null, 500L, false);
    Endpoint endpoint =
        endpoint(Provider.OPENAI, "https://api.openai.com/v1", null, price, 1_000L, traits);
    ModelProfile profile = of(endpoint, "gpt-4o-mini");
    assertThat(profile.contextWindow()).isEqualTo(1_000);
    assertThat(profile.maxOutput()).isEqualTo(500);
    assertThat(profile.price()).isEqualTo(price);
    Price other = new Price(2.0, 2.0, null, 0, "USD");
    ModelProfile own = profiles.of(endpoint, new ModelTarget("gpt-4o-mini", other, 7L, 8L));
    assertThat(own.contextWindow()).isEqualTo(7);
    assertThat(own.maxOutput()).isEqualTo(8);
    assertThat(own.price()).isEqualTo(other);
  }

  @Test
  void configuredCapabilitiesWinInEveryDialectOfTheEndpoint() {
    CapabilityChanges changes =
        new CapabilityChanges(
            Map.of(Feature.SAMPLING, true, Feature.STOP, true, Feature.JSON_SCHEMA, false),
            2,
            ReasoningStyle.BUDGET);
    Traits traits = new Traits(null, changes, null, null, false);
    Endpoint endpoint = endpoint(Provider.OPENAI, "https://api.openai.com/v1", traits);
    for (Dialect dialect : EnumSet.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)) {
      Capabilities can = of(endpoint, "gpt-5.6").capabilities(dialect);
      assertThat(can.features())
          .contains(Feature.SAMPLING, Feature.STOP)
          .doesNotContain(Feature.JSON_SCHEMA, Feature.PENALTIES);
      assertThat(can.maxStops()).isEqualTo(2);
      assertThat(can.reasoning()).isEqualTo(ReasoningStyle.BUDGET);
    }
  }
}

package io.ailb.agent.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.agent.litellm.Conversion.Imported;
import io.ailb.config.Config;
import io.ailb.config.ConfigReader;
import io.ailb.config.PoolConfig;
import io.ailb.select.MemberSettings;
import io.ailb.select.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
  private static Imported convert(String yaml) throws Conversion.Unreadable {
    return Conversion.of("config.yaml", yaml, null);
  }

  /** One deployment of this model, with these further parameters. */
  private static String deployment(String group, String model, String... params) {
    StringBuilder text = new StringBuilder("  - model_name: \"" + group + "\"\n");
    text.append("    litellm_params:\n      model: \"").append(model).append("\"\n");
    for (String param : params) {
      text.append("      ").append(param).append('\n');
    }
    return text.toString();
  }

  private static String list(String... deployments) {
    return "model_list:\n" + String.join("", deployments);
  }

  /** Ours, read as strictly as it gets: every variable is set, each to a key of its own. */
  private static Config read(Imported imported) {
    String yaml = Objects.requireNonNull(imported.yaml(), imported.notes()::toString);
    return new ConfigReader(
            name ->
                name.startsWith("AILB_")
                    ? null
                    : name.endsWith("BASE") ? "https://acme.openai.azure.com" : "value-of-" + name,
            Map.of(),
            supplier -> null)
        .strict()
        .read("ours", yaml);
  }

  private static PoolConfig pool(Config config, String name) {
    return config.pools().stream()
        .filter(pool -> pool.pool().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pool " + name));
  }

  private static MemberSettings only(String... deployments) throws Conversion.Unreadable {
    List<MemberSettings> members = read(convert(list(deployments))).pools().get(0).pool().members();
    assertThat(members).hasSize(1);
    return members.get(0);
  }

  private static List<String> endpoints(PoolConfig pool) {
    return pool.pool().members().stream()
        .map(
            member ->
                member.endpoint().name()
                    + " "
                    + member.endpoint().provider().id()
                    + " tier "
                    + member.endpoint().tier())
        .toList();
  }

  private static String company() throws IOException {
    try (InputStream in = ConversionTest.class.getResourceAsStream("/litellm/company.yml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aCompanysFileBecomesAPoolForEachGroup() throws Exception {
    Imported imported = convert(company());
    Config config = read(imported);

    assertThat(config.warnings()).isEmpty();
    assertThat(config.pools())
        .extracting(pool -> pool.pool().name())
        .containsExactly("gpt-4o", "gpt-4o-mini", "claude", "local");
    assertThat(endpoints(pool(config, "gpt-4o")))
        .containsExactly(
            "azure-europe azure-openai tier 1",
            "openai-1 openai tier 2",
            "anthropic-1 anthropic tier 3",
            "hosted-vllm-1 openai-compatible tier 4");
    assertThat(endpoints(pool(config, "gpt-4o-mini")))
        .containsExactly(
            "openai-1 openai tier 1", "azure-europe azure-openai tier 2", "openai-2 openai tier 3");
    PoolConfig large = pool(config, "gpt-4o");
    assertThat(large.pool().routing().strategy()).isEqualTo(Strategy.ADAPTIVE);
    assertThat(large.retries().maxAttempts()).isEqualTo(3 + 2);
    assertThat(large.pool().breaker().consecutiveFailures()).isEqualTo(4);
    MemberSettings azure = large.pool().members().get(0);
    assertThat(azure.limits().rpm()).isEqualTo(600);
    assertThat(azure.limits().tpm()).isEqualTo(100_000);
    assertThat(azure.endpoint().models().target("gpt-4").sent()).isEqualTo("gpt-4o-eu");
    MemberSettings claude = large.pool().members().get(2);
    assertThat(claude.concurrency()).isEqualTo(20);
    assertThat(claude.endpoint().price().output()).isEqualTo(15);
    assertThat(
            pool(config, "gpt-4o-mini").pool().members().get(0).endpoint().models().target("old"))
        .isNotNull();
  }

  @Test
  void whatHasNoCounterpartIsListedWithItsPlace() throws Exception {
    assertThat(convert(company()).notes())
        .contains(
            "config.yaml:39:14: model_list[4].litellm_params.model: left out: ai-lb has no provider of this kind",
            "config.yaml:24:20: model_list[1].litellm_params.temperature: no counterpart: ai-lb adds nothing to requests",
            "config.yaml:60:17: router_settings.retry_policy: no counterpart: retries.when says which failures move on",
            "config.yaml:66:10: litellm_settings.cache: no counterpart: ai-lb keeps no answers",
            "config.yaml:64:64: litellm_settings.context_window_fallbacks: left out: no such group is left")
        .anyMatch(note -> note.startsWith("config.yaml:69:3: general_settings: no counterpart"))
        .anyMatch(
            note -> note.startsWith("config.yaml:25:5: model_list[2]: one key has other limits"))
        .allMatch(note -> note.startsWith("config.yaml:"))
        .hasSize(16);
  }

  @Test
  void noKeyOfTheFileGetsAnywhere() throws Exception {
    Imported imported = convert(company());

    assertThat(imported.yaml() + imported.notes()).doesNotContainIgnoringCase("canary");
    assertThat(imported.yaml()).contains("apiKey: ${LITELLM_OPENAI_KEY_1}");
    assertThat(imported.notes())
        .anyMatch(
            note ->
                note.startsWith("config.yaml:18:16: ")
                    && note.contains("put it into the variable LITELLM_OPENAI_KEY_1"));

    String astray =
        list(
                deployment(
                    "m",
                    "openai/gpt-4o",
                    "api_key: [sk-canary-0123456789abc]",
                    "api_base: https://user:sk-canary-0123456789abc@h.example/v1?key=sk-canary-0123456789abc",
                    "rpm: sk-canary-0123456789abc",
                    "organization: sk-canary-0123456789abc",
                    "extra_headers: {X-Api-Key: canary-two, X-Note: sk-canary-0123456789abc}"),
                deployment("sk-canary-0123456789abc", "openai/sk-canary-0123456789abc"))
            + "router_settings: {routing_strategy: sk-canary-0123456789abc, fallbacks: [{m: [sk-canary-0123456789abc-no]}]}\n";
    Imported odd = convert(astray);
    assertThat(odd.yaml() + odd.notes()).doesNotContain("canary");
    read(odd);
    assertThatThrownBy(() -> convert("model_list: [sk-canary-0123456789abc: {"))
        .hasMessageMatching("config.yaml:\\d+:\\d+: not valid YAML");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o, openai, api.openai.com, gpt-4o",
    "gpt-4o-mini, openai, api.openai.com, gpt-4o-mini",
    "o3-mini, openai, api.openai.com, o3-mini",
    "openai/responses/gpt-4o, openai, api.openai.com, gpt-4o",
    "claude-haiku-4-5, anthropic, api.anthropic.com, claude-haiku-4-5",
    "anthropic/claude-haiku-4-5, anthropic, api.anthropic.com, claude-haiku-4-5",
    "gemini/gemini-2.5-flash, gemini, generativelanguage.googleapis.com, gemini-2.5-flash",
    "azure/deployed, azure-openai, acme.openai.azure.com, deployed",
    "groq/llama, openai-compatible, api.groq.com, llama",
    "openrouter/anthropic/claude, openai-compatible, openrouter.ai, anthropic/claude",
    "together_ai/a/b, openai-compatible, api.together.xyz, a/b",
    "ollama/llama3, openai-compatible, localhost, llama3"
  })
  void whatAModelsNameSays(String model, String provider, String host, String sent)
      throws Exception {
    MemberSettings member = only(deployment("asked", model));

    assertThat(member.endpoint().provider().id()).isEqualTo(provider);
    assertThat(member.endpoint().host()).isEqualTo(host);
    assertThat(member.endpoint().models().target("asked").sent()).isEqualTo(sent);
  }

  @Test
  void anotherHostThanOpenAisIsCompatibleAtMost() throws Exception {
    MemberSettings member =
        only(
            deployment(
                "m",
                "openai/local",
                "api_base: \"http://gpu.internal:8000/v1/\"",
                "api_key: os.environ/GPU_KEY",
                "timeout: 2.5",
                "weight: 3",
                "tags: [eu]"));

    assertThat(member.endpoint().provider().id()).isEqualTo("openai-compatible");
    assertThat(member.endpoint().baseUrl()).hasToString("http://gpu.internal:8000/v1");
    assertThat(member.endpoint().weight()).isEqualTo(3);
    assertThat(member.endpoint().tags()).containsExactly("eu");
  }

  @ParameterizedTest
  @CsvSource({
    "simple-shuffle, WEIGHTED",
    "least-busy, LEAST_BUSY",
    "usage-based-routing, ADAPTIVE",
    "usage-based-routing-v2, ADAPTIVE",
    "latency-based-routing, FASTEST",
    "cost-based-routing, CHEAPEST"
  })
  void strategies(String theirs, Strategy ours) throws Exception {
    assertThat(
            read(convert(
                    list(deployment("m", "gpt-4o"))
                        + "router_settings: {routing_strategy: "
                        + theirs
                        + "}"))
                .pools()
                .get(0)
                .pool()
                .routing()
                .strategy())
        .isEqualTo(ours);
  }

  @Test
  void theRoutersSettingsOutrankTheLibrarys() throws Exception {
    Config config =
        read(
            convert(
                list(deployment("m", "gpt-4o"))
                    + """
                    router_settings: {num_retries: 0, cooldown_time: 5}
                    litellm_settings: {num_retries: 7, request_timeout: 600, cooldown_time: 90, allowed_fails: 0}
                    """));

    PoolConfig pool = config.pools().get(0);
    assertThat(pool.retries().maxAttempts()).isEqualTo(1);
    assertThat(pool.pool().breaker().openFor()).isEqualTo(Duration.ofSeconds(5));
    assertThat(pool.pool().breaker().consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void ordersAreTiersAndWhoHasNoneComesLast() throws Exception {
    assertThat(
            endpoints(
                read(convert(
                        list(
                            deployment("m", "gpt-4o", "order: 20"),
                            deployment("m", "groq/x"),
                            deployment("m", "claude-haiku-4-5", "order: 3"))))
                    .pools()
                    .get(0)))
        .containsExactly(
            "openai-1 openai tier 2",
            "groq-1 openai-compatible tier 3",
            "anthropic-1 anthropic tier 1");
  }

  @Test
  void patternsAreTakenWhereNothingComesOffTheName() throws Exception {
    Imported imported =
        convert(
            list(
                deployment("*", "openai/*"),
                deployment("gpt-4o", "gpt-4o"),
                deployment("groq/*", "groq/*")));

    assertThat(read(imported).pools())
        .extracting(pool -> pool.pool().name())
        .containsExactly("gpt-4o", "any");
    assertThat(imported.notes())
        .singleElement()
        .satisfies(note -> assertThat(note).contains("model_list[2].model_name: left out"));
  }

  @Test
  void callersSpeakToOpenAiOrToWhereLiteLlmWas() throws Exception {
    String yaml = list(deployment("c", "claude-haiku-4-5"));

    assertThat(read(convert(yaml)).pools().get(0).match().address("api.openai.com", 443, "/"))
        .isTrue();
    Config behind = read(Conversion.of("c", yaml, "LiteLLM.internal:4000"));
    assertThat(behind.pools().get(0).match().address("litellm.internal", 4000, "/")).isTrue();
    assertThat(behind.pools().get(0).match().address("api.openai.com", 443, "/")).isFalse();
  }

  @Test
  void mergeKeysAndAnchorsAreRead() throws Exception {
    MemberSettings member =
        only(
            """
              - model_name: m
                litellm_params:
                  <<: &base {api_key: os.environ/K, rpm: 5}
                  model: openai/gpt-4o
            """);

    assertThat(member.limits().rpm()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: b|",
        "model_list: nonsense|model_list[0]: left out",
        "model_list: [{model_name: m}]|left out: it needs model_name",
        "model_list: [{model_name: m, litellm_params: {model: bedrock/x}}]|no provider of this kind",
        "model_list: [{model_name: m, litellm_params: {model: hosted_vllm/x}}]|without api_base"
      })
  void whereNothingIsLeftThereIsNoFile(String yaml, String why) throws Exception {
    Imported imported = convert(yaml);

    assertThat(imported.yaml()).isNull();
    if (why != null) {
      assertThat(imported.notes()).anyMatch(note -> note.contains(why));
    }
  }

  @Test
  void aliasesThatUnfoldWithoutEndAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String before = "*a" + (i - 1) + ", ";
      bomb.append("a%d: &a%d [%s]%n".formatted(i, i, before.repeat(9) + "*a" + (i - 1)));
    }

    assertThatThrownBy(() -> convert(bomb.toString()))
        .isInstanceOf(Conversion.Unreadable.class)
        .hasMessageContaining("unfolded too far");
    assertThatThrownBy(() -> convert("a: &a [*a]")).isInstanceOf(Conversion.Unreadable.class);
  }
}

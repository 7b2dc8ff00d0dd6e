package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages, word for word: place, what is wrong, what to do. */
class MessagesTest {
  private final Reading reading = Reading.of().env("K", "sk-k");

  private List<String> said(String... lines) {
    return reading.said(String.join("\n", lines) + "\n");
  }

  @Test
  void anUnknownKeyNamesTheNearestAndWhatItStandsForIsNotMissedAsWell() {
    assertThat(said("pools:", "  - name: a", "    endpoint:", "      - {provider: openai}"))
        .containsExactly(
            "ai-lb.yaml:3:5: pools[0].endpoint: unknown key. Did you mean \"endpoints\"?");
  }

  @Test
  void anUnknownKeyThatIsNearNothingGetsTheListOfThoseThatAreKnown() {
    assertThat(said("pools:", "  - endpoints: [{provider: openai, apiKey: k}]", "log: {xyzzy: 1}"))
        .containsExactly(
            "ai-lb.yaml:3:7: log.xyzzy: unknown key. Known here: level, target, format.");
  }

  @Test
  void aWholeNumberIsNoWord() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k,",
                "         # the letter O, not a zero",
                "        limits: {rpm: 5OO}}"))
        .containsExactly(
            "ai-lb.yaml:5:23: pools[0].endpoints[0].limits.rpm: expected a whole number such as 500 or 10k, got \"5OO\".");
  }

  @Test
  void aDurationNeedsAUnit() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - provider: openai",
                "        apiKey: k",
                "    breaker:",
                "      consecutiveFailures: 3",
                "      failureRatio: null",
                "      # how long it rests",
                "      openFor:          60"))
        .containsExactly(
            "ai-lb.yaml:9:25: pools[0].breaker.openFor: a duration needs a unit, got 60. Write 60s or 60ms.");
  }

  @Test
  void noIsTextInYaml12() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k}",
                "      - provider: openai",
                "        apiKey: k2",
                "        enabled: no"))
        .containsExactly(
            "ai-lb.yaml:6:18: pools[0].endpoints[1].enabled: expected true or false, got \"no\". YAML 1.2 reads no as text; write false.");
  }

  @Test
  void aVariableThatIsNotSetIsNamed() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - provider: openai",
                "        apiKey: ${OPENAI_API_KEY_1}"))
        .containsExactly(
            "ai-lb.yaml:4:17: pools[0].endpoints[0].apiKey: environment variable OPENAI_API_KEY_1 is not set. Export it, or use ${file:...}.");
  }

  @Test
  void theSyntaxOfLiteLlmIsTranslated() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - provider: openai",
                "        apiKey: os.environ/OPENAI_API_KEY",
                "      - {provider: openai, apiKey: k}"))
        .containsExactly(
            "ai-lb.yaml:4:17: pools[0].endpoints[0].apiKey: this is LiteLLM syntax. Write ${OPENAI_API_KEY}, or run: ai-lb import litellm FILE.");
  }

  @Test
  void anEndpointOfAnotherDialectWithoutAModelMapBacksUpNobody() {
    String text =
        Reading.lines(
            "pools:",
            "  - endpoints:",
            "      - {provider: openai, apiKey: k}",
            "      - {provider: openai, apiKey: k2}",
            "",
            "      # the third",
            "      - {provider: anthropic, apiKey: k3}");
    assertThat(reading.read(text).warnings().stream().map(ConfigProblem::toString))
        .containsExactly(
            "ai-lb.yaml:7:9: pools[0].endpoints[2]: \"anthropic-1\" maps no model, so it serves only callers that speak anthropic. To back up openai callers add models: {gpt-4o-mini: claude-...} or model:.");
  }

  @Test
  void withoutOpenAiTheFirstEndpointsCallersAreTheOnesToBackUp() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: anthropic, apiKey: k}",
                "      - {provider: gemini, apiKey: k2, models: {claude-x: gemini-2.5-flash}}",
                "      - {provider: gemini, apiKey: k3}"))
        .containsExactly(
            "ai-lb.yaml:5:9: pools[0].endpoints[2]: \"gemini-2\" maps no model, so it serves only callers that speak gemini. To back up anthropic callers add models: {claude-...: gemini-...} or model:.");
  }

  @Test
  void oneWithAModelMapDoesUnlessTranslationIsOff() {
    List<String> pool =
        List.of(
            "pools:",
            "  - endpoints:",
            "      - {provider: openai, apiKey: k}",
            "      - {provider: gemini, apiKey: k3, model: gemini-2.5-flash}");
    assertThat(said(pool.toArray(String[]::new))).isEmpty();
    List<String> off = new ArrayList<>(pool);
    off.add("    translation: {mode: off}");
    assertThat(said(off.toArray(String[]::new)))
        .containsExactly(
            "ai-lb.yaml:4:47: pools[0].endpoints[1].model: \"gemini-1\" serves only callers that speak gemini, whatever names it maps, as translation.mode is off.");
  }

  @Test
  void aNameIsUsedOnce() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k0}",
                "      - {name: primary, provider: openai, apiKey: k1}",
                "      - provider: openai",
                "        apiKey: k2",
                "",
                "        name: primary"))
        .containsExactly(
            "ai-lb.yaml:8:15: pools[0].endpoints[2].name: \"primary\" is already used at line 4. Names are unique within a pool.");
  }

  @Test
  void aNameGivenByHandMayClashWithOneByDefault() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k0, name: openai-2}",
                "      - {provider: openai, apiKey: k1}"))
        .containsExactly(
            "ai-lb.yaml:4:9: pools[0].endpoints[1].name: \"openai-2\" is already used at line 3. Names are unique within a pool.");
  }

  @Test
  void onlyOnePoolMayGoWithoutAName() {
    assertThat(
            said(
                "pools:",
                "  - endpoints: [{provider: openai, apiKey: k0}]",
                "  - endpoints: [{provider: openai, apiKey: k1}]"))
        .containsExactly(
            "ai-lb.yaml:3:5: pools[1].name: \"default\" is already used at line 2. Pools need different names.");
  }

  @Test
  void aKeyDoesNotTravelOverPlainHttp() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k}",
                "      - provider: openai-compatible",
                "        apiKey: k2",
                "        baseUrl: http://llm.corp/v1"))
        .containsExactly(
            "ai-lb.yaml:6:18: pools[0].endpoints[1].baseUrl: plain http would send the key unencrypted to llm.corp. Use https, or set auth.allowHttp: true on a trusted network.");
  }

  @ParameterizedTest
  @CsvSource({
    "'baseUrl: http://localhost:1234/v1, apiKey: k'",
    "'baseUrl: \"http://127.0.0.1:1234/v1\", apiKey: k'",
    "'baseUrl: \"http://[::1]:1234/v1\", apiKey: k'",
    "'baseUrl: http://llm.corp/v1, apiKey: k, auth: {allowHttp: true}'",
    "'baseUrl: http://llm.corp/v1, auth: {type: none}'"
  })
  void plainHttpIsGoodEnoughForLoopbackForNoKeyAndByWish(String members) {
    assertThat(said("pools: [{endpoints: [{provider: openai-compatible, " + members + "}]}]"))
        .isEmpty();
  }

  @Test
  void insideBracesAReferenceNeedsQuotes() {
    assertThat(said("pools:", "  - endpoints:", "          - {apiKey: ${K}}"))
        .containsExactly(
            "ai-lb.yaml:3:22: not valid YAML: inside { } a reference needs quotes. Write \"${K}\".");
  }

  @Test
  void aStarNeedsQuotes() {
    assertThat(said("pools:", "- endpoints: []", "  name: a", "  models: {*: m}"))
        .containsExactly("ai-lb.yaml:4:12: not valid YAML: * needs quotes. Write \"*\".");
  }

  @Test
  void aTabCannotIndent() {
    assertThat(said("pools:", "\t- endpoints:"))
        .containsExactly("ai-lb.yaml:2:1: not valid YAML: a tab cannot indent. Use two spaces.");
  }

  @Test
  void aDuplicateNamesTheFirst() {
    assertThat(said(Reading.pool("queue: {}", "queue: {maxSize: 1}").stripTrailing()))
        .containsExactly(
            "ai-lb.yaml:5:5: pools[0].queue: this key stands at line 4 already. Keep one of them.");
  }

  @Test
  void azureNeedsAVersion() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: azure-openai, apiKey: k, baseUrl: \"https://me.openai.azure.com\"}"))
        .containsExactly(
            "ai-lb.yaml:3:9: pools[0].endpoints[0].apiVersion: is required for azure-openai. Write one such as \"2024-10-21\", or let baseUrl end in /openai/v1.");
    assertThat(
            said(
                "pools: [{endpoints: [{provider: azure-openai, apiKey: k, baseUrl: \"https://me.openai.azure.com/openai/v1\"}]}]"))
        .isEmpty();
    assertThat(
            said(
                "pools: [{endpoints: [{provider: azure-openai, apiKey: k, baseUrl: \"https://me.openai.azure.com\", query: {api-version: v}}]}]"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azure-openai|apiKey: k, apiVersion: v|baseUrl: is required for azure-openai, which has no public URL. Write the URL of your own, such as https://NAME.openai.azure.com.",
        "openai-compatible|apiKey: k, baseUrl: null|baseUrl: is required for openai-compatible, which has no public URL. Write the URL of your own, such as https://api.groq.com/openai/v1.",
        "openai|enabled: true|apiKey: is required. Write ${OPENAI_API_KEY}, or set auth.type: none.",
        "openai|apiKey: null|apiKey: is required. Write ${OPENAI_API_KEY}, or set auth.type: none.",
        "openai|apiKey: []|apiKey: is required. Write ${OPENAI_API_KEY}, or set auth.type: none.",
        "openai|apiKey: ''|apiKey: expected a key, got an empty text.",
        "openai|apiKey: [null]|apiKey[0]: cannot be null. Remove it.",
        "openai|apiKey: '${}'|apiKey: this refers to nothing that ai-lb knows. Write ${NAME}, ${NAME:-default}, ${sys:property} or ${file:PATH}.",
        "openai|apiKey: '${K'|apiKey: a reference is not closed. Write ${NAME}, or $$ for a dollar.",
        "openai|apikey: k|apikey: unknown key. Did you mean \"apiKey\"?",
        "openai|apiKey: k, auth: {type: none}|apiKey: is not used with auth.type: none. Remove one of them.",
        "openai|apiKey: k, auth: {type: header}|auth.header: is required with type: header. Name the header, such as X-Api-Key.",
        "openai|apiKey: k, auth: {header: X-Key}|auth.header: goes with type: header only, got type: auto.",
        "openai|apiKey: k, model: m, models: {a: b}|model: not together with models. To send one name for all, write models: {\"*\": m}.",
        "openai|apiKey: k, weight: -1|weight: expected 0 or more, got -1.",
        "openai|apiKey: k, tier: 10|tier: expected 1 to 9, got 10.",
        "openai|apiKey: k, limits: {rpm: 0}|limits.rpm: expected 1 or more, got 0.",
        "openai|apiKey: k, timeouts: {idle: 0s}|timeouts.idle: expected 1ms or more, got \"0s\".",
        "openai|apiKey: k, enabled: null|enabled: cannot be null. Leave it out for its default, true.",
        "openai|apiKey: k, name: a.b|name: expected a name of at most 64 letters, digits, - and _, got \"a.b\".",
        "openai|apiKey: k, headers: 5|headers: expected names with values, got 5.",
        "openai|apiKey: k, limits: [1]|limits: expected keys such as rpm:, got a list.",
        "openai|apiKey: k, profile: grok|profile: expected openai, azure, groq, mistral, deepseek, openrouter, together, vllm or ollama, got \"grok\". Did you mean \"groq\"?"
      })
  void whatAnEndpointNeedsAndRefuses(String provider, String members, String message) {
    List<String> said =
        said("pools: [{endpoints: [{provider: " + provider + ", " + members + "}]}]");
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).endsWith(": pools[0].endpoints[0]." + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log: {level: info}|ai-lb.yaml:1:1: pools: is required. At least one; the first pool that matches a request takes it.",
        "pools: []|ai-lb.yaml:1:8: pools: needs at least one pool with endpoints.",
        "pools: [{endpoints: []}]|ai-lb.yaml:1:21: pools[0].endpoints: needs at least one endpoint.",
        "pools: [{name: a}]|ai-lb.yaml:1:9: pools[0].endpoints: is required. At least one.",
        "5|ai-lb.yaml:1:1: expected keys such as pools:, got something else.",
        "''|ai-lb.yaml:1:1: the file is empty. It needs at least pools:."
      })
  void aConfigurationNeedsAPoolWithAnEndpoint(String text, String message) {
    assertThat(reading.said(text)).containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "breaker: {openFor: 60s}|4:24: pools[0].breaker.maxOpenFor: 30s is shorter than openFor, 1m. Raise it, or lower openFor.",
        "breaker: {maxOpenFor: 1s}|4:27: pools[0].breaker.maxOpenFor: 1s is shorter than openFor, 2s. Raise it, or lower openFor.",
        "breaker: {failureRatio: 0%}|4:29: pools[0].breaker.failureRatio: expected a share above 0%, and up to 100%, such as 50% or 0.5, got \"0%\".",
        "breaker: {window: 10ms}|4:23: pools[0].breaker.window: expected 1s or more, got \"10ms\".",
        "retries: {backoff: {max: 1ms}}|4:30: pools[0].retries.backoff.max: is shorter than initial. Raise it.",
        "routing: {requireTags: [eu]}|3:9: pools[0].endpoints[0]: no request can ever be sent here: routing.requireTags wants [eu]. Add the tag, or remove the endpoint."
      })
  void whatAPoolRefuses(String line, String message) {
    assertThat(reading.said(Reading.pool(line))).containsExactly("ai-lb.yaml:" + message);
  }

  @Test
  void anEndpointWhoseModelsThePoolNeverTakesIsAMistake() {
    assertThat(
            said(
                "pools:",
                "  - match: {models: [\"gpt-*\"]}",
                "    endpoints:",
                "      - {provider: openai, apiKey: k, models: [o3, o4-mini]}"))
        .containsExactly(
            "ai-lb.yaml:4:47: pools[0].endpoints[0].models: no request can ever be sent here: match.models takes none of [o3, o4-mini]. Widen it, or remove the endpoint.");
  }

  @Test
  void oneKeyAtOneHostHasOneSetOfLimitsAlsoOverPools() {
    assertThat(
            said(
                "pools:",
                "  - name: one",
                "    endpoints: [{provider: openai, apiKey: k1, limits: {rpm: 500}}]",
                "  - name: two",
                "    endpoints:",
                "      - {provider: openai, apiKey: k2, limits: {rpm: 400}}",
                "      - {name: same, provider: openai, apiKey: k1, limits: {rpm: 500}}",
                "      - {name: other, provider: openai, apiKey: k1, limits: {rpm: 400}}"))
        .containsExactly(
            "ai-lb.yaml:8:61: pools[1].endpoints[2].limits: \"other\" and \"openai-1\" share one key, but state different limits. State them once, or equally.");
  }

  @Test
  void whoSharesAnAccountCannotDisagreeOnItsLimits() {
    assertThat(
            said(
                "pools:",
                "  - endpoints:",
                "      - {provider: openai, apiKey: k1, quotaGroup: org, limits: {rpm: 500}}",
                "      - {provider: openai, apiKey: k2, quotaGroup: org, limits: {rpm: 400}}"))
        .containsExactly(
            "ai-lb.yaml:4:65: pools[0].endpoints[1].limits: \"openai-2\" and \"openai-1\" share quotaGroup org, but state different limits. State them once, or equally.");
  }

  @Test
  void allIsSaidAtOnceInTheOrderOfTheFile() {
    List<String> said =
        said(
            "reload: {interval: 5}",
            "pools:",
            "  - breaker: {openFor: 60}",
            "    endpoints:",
            "      - {provider: openai, apiKey: k, weight: x, tier: 0}",
            "mode: actve");
    assertThat(said)
        .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
        .containsExactly(
            "ai-lb.yaml:1:20",
            "ai-lb.yaml:3:24",
            "ai-lb.yaml:5:47",
            "ai-lb.yaml:5:56",
            "ai-lb.yaml:6:7");
  }

  @Test
  void theExceptionHoldsThemAllALineEach() {
    assertThatThrownBy(() -> reading.read("mode: actve\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            Reading.lines(
                "ai-lb.yaml:1:1: pools: is required. At least one; the first pool that matches a request takes it.",
                "ai-lb.yaml:1:7: mode: expected active, observe or off, got \"actve\". Did you mean \"active\"?"));
  }

  @Test
  void jsonIsReadTooWithItsPlaces() {
    assertThat(
            said(
                "{",
                "\t\"pools\": [",
                "\t\t{\"endpoints\": [{\"provider\": \"openai\", \"apiKey\": \"k\", \"tier\": 99}]}",
                "\t]",
                "}"))
        .containsExactly("ai-lb.yaml:3:64: pools[0].endpoints[0].tier: expected 1 to 9, got 99.");
  }

  @Test
  void aliasesThatLeadInACircleOrExplodeAreRefused() {
    assertThat(said("pools: &p", "  - endpoints: *p"))
        .containsExactly(
            "ai-lb.yaml:1:8: pools[0].endpoints: aliases lead in a circle, or unfold to too much. Write the values out.");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String above = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          above, above, above, above, above, above, above, above, above, above))));
    }
    assertThat(reading.said(bomb.toString()))
        .hasSize(1)
        .allMatch(problem -> problem.contains("aliases lead in a circle, or unfold to too much"));
  }

  @Test
  void anAliasMayStandForAValueTwice() {
    assertThat(
            reading
                .read(
                    "pools: [{endpoints: [{provider: openai, apiKey: a, limits: &l {rpm: 5}},"
                        + " {provider: openai, apiKey: b, limits: *l}]}]")
                .pools()
                .get(0)
                .pool()
                .members())
        .allMatch(member -> member.limits().rpm() == 5);
  }

  @Test
  void whatIsNestedTooDeeplyIsAnErrorAndNoCrash() {
    assertThat(Reading.of().said("pools: " + "[".repeat(20_000) + "]".repeat(20_000)))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("ai-lb.yaml:"));
  }

  @Test
  void whatIsNoFileOfReasonableSizeHoldsNoKey() {
    assertThat(Reading.of().said(Reading.endpoint("apiKey: \"${file:/dev/zero}\"")))
        .anyMatch(line -> line.contains("file /dev/zero is not a file of at most 64 KiB"));
  }

  @Test
  void aTextOfMoreThanAMebibyteIsAMistake() {
    assertThat(reading.said("# " + "x".repeat(1024 * 1024)))
        .containsExactly("ai-lb.yaml: larger than 1 MiB. A configuration this large is a mistake.");
  }
}

package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.select.MemberSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  @TempDir Path directory;

  private final Reading reading =
      Reading.of().env("K", "from-env").env("EMPTY", "").property("p.q", "from-property");

  private static String header(Config config) {
    return members(config).get(0).endpoint().headers().get("X-Test");
  }

  private static List<MemberSettings> members(Config config) {
    return config.pools().get(0).pool().members();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${K}|from-env",
        "${env:K}|from-env",
        "a-${K}-b-${K}|a-from-env-b-from-env",
        "${K:-other}|from-env",
        "${NONE:-other}|other",
        "${env:NONE:-other}|other",
        "${EMPTY:-other}|other",
        "${NONE:-with:-colons}|with:-colons",
        "${sys:p.q}|from-property",
        "$${K}|${K}",
        "$$$${K}|$${K}",
        "a$$b|a$b",
        "5$|5$",
        "$K|$K"
      })
  void whatAValueRefersTo(String written, String expected) {
    assertThat(
            header(
                reading.read(
                    Reading.endpoint("apiKey: k", "headers: {X-Test: \"" + written + "\"}"))))
        .isEqualTo(expected);
  }

  @Test
  void aReferenceMayStandWhereANumberOrAWordDoes() {
    Config config =
        Reading.of()
            .env("RPM", "1k")
            .env("MODE", "off")
            .env("ON", "false")
            .env("WAIT", "3s")
            .read(
                "mode: ${MODE}\n"
                    + Reading.endpoint("apiKey: [k, l]", "limits: {rpm: \"${RPM}\"}")
                    + "    queue: {maxWait: \"${WAIT}\"}\nreload: {watch: \"${ON}\"}\n");
    assertThat(members(config).get(0).limits().rpm()).isEqualTo(1000);
    assertThat(config.mode()).isEqualTo(Config.Mode.OFF);
    assertThat(config.reload().watch()).isFalse();
    assertThat(config.pools().get(0).pool().queue().maxWait()).hasSeconds(3);
  }

  @ParameterizedTest
  @CsvSource({"'key\n', key", "'key\r\n', key", "'key', key"})
  void ofAFileOneNewlineIsTrimmed(String content, String key) throws IOException {
    Files.writeString(directory.resolve("secret"), content);
    Path file = directory.resolve("ai-lb.yaml");
    Files.writeString(file, Reading.endpoint("apiKey: ${file:secret}"));
    Config config = reading.reader().read(file);
    assertThat(members(config).get(0).endpoint().key().current().reveal()).isEqualTo(key);
    assertThat(config.files()).containsExactlyInAnyOrder(directory.resolve("secret"), file);
  }

  @Test
  void aSecondNewlineOfAFileIsNotTrimmed() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "key\n\n");
    assertThat(reading.said(Reading.endpoint("apiKey: ${file:" + secret + "}")))
        .containsExactly(
            "ai-lb.yaml:4:17: pools[0].endpoints[0].apiKey: the key has a character that no HTTP header can carry, at position 4. Check for spaces and line breaks around it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${NONE}|environment variable NONE is not set. Export it, or use ${file:...}.",
        "${EMPTY}|environment variable EMPTY is not set. Export it, or use ${file:...}.",
        "${sys:none}|system property none is not set. Pass -Dnone=...",
        "${file:/nowhere/at/all}|file /nowhere/at/all cannot be read (NoSuchFileException). Check the path and its permissions."
      })
  void whatIsNotThereIsNamed(String written, String message) {
    assertThat(reading.said(Reading.endpoint("apiKey: " + written)))
        .containsExactly("ai-lb.yaml:4:17: pools[0].endpoints[0].apiKey: " + message);
  }

  @Test
  void whatIsFilledInIsNeverReadAsYamlOrAsAReference() {
    String evil = "x}, {provider: anthropic, apiKey: ${K}\n      - provider: gemini # *a &b !c";
    Config config =
        Reading.of()
            .env("EVIL", evil)
            .env("K", "k")
            .read(Reading.endpoint("apiKey: k", "query: {test: \"${EVIL}\"}"));
    assertThat(members(config)).hasSize(1);
    assertThat(members(config).get(0).endpoint().query()).containsEntry("test", evil);
  }

  @Test
  void aTextThatIsFilledInIsNoNull() {
    Config config = Reading.of().env("N", "null").read(Reading.endpoint("apiKey: k", "name: ${N}"));
    assertThat(members(config).get(0).endpoint().name()).isEqualTo("null");
  }

  private static String two(String first) {
    return "pools:\n  - endpoints:\n      - {provider: openai, apiKey: k}\n      - " + first + "\n";
  }

  @Test
  void aMissingKeyDisablesItsEndpointWhileThePoolHasAnother() {
    String text = two("{provider: openai, apiKey: \"${NONE}\"}");
    String message =
        "ai-lb.yaml:4:36: pools[0].endpoints[1].apiKey: environment variable NONE is not set. Export it, or use ${file:...}.";
    Config config = reading.read(text);
    assertThat(config.warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(message + " The endpoint is disabled.");
    assertThat(members(config)).extracting(MemberSettings::enabled).containsExactly(true, false);
    assertThat(members(config).get(1).disabledBecause()).contains("NONE is not set");
    assertThat(Reading.said(() -> reading.reader().strict().read("ai-lb.yaml", text)))
        .containsExactly(message);
  }

  @Test
  void soDoesAnythingElseThatAnEndpointLacks() {
    Config config =
        reading.read(two("{provider: openai-compatible, apiKey: k, baseUrl: \"${URL}\"}"));
    assertThat(members(config)).extracting(MemberSettings::enabled).containsExactly(true, false);
    assertThat(config.warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "ai-lb.yaml:4:59: pools[0].endpoints[1].baseUrl: environment variable URL is not set. Export it, or use ${file:...}. The endpoint is disabled.");
  }

  @Test
  void aMissingKeyOfAListCostsThatKeyOnly() {
    Config config = reading.read(Reading.endpoint("apiKey: [k, \"${NONE}\", l]"));
    assertThat(members(config))
        .extracting(MemberSettings::enabled)
        .containsExactly(true, false, true);
    assertThat(config.warnings())
        .extracting(ConfigProblem::path)
        .containsExactly("pools[0].endpoints[0].apiKey[1]");
  }

  @Test
  void aPoolWithoutAnyEndpointLeftIsAnErrorForEachThatIsMissing() {
    assertThat(reading.said(Reading.endpoint("apiKey: [\"${NONE}\", \"${EMPTY}\"]")))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("disabled"));
  }

  @Test
  void outsideOfEndpointsAMissingVariableIsAnError() {
    assertThat(reading.said("mode: ${NONE}\n" + two("{provider: openai, apiKey: l}")))
        .containsExactly(
            "ai-lb.yaml:1:7: mode: environment variable NONE is not set. Export it, or use ${file:...}.");
  }

  @Test
  void anEndpointMayBeDisabledByHandButNotAllOfThem() {
    assertThat(reading.said(Reading.endpoint("apiKey: k", "enabled: false")))
        .containsExactly(
            "ai-lb.yaml:3:7: pools[0].endpoints: all endpoints are disabled. Enable one, or remove the pool.");
  }
}

package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.select.MemberSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
  private static final String FILE =
      Reading.lines(
          "mode: active",
          "pools:",
          "  - endpoints:",
          "      - {provider: openai, apiKey: a, weight: 2}",
          "      - {provider: openai, apiKey: b, name: spare}",
          "      - {provider: openai, apiKey: c}",
          "  - name: second",
          "    endpoints:",
          "      - {provider: anthropic, apiKey: [d, e]}",
          "log: {level: info}",
          "");

  private static Config config(String property, String value) {
    return Reading.of().property(property, value).read(FILE);
  }

  private static List<MemberSettings> members(Config config) {
    return config.pools().get(0).pool().members();
  }

  @Test
  void aPropertyFindsPoolsAndEndpointsByTheirNames() {
    Config config = config("ailb.pools.default.endpoints.spare.weight", "0");
    assertThat(members(config))
        .extracting(m -> m.endpoint().weight())
        .containsExactly(2.0, 0.0, 1.0);
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void alsoByTheNameThatTheyHaveByDefault() {
    Config config = config("ailb.pools.default.endpoints.openai-3.tier", "2");
    assertThat(members(config)).extracting(m -> m.endpoint().tier()).containsExactly(1, 1, 2);
    Config list = config("ailb.pools.second.endpoints.anthropic-1.tier", "3");
    assertThat(list.pools().get(1).pool().members())
        .extracting(m -> m.endpoint().tier())
        .containsExactly(3, 3);
  }

  @Test
  void sectionsThatTheFileLeavesOutAreMade() {
    assertThat(
            config("ailb.pools.default.queue.maxSize", "7").pools().get(0).pool().queue().maxSize())
        .isEqualTo(7);
    assertThat(config("ailb.management.jmx.enabled", "false").jmx().enabled()).isFalse();
    String empty = FILE + "reload:\n";
    assertThat(Reading.of().property("ailb.reload.watch", "false").read(empty).reload().watch())
        .isFalse();
  }

  @Test
  void listsAreWrittenWithCommasAndFreeNamesAsTheyAre() {
    assertThat(config("ailb.agent.clients", "okhttp, jdk").agent().clients())
        .containsExactly("okhttp", "jdk");
    Config header = config("ailb.pools.default.endpoints.spare.headers.X-Team", "a");
    assertThat(members(header).get(1).endpoint().headers()).containsEntry("X-Team", "a");
    Config model = config("ailb.pools.default.endpoints.spare.models.gpt-4.1", "gpt-5");
    assertThat(members(model).get(1).endpoint().models().target("gpt-4.1").sent())
        .isEqualTo("gpt-5");
  }

  @Test
  void aPropertyMayHoldAReference() {
    Config config =
        Reading.of()
            .env("W", "5")
            .property("ailb.pools.default.endpoints.spare.weight", "${W}")
            .read(FILE);
    assertThat(members(config).get(1).endpoint().weight()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "AILB_MODE, off, ailb.mode, observe, ailb.mode",
    "AILB_LOG_LEVEL, warn, ailb.log.level, error, log.level"
  })
  void theRanksAreOptionPropertyEnvironmentFile(
      String variable, String fromVariable, String property, String fromProperty) {
    String path = property.substring("ailb.".length());
    Reading reading = Reading.of();
    assertThat(shown(reading.read(FILE), path)).isIn("active", "info");
    reading.env(variable, fromVariable);
    assertThat(shown(reading.read(FILE), path)).isEqualTo(fromVariable);
    reading.property(property, fromProperty);
    assertThat(shown(reading.read(FILE), path)).isEqualTo(fromProperty);
    String fromOption = path.equals("mode") ? "active" : "debug";
    ConfigReader reader = reading.reader().overriding(path, fromOption, "agent option x");
    assertThat(shown(reader.read("ai-lb.yaml", FILE), path)).isEqualTo(fromOption);
  }

  private static String shown(Config config, String path) {
    return path.equals("mode")
        ? config.mode().name().toLowerCase(java.util.Locale.ROOT)
        : config.log().level();
  }

  @Test
  void theLogFileIsAPath() {
    assertThat(Reading.of().env("AILB_LOG_FILE", "/tmp/a").read(FILE).log().target())
        .isEqualTo("file:/tmp/a");
    Config config =
        Reading.of().env("AILB_LOG_FILE", "a").property("ailb.log.file", "b").read(FILE);
    assertThat(config.log().target()).isEqualTo("file:b");
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void theFleetsUrlComesFromTheEnvironmentToo() {
    assertThat(Reading.of().env("AILB_FLEET_URL", "redis://r").said(FILE))
        .containsExactly(
            "environment variable AILB_FLEET_URL: fleet.url: not active yet: it has no effect in this version.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ailb.config", "ailb.enabled", "ailb.mode", "ailb.log.level", "ailb.log.file"})
  void whatMirrorsAVariableIsNoUnknownKey(String property) {
    String value = property.endsWith("mode") ? "off" : property.endsWith("level") ? "warn" : "x";
    assertThat(config(property, value).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ailb.mod|no such key \"mod\"; it is ignored. Did you mean \"mode\"?",
        "ailb.xyzzy|no such key \"xyzzy\"; it is ignored.",
        "ailb.pools.default.endpoints.spar.weight|nothing is named \"spar\"; it is ignored. Did you mean \"spare\"?",
        "ailb.pools.third.queue.maxSize|nothing is named \"third\"; it is ignored.",
        "ailb.mode.x|does not lead to a value; it is ignored."
      })
  void whatLeadsNowhereIsAWarning(String property, String message) {
    assertThat(config(property, "1").warnings())
        .extracting(ConfigProblem::toString)
        .containsExactly("system property " + property + ": " + message);
  }

  @Test
  void aBadValueIsAnErrorThatNamesItsSource() {
    assertThat(Reading.of().property("ailb.mode", "of").said(FILE))
        .containsExactly(
            "system property ailb.mode: mode: expected active, observe or off, got \"of\". Did you mean \"off\"?");
    assertThat(
            Reading.said(
                () ->
                    Reading.of()
                        .reader()
                        .overriding("log.level", "loud", "agent option log")
                        .read("ai-lb.yaml", FILE)))
        .containsExactly(
            "agent option log: log.level: expected error, warn, info, debug or trace, got \"loud\".");
  }
}

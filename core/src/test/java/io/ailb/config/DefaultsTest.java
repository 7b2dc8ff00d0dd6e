package io.ailb.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.flow.RetrySettings;
import io.ailb.flow.TimeoutSettings;
import io.ailb.flow.TranslationSettings;
import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.select.MemberSettings;
import io.ailb.select.PoolSettings;
import io.ailb.select.QueueSettings;
import io.ailb.select.Routing;
import io.ailb.select.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that writes every key with its default, against the table and against an empty file. */
class DefaultsTest {
  /** What has no default, and so stands in the file with an example. */
  private static final Set<String> REQUIRED =
      Set.of(
          "pools",
          "pools[].endpoints",
          "pools[].endpoints[].provider",
          "pools[].endpoints[].apiKey");

  /** Whose keys have no defaults of their own. */
  private static final Set<String> OVERRIDES =
      Set.of("pools[].endpoints[].timeouts", "pools[].endpoints[].capabilities");

  private final Reading reading =
      Reading.of()
          .env("OPENAI_API_KEY", "sk-one")
          .env("OPENAI_API_KEY_1", "sk-one")
          .env("OPENAI_API_KEY_2", "sk-two")
          .env("ANTHROPIC_API_KEY", "sk-ant");

  private static String resource(String name) {
    try (InputStream stream = DefaultsTest.class.getResourceAsStream("/config/" + name)) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyKeyStandsInTheFileWithTheDefaultOfTheTableAndTheOtherWayRound() {
    Map<String, String> written = new TreeMap<>();
    flatten("", EditorsView.tree(resource("every-key.yaml")), written);
    Map<String, String> table = new TreeMap<>();
    flatten("", Schema.ROOT, table);
    REQUIRED.forEach(written::remove);
    REQUIRED.forEach(table::remove);
    assertThat(written).hasSizeGreaterThan(130).isEqualTo(table);
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((name, below) -> flatten(Paths.member(path, (String) name), below, into));
    } else if (value instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Map<?, ?>) {
      flatten(path + "[]", list.get(0), into);
    } else if (value instanceof List<?> list) {
      into.put(
          path, list.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]")));
    } else {
      into.put(path, String.valueOf(value));
    }
  }

  private static void flatten(String path, Shape.Keys keys, Map<String, String> into) {
    for (Shape.Key key : keys.keys().values()) {
      String keyPath = Paths.member(path, key.name());
      if (key.shape() instanceof Shape.Keys below && !OVERRIDES.contains(keyPath)) {
        flatten(keyPath, below, into);
      } else if (key.shape() instanceof Shape.Many many && many.of() instanceof Shape.Keys below) {
        flatten(keyPath + "[]", below, into);
      } else {
        into.put(keyPath, String.valueOf(key.byDefault()));
      }
    }
  }

  @Test
  void allDefaultsWrittenOutAreAcceptedWithoutAWord() {
    String text = resource("every-key.yaml");
    assertThat(reading.said(text)).isEmpty();
    assertThat(EditorsView.complaints(text)).isEmpty();
  }

  @Test
  void writtenOutOrLeftOutTheSettingsAreTheSame() {
    Config written = reading.read(resource("every-key.yaml"));
    Config left = reading.read(Reading.endpoint("apiKey: ${OPENAI_API_KEY}"));
    assertThat(written).usingRecursiveComparison().isEqualTo(left);
  }

  @Test
  void theSettingsOfTheRoomsHaveTheSameDefaults() {
    PoolConfig pool = reading.read(Reading.endpoint("apiKey: k")).pools().get(0);
    assertThat(pool.pool().routing()).isEqualTo(Routing.DEFAULTS);
    assertThat(pool.pool().queue()).isEqualTo(QueueSettings.DEFAULTS);
    assertThat(pool.pool().breaker()).isEqualTo(BreakerSettings.DEFAULTS);
    assertThat(pool.pool().cooldown()).isEqualTo(CooldownSettings.DEFAULTS);
    assertThat(pool.retries()).isEqualTo(RetrySettings.DEFAULTS);
    assertThat(pool.timeouts().get("openai-1")).isEqualTo(TimeoutSettings.DEFAULTS);
  }

  @Test
  void theMinimalFileWorksAsItStands() {
    String text = resource("minimal.yaml");
    Config config = reading.read(text);
    assertThat(EditorsView.complaints(text)).isEmpty();
    PoolSettings pool = config.pools().get(0).pool();
    assertThat(pool.name()).isEqualTo("default");
    assertThat(pool.members())
        .extracting(member -> member.endpoint().name())
        .containsExactly("openai-1", "openai-2", "anthropic-1");
    assertThat(pool.members()).allMatch(MemberSettings::enabled);
    assertThat(pool.members())
        .extracting(member -> member.endpoint().baseUrl().getHost())
        .containsExactly("api.openai.com", "api.openai.com", "api.anthropic.com");
    assertThat(pool.members().get(0).limits().rpm()).isEqualTo(500);
    assertThat(pool.members().get(2).endpoint().tier()).isEqualTo(2);
    assertThat(config.warnings()).isEmpty();
    assertThat(config.pools().get(0).translation()).isEqualTo(TranslationSettings.DEFAULTS);
  }

  @Test
  void everyStrategyCanBeHad() {
    assertThat(reading.said(Reading.endpoint("apiKey: k"))).isEmpty();
    for (Strategy strategy : Strategy.values()) {
      Config config = reading.read(Reading.pool("routing: {strategy: " + strategy.id() + "}"));
      assertThat(config.pools().get(0).pool().routing().strategy()).isEqualTo(strategy);
      assertThat(config.warnings()).isEmpty();
    }
  }

  @Test
  void theBreakerRuleOfTheTutorialCanBeWrittenAndIsSilent() {
    String text =
        Reading.pool(
            "breaker: {consecutiveFailures: 3, failureRatio: null, slowdown: null, openFor: 60s,"
                + " maxOpenFor: 60s}");
    Config config = reading.read(text);
    assertThat(config.warnings()).isEmpty();
    assertThat(EditorsView.complaints(text)).isEmpty();
    BreakerSettings breaker = config.pools().get(0).pool().breaker();
    assertThat(breaker.consecutiveFailures()).isEqualTo(3);
    assertThat(breaker.failureRatio()).isNull();
    assertThat(breaker.openFor()).hasSeconds(60);
    assertThat(breaker.maxOpenFor()).hasSeconds(60);
  }
}

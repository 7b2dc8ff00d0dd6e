package io.ailb;

import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.expose.Controls;
import io.ailb.expose.PoolStats;
import io.ailb.expose.PoolView;
import io.ailb.expose.Report;
import io.ailb.flow.Engine;
import io.ailb.model.OneLine;
import io.ailb.select.Member;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries out what an operator asks for. Thread-safe. */
final class Operator implements Controls {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final LoadBalancer balancer;
  private final Engine engine;
  private final Consumer<String> logLevel;
  private volatile String configError = "";

  Operator(LoadBalancer balancer, Engine engine, Consumer<String> logLevel) {
    this.balancer = balancer;
    this.engine = engine;
    this.logLevel = logLevel;
  }

  void rejected(String error) {
    configError = error;
  }

  void accepted() {
    configError = "";
  }

  @Override
  public List<PoolView> pools() {
    return balancer.running().views();
  }

  @Override
  public String mode() {
    return balancer.mode().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void mode(String mode) {
    balancer.mode(
        Arrays.stream(Config.Mode.values())
            .filter(known -> known.name().equalsIgnoreCase(mode))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a mode is active, observe or off; was \"" + mode + "\"")));
  }

  @Override
  public String configFile() {
    Config config = balancer.running().config();
    return config.file() == null ? "" : config.file().toAbsolutePath().toString();
  }

  @Override
  public Instant configLoadedAt() {
    return balancer.running().at();
  }

  @Override
  public String configError() {
    return configError;
  }

  @Override
  public String reload() {
    try {
      balancer.reload();
      return "The configuration was reloaded.";
    } catch (ConfigException e) {
      // Without its cause: a console has no such class, and would show that instead.
      throw new IllegalArgumentException("The old configuration runs on: " + e.getMessage());
    }
  }

  @Override
  public void logLevel(@Nullable String level) {
    if (level == null) {
      throw new IllegalArgumentException("name a level: error, warn, info, debug or trace");
    }
    logLevel.accept(level);
  }

  @Override
  public String diagnostics() {
    StringBuilder text = new StringBuilder();
    text.append("ai-lb ").append(Version.TEXT).append(", ").append(mode());
    text.append(", Java ").append(Runtime.version()).append('\n');
    text.append("configuration: ");
    text.append(configFile().isEmpty() ? "made by the program" : configFile());
    text.append(", loaded ").append(balancer.running().at()).append('\n');
    if (!configError.isEmpty()) {
      text.append("last reload rejected: ").append(configError).append('\n');
    }
    balancer.running().config().warnings().forEach(warning -> text.append(warning).append('\n'));
    for (PoolStats pool : balancer.stats().pools()) {
      text.append('\n').append(Report.of(pool));
    }
    return engine.redactor().redact(text.toString());
  }

  @Override
  public void weight(String pool, String endpoint, double weight) {
    change(pool, endpoint, member -> member.weight(weight));
  }

  @Override
  public void drain(String pool, String endpoint) {
    change(pool, endpoint, Member::drain);
  }

  @Override
  public void resume(String pool, String endpoint) {
    change(pool, endpoint, Member::resume);
  }

  @Override
  public void disable(String pool, String endpoint, @Nullable String reason, int minutes) {
    long until = minutes == 0 ? Obstacle.NEVER : after(Duration.ofMinutes(positive(minutes)));
    String words =
        reason == null || reason.isBlank() ? "disabled by an operator" : OneLine.of(reason);
    change(pool, endpoint, member -> member.disable(words, until));
  }

  @Override
  public void coolDown(String pool, String endpoint, int seconds) {
    long until = after(Duration.ofSeconds(positive(seconds)));
    change(pool, endpoint, member -> member.coolDown(until));
  }

  private static int positive(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("a time cannot be negative: " + number);
    }
    return number;
  }

  private long after(Duration duration) {
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "at most a year ("
              + LONGEST.toMinutes()
              + " min); to take an endpoint out for good, disable it for 0 minutes");
    }
    return engine.ticker().nanos() + duration.toNanos();
  }

  @Override
  public void resetBreaker(String pool, String endpoint) {
    change(pool, endpoint, member -> member.breaker().reset(engine.ticker().nanos()));
  }

  private void change(String poolName, String endpoint, Consumer<Member> change) {
    Pool pool = pool(poolName);
    Member member = pool.member(endpoint);
    if (member == null) {
      throw new IllegalArgumentException(
          "pool " + poolName + " has no endpoint \"" + endpoint + "\"");
    }
    change.accept(member);
    engine.states().check(pool, member);
    pool.freed();
  }

  private Pool pool(String name) {
    List<Pool> pools = balancer.running().pools();
    return pools.stream()
        .filter(pool -> pool.settings().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no pool \""
                        + name
                        + "\"; there are: "
                        + pools.stream()
                            .map(p -> p.settings().name())
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public String explain(String poolName, @Nullable String model, int estimatedTokens) {
    return new Explanation(pool(poolName), engine.ticker().nanos())
        .of(model, positive(estimatedTokens));
  }
}

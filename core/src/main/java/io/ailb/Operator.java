package io.ailb;

import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.config.ConfigProblem;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries out what an operator asks for. Thread-safe. */
final class Operator implements Controls {
  /** More than any other endpoint's shares can be told apart from none. */
  private static final double MAX_WEIGHT = 1e6;

  private static final Duration LONGEST = Duration.ofDays(366);

  private final LoadBalancer balancer;
  private final Engine engine;
  private final Consumer<String> logLevel;
  private volatile @Nullable ConfigException rejected;

  Operator(LoadBalancer balancer, Engine engine, Consumer<String> logLevel) {
    this.balancer = balancer;
    this.engine = engine;
    this.logLevel = logLevel;
  }

  void rejected(ConfigException error) {
    rejected = error;
  }

  void accepted() {
    rejected = null;
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
    ConfigException error = rejected;
    return error == null ? "" : oneLine(error);
  }

  /** The first error; where there are more, also where to read them. */
  static String oneLine(ConfigException error) {
    List<ConfigProblem> errors = error.problems().stream().filter(ConfigProblem::isError).toList();
    String first = errors.isEmpty() ? String.valueOf(error.getMessage()) : errors.get(0).toString();
    int more = errors.size() - 1;
    return OneLine.of(first) + (more > 0 ? " (and " + more + " more: see diagnostics())" : "");
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
    if (balancer.mode() == Config.Mode.OBSERVE) {
      text.append("only watching: figures are as if the endpoint chosen had given the answer\n");
    }
    text.append("configuration: ");
    text.append(configFile().isEmpty() ? "made by the program" : configFile());
    text.append(", loaded ").append(balancer.running().at()).append('\n');
    ConfigException error = rejected;
    if (error != null) {
      text.append("\nthe last reload was rejected, as\n").append(error.getMessage()).append('\n');
    }
    balancer.running().config().warnings().forEach(warning -> text.append(warning).append('\n'));
    for (PoolStats pool : balancer.stats().pools()) {
      text.append('\n').append(Report.of(pool));
    }
    return engine.redactor().redact(text.toString());
  }

  @Override
  public void weight(String pool, String endpoint, double weight) {
    if (weight > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "a weight is at most " + InWords.number(MAX_WEIGHT) + ", such as 1.0; was " + weight);
    }
    change(pool, endpoint, member -> member.weight(weight));
  }

  @Override
  public String drain(String pool, String endpoint) {
    return change(pool, endpoint, Member::drain);
  }

  @Override
  public String resume(String pool, String endpoint) {
    return change(pool, endpoint, Member::resume);
  }

  @Override
  public String disable(String pool, String endpoint, @Nullable String reason, int minutes) {
    long until =
        minutes == 0 ? Obstacle.NEVER : after(Duration.ofMinutes(notNegative("a time", minutes)));
    String words =
        reason != null && InWords.isGiven(reason) ? OneLine.of(reason) : "by an operator";
    return change(pool, endpoint, member -> member.disable(words, until));
  }

  @Override
  public String coolDown(String pool, String endpoint, int seconds) {
    long until = after(Duration.ofSeconds(notNegative("a time", seconds)));
    return change(pool, endpoint, member -> member.coolDown(until));
  }

  private static int notNegative(String what, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(what + " cannot be negative: " + number);
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
  public String resetBreaker(String pool, String endpoint) {
    return change(pool, endpoint, member -> member.breaker().reset(engine.ticker().nanos()));
  }

  private String change(String poolName, String endpoint, Consumer<Member> change) {
    Pool pool = pool(poolName);
    Member member = pool.member(endpoint);
    if (member == null) {
      throw new IllegalArgumentException(
          "pool " + poolName + " has no endpoint \"" + endpoint + "\"");
    }
    Member.Standing before = member.standing(engine.ticker().nanos());
    change.accept(member);
    String now = new Sequel(member, before, engine.ticker().nanos()).inWords();
    engine.states().check(pool, member);
    pool.freed();
    return now;
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
  public Map<String, List<String>> reasons(String poolName) {
    Map<String, List<String>> reasons = new HashMap<>();
    pool(poolName)
        .decisions()
        .ask(engine.ticker().nanos())
        .forEach((request, choices) -> reasons.put(request, Reasons.of(choices)));
    return reasons;
  }

  @Override
  public String explain(String poolName, @Nullable String model, int estimatedTokens) {
    int tokens = notNegative("estimatedTokens", estimatedTokens);
    Explanation explanation = new Explanation(pool(poolName), engine.ticker().nanos());
    return InWords.isGiven(model)
        ? explanation.of(model, tokens)
        : "No model was given: this is about a request that names none.\n"
            + explanation.of(null, tokens);
  }
}

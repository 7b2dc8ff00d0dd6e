package io.ailb;

import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.config.ConfigReader;
import io.ailb.config.Node;
import io.ailb.observe.Redactor;
import io.ailb.time.Chores;
import io.ailb.time.Dice;
import io.ailb.time.Reaper;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import io.ailb.time.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link LoadBalancer}: from a file, from a text, or piece by piece. What a program sets is
 * checked exactly like a file. For one thread.
 *
 * <pre>{@code
 * LoadBalancer balancer = LoadBalancer.builder()
 *     .pool(pool -> pool
 *         .endpoint(e -> e.provider("openai").apiKey(firstKey).set("limits.rpm", 500).weight(2))
 *         .endpoint(e -> e.provider("openai").apiKey(secondKey).set("limits.rpm", 500)))
 *     .build();
 * }</pre>
 */
public final class LoadBalancerBuilder {
  private final Node root = new Node();
  private @Nullable Path file;
  private @Nullable String text;
  private boolean written;
  private final List<UnaryOperator<ConfigReader>> changes = new ArrayList<>();

  private UnaryOperator<@Nullable String> environment = System::getenv;
  private @Nullable Map<String, String> properties;
  private Ticker ticker = Ticker.system();
  private WallClock clock = WallClock.system();
  private Timer timer = Timer.system();
  private Dice dice = Dice.system();
  private Reaper reaper = Reaper.system();
  private Executor chores = Chores.system();
  private Duration beansAfter = Duration.ofSeconds(2);
  private Consumer<String> logLevel = LoadBalancerBuilder::refuseLogLevel;
  private Consumer<Config> configured = config -> {};

  LoadBalancerBuilder() {}

  /** Takes the configuration from this file, YAML or JSON. */
  public LoadBalancerBuilder config(Path newFile) {
    Objects.requireNonNull(newFile, "file");
    file = newFile;
    return this;
  }

  /** Takes the configuration from this text, YAML or JSON. */
  public LoadBalancerBuilder yaml(String newText) {
    Objects.requireNonNull(newText, "yaml");
    text = newText;
    return this;
  }

  /** Adds a pool. */
  public LoadBalancerBuilder pool(Consumer<PoolBuilder> pool) {
    Objects.requireNonNull(pool, "pool");
    PoolBuilder builder = new PoolBuilder();
    pool.accept(builder);
    root.add("pools", builder.node());
    written = true;
    return this;
  }

  /**
   * Sets any key outside of pools, such as {@code management.jmx.enabled}.
   *
   * @param value a text as in a file, a number, truth value, {@code Duration}, collection, array,
   *     map or null
   */
  public LoadBalancerBuilder set(String path, @Nullable Object value) {
    Objects.requireNonNull(path, "path");
    root.set(path, value);
    written = true;
    return this;
  }

  /**
   * Lets a value outrank the file, the environment and system properties, also after a reload. A
   * path that leads nowhere is a warning.
   *
   * @param path with the names of pools and endpoints, such as {@code
   *     pools.default.endpoints.openai-1.weight}
   * @param value as it would be written in a file
   * @param source stands for it in messages, such as {@code agent option log}
   */
  public LoadBalancerBuilder override(String path, String value, String source) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(source, "source");
    changes.add(reader -> reader.overriding(path, value, source));
    return this;
  }

  /** Looks up {@code ${NAME}} here instead of in the environment. */
  public LoadBalancerBuilder environment(UnaryOperator<@Nullable String> variables) {
    Objects.requireNonNull(variables, "environment");
    environment = variables;
    return this;
  }

  /**
   * Looks no key up, in the environment or in files: what stands in its place is taken for it. Such
   * a load balancer is for trying a configuration out, and can ask no provider anything.
   */
  public LoadBalancerBuilder withoutKeys() {
    changes.add(ConfigReader::keyless);
    return this;
  }

  /** Takes these instead of the system properties, for references and overrides. */
  public LoadBalancerBuilder properties(Map<String, String> newProperties) {
    Objects.requireNonNull(newProperties, "properties");
    properties = newProperties;
    return this;
  }

  /** Elapsed time, for tests and simulations. */
  public LoadBalancerBuilder ticker(Ticker newTicker) {
    Objects.requireNonNull(newTicker, "ticker");
    ticker = newTicker;
    return this;
  }

  /** The date, for tests and simulations. */
  public LoadBalancerBuilder clock(WallClock newClock) {
    Objects.requireNonNull(newClock, "clock");
    clock = newClock;
    return this;
  }

  /** Callbacks, for tests and simulations. */
  public LoadBalancerBuilder timer(Timer newTimer) {
    Objects.requireNonNull(newTimer, "timer");
    timer = newTimer;
    return this;
  }

  /** Randomness, for tests and simulations. */
  public LoadBalancerBuilder dice(Dice newDice) {
    Objects.requireNonNull(newDice, "dice");
    dice = newDice;
    return this;
  }

  /** What notices lost answers, for tests. */
  public LoadBalancerBuilder reaper(Reaper newReaper) {
    Objects.requireNonNull(newReaper, "reaper");
    reaper = newReaper;
    return this;
  }

  /** Where slow work is done: asking suppliers of keys, registering MBeans, reading files. */
  public LoadBalancerBuilder chores(Executor newChores) {
    Objects.requireNonNull(newChores, "chores");
    chores = newChores;
    return this;
  }

  /**
   * How long after its start a load balancer registers its MBeans; two seconds unless told
   * otherwise. JMX costs a JVM some 150 ms of CPU time, which the first requests, and programs that
   * end before, are spared.
   */
  public LoadBalancerBuilder beansAfter(Duration newBeansAfter) {
    Objects.requireNonNull(newBeansAfter, "beansAfter");
    beansAfter = newBeansAfter;
    return this;
  }

  /**
   * How an operator's wish for another log level is carried out; refused by default, as slf4j has
   * no way to.
   *
   * @param newLogLevel takes error, warn, info, debug or trace
   */
  public LoadBalancerBuilder logLevel(Consumer<String> newLogLevel) {
    Objects.requireNonNull(newLogLevel, "logLevel");
    logLevel = newLogLevel;
    return this;
  }

  /**
   * Tells a host of ours, such as the agent, each configuration before anything is said about it,
   * also a reloaded one: it has settings of its own there.
   */
  public LoadBalancerBuilder configured(Consumer<Config> newConfigured) {
    Objects.requireNonNull(newConfigured, "configured");
    configured = newConfigured;
    return this;
  }

  private static void refuseLogLevel(String level) {
    throw new UnsupportedOperationException(
        "the library logs through slf4j: change the level of the loggers ailb.* there");
  }

  /**
   * Starts it.
   *
   * @throws ConfigException with all problems of the configuration in one message
   * @throws IllegalStateException if none was given, or more than one
   */
  public LoadBalancer build() {
    int sources = (file == null ? 0 : 1) + (text == null ? 0 : 1) + (written ? 1 : 0);
    if (sources != 1) {
      throw new IllegalStateException(
          "give one of config(file), yaml(text) and pool(...); there are " + sources);
    }
    Redactor redactor = new Redactor();
    Surroundings around =
        new Surroundings(
            ticker, clock, timer, dice, reaper, chores, beansAfter, logLevel, configured);
    ConfigReader reader =
        new ConfigReader(
            environment,
            properties == null ? systemProperties() : properties,
            supplier -> new RotatingKey(supplier, chores, timer, ticker, redactor));
    for (UnaryOperator<ConfigReader> change : changes) {
      reader = change.apply(reader);
    }
    Config config = config(reader);
    return new LoadBalancer(config, file == null ? null : reader, around, redactor);
  }

  private Config config(ConfigReader reader) {
    if (file != null) {
      return reader.read(file);
    }
    return text != null ? reader.read("yaml", text) : root.read(reader);
  }

  static Map<String, String> systemProperties() {
    Map<String, String> all = new LinkedHashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> all.put(name, System.getProperty(name, "")));
    return all;
  }
}

package io.ailb;

import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.config.ConfigProblem;
import io.ailb.config.ConfigReader;
import io.ailb.config.PoolConfig;
import io.ailb.expose.Beans;
import io.ailb.expose.PoolView;
import io.ailb.expose.Scoreboard;
import io.ailb.expose.Stats;
import io.ailb.flow.Destination;
import io.ailb.flow.Engine;
import io.ailb.flow.LostAnswers;
import io.ailb.flow.Opening;
import io.ailb.flow.StateWatch;
import io.ailb.flow.Switchboard;
import io.ailb.limit.RetryBudget;
import io.ailb.observe.Bug;
import io.ailb.observe.Listener;
import io.ailb.observe.Listeners;
import io.ailb.observe.LogListener;
import io.ailb.observe.Redactor;
import io.ailb.select.Accounts;
import io.ailb.select.Holdings;
import io.ailb.select.Pool;
import io.ailb.time.Chores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of pools, ready to take requests. Applications hand it to an adapter for their HTTP client,
 * such as {@code LoadBalancingInterceptor}; adapters begin their requests here.
 *
 * <pre>{@code
 * LoadBalancer balancer = LoadBalancer.load(Path.of("ai-lb.yaml"));
 * OkHttpClient client = new OkHttpClient.Builder()
 *     .addInterceptor(new LoadBalancingInterceptor(balancer))
 *     .build();
 * }</pre>
 *
 * Thread-safe. Close it when the application ends; requests under way are not disturbed.
 */
public final class LoadBalancer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("ailb");

  private final Surroundings around;
  private final Listeners listeners = new Listeners();
  private final Scoreboard board;
  private final Accounts accounts;
  private final Engine engine;
  private final @Nullable ConfigReader reader;
  private final Operator operator;
  private volatile @Nullable Beans beans; // null before somebody could look at them
  private final ConfigWatch watch;

  private volatile Running running;
  private volatile Config.Mode mode;
  private volatile boolean closed;

  /**
   * What a configuration became.
   *
   * @param at when it was loaded
   */
  record Running(Config config, Instant at, Switchboard switchboard, List<PoolView> views) {
    List<Pool> pools() {
      List<Pool> pools = new ArrayList<>();
      for (Destination destination : switchboard.destinations()) {
        pools.add(destination.pool());
      }
      return List.copyOf(pools);
    }
  }

  LoadBalancer(
      Config config, @Nullable ConfigReader reader, Surroundings around, Redactor redactor) {
    this.around = around;
    this.reader = reader;
    this.board = new Scoreboard(around.clock());
    listeners.add(board);
    listeners.add(new LogListener(around.timer()));
    this.accounts = new Accounts(around.ticker(), around.clock());
    this.engine =
        new Engine(
            around.ticker(),
            around.timer(),
            around.clock(),
            around.dice(),
            listeners,
            new Holdings(around.ticker()),
            redactor,
            new StateWatch(around.ticker(), around.timer(), listeners),
            new LostAnswers(around.reaper(), around.ticker(), listeners));
    this.mode = config.mode();
    this.running = start(config, null);
    this.operator = new Operator(this, engine, around.logLevel());
    this.watch = new ConfigWatch(this, around);
    begun(config.jmx());
  }

  private void begun(Config.Jmx jmx) {
    announce();
    if (jmx.enabled()) {
      if (around.beansAfter().isZero()) {
        showBeans(jmx);
      } else {
        around.timer().in(around.beansAfter().toNanos(), () -> showBeans(jmx));
      }
    }
    if (reader != null && running.config.file() != null) {
      watch.start();
    }
  }

  /**
   * Reads a configuration file and starts what it describes. The file is watched for changes if it
   * says so, which is the default.
   *
   * @throws ConfigException with all problems of the file in one message
   */
  public static LoadBalancer load(Path file) {
    return builder().config(file).build();
  }

  /** Makes a load balancer without a file, or with surroundings of its own. */
  public static LoadBalancerBuilder builder() {
    return new LoadBalancerBuilder();
  }

  /**
   * Checks a configuration file without starting anything; a variable that is not set is an error
   * here, as it will be where the file is used.
   *
   * @return what its author should know all the same, and what it describes; a line each
   * @throws ConfigException with all problems of the file in one message
   */
  public static List<String> validate(Path file) {
    Config config =
        new ConfigReader(System::getenv, LoadBalancerBuilder.systemProperties(), supplier -> null)
            .strict()
            .read(file);
    List<String> lines = new ArrayList<>();
    config.warnings().forEach(warning -> lines.add("warning: " + warning));
    for (PoolConfig pool : config.pools()) {
      lines.add(
          "pool "
              + pool.pool().name()
              + ": "
              + pool.pool().members().stream()
                  .map(member -> member.endpoint().name())
                  .collect(Collectors.joining(", ")));
      pool.pool().members().forEach(member -> lines.addAll(Inventory.of(member.endpoint())));
    }
    lines.add(file.getFileName() + " is good.");
    return lines;
  }

  /** The JSON Schema of configurations, for editors. */
  public static String jsonSchema() {
    try (InputStream in = LoadBalancer.class.getResourceAsStream("ai-lb.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("ai-lb.schema.json is not beside LoadBalancer.class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version of ai-lb. */
  public static String version() {
    return Version.TEXT;
  }

  /**
   * Whether a request to this host may be for a pool; for adapters to whom a path is dear. Where
   * this says no, {@link #begin} would.
   *
   * @param host lower case
   */
  public boolean takesFrom(String host, int port) {
    if (mode == Config.Mode.OFF || closed) {
      return false;
    }
    try {
      return running.switchboard.takesFrom(host, port);
    } catch (RuntimeException | LinkageError e) {
      listeners.bug(new Bug("looking at a request", e));
      return false;
    }
  }

  /**
   * Opens a request over https to this address; see {@link #begin(String, String, int, String)}.
   */
  public @Nullable Opening begin(String host, int port, String path) {
    return begin("https", host, port, path);
  }

  /**
   * Opens a request to this address, if it may be for a pool; for adapters.
   *
   * @param scheme {@code https} or {@code http}
   * @param host lower case
   * @param path without the query
   * @return null if it is certainly not ours; costs next to nothing then
   */
  public @Nullable Opening begin(String scheme, String host, int port, String path) {
    Config.Mode now = mode;
    if (now == Config.Mode.OFF || closed) {
      return null;
    }
    boolean observing = now == Config.Mode.OBSERVE;
    try {
      return running.switchboard.begin(scheme, host, port, path, observing);
    } catch (RuntimeException | LinkageError e) {
      listeners.bug(new Bug("looking at a request", e));
      return null;
    }
  }

  /**
   * Opens a request to a pool by its name, whatever hosts and models the pool takes over from
   * applications, and whatever the mode; for clients that have no SDK.
   *
   * @param pool its name
   * @param path without the query: its end says what is asked, such as {@code /v1/chat/completions}
   * @return null if no pool could do what the path asks
   * @throws IllegalArgumentException if there is no such pool
   * @throws IllegalStateException if this is closed
   */
  public @Nullable Opening beginIn(String pool, String path) {
    if (closed) {
      throw new IllegalStateException("this load balancer is closed");
    }
    return running.switchboard.begin(pool, path);
  }

  /** The names of its pools, in the order of the configuration. */
  public List<String> poolNames() {
    return running.pools().stream().map(pool -> pool.settings().name()).toList();
  }

  /**
   * Where a request would go now, and why not elsewhere, in lines for people.
   *
   * @param pool its name
   * @param model as it would be requested; null = the request names none
   * @param inputTokens estimated, of its prompt
   * @throws IllegalArgumentException if there is no such pool
   */
  public String explain(String pool, @Nullable String model, int inputTokens) {
    return operator.explain(pool, model, inputTokens);
  }

  /** All figures of now. */
  public Stats stats() {
    return board.stats(running.views);
  }

  /** From now on {@code listener} hears what happens. */
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  public void removeListener(Listener listener) {
    listeners.remove(listener);
  }

  /**
   * Reads the configuration file anew and, if it is good, runs it: new requests see it, those under
   * way end on the old one. Counts stay where an endpoint's name and key stay.
   *
   * @throws ConfigException if it is bad; the old one runs on
   * @throws IllegalStateException if there is no file
   */
  public synchronized void reload() {
    Path file = running.config.file();
    if (reader == null || file == null) {
      throw new IllegalStateException("this configuration was made by a program: there is no file");
    }
    watch.looks();
    Config config;
    try {
      config = reader.read(file);
    } catch (ConfigException e) {
      operator.rejected(e);
      LOG.error("configuration not reloaded, the old one runs on:\n{}", e.getMessage());
      Beans shown = beans;
      if (shown != null) {
        shown.configRejected(Operator.oneLine(e));
      }
      throw e;
    }
    Running before = running;
    if (!closed) {
      running = start(config, before);
      mode = config.mode();
      for (Pool pool : before.pools()) {
        pool.freed(); // who waits for a place may find one that came with the new limits
      }
      operator.accepted();
      watch.adopts();
      announce();
      warnOfRestarts(before.config, config);
      Beans shown = beans;
      if (shown != null) {
        shown.refresh();
        shown.configReloaded("The configuration was reloaded from " + file.toAbsolutePath() + ".");
      }
    }
  }

  private static void warnOfRestarts(Config before, Config after) {
    if (!before.jmx().equals(after.jmx())) {
      LOG.warn("management.jmx has changed, which takes a restart");
    }
    if (!before.agent().equals(after.agent())) {
      LOG.warn("agent has changed, which takes a restart");
    }
  }

  private Running start(Config config, @Nullable Running before) {
    engine.redactor().know(config.secrets());
    List<Destination> destinations = new ArrayList<>();
    List<PoolView> views = new ArrayList<>();
    Map<String, Destination> known = new LinkedHashMap<>();
    if (before != null) {
      before.switchboard.destinations().forEach(d -> known.put(d.pool().settings().name(), d));
    }
    long now = around.ticker().nanos();
    for (PoolConfig settings : config.pools()) {
      Destination same = known.get(settings.pool().name());
      double share = settings.retries().budget();
      RetryBudget retryBudget = same == null ? new RetryBudget(share, now) : same.retryBudget();
      retryBudget.apply(share, now);
      Pool pool =
          Pool.of(
              settings.pool(),
              same == null ? null : same.pool(),
              accounts,
              around.ticker(),
              around.timer(),
              around.dice());
      destinations.add(
          new Destination(
              settings.match(),
              pool,
              settings.retries(),
              retryBudget,
              settings.priorityHeader(),
              settings.stream(),
              settings.timeouts(),
              settings.outputTokens(),
              settings.responseHeaders(),
              settings.translation()));
      views.add(new PoolGauges(pool, around));
    }
    return new Running(
        config,
        around.clock().now(),
        new Switchboard(engine, List.copyOf(destinations)),
        List.copyOf(views));
  }

  private void announce() {
    Config config = running.config;
    around.configured().accept(config);
    for (ConfigProblem warning : config.warnings()) {
      LOG.warn("{}", warning);
    }
    int endpoints = 0;
    for (Pool pool : running.pools()) {
      endpoints += pool.members().size();
    }
    LOG.info(
        "ai-lb {} {}: {}, {} {}, {} {}",
        Version.TEXT,
        words(mode),
        config.file() == null ? "configured by the program" : config.file().toAbsolutePath(),
        config.pools().size(),
        config.pools().size() == 1 ? "pool" : "pools",
        endpoints,
        endpoints == 1 ? "endpoint" : "endpoints");
  }

  private static String words(Config.Mode mode) {
    return switch (mode) {
      case ACTIVE -> "active";
      case OBSERVE -> "observe (decides and counts; requests go out as they come)";
      case OFF -> "off";
    };
  }

  private void showBeans(Config.Jmx jmx) {
    if (closed) {
      return;
    }
    around
        .chores()
        .execute(
            () -> {
              try {
                Beans shown =
                    new Beans(
                        Version.TEXT,
                        jmx.domain(),
                        jmx.readOnly(),
                        operator,
                        board,
                        Chores.inOrder());
                listeners.add(shown);
                beans = shown;
                shown.refresh();
                if (closed) { // just now, before there was something to close
                  shown.close();
                }
              } catch (RuntimeException | LinkageError e) {
                LOG.warn("no MBeans: {}", e.toString());
              }
            });
  }

  Operator operator() {
    return operator;
  }

  Running running() {
    return running;
  }

  Config.Mode mode() {
    return mode;
  }

  void mode(Config.Mode newMode) {
    mode = newMode;
  }

  Scoreboard board() {
    return board;
  }

  /** Stops taking requests over, watching files and showing MBeans. */
  @Override
  public void close() {
    closed = true;
    watch.stop();
    running.pools().stream()
        .flatMap(pool -> pool.members().stream())
        .forEach(member -> member.endpoint().key().close());
    Beans shown = beans;
    if (shown != null) {
      shown.close();
    }
  }
}

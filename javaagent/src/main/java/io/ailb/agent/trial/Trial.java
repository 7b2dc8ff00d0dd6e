package io.ailb.agent.trial;

import io.ailb.LoadBalancer;
import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.config.PoolConfig;
import io.ailb.flow.CallerTime;
import io.ailb.flow.Exchange;
import io.ailb.flow.Opening;
import io.ailb.flow.Step;
import io.ailb.observe.Listener;
import io.ailb.observe.TakenOver;
import io.ailb.time.EventLoop;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A configuration that runs in virtual time, without keys. */
public final class Trial implements AutoCloseable {
  /** A fixed midnight, so that the same seed has the same outcome on every day. */
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EventLoop loop = new EventLoop(START);
  private final AtomicReference<@Nullable String> takenBy = new AtomicReference<>();
  private final Config config;
  private final LoadBalancer balancer;

  /**
   * Starts what {@code file} describes.
   *
   * @param environment for what is no key
   * @param seed of the choices that are left to chance
   * @throws ConfigException if it is bad
   */
  public Trial(Path file, Map<String, String> environment, long seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    AtomicReference<@Nullable Config> read = new AtomicReference<>();
    this.balancer =
        LoadBalancer.builder()
            .config(file)
            .withoutKeys()
            .environment(environment::get)
            .override("mode", "active", "a trial")
            .override("management.jmx.enabled", "false", "a trial")
            .override("reload.watch", "false", "a trial")
            .ticker(loop)
            .clock(loop)
            .timer(loop)
            .dice(dice::nextDouble)
            .reaper((object, task) -> {})
            .chores(Runnable::run)
            .configured(read::set)
            .build();
    Config found = read.get();
    if (found == null) {
      throw new IllegalStateException("it started without a configuration");
    }
    this.config = found;
    balancer.addListener(
        new Listener() {
          @Override
          public void takenOver(TakenOver event) {
            takenBy.set(event.pool());
          }
        });
  }

  /** What the file says. */
  public Config config() {
    return config;
  }

  public LoadBalancer balancer() {
    return balancer;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * The pool of this name.
   *
   * @param name null = the first
   * @throws IllegalArgumentException if there is none
   */
  public PoolConfig pool(@Nullable String name) {
    return config.pools().stream()
        .filter(pool -> name == null || pool.pool().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no pool is named \""
                        + name
                        + "\"; there are: "
                        + String.join(
                            ", ", config.pools().stream().map(p -> p.pool().name()).toList())));
  }

  /** Hands a request over; null if no pool takes it. */
  @Nullable Exchange begin(Ask ask, byte[] body, CallerTime time) {
    Opening opening = balancer.begin(ask.scheme(), ask.host(), ask.port(), ask.path());
    return opening == null
        ? null
        : opening.request("POST", ask.pathAndQuery(), Ask.HEADERS, body, time);
  }

  /** Hands a request to a pool by its name; null if nobody there could ever serve it. */
  @Nullable Exchange beginIn(String pool, String path, byte[] body, CallerTime time) {
    Opening opening = balancer.beginIn(pool, path);
    return opening == null ? null : opening.request("POST", path, Ask.HEADERS, body, time);
  }

  /** The name of the pool that takes such a request; null if none does. Leaves no trace. */
  public @Nullable String poolOf(Ask ask) {
    takenBy.set(null);
    Exchange exchange = begin(ask, ask.body(1), CallerTime.UNBOUNDED);
    if (exchange != null) {
      exchange.abandoned();
    }
    return takenBy.get();
  }

  /**
   * What becomes of a request.
   *
   * @param pool that takes it
   * @param endpoint that is asked first; null = nobody can take it
   * @param url where, without its query
   */
  public record Taken(String pool, @Nullable String endpoint, @Nullable String url) {}

  /**
   * Tries a request; null if no pool takes it, so that it goes out untouched.
   *
   * @param inputTokens of its prompt
   */
  public @Nullable Taken take(Ask ask, int inputTokens) {
    takenBy.set(null);
    Exchange exchange = begin(ask, ask.body(inputTokens), CallerTime.UNBOUNDED);
    String pool = takenBy.get();
    if (exchange == null || pool == null) {
      return null;
    }
    Step step = exchange.next();
    exchange.abandoned();
    if (step instanceof Step.Send send) {
      String url = send.request().url();
      int query = url.indexOf('?');
      return new Taken(pool, send.attempt().endpoint(), query < 0 ? url : url.substring(0, query));
    }
    return new Taken(pool, null, null);
  }

  @Override
  public void close() {
    balancer.close();
  }
}

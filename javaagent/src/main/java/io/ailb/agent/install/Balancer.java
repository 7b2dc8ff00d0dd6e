package io.ailb.agent.install;

import io.ailb.LoadBalancer;
import io.ailb.LoadBalancerBuilder;
import io.ailb.agent.log.AgentLog;
import io.ailb.agent.log.Level;
import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import io.ailb.recognise.Recogniser;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The load balancer of this JVM. It starts in the background, with the first request that may be
 * for a model or a second after the JVM; the first such requests wait for it.
 */
public final class Balancer {
  /** A program that ends sooner needs no load balancer, and no word about its configuration. */
  private static final long IDLE_MILLIS = 1_000;

  /** So long a call waits; after that something is very wrong, and it goes out untouched. */
  private static final long PATIENCE_SECONDS = 20;

  private static volatile @Nullable Balancer ofThisJvm;

  private final File file;
  private final Options options;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CompletableFuture<@Nullable LoadBalancer> started = new CompletableFuture<>();
  private volatile List<String> clients = List.of();

  private Balancer(File file, Options options) {
    this.file = file;
    this.options = options;
  }

  static Balancer of(File file, Options options) {
    Balancer balancer = new Balancer(file, options);
    ofThisJvm = balancer;
    return balancer;
  }

  /**
   * For adapters: the load balancer, once it has started.
   *
   * @param client as in {@code agent.clients}
   * @return null if there is none, or none for this client
   */
  public static @Nullable LoadBalancer forClient(String client) {
    Balancer balancer = ofThisJvm;
    return balancer == null ? null : balancer.await(client);
  }

  /**
   * The same for a request to this path. One that is no model's, whatever the pools are, neither
   * starts the load balancer nor waits for it.
   *
   * @param path without the query
   */
  public static @Nullable LoadBalancer forRequest(String client, String path) {
    Balancer balancer = ofThisJvm;
    return balancer == null || balancer.isForNone(path) ? null : balancer.await(client);
  }

  /** Until there are pools, no endpoint keeps anything that other paths could be about. */
  private boolean isForNone(String path) {
    return !started.isDone() && Recogniser.operation(path) == null;
  }

  /** Whether it is known already that {@link #forClient} will give nothing; never waits. */
  public static boolean isOff(String client) {
    Balancer balancer = ofThisJvm;
    if (balancer == null) {
      return true;
    }
    return balancer.started.isDone()
        && (balancer.started.getNow(null) == null || !balancer.clients.contains(client));
  }

  /** For adapters: a call could not be taken over, and goes out untouched. Said once. */
  public static void failed(Throwable why) {
    Linker.report(why);
  }

  private @Nullable LoadBalancer await(String client) {
    wanted.countDown();
    try {
      LoadBalancer balancer = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return clients.contains(client) ? balancer : null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the client's own affair
    } catch (ExecutionException | TimeoutException e) {
      AgentLog.write(Level.ERROR, AgentLog.AGENT, "a call was not balanced: " + e, null);
    }
    return null;
  }

  /** Starts in the background, now or in a while. */
  void startSoon() {
    if (!started.isDone()) {
      Thread thread = new Thread(null, new Start(), "ai-lb-start", 0, false);
      thread.setDaemon(true);
      // Not the application's: a thread that stays would keep a web application from unloading.
      thread.setContextClassLoader(Balancer.class.getClassLoader());
      thread.start();
    }
  }

  /** A class, as the first lambda of a JVM costs each start. */
  private final class Start implements Runnable {
    @Override
    public void run() {
      startWhenWanted();
    }
  }

  private void startWhenWanted() {
    try {
      boolean unused = wanted.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      startOrFail();
    } catch (FatalProblem e) {
      AgentLog.write(
          Level.ERROR,
          AgentLog.AGENT,
          "not started, the application runs with its own key: " + e.getMessage(),
          null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) { // such as a class that is not there
      AgentLog.write(
          Level.ERROR,
          AgentLog.AGENT,
          "not started, the application runs with its own key: " + e,
          null);
    } finally {
      started.complete(null); // does nothing if it has started
    }
  }

  /** Starts at once, on this thread. */
  void startOrFail() throws FatalProblem {
    try {
      LoadBalancerBuilder builder =
          LoadBalancer.builder()
              .config(file.toPath())
              .configured(this::configured)
              .logLevel(AgentLog::level);
      options
          .overrides()
          .forEach(
              override ->
                  builder.override(
                      override.key(), override.value(), "agent option " + override.option()));
      started.complete(builder.build());
    } catch (ConfigException e) {
      throw new FatalProblem(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      throw new FatalProblem(e.toString());
    }
  }

  /** Before anything is said about a configuration, also one that was reloaded. */
  private void configured(Config config) {
    AgentLog.level(config.log().level());
    AgentLog.target(config.log().target());
    AgentLog.json(config.log().format().equals("json"));
    if (clients.isEmpty()) { // a change takes a restart, and is said to
      clients = config.agent().clients();
    }
  }
}

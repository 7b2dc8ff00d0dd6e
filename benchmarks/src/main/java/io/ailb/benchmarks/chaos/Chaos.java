package io.ailb.benchmarks.chaos;

import io.ailb.LoadBalancer;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.okhttp.LoadBalancingInterceptor;
import io.ailb.simulator.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A run: many threads ask, each the next request. Every few thousand all come to rest, which shows
 * whether anything is left over; then the requests are judged.
 */
final class Chaos {
  private static final int THREADS = 48;
  private static final int WARM = 200;
  private static final int BATCH = 2_500;
  private static final Duration LOOK = Duration.ofMillis(100);

  /** In which all that is over must have been cleared away. */
  private static final Duration REST = Duration.ofSeconds(3);

  /** The threads of ai-lb's chores live on for ten seconds. */
  private static final Duration CHORES = Duration.ofSeconds(12);

  private final Field field;
  private final Dice dice;
  private final Judge judge;
  private final Tally tally;
  private final Interceptor between;
  private final Ledger ledger = new Ledger();
  private final OpenSockets sockets = new OpenSockets();
  private final AtomicLong asked = new AtomicLong();
  private final Map<Caller, Long> asking = new ConcurrentHashMap<>();

  private boolean leftOver;

  private Chaos(Field field, long seed, Interceptor between, double jdk) {
    this.field = field;
    this.between = between;
    dice = new Dice(seed, Field.names(), Field.POOLS, jdk);
    judge = new Judge(field::truth);
    tally = new Tally(seed);
  }

  /**
   * Makes the requests from one to before another.
   *
   * @param jdk which share of them the JDK's own client sends
   */
  static Tally run(Simulator simulator, long seed, int from, int to, double jdk)
      throws IOException, InterruptedException {
    return run(simulator, seed, from, to, chain -> chain.proceed(chain.request()), jdk);
  }

  /**
   * The same, by OkHttp.
   *
   * @param between the application and ai-lb: to see what is found of something that behaves badly
   */
  static Tally run(Simulator simulator, long seed, int from, int to, Interceptor between)
      throws IOException, InterruptedException {
    return run(simulator, seed, from, to, between, 0);
  }

  private static Tally run(
      Simulator simulator, long seed, int from, int to, Interceptor between, double jdk)
      throws IOException, InterruptedException {
    Field field = new Field(simulator);
    // What all load balancers of a JVM have in common stays; and a first answer takes a second.
    new Chaos(field, ~seed, chain -> chain.proceed(chain.request()), jdk).run(0, WARM);
    Chaos chaos = new Chaos(field, seed, between, jdk);
    Threads threads = new Threads();
    chaos.run(from, to);
    if (!isWithin(CHORES, () -> threads.more().isEmpty())) {
      chaos.tally.breach("threads left: " + threads.more());
    }
    return chaos.tally;
  }

  private void run(int from, int to) throws IOException, InterruptedException {
    ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(THREADS);
    dispatcher.setMaxRequestsPerHost(THREADS);
    ConnectionPool pool = new ConnectionPool(THREADS, 1, TimeUnit.MINUTES);
    Path file = Files.createTempFile("ai-lb-chaos", ".yaml");
    Files.writeString(file, field.configuration());
    try (LoadBalancer balancer =
        LoadBalancer.builder().config(file).beansAfter(Duration.ZERO).build()) {
      balancer.addListener(ledger);
      OkHttpClient http =
          new OkHttpClient.Builder()
              .readTimeout(Duration.ZERO) // what ends a silence must be ai-lb
              .socketFactory(sockets)
              .connectionPool(pool)
              .dispatcher(dispatcher)
              .addInterceptor(between)
              .addInterceptor(
                  chain -> {
                    asked.incrementAndGet();
                    return chain.proceed(chain.request());
                  })
              .addInterceptor(new LoadBalancingInterceptor(balancer))
              .build();
      BalancedHttpClient jdk =
          (BalancedHttpClient) BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer);
      Clients clients = new Clients(http, jdk);
      ScheduledFuture<?> watch =
          timer.scheduleWithFixedDelay(
              this::giveUpHangs, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
      for (int begin = from; begin < to; begin += BATCH) {
        batch(begin, Math.min(begin + BATCH, to), clients, timer, callers);
        rest(pool);
      }
      watch.cancel(false);
      accounts();
      end(jdk);
    } finally {
      Files.delete(file);
      callers.shutdownNow();
      timer.shutdownNow();
      dispatcher.executorService().shutdownNow();
      pool.evictAll();
    }
    require("sockets left open", () -> sockets.count() == 0, sockets::count);
  }

  private void giveUpHangs() {
    long latest = System.nanoTime() - Field.BOUND.toNanos();
    asking.forEach(
        (caller, since) -> {
          if (since - latest < 0) {
            caller.giveUp();
          }
        });
  }

  private void batch(
      int from, int to, Clients clients, ScheduledExecutorService timer, ExecutorService callers)
      throws InterruptedException {
    Ask[] asks = new Ask[to - from];
    @Nullable Ending[] endings = new Ending[to - from];
    AtomicInteger next = new AtomicInteger(from);
    CountDownLatch done = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      callers.execute(
          () -> {
            try {
              for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                asks[n - from] = dice.ask(n);
                endings[n - from] = ask(asks[n - from], clients, timer);
              }
            } finally {
              done.countDown();
            }
          });
    }
    if (!done.await(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("callers do not come back, although they were given up");
    }
    require("leases, at providers", () -> field.inFlight() == 0, field::inFlight);
    Map<Integer, List<Try>> tries = Try.byRequest(field.log());
    field.leaks().forEach(tally::breach);
    field.forget();
    for (int i = 0; i < asks.length; i++) {
      Ending ending = endings[i];
      if (ending == null) {
        throw new IllegalStateException("a caller died of request " + (from + i));
      }
      List<Try> seen = tries.getOrDefault(from + i, List.of());
      tally.add(asks[i], ending, seen, judge.judge(asks[i], ending, seen));
    }
  }

  /** What the application asks with. */
  private record Clients(OkHttpClient okHttp, HttpClient jdk) {}

  private Ending ask(Ask ask, Clients clients, ScheduledExecutorService timer) {
    Caller caller;
    if (ask.jdk()) {
      asked.incrementAndGet();
      caller = new JdkCaller(ask, clients.jdk(), timer);
    } else {
      caller = new OkHttpCaller(ask, clients.okHttp(), timer);
    }
    asking.put(caller, System.nanoTime());
    try {
      Future<Ending> ended = caller.ask();
      return ended.get(2 * Field.BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the run itself is broken", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted beside its call", e);
    } finally {
      asking.remove(caller);
    }
  }

  /** Nobody asks any more: all must be as if nobody had. */
  private void rest(ConnectionPool pool) {
    require("requests under way", () -> ledger.underWay() == 0, ledger::underWay);
    for (String name : Field.POOLS) {
      for (String figure : List.of("InFlight", "Queued")) {
        require(
            name + " " + figure,
            () -> Ledger.attribute(name, figure) == 0,
            () -> Ledger.attribute(name, figure));
      }
    }
    require(
        "connections in use",
        () -> pool.connectionCount() == pool.idleConnectionCount(),
        () -> pool.connectionCount() - pool.idleConnectionCount());
    require(
        "sockets without a connection",
        () -> sockets.count() <= pool.connectionCount(),
        () -> sockets.count() - pool.connectionCount());
  }

  /** Since Java 21 a JDK client tells whether all that it was asked has ended. */
  private void end(BalancedHttpClient jdk) {
    if (Runtime.version().feature() >= 21) {
      jdk.shutdown();
      require("calls of the JDK's client", jdk::isTerminated, () -> "not ended");
    }
  }

  private void accounts() {
    ledger.differences(asked.get()).forEach(tally::breach);
    if (asked.get() != tally.requests()) {
      tally.breach("asked " + asked.get() + " of " + tally.requests());
    }
    // Who left may still have been answered.
    long answered = ledger.ended(Result.SUCCESS);
    if (answered < tally.answers() || answered > tally.answers() + tally.lefts()) {
      tally.breach(
          "%d answers, and %d who left; counted as answered %d"
              .formatted(tally.answers(), tally.lefts(), answered));
    }
    if (ledger.ended(Result.ABANDONED) > tally.lefts()) {
      tally.breach(
          "%d left, counted as such %d".formatted(tally.lefts(), ledger.ended(Result.ABANDONED)));
    }
  }

  private void require(String what, BooleanSupplier condition, Supplier<?> left) {
    // Where something is left of one kind, it often is of others, too: waited is once.
    if (!isWithin(leftOver ? Duration.ZERO : REST, condition)) {
      leftOver = true;
      tally.breach(what + ": " + left.get());
    }
  }

  private static boolean isWithin(Duration time, BooleanSupplier condition) {
    long until = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }
}

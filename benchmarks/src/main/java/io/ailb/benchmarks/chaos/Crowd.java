package io.ailb.benchmarks.chaos;

import io.ailb.LoadBalancer;
import io.ailb.jdkhttp.BalancedHttpClient;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.okhttp.LoadBalancingInterceptor;
import io.ailb.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Callers of one application, with its clients around one load balancer: they ask what the dice
 * say, come to rest when told, which shows whether anything is left over, and what came of each
 * request is judged.
 */
public final class Crowd implements AutoCloseable {
  private static final int THREADS = 48;
  private static final int WARM = 200;
  private static final Duration LOOK = Duration.ofMillis(100);

  /** In which all that is over must have been cleared away. */
  private static final Duration REST = Duration.ofSeconds(3);

  private final long seed;
  private final Field field;
  private final Dice dice;
  private final Judge judge;
  private final Ledger ledger = new Ledger();
  private final OpenSockets sockets = new OpenSockets();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final LongSupplier stalled;
  private final Map<Caller, Long> asking = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
  private final Dispatcher dispatcher = new Dispatcher();
  private final ConnectionPool pool = new ConnectionPool(THREADS, 1, TimeUnit.MINUTES);
  private final Path file = Files.createTempFile("ai-lb-chaos", ".yaml");
  private final LoadBalancer balancer;
  private final OkHttpClient okHttp;
  private final BalancedHttpClient jdk;

  private long requests;
  private long answers;
  private long lefts;
  private boolean leftOver;
  private @Nullable Stalls stalls;

  /**
   * @param between the application and ai-lb, with OkHttp
   * @param jdk which share of requests the JDK's own client sends
   * @param stalled nanoseconds so far that are held against no request
   */
  Crowd(Field field, long seed, Interceptor between, double jdk, LongSupplier stalled)
      throws IOException {
    this.stalled = stalled;
    this.field = field;
    this.seed = seed;
    dice = new Dice(seed, Field.names(), Field.POOLS, jdk);
    judge = new Judge(field::truth);
    dispatcher.setMaxRequests(THREADS);
    dispatcher.setMaxRequestsPerHost(THREADS);
    Files.writeString(file, field.configuration());
    balancer = LoadBalancer.builder().config(file).beansAfter(Duration.ZERO).build();
    balancer.addListener(ledger);
    okHttp =
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
    this.jdk = (BalancedHttpClient) BalancedHttpClient.wrap(HttpClient.newHttpClient(), balancer);
    var unused =
        timer.scheduleWithFixedDelay(
            this::giveUpHangs, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Callers of OkHttp, and of the JDK's client for that share, on endpoints of their own, in a JVM
   * that is warm for it. What takes long because the machine stands still is not called a hang, and
   * nobody asks for what this JDK cannot do.
   */
  public static Crowd of(Simulator simulator, long seed, double jdk)
      throws IOException, InterruptedException {
    Field field = new Field(simulator);
    warmUp(field, seed, jdk);
    Stalls stalls = Stalls.watched();
    Crowd crowd =
        new Crowd(field, seed, chain -> chain.proceed(chain.request()), jdk, stalls::total);
    crowd.stalls = stalls;
    return crowd;
  }

  /** What all load balancers of a JVM have in common stays; and a first answer takes a second. */
  static void warmUp(Field field, long seed, double jdk) throws IOException, InterruptedException {
    try (Crowd first =
        new Crowd(field, ~seed, chain -> chain.proceed(chain.request()), jdk, () -> 0)) {
      first.ask(0, WARM, Double.POSITIVE_INFINITY);
    }
  }

  private void giveUpHangs() {
    long latest = System.nanoTime() - stalled.getAsLong() - Field.BOUND.toNanos();
    asking.forEach(
        (caller, since) -> {
          if (since - latest < 0) {
            caller.giveUp();
          }
        });
  }

  /**
   * Asks the requests from one to before another, and comes to rest.
   *
   * @param rate of a second; fewer if all callers are busy
   * @return what came of them
   */
  public Tally ask(int from, int to, double rate) throws InterruptedException {
    Tally tally = new Tally(seed);
    ask(from, to, rate, tally);
    return tally;
  }

  void ask(int from, int to, double rate, Tally tally) throws InterruptedException {
    @Nullable Ending[] endings = new Ending[to - from];
    long[] lost = new long[to - from];
    AtomicInteger next = new AtomicInteger(from);
    CountDownLatch done = new CountDownLatch(THREADS);
    long begin = System.nanoTime();
    for (int i = 0; i < THREADS; i++) {
      callers.execute(
          () -> {
            try {
              for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                await(begin + (long) ((n - from) * 1e9 / rate));
                long before = stalled.getAsLong();
                endings[n - from] = ask(ask(n));
                lost[n - from] = stalled.getAsLong() - before;
                ended.incrementAndGet();
              }
            } finally {
              done.countDown();
            }
          });
    }
    if (!done.await(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("callers do not come back, although they were given up");
    }
    require(tally, "leases, at providers", () -> field.inFlight() == 0, field::inFlight);
    Map<Integer, List<Try>> tries = Try.byRequest(field.log());
    field.leaks().forEach(tally::breach);
    field.forget();
    for (int n = from; n < to; n++) {
      Ending ending = endings[n - from];
      if (ending == null) {
        throw new IllegalStateException("a caller died of request " + n);
      }
      Ask ask = ask(n); // once more: kept meanwhile, it would weigh
      List<Try> seen = tries.getOrDefault(n, List.of());
      Duration stall = Duration.ofNanos(lost[n - from]);
      tally.add(ask, ending, seen, judge.judge(ask, ending, seen, stall));
      requests++;
      answers += ending.kind() == Ending.Kind.ANSWER ? 1 : 0;
      lefts += ending.left() == null ? 0 : 1;
    }
    rest(tally);
  }

  private Ask ask(int n) {
    Ask ask = dice.ask(n);
    return stalls == null ? ask : ask.withAWayOut();
  }

  private static void await(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Ending ask(Ask ask) {
    Caller caller;
    if (ask.jdk()) {
      asked.incrementAndGet();
      caller = new JdkCaller(ask, jdk, timer);
    } else {
      caller = new OkHttpCaller(ask, okHttp, timer);
    }
    asking.put(caller, System.nanoTime() - stalled.getAsLong());
    try {
      Future<Ending> end = caller.ask();
      return end.get(10 * Field.BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the run itself is broken", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted beside its call", e);
    } finally {
      asking.remove(caller);
    }
  }

  /** Requests that have ended so far. */
  public long ended() {
    return ended.get();
  }

  /** Reads the configuration anew, with or without a few changes. */
  public void reload(boolean changed) throws IOException {
    Files.writeString(file, changed ? field.otherConfiguration() : field.configuration());
    balancer.reload();
  }

  /** Nobody asks any more: all must be as if nobody had. */
  private void rest(Tally tally) {
    require(tally, "requests under way", () -> ledger.underWay() == 0, ledger::underWay);
    for (String name : Field.POOLS) {
      for (String figure : List.of("InFlight", "Queued")) {
        require(
            tally,
            name + " " + figure,
            () -> Ledger.attribute(name, figure) == 0,
            () -> Ledger.attribute(name, figure));
      }
    }
    require(
        tally,
        "connections in use",
        () -> pool.connectionCount() == pool.idleConnectionCount(),
        () -> pool.connectionCount() - pool.idleConnectionCount());
    require(
        tally,
        "sockets without a connection",
        () -> sockets.count() <= pool.connectionCount(),
        () -> sockets.count() - pool.connectionCount());
  }

  /**
   * Ends it.
   *
   * @return whether what ai-lb tells of itself agrees with what was asked, and all has ended
   */
  public Tally end() {
    Tally tally = new Tally(seed);
    end(tally);
    return tally;
  }

  void end(Tally tally) {
    accounts(tally);
    // Since Java 21 a JDK client tells whether all that it was asked has ended.
    if (Runtime.version().feature() >= 21) {
      jdk.shutdown();
      require(tally, "calls of the JDK's client", jdk::isTerminated, () -> "not ended");
    }
    close();
    require(tally, "sockets left open", () -> sockets.count() == 0, sockets::count);
  }

  private void accounts(Tally tally) {
    ledger.differences(asked.get()).forEach(tally::breach);
    if (asked.get() != requests) {
      tally.breach("asked " + asked.get() + " of " + requests);
    }
    // Who left may still have been answered.
    long answered = ledger.ended(Result.SUCCESS);
    if (answered < answers || answered > answers + lefts) {
      tally.breach(
          "%d answers, and %d who left; counted as answered %d"
              .formatted(answers, lefts, answered));
    }
    if (ledger.ended(Result.ABANDONED) > lefts) {
      tally.breach("%d left, counted as such %d".formatted(lefts, ledger.ended(Result.ABANDONED)));
    }
  }

  private void require(Tally tally, String what, BooleanSupplier condition, Supplier<?> left) {
    // Where something is left of one kind, it often is of others, too: waited is once.
    if (!isWithin(leftOver ? Duration.ZERO : REST, condition)) {
      leftOver = true;
      tally.breach(what + ": " + left.get());
    }
  }

  static boolean isWithin(Duration time, BooleanSupplier condition) {
    long until = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }

  @Override
  public void close() {
    if (stalls != null) {
      stalls.close();
    }
    balancer.close();
    callers.shutdownNow();
    timer.shutdownNow();
    dispatcher.executorService().shutdownNow();
    pool.evictAll();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

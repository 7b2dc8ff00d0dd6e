package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.ModelMap;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Outcome;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.model.Usage;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many who enter, leave and are served at once: nobody is lost, no place given twice or kept. */
@Timeout(60)
class QueueStressTest {
  private static final int THREADS = 32;
  private static final int EACH = 150;
  private static final int PLACES = 3;

  private final Ticker ticker = System::nanoTime;
  private final Accounts accounts = new Accounts(ticker, Instant::now);
  private final LongAdder served = new LongAdder();
  private final LongAdder inVain = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final LongAdder turnedAway = new LongAdder();
  private final Set<Lease> leases =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final Map<String, AtomicInteger> underWay =
      Map.of("a", new AtomicInteger(), "b", new AtomicInteger());

  private static MemberSettings member(String name, int tier) {
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://h"),
            ApiKey.of(Secret.of("key-" + name)),
            Secret.of("key-" + name).fingerprint(),
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            1,
            tier,
            Price.UNKNOWN,
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    LimitSettings limits =
        new LimitSettings(
            1_000_000L, null, null, null, null, null, true, Charge.ACTUAL, null, false);
    return new MemberSettings(endpoint, limits, PLACES, true, null);
  }

  private Pool pool(int tierOfB) {
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(member("a", 1), member("b", tierOfB)),
            new Routing(
                Strategy.ADAPTIVE,
                Factors.DEFAULTS,
                Choices.AUTO,
                BudgetSettings.NONE,
                Set.of(),
                Duration.ofMillis(20),
                AffinitySettings.DEFAULTS),
            new BreakerSettings(
                null,
                null,
                10,
                Duration.ofSeconds(20),
                null,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                1),
            new CooldownSettings(
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                true,
                Duration.ofHours(1)),
            QueueSettings.DEFAULTS,
            true);
    Random dice = new Random(1);
    return Pool.of(settings, null, accounts, ticker, Timer.system(), dice::nextDouble);
  }

  private Request request(Random random) {
    Origin origin = new Origin("https", "h", 443);
    String model = "m" + random.nextInt(3);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, model, false, false, -1, 1, 40, 0);
    Priority priority = random.nextInt(3) == 0 ? Priority.BATCH : Priority.INTERACTIVE;
    long now = ticker.nanos();
    long deadline =
        random.nextInt(3) == 0
            ? Obstacle.UNKNOWN
            : now + TimeUnit.MICROSECONDS.toNanos(200 + random.nextInt(50_000));
    return new Request(call, new Demand(10, 10), Set.of())
        .by(new Urgency(priority, now, deadline, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void nobodyIsLostAndNoPlaceIsKept(int tierOfB) throws Exception {
    Pool pool = pool(tierOfB);
    ScheduledExecutorService providers = Executors.newScheduledThreadPool(4);
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  Random random = new Random(tierOfB * 1_000L + number);
                  for (int n = 0; n < EACH; n++) {
                    ask(pool, random, providers);
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(50_000);
      assertThat(thread.isAlive()).as("a request hangs").isFalse();
    }
    providers.shutdown();
    assertThat(providers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failures).isEmpty();
    assertThat(served.sum() + inVain.sum() + left.sum() + turnedAway.sum())
        .isEqualTo(THREADS * EACH);
    assertThat(served.sum()).isPositive();
    assertThat(inVain.sum()).isPositive();
    assertThat(left.sum()).isPositive();
    assertThat(pool.queue().size()).isZero();
    assertThat(pool.member("a").inFlight()).isZero();
    assertThat(pool.member("b").inFlight()).isZero();
  }

  private void ask(Pool pool, Random random, ScheduledExecutorService providers) throws Exception {
    Request request = request(random);
    Tried tried = new Tried(2);
    boolean behind = pool.queue().isAhead(request);
    Lease lease = behind ? null : pool.reserve(request, tried, false, ticker.nanos());
    if (lease == null) {
      long patience = ticker.nanos() + Duration.ofSeconds(5).toNanos();
      long end = Math.min(request.urgency().deadline(), patience);
      tried.waits(ticker.nanos());
      Queue.Ticket ticket = pool.queue().enter(request, tried, end, Obstacle.NEVER);
      if (ticket == null) {
        turnedAway.increment();
        return;
      }
      if (random.nextInt(4) == 0) {
        Thread.onSpinWait();
        Lease found = ticket.leave();
        if (found != null) {
          found.settle(new Outcome.Abandoned(Usage.NONE, false), ticker.nanos());
        }
        ticket.ready().get(20, TimeUnit.SECONDS);
        assertThat(ticket.take()).isNull();
        left.increment();
        return;
      }
      ticket.ready().get(20, TimeUnit.SECONDS);
      lease = ticket.take();
      assertThat(ticket.take()).as("a place is given once").isNull();
    }
    if (lease == null) {
      inVain.increment();
      return;
    }
    serve(lease, random, providers);
  }

  private void serve(Lease lease, Random random, ScheduledExecutorService providers) {
    assertThat(leases.add(lease)).as("a place is given once").isTrue();
    AtomicInteger calls = underWay.get(lease.endpoint().name());
    assertThat(calls.incrementAndGet()).isLessThanOrEqualTo(PLACES);
    boolean refused = random.nextInt(20) == 0;
    Duration retryAfter = random.nextBoolean() ? Duration.ofMillis(5) : null;
    served.increment();
    var unused =
        providers.schedule(
            () -> {
              calls.decrementAndGet();
              ErrorInfo error =
                  new ErrorInfo(ErrorClass.RATE_LIMIT, 429, "m", null, retryAfter, null);
              lease.settle(
                  refused
                      ? new Outcome.Failed(error, true, Usage.NOTHING, 1)
                      : new Outcome.Answered(Usage.NONE, 1_000_000, 1_000_000),
                  ticker.nanos());
            },
            random.nextInt(500),
            TimeUnit.MICROSECONDS);
  }

  /** A thousand wait, for many kinds, in both lanes, and all of them are served in the end. */
  @Test
  void allWhoWaitWithoutADeadlineAreServed() throws Exception {
    Pool pool = pool(1);
    ScheduledExecutorService providers = Executors.newScheduledThreadPool(4);
    Random random = new Random(7);
    List<Queue.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Request any = request(random);
      Urgency patient = new Urgency(any.urgency().priority(), i, Obstacle.UNKNOWN, true);
      Queue.Ticket ticket =
          pool.queue().enter(any.by(patient), new Tried(2), Obstacle.UNKNOWN, Obstacle.NEVER);
      assertThat(ticket).isNotNull();
      tickets.add(ticket);
      int seed = i;
      var unused = ticket.ready().thenRun(() -> serve(ticket.take(), new Random(seed), providers));
    }
    for (Queue.Ticket ticket : tickets) {
      ticket.ready().get(20, TimeUnit.SECONDS);
    }
    while (served.sum() < 1_000) {
      Thread.onSpinWait();
    }
    providers.shutdown();
    assertThat(providers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(leases).hasSize(1_000);
    assertThat(pool.queue().size()).isZero();
    assertThat(pool.member("a").inFlight() + pool.member("b").inFlight()).isZero();
  }
}

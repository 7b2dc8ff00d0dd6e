package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.LimitReading;
import io.ailb.model.LimitReading.Unit;
import io.ailb.model.ModelMap;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Outcome;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.model.Usage;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * However requests end, nothing is held for them afterwards and nothing is kept of them. {@code
 * -Dailb.requests=10000000} for the long form, of a few minutes.
 */
class EveryPlaceIsGivenBackTest {
  private static final int REQUESTS = Integer.getInteger("ailb.requests", 200_000);

  /**
   * More than any run of the garbage collector leaves uncertain; 1 byte a request would be more.
   */
  private static final long FLAT = 4_000_000;

  private final ManualTime time = new ManualTime();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Accounts accounts = new Accounts(time, time);
  private final Pool pool = pool();
  private final List<Lease> underWay = new ArrayList<>();
  private final List<Queue.Ticket> waiting = new ArrayList<>();
  private int served;

  private Pool pool() {
    LimitSettings learned = LimitSettings.requestsPerMinute(6_000).learned();
    LimitSettings both =
        new LimitSettings(
            6_000L,
            10_000_000L,
            9_000_000L,
            null,
            null,
            null,
            true,
            LimitSettings.Charge.ACTUAL,
            null,
            true);
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(
                member("a", learned, null),
                member("b", both, null),
                member("c", LimitSettings.requestsPerMinute(6_000), 50),
                member("d", LimitSettings.NONE, null)),
            new Routing(
                Strategy.ADAPTIVE,
                Factors.DEFAULTS,
                Choices.AUTO,
                new BudgetSettings(1e9, null, "USD", BudgetSettings.OnExceeded.REJECT),
                Set.of(),
                Duration.ZERO,
                AffinitySettings.DEFAULTS),
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    return Pool.of(settings, null, accounts, time, time, random::nextDouble);
  }

  private static MemberSettings member(
      String name, LimitSettings limits, @Nullable Integer concurrency) {
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://" + name),
            ApiKey.of(Secret.of("key-" + name)),
            "key-" + name,
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            1,
            1,
            new Price(1.0, 2.0, null, 0, "USD"),
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    return new MemberSettings(endpoint, limits, concurrency, true, null);
  }

  /** Of a few models: some of what is kept is kept for each. */
  private Request request() {
    Origin origin = new Origin("https", "h", 443);
    String model = "m" + random.nextInt(3);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, model, false, false, -1, 1, 40, 0);
    return new Request(call, new Demand(random.nextInt(300), random.nextInt(500)), Set.of());
  }

  private void begin() {
    Request request = request();
    Lease lease = pool.reserve(request, new Tried(2), false, time.nanos());
    if (lease != null) {
      underWay.add(lease);
    } else {
      long deadline = time.nanos() + random.nextLong(Duration.ofSeconds(20).toNanos());
      Queue.Ticket ticket = pool.queue().enter(request, new Tried(2), deadline, Obstacle.NEVER);
      if (ticket != null) {
        waiting.add(ticket);
      }
    }
  }

  private void look(Queue.Ticket ticket) {
    boolean leaves = random.nextInt(50) == 0;
    if (leaves || ticket.ready().isDone()) {
      waiting.remove(ticket);
      Lease lease = leaves ? ticket.leave() : ticket.take();
      if (lease != null) {
        underWay.add(lease);
      }
    }
  }

  private void end(Lease lease) {
    underWay.remove(lease);
    if (random.nextBoolean()) {
      long left = random.nextLong(6_000);
      Duration reset = Duration.ofMillis((6_000 - left) * 10);
      LimitReading reading = new LimitReading(Unit.REQUESTS, 6_000L, left, reset);
      lease.arrived(List.of(reading), random.nextBoolean(), time.nanos());
    }
    Outcome outcome = outcome(random.nextInt(100));
    assertThat(lease.settle(outcome, time.nanos())).isTrue();
    assertThat(lease.settle(outcome, time.nanos())).isFalse();
    served++;
  }

  private Outcome outcome(int which) {
    Usage usage = new Usage(random.nextInt(300), random.nextInt(500), 0, 0, 0);
    long nanos = random.nextLong(Duration.ofSeconds(9).toNanos());
    if (which < 90) {
      return new Outcome.Answered(usage, nanos / 3, nanos);
    }
    if (which < 94) {
      return new Outcome.Abandoned(which == 90 ? Usage.NONE : usage, which > 91);
    }
    ErrorClass kind =
        switch (which) {
          case 94, 95 -> ErrorClass.RATE_LIMIT;
          case 96 -> ErrorClass.OVERLOADED;
          case 97 -> ErrorClass.INVALID_REQUEST;
          default -> ErrorClass.SERVER_ERROR;
        };
    ErrorInfo error = ErrorInfo.withoutAnswer(kind, "m");
    return new Outcome.Failed(error, which != 98, Usage.NOTHING, nanos);
  }

  private void serve(int requests) {
    int goal = served + requests;
    while (served < goal) {
      int what = random.nextInt(4);
      if (what < 2 && underWay.size() < 200) {
        begin();
      } else if (what == 2 && !waiting.isEmpty()) {
        look(waiting.get(random.nextInt(waiting.size())));
      } else if (!underWay.isEmpty()) {
        end(underWay.get(random.nextInt(underWay.size())));
      }
      time.pass(Duration.ofNanos(random.nextLong(6_000_000)));
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void ofAllThatWereEverServed() {
    serve(REQUESTS / 4);
    long early = heap();
    serve(REQUESTS - REQUESTS / 4);
    assertThat(heap() - early).isLessThan(FLAT);

    while (!waiting.isEmpty()) {
      look(waiting.get(0));
      time.pass(Duration.ofSeconds(1));
    }
    while (!underWay.isEmpty()) {
      end(underWay.get(0));
    }
    assertThat(pool.queue().size()).isZero();
    assertThat(pool.members()).allMatch(member -> member.inFlight() == 0);
    time.pass(Duration.ofDays(2));
    for (Tier tier : pool.route(request().call()).tiers()) {
      for (Candidate candidate : tier) {
        assertThat(candidate.use().isIdle(time.nanos())).isTrue();
        assertThat(candidate.use().concurrency().underWay()).isZero();
      }
    }
    assertThat(time.pending()).isEmpty();
  }
}

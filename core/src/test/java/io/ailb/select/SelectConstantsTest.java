package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.health.BreakerSettings;
import io.ailb.health.Condition;
import io.ailb.health.CooldownSettings;
import io.ailb.health.RollingQuantile;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.LimitSettings.Charge;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.ModelMap;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.time.Door;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of this room, at their edges. */
class SelectConstantsTest {
  private final ManualTime time = new ManualTime();
  private final Accounts accounts = new Accounts(time, time);

  private static MemberSettings member(String name, LimitSettings limits, Integer concurrency) {
    String key = "key-" + name;
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://h"),
            ApiKey.of(Secret.of(key)),
            Secret.of(key).fingerprint(),
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            1,
            1,
            new Price(1.0, 3.0, null, 0, "USD"),
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    return new MemberSettings(endpoint, limits, concurrency, true, null);
  }

  private Pool pool(MemberSettings... members) {
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(members),
            Routing.DEFAULTS,
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    return Pool.of(settings, null, accounts, time, time, () -> 0.5);
  }

  private static AiCall call(String model) {
    Origin origin = new Origin("https", "h", 443);
    return new AiCall(Operation.CHAT_COMPLETIONS, origin, model, false, false, -1, 1, 40, 0);
  }

  private static Request request(Demand demand) {
    return new Request(call("m"), demand, Set.of());
  }

  private static Candidate candidate(Pool pool) {
    return pool.route(call("m")).tiers().get(0).get(0);
  }

  // What callers make up

  @Test
  void tenThousandModelsHaveAccountsOfTheirOwn() {
    Endpoint endpoint = member("a", LimitSettings.NONE, null).endpoint();
    LimitSettings limits = LimitSettings.requestsPerMinute(1);
    for (int i = 0; i < 9_999; i++) {
      accounts.of(endpoint, "m" + i, limits);
    }
    Account last = accounts.of(endpoint, "last", limits);
    Account shared = accounts.of(endpoint, "one more", limits);
    assertThat(shared).isNotSameAs(last).isSameAs(accounts.of(endpoint, "and another", limits));
    assertThat(accounts.of(endpoint, "last", limits)).isSameAs(last);
  }

  @Test
  void aThousandModelsInUseAreRememberedByTheirEndpoint() {
    Member member = pool(member("a", LimitSettings.requestsPerMinute(5), null)).member("a");
    for (int i = 0; i < 1_100; i++) {
      ModelUse use = member.use("m" + i, accounts, time.nanos());
      use.account().quotas().reserve(Demand.NO_TOKENS, time.nanos());
      assertThat(member.usesKept()).isEqualTo(Math.min(1_000, i + 1));
    }
  }

  @Test
  void andWhatAThousandModelsLack() {
    Member member = pool(member("a", LimitSettings.NONE, null)).member("a");
    for (int i = 0; i < 1_001; i++) {
      member.lacks("m" + i, Feature.SEED);
    }
    assertThat(member.lacking("m999")).isNotEmpty();
    assertThat(member.lacking("m1000")).isEmpty();
  }

  @Test
  void aThousandRoutesAreRememberedAndThenWorkedOutAnew() {
    Pool pool = pool(member("a", LimitSettings.NONE, null));
    Route first = pool.route(call("m0"));
    for (int i = 1; i < 1_000; i++) {
      pool.route(call("m" + i));
    }
    assertThat(pool.route(call("m0"))).isSameAs(first);
    pool.route(call("m1000"));
    assertThat(pool.route(call("m0"))).isNotSameAs(first);
  }

  // What is expected

  @Test
  void halfOfTheOutputThatIsAllowedIsExpectedBeforeAnyAnswer() {
    Candidate candidate = candidate(pool(member("a", LimitSettings.NONE, null)));
    double price = candidate.price(request(new Demand(1_000_000, 2_000_000)));
    assertThat(price).isCloseTo(1 + 3, offset(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"995, 1", "985, 100"})
  void ofAHundredStreamsOneTakesLongerToBeginThanIsUsual(int quick, long usual) {
    ModelUse use = candidate(pool(member("a", LimitSettings.NONE, null))).use();
    assertThat(seconds(use.firstToken(false), quick)).isEqualTo(usual);
    assertThat(seconds(use.firstToken(true), quick)).isEqualTo(usual);
  }

  @ParameterizedTest
  @CsvSource({"955, 1", "945, 100"})
  void ofTwentyAnswersOneIsSlowerThanThePace(int quick, long usual) {
    ModelUse use = candidate(pool(member("a", LimitSettings.NONE, null))).use();
    assertThat(seconds(use.pace(), quick)).isEqualTo(usual);
  }

  /** Of a thousand, so many take a second and the others a hundred. */
  private long seconds(RollingQuantile durations, int quick) {
    for (int i = 0; i < 1_000; i++) {
      durations.record(TimeUnit.SECONDS.toNanos(i < quick ? 1 : 100), time.nanos());
    }
    return Math.round(durations.usual(time.nanos()) / 1e9);
  }

  // The choice

  /** Its place is lost to somebody else each time, just before it would be taken. */
  @Test
  void whoLosesAPlaceThreeTimesLooksNoFurther() {
    Pool pool = pool(member("a", LimitSettings.NONE, 1));
    Member member = pool.member("a");
    AtomicInteger lost = new AtomicInteger();
    Set<String> freesWhenLookedAt =
        new AbstractSet<>() {
          @Override
          public Iterator<String> iterator() {
            return Collections.emptyIterator();
          }

          @Override
          public int size() {
            if (member.inFlight() > 0) {
              member.leave();
            }
            return 0;
          }
        };
    Gate takes =
        candidate -> {
          lost.incrementAndGet();
          member.send(new Condition(new Door(), 0), 0);
          return null;
        };
    Request request = new Request(call("m"), new Demand(1, 1), freesWhenLookedAt, takes);
    assertThat(pool.reserve(request, new Tried(2), false, time.nanos())).isNull();
    assertThat(lost).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({"0.9949, true", "0.9951, false", "0.8, true"})
  void factorsThatTakeLessThanHalfAPercentOffAreNotTold(double factor, boolean told) {
    String words = new Score(1, 1, factor, 1, 1, 1, 1, 1).inWords();
    assertThat(words.contains("capacity")).isEqualTo(told);
  }

  @Test
  void weightsOfATierAreLookedAtAgainAfterASecond() {
    Pool pool = pool(member("a", LimitSettings.NONE, null), member("b", LimitSettings.NONE, null));
    Tier tier = pool.route(call("m")).tiers().get(0);
    long began = time.nanos();
    assertThat(drawn(tier, began)).isEqualTo("a");
    pool.member("b").weight(100);
    long second = Duration.ofSeconds(1).toNanos();
    assertThat(drawn(tier, began + second)).isEqualTo("a");
    assertThat(drawn(tier, began + second + 1)).isEqualTo("b");
  }

  private static String drawn(Tier tier, long now) {
    return tier.drawn(1, candidate -> true, () -> 0.4, now).get(0).member().endpoint().name();
  }

  @Test
  void insteadOfThoseThatCannotBeAskedEightMoreAreDrawn() {
    Pool pool = pool(member("a", LimitSettings.NONE, null), member("b", LimitSettings.NONE, null));
    AtomicInteger looks = new AtomicInteger();
    pool.route(call("m"))
        .tiers()
        .get(0)
        .drawn(2, candidate -> looks.incrementAndGet() < 0, () -> 0.5, time.nanos());
    assertThat(looks).hasValue(2 + 8);
  }

  // When there is room again

  private Drain drain(LimitSettings limits) {
    Candidate candidate = candidate(pool(member("a", limits, null)));
    candidate.account().quotas().reserve(Demand.NO_TOKENS, time.nanos());
    Drain drain = new Drain(Crowd.NOBODY.with(Demand.NO_TOKENS));
    drain.add(candidate, time.nanos());
    return drain;
  }

  private static LimitSettings one(Long rpm, Long rpd) {
    return new LimitSettings(rpm, rpd, null, null, null, null, true, Charge.ACTUAL, null, false);
  }

  @Test
  void theEndIsToldToATwentiethOfASecond() {
    Drain drain = drain(one(1L, null));
    long end = time.nanos() + Duration.ofMillis(60_500).toNanos();
    assertThat(drain.takesAll(end - 1, time.nanos())).isFalse();
    assertThat(drain.takesAll(end, time.nanos())).isTrue();
    assertThat(drain.end(time.nanos())).isEqualTo(end);
  }

  @Test
  void nobodyIsToldToComeAgainInMoreThanADay() {
    Drain drain = drain(one(null, 1L));
    assertThat(drain.end(time.nanos()))
        .as("in 24 hours and ten minutes")
        .isEqualTo(Obstacle.UNKNOWN);
    time.pass(Duration.ofMinutes(15));
    long hours = TimeUnit.NANOSECONDS.toHours(drain.end(time.nanos()) - time.nanos());
    assertThat(hours).isEqualTo(23);
  }
}

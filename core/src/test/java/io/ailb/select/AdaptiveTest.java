package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.health.Breaker;
import io.ailb.health.BreakerSettings;
import io.ailb.health.Condition;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import io.ailb.limit.BudgetSettings.OnExceeded;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
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
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Selection, section 3, and the named strategies of the schema; the figures are theirs. */
class AdaptiveTest {
  private static final long TOKENS = 60;

  private final ManualTime time = new ManualTime();
  private final Accounts accounts = new Accounts(time, time);
  private final List<MemberSettings> members = new ArrayList<>();
  private BudgetSettings budget = BudgetSettings.NONE;
  private BreakerSettings breaker = BreakerSettings.DEFAULTS;
  private double roll = 0.5;

  private AdaptiveTest endpoint(String name, double weight) {
    return endpoint(name, weight, LimitSettings.NONE, Price.UNKNOWN);
  }

  private AdaptiveTest endpoint(String name, double weight, LimitSettings limits, Price price) {
    String key = "key-" + name;
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://api.openai.com"),
            ApiKey.of(Secret.of(key)),
            Secret.of(key).fingerprint(),
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            weight,
            1,
            price,
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    members.add(new MemberSettings(endpoint, limits, null, true, null));
    return this;
  }

  private Pool pool(Strategy strategy) {
    return pool(strategy, Factors.DEFAULTS);
  }

  private Pool pool(Strategy strategy, Factors factors) {
    PoolSettings settings =
        new PoolSettings(
            "p",
            members,
            new Routing(
                strategy,
                factors,
                Choices.AUTO,
                budget,
                Set.of(),
                Duration.ofSeconds(3),
                AffinitySettings.DEFAULTS),
            breaker,
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    return Pool.of(settings, null, accounts, time, time, () -> roll);
  }

  private static Request request() {
    Origin origin = new Origin("https", "h", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, "m", false, false, -1, 1, 40, 0);
    return new Request(call, new Demand(1_000_000, 1_000_000), Set.of());
  }

  private Lease reserve(Pool pool) {
    return pool.reserve(request(), new Tried(2), false, time.nanos());
  }

  private static String name(Lease lease) {
    return lease.endpoint().name();
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void answer(Lease lease, double seconds) {
    long nanos = Math.round(seconds * 1e9);
    Usage usage = new Usage(10, TOKENS, -1, -1, -1);
    lease.settle(new Outcome.Answered(usage, nanos, nanos), time.nanos());
  }

  private void fail(Lease lease) {
    ErrorInfo error = new ErrorInfo(ErrorClass.SERVER_ERROR, 500, "m", null, null, null);
    lease.settle(new Outcome.Failed(error, true, Usage.NOTHING, 1_000_000), time.nanos());
  }

  private Map<String, Integer> spread(Pool pool, int calls, double apart) {
    Map<String, Integer> spread = new HashMap<>();
    for (int i = 0; i < calls; i++) {
      Lease lease = reserve(pool);
      spread.merge(name(lease), 1, Integer::sum);
      pass(apart);
      answer(lease, apart);
    }
    return spread;
  }

  private Score score(Pool pool, String name) {
    return pool.forecast().preview(request(), time.nanos()).stream()
        .filter(prospect -> prospect.candidate().member().endpoint().name().equals(name))
        .findFirst()
        .orElseThrow()
        .score();
  }

  @Test
  void aLoneCallerIsSpreadByWeight() {
    Pool pool =
        endpoint("heavy", 2).endpoint("middle", 1).endpoint("light", 0.5).pool(Strategy.ADAPTIVE);
    Map<String, Integer> spread = spread(pool, 350, 1);
    assertThat(spread.get("heavy")).isBetween(190, 210);
    assertThat(spread.get("middle")).isBetween(90, 110);
    assertThat(spread.get("light")).isBetween(40, 60);
  }

  @Test
  void callsUnderWayCountTwoTenthsMoreAndThoseOfLateThreeTenthsTheLessTheBusier() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    assertThat(score(pool, "a").load()).isCloseTo(0.2, offset(1e-9));
    reserve(pool);
    reserve(pool);
    assertThat(score(pool, "a").load()).isCloseTo(1 + 0.2 + 0.3 / 1.25, offset(1e-6));
    pass(30); // what was sent of late counts 1/e
    assertThat(score(pool, "a").load()).isCloseTo(1.2 + 0.3 / 1.25 / Math.E, offset(1e-6));
  }

  @Test
  void whyIsToldToThoseWhoAskOnly() {
    LimitSettings limits = LimitSettings.requestsPerMinute(1);
    Pool pool =
        endpoint("a", 2)
            .endpoint("b", 1)
            .endpoint("c", 1, limits, Price.UNKNOWN)
            .pool(Strategy.ADAPTIVE);
    pool.member("c").drain();
    assertThat(reserve(pool).choice()).isNull();
    pool.decisions().ask(time.nanos());
    Lease lease = reserve(pool);
    Choice choice = lease.choice();
    assertThat(choice.endpoint()).isEqualTo(name(lease)).isEqualTo("b");
    assertThat(choice.considered())
        .extracting(Choice.Considered::endpoint)
        .containsExactly("b", "a", "c");
    assertThat(choice.considered().get(0).score().load())
        .as("before it was taken")
        .isCloseTo(0.2, offset(1e-9));
    assertThat(choice.considered().get(0).score().value())
        .isLessThan(choice.considered().get(1).score().value());
    assertThat(choice.considered().get(2).obstacle().kind()).isEqualTo(Obstacle.Kind.DRAINING);
    assertThat(choice.considered().get(2).score()).isNull();
  }

  @Test
  void ofManyEndpointsTheFirstTwentyAreTold() {
    for (int i = 0; i < 30; i++) {
      endpoint("e" + i, 1);
    }
    Pool pool = pool(Strategy.ADAPTIVE);
    pool.decisions().ask(time.nanos());
    Choice choice = reserve(pool).choice();
    assertThat(choice.considered()).hasSize(20);
    assertThat(choice.more()).isEqualTo(10);
  }

  @Test
  void callsThatHangKeepOthersAway() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    hang(pool, "a", 3);
    assertThat(spread(pool, 10, 0.1)).containsOnlyKeys("b");
  }

  @Test
  void littleCapacityCountsByItsRoot() {
    LimitSettings limits = LimitSettings.requestsPerMinute(100);
    Pool pool = endpoint("a", 1, limits, Price.UNKNOWN).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    List<Lease> held = new ArrayList<>();
    for (int i = 0; i < 72; i++) {
      held.add(reserve(pool));
    }
    long atA = held.stream().filter(lease -> name(lease).equals("a")).count();
    assertThat(score(pool, "a").headroom()).isCloseTo(Math.sqrt(1 - atA / 100.0), offset(1e-9));
    assertThat(score(pool, "b").headroom()).isEqualTo(1);
  }

  /** How long a rate limit rests an account that says so (ms, 0 = nothing), at this roll. */
  private double rests(long statedMillis, double dice) {
    members.clear();
    roll = dice;
    Pool pool = endpoint("rests-" + statedMillis + "-" + dice, 1).pool(Strategy.ADAPTIVE);
    Duration stated = statedMillis == 0 ? null : Duration.ofMillis(statedMillis);
    ErrorInfo error = new ErrorInfo(ErrorClass.RATE_LIMIT, 429, "m", null, stated, null);
    reserve(pool).settle(new Outcome.Failed(error, true, Usage.NOTHING, 1), time.nanos());
    return (pool.forecast().outlook(request(), new Tried(2), time.nanos()).place() - time.nanos())
        / 1e9;
  }

  @Test
  void pausesVaryByAFifthOrIfStatedAFiftiethAndAreNeverShorterThanATenthOfASecond() {
    assertThat(rests(0, 0)).isCloseTo(0.4, offset(1e-6));
    assertThat(rests(0, 0.5)).isCloseTo(0.5, offset(1e-6));
    assertThat(rests(0, 1)).isCloseTo(0.6, offset(1e-6));
    assertThat(rests(10_000, 0)).isCloseTo(10, offset(1e-6));
    assertThat(rests(10_000, 1)).isCloseTo(10.2, offset(1e-6));
    assertThat(rests(1, 0)).isCloseTo(0.1, offset(1e-6));
  }

  @Test
  void lessCapacityThanAFiftiethIsNotToldApart() {
    LimitSettings limits = LimitSettings.requestsPerMinute(100);
    Pool pool = endpoint("a", 1, limits, Price.UNKNOWN).pool(Strategy.ADAPTIVE);
    for (int i = 0; i < 99; i++) {
      reserve(pool);
    }
    assertThat(score(pool, "a").headroom()).isCloseTo(Math.sqrt(0.02), offset(1e-9));
  }

  @Test
  void usualSpeedCountsByItsRoot() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    Lease one = reserve(pool);
    Lease other = reserve(pool);
    answer(one, 1);
    answer(other, 4);
    assertThat(score(pool, name(one)).speed()).isEqualTo(1);
    assertThat(score(pool, name(other)).speed()).isCloseTo(0.5, offset(1e-9));
  }

  @Test
  void successCountsByItsCube() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    Lease lease = reserve(pool);
    fail(lease);
    assertThat(score(pool, name(lease)).success()).isCloseTo(0.729, offset(1e-9));
  }

  @Test
  void beingSlowerThanUsualCounts() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    List<Lease> held = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      held.add(reserve(pool));
    }
    pass(5);
    for (Lease lease : held) {
      if (name(lease).equals("b")) {
        answer(lease, 1);
      }
    }
    double slowdown =
        pool.forecast()
            .preview(request(), time.nanos())
            .get(0)
            .candidate()
            .use()
            .condition()
            .slowdown(time.nanos());
    assertThat(slowdown).isBetween(1.6, 5.0);
    assertThat(score(pool, "a").slowness()).isCloseTo(Math.pow(1.5 / slowdown, 1.5), offset(1e-9));
  }

  @Test
  void priceCountsOnlyIfWanted() {
    Price dear = new Price(4.0, 0.0, null, 0, "USD");
    Price cheap = new Price(1.0, 0.0, null, 0, "USD");
    endpoint("dear", 1, LimitSettings.NONE, dear).endpoint("cheap", 1, LimitSettings.NONE, cheap);
    assertThat(score(pool(Strategy.ADAPTIVE), "dear").cost()).isEqualTo(1);
    Pool pool = pool(Strategy.ADAPTIVE, new Factors(1, 1, 1, 0.5));
    assertThat(score(pool, "dear").cost()).isCloseTo(0.5, offset(1e-9));
    assertThat(score(pool, "cheap").cost()).isEqualTo(1);
  }

  @Test
  void underABudgetPricesCountByItsPressure() {
    Price dear = new Price(4.0, 0.0, null, 0, "USD");
    Price cheap = new Price(1.0, 0.0, null, 0, "USD");
    budget = new BudgetSettings(1_000.0, null, "USD", OnExceeded.WARN);
    endpoint("dear", 1, LimitSettings.NONE, dear).endpoint("cheap", 1, LimitSettings.NONE, cheap);
    Pool pool = pool(Strategy.ADAPTIVE);
    pass(5);
    assertThat(score(pool, "dear").cost()).isCloseTo(Math.pow(4, 0.15), offset(1e-6));
  }

  @Test
  void whatWouldPassTheBudgetIsNotSentThere() {
    Price dear = new Price(4.0, 0.0, null, 0, "USD");
    Price cheap = new Price(1.0, 0.0, null, 0, "USD");
    budget = new BudgetSettings(3.0, null, "USD", OnExceeded.REJECT);
    endpoint("dear", 9, LimitSettings.NONE, dear).endpoint("cheap", 1, LimitSettings.NONE, cheap);
    Pool pool = pool(Strategy.ADAPTIVE);
    assertThat(name(reserve(pool))).isEqualTo("cheap");
    Obstacle obstacle = pool.forecast().preview(request(), time.nanos()).get(0).obstacle();
    assertThat(obstacle.kind()).isEqualTo(Obstacle.Kind.BUDGET);
    assertThat(obstacle.detail()).isEqualTo("0.00 of 3.00 USD spent this day");
    assertThat(reserve(pool)).isNotNull();
    assertThat(reserve(pool)).isNotNull();
    assertThat(reserve(pool)).isNull();
  }

  @Test
  void whatIsPaidInAnotherCurrencyIsNotCounted() {
    Price euros = new Price(4.0, 0.0, null, 0, "EUR");
    budget = new BudgetSettings(3.0, null, "USD", OnExceeded.REJECT);
    Pool pool = endpoint("a", 1, LimitSettings.NONE, euros).pool(Strategy.ADAPTIVE);
    assertThat(reserve(pool)).isNotNull();
  }

  @Test
  void onceTheBudgetIsSpentTheCheapestServes() {
    Price dear = new Price(4_000_000.0, 0.0, null, 0, "USD");
    Price cheap = new Price(1.0, 0.0, null, 0, "USD");
    budget = new BudgetSettings(30.0, null, "USD", OnExceeded.CHEAPEST);
    endpoint("dear", 9, LimitSettings.NONE, dear).endpoint("cheap", 1, LimitSettings.NONE, cheap);
    Pool pool = pool(Strategy.WEIGHTED);
    answer(reserve(pool), 1); // 10 tokens at the dear one
    assertThat(pool.budgetNews()).isNotNull();
    assertThat(spread(pool, 20, 1)).containsOnlyKeys("cheap");
  }

  @Test
  void factorsOfZeroSwitchConsiderationsOff() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE, new Factors(0, 0, 0, 0));
    Lease one = reserve(pool);
    Lease other = reserve(pool);
    answer(one, 1);
    answer(other, 4);
    fail(reserve(pool));
    for (String name : List.of("a", "b")) {
      assertThat(score(pool, name).effectiveWeight()).isEqualTo(1);
    }
  }

  // Slowness, probes and the way back.

  @Test
  void oneThatHangsIsTakenOutWhileAnotherDoesNot() {
    LimitSettings limits = LimitSettings.requestsPerMinute(10_000);
    Pool pool =
        endpoint("a", 1, limits, Price.UNKNOWN)
            .endpoint("b", 1, limits, Price.UNKNOWN)
            .pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    hang(pool, "a", 10);
    assertThat(spread(pool, 1, 0.1)).containsOnlyKeys("b");
    assertThat(pool.member("a").breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.OPEN);
    assertThat(pool.member("a").breaker().cause()).endsWith("times slower than usual");
  }

  @Test
  void whereNoLimitIsKnownTwiceTheSlownessIsBorne() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    hang(pool, "a", 3);
    double slowdown =
        pool.forecast()
            .preview(request(), time.nanos())
            .get(0)
            .candidate()
            .use()
            .condition()
            .slowdown(time.nanos());
    assertThat(slowdown).isBetween(2.5, 5.0);
    reserve(pool);
    assertThat(pool.member("a").breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.CLOSED);
  }

  @Test
  void andNoMoreThanThat() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    hang(pool, "a", 3);
    Candidate a = pool.forecast().preview(request(), time.nanos()).get(0).candidate();
    Breaker breaker = pool.member("a").breaker();
    double slowdown = a.use().condition().slowdown(time.nanos());
    while (slowdown < 5) {
      Lease lease = reserve(pool);
      assertThat(name(lease)).isEqualTo("b");
      answer(lease, 1);
      assertThat(breaker.phase(time.nanos())).as("%s", slowdown).isEqualTo(Breaker.Phase.CLOSED);
      pass(0.1);
      slowdown = a.use().condition().slowdown(time.nanos());
    }
    assertThat(slowdown).isLessThan(6);
    reserve(pool);
    assertThat(breaker.phase(time.nanos())).isEqualTo(Breaker.Phase.OPEN);
  }

  @Test
  void evenALittleSlownessIsSeenWhereThatIsWanted() {
    breaker = opensAt(1.2);
    LimitSettings limits = LimitSettings.requestsPerMinute(10_000).learned();
    Pool pool =
        endpoint("a", 1, limits, Price.UNKNOWN)
            .endpoint("b", 1, limits, Price.UNKNOWN)
            .pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    Condition a = candidate(pool, "a").condition();
    Condition b = candidate(pool, "b").condition();
    for (int round = 0; round < 50 && a.slowdown(time.nanos()) < 1.2; round++) {
      Lease one = reserve(pool);
      Lease other = reserve(pool);
      assertThat(name(one)).isNotEqualTo(name(other));
      pass(1);
      answer(name(one).equals("b") ? one : other, 1);
      pass(0.8);
      answer(name(one).equals("a") ? one : other, 1.8);
    }
    assertThat(a.slowdown(time.nanos())).isBetween(1.2, Condition.SLOW);
    assertThat(a.isUsual(time.nanos()) && b.isUsual(time.nanos()))
        .as("a quick look is content")
        .isTrue();
    assertThat(name(reserve(pool))).isEqualTo("b");
    assertThat(pool.member("a").breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.OPEN);
  }

  private static BreakerSettings opensAt(double slowdown) {
    BreakerSettings usual = BreakerSettings.DEFAULTS;
    return new BreakerSettings(
        usual.consecutiveFailures(),
        usual.failureRatio(),
        usual.minimumCalls(),
        usual.window(),
        slowdown,
        usual.openFor(),
        usual.maxOpenFor(),
        usual.halfOpenCalls());
  }

  @Test
  void whatComesUpDuringASearchIsSeenByItsNextLook() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    answer(reserve(pool), 1);
    Candidate a = candidate(pool, "a");
    Search search = new Search(pool, request(), new Tried(2), false, Awaited.NOTHING, time.nanos());
    assertThat(search.test(a)).isTrue();
    assertThat(search.foundOnlySound()).isTrue();
    takeOut(pool, "a");
    assertThat(search.test(a)).isFalse();
    assertThat(search.among(pool.route(request().call()).tiers().get(0)).size()).isEqualTo(1);
  }

  private Candidate candidate(Pool pool, String name) {
    return pool.forecast().preview(request(), time.nanos()).stream()
        .map(Forecast.Prospect::candidate)
        .filter(candidate -> candidate.member().endpoint().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whereAllAreSlowNobodyIsTakenOut() {
    LimitSettings limits = LimitSettings.requestsPerMinute(10_000);
    Pool pool =
        endpoint("a", 1, limits, Price.UNKNOWN)
            .endpoint("b", 1, limits, Price.UNKNOWN)
            .pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    for (int i = 0; i < 30; i++) {
      reserve(pool);
    }
    pass(20);
    reserve(pool);
    for (Member member : pool.members()) {
      assertThat(member.breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.CLOSED);
    }
  }

  /** Several calls to this one hang, those to others are answered. */
  private void hang(Pool pool, String name, int calls) {
    int held = 0;
    while (held < calls) {
      Lease lease = reserve(pool);
      if (name(lease).equals(name)) {
        held++;
      } else {
        answer(lease, 1);
      }
    }
    pass(10);
  }

  @Test
  void theNextRequestOfAllProbesWhoeverIsDue() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    takeOut(pool, "a");
    pass(2.3);
    Lease probe = reserve(pool);
    assertThat(name(probe)).isEqualTo("a");
    assertThat(probe.probePatience()).isEqualTo(Duration.ofSeconds(4).toNanos());
    Lease other = reserve(pool);
    assertThat(name(other)).isEqualTo("b");
    assertThat(other.probePatience()).isNegative();
  }

  @Test
  void aProbeThatIsTooSlowHasFailed() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    takeOut(pool, "a");
    pass(2.3);
    Lease probe = reserve(pool);
    pass(3.1);
    answer(probe, 3.1);
    assertThat(pool.member("a").breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.OPEN);
  }

  @Test
  void whereNobodyIsFasterASlowProbeCounts() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    takeOut(pool, "a");
    takeOut(pool, "b");
    pass(2.3);
    for (int i = 0; i < 2; i++) {
      Lease probe = reserve(pool);
      assertThat(name(probe)).isEqualTo("a");
      pass(3.1);
      answer(probe, 3.1);
    }
    assertThat(pool.member("a").breaker().phase(time.nanos())).isEqualTo(Breaker.Phase.CLOSED);
  }

  @Test
  void whoeverIsSlowItselfIsNoReasonToKeepAnotherOut() {
    LimitSettings limits = LimitSettings.requestsPerMinute(10_000);
    Pool pool =
        endpoint("a", 1, limits, Price.UNKNOWN)
            .endpoint("b", 1, limits, Price.UNKNOWN)
            .pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    takeOut(pool, "a");
    pass(2.3);
    Lease probe = reserve(pool);
    assertThat(probe.hasSoundPeer(time.nanos())).isTrue();
    for (int i = 0; i < 20; i++) {
      reserve(pool);
    }
    pass(10);
    assertThat(probe.hasSoundPeer(time.nanos())).isFalse();
  }

  @Test
  void whoIsBackBeginsWithAFifthAndHasAllAfterTenSeconds() {
    Pool pool = endpoint("a", 1).endpoint("b", 1).pool(Strategy.ADAPTIVE);
    spread(pool, 60, 1);
    takeOut(pool, "a");
    pass(2.3);
    answer(reserve(pool), 1);
    answer(reserve(pool), 1);
    assertThat(score(pool, "a").ramp()).isCloseTo(0.2, offset(1e-6));
    assertThat(score(pool, "b").ramp()).isEqualTo(1);
    pass(5);
    assertThat(score(pool, "a").ramp()).isCloseTo(0.6, offset(1e-6));
    pass(5);
    assertThat(score(pool, "a").ramp()).isEqualTo(1);
  }

  private void takeOut(Pool pool, String name) {
    pool.member(name).breaker().trip(time.nanos(), "a test");
  }

  // The other strategies.

  @Test
  void leastBusyCountsCallsForTheirWeight() {
    Pool pool = endpoint("a", 1).endpoint("b", 3).pool(Strategy.LEAST_BUSY);
    Map<String, Integer> held = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      held.merge(name(reserve(pool)), 1, Integer::sum);
    }
    assertThat(held).isEqualTo(Map.of("a", 10, "b", 30));
  }

  @Test
  void theCheapestWithRoomIsTaken() {
    Price dear = new Price(4.0, 0.0, null, 0, "USD");
    Price cheap = new Price(0.0, 1.0, null, 0, "USD");
    Pool pool =
        endpoint("dear", 9, LimitSettings.NONE, dear)
            .endpoint("cheap", 1, LimitSettings.requestsPerMinute(3), cheap)
            .pool(Strategy.CHEAPEST);
    assertThat(spread(pool, 3, 0.1)).containsOnlyKeys("cheap");
    assertThat(spread(pool, 1, 0.1)).containsOnlyKeys("dear");
  }

  @Test
  void theFastestGetsMoreOnceTwentyAnswersAreKnown() {
    Pool pool = endpoint("slow", 1).endpoint("fast", 1).pool(Strategy.FASTEST);
    for (int i = 0; i < 19; i++) {
      each(pool);
    }
    assertThat(chance(pool, "fast")).isEqualTo(0.5);
    each(pool);
    assertThat(chance(pool, "fast")).isCloseTo(0.75, offset(0.01));
  }

  private void each(Pool pool) {
    roll = 0;
    Lease slow = reserve(pool);
    roll = 0.99;
    Lease fast = reserve(pool);
    assertThat(List.of(name(slow), name(fast))).containsExactly("slow", "fast");
    pass(3);
    answer(slow, 3);
    answer(fast, 1);
  }

  private double chance(Pool pool, String name) {
    return pool.forecast().preview(request(), time.nanos()).stream()
        .filter(prospect -> prospect.candidate().member().endpoint().name().equals(name))
        .findFirst()
        .orElseThrow()
        .chance();
  }
}

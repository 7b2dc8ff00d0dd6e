package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.LimitSettings.Charge;
import io.ailb.limit.Quota;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
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
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final int MAX_QUEUED = 1_000;

  private final ManualTime time = new ManualTime();
  private final Random random = new Random(1);
  private final Accounts accounts = new Accounts(time, time);

  /** An endpoint to be. */
  private static final class Spec {
    private final String name;
    private String key;
    private String group;
    private double weight = 1;
    private int tier = 1;
    private Integer concurrency;
    private LimitSettings limits = LimitSettings.NONE;
    private boolean enabled = true;
    private String host = "h";
    private Long window;
    private Price price = Price.UNKNOWN;
    private Auth auth = Auth.AUTO;
    private ApiKey source;

    private Spec(String name) {
      this.name = name;
      this.key = "key-" + name;
    }

    private MemberSettings settings() {
      Endpoint endpoint =
          new Endpoint(
              "p",
              name,
              Provider.OPENAI,
              URI.create("https://" + host),
              source == null ? ApiKey.of(Secret.of(key)) : source,
              Secret.of(key).fingerprint(),
              auth,
              ModelMap.unchanged(),
              group,
              weight,
              tier,
              price,
              window,
              null,
              Set.of(),
              Map.of(),
              Map.of(),
              Traits.NONE);
      return new MemberSettings(endpoint, limits, concurrency, enabled, null);
    }
  }

  private static Spec spec(String name) {
    return new Spec(name);
  }

  private Pool pool(Strategy strategy, Spec... specs) {
    return pool(null, strategy, specs);
  }

  private Pool pool(Pool before, Strategy strategy, Spec... specs) {
    List<MemberSettings> members = new ArrayList<>();
    for (Spec spec : specs) {
      members.add(spec.settings());
    }
    PoolSettings settings =
        new PoolSettings(
            "p",
            members,
            Routing.by(strategy),
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            new QueueSettings(Duration.ofSeconds(60), MAX_QUEUED),
            true);
    return Pool.of(settings, before, accounts, time, time, random::nextDouble);
  }

  private static Request request(String model) {
    return request(model, 10);
  }

  private static Request request(String model, long input) {
    Origin origin = new Origin("https", "h", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, model, false, false, -1, 1, 40, 0);
    return new Request(call, new Demand(input, 10), Set.of());
  }

  private Lease reserve(Pool pool, String model) {
    return pool.reserve(request(model), new Tried(2), false, time.nanos());
  }

  private String choose(Pool pool) {
    Lease lease = reserve(pool, "m");
    if (lease == null) {
      return null;
    }
    answer(lease);
    return lease.endpoint().name();
  }

  private void answer(Lease lease) {
    lease.settle(new Outcome.Answered(Usage.NONE, 1, 1), time.nanos());
  }

  private void fail(Lease lease, ErrorClass kind, int status) {
    ErrorInfo error = new ErrorInfo(kind, status, "m", null, null, null);
    lease.settle(new Outcome.Failed(error, true, Usage.NOTHING, 1), time.nanos());
  }

  private static LimitSettings rpm(long rpm) {
    return LimitSettings.requestsPerMinute(rpm);
  }

  // Strategies

  @Test
  void weightedFollowsWeightTimesCapacity() {
    Spec heavy = spec("heavy");
    heavy.weight = 2;
    Spec half = spec("half");
    half.limits = rpm(1_000_000);
    Pool pool = pool(Strategy.WEIGHTED, heavy, spec("light"), half);
    // Half of what `half` may take is used up already.
    for (int i = 0; i < 500_000; i++) {
      pool.member("half")
          .use("m", accounts, time.nanos())
          .account()
          .quotas()
          .reserve(Demand.NO_TOKENS, time.nanos());
    }
    Map<String, Integer> chosen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      chosen.merge(choose(pool), 1, Integer::sum);
    }
    assertThat(chosen.get("heavy") / 20_000.0).isCloseTo(2 / 3.5, offset(0.02));
    assertThat(chosen.get("light") / 20_000.0).isCloseTo(1 / 3.5, offset(0.02));
    assertThat(chosen.get("half") / 20_000.0).isCloseTo(0.5 / 3.5, offset(0.02));
  }

  @Test
  void roundRobinTakesTurnsAndOrderedTakesTheFirst() {
    Pool turns = pool(Strategy.ROUND_ROBIN, spec("a"), spec("b"), spec("c"));
    assertThat(List.of(choose(turns), choose(turns), choose(turns), choose(turns)))
        .containsExactly("a", "b", "c", "a");
    Pool ordered = pool(Strategy.ORDERED, spec("a"), spec("b"));
    assertThat(List.of(choose(ordered), choose(ordered))).containsExactly("a", "a");
  }

  @Test
  void aHigherTierServesOnlyWhenNoLowerOneCan() {
    Spec first = spec("first");
    first.limits = rpm(2);
    Spec second = spec("second");
    second.tier = 2;
    Pool pool = pool(Strategy.WEIGHTED, second, first);
    assertThat(List.of(choose(pool), choose(pool), choose(pool)))
        .containsExactly("first", "first", "second");
  }

  // Limits

  @Test
  void concurrencyIsHeldUntilTheEnd() {
    Spec narrow = spec("a");
    narrow.concurrency = 2;
    Pool pool = pool(Strategy.WEIGHTED, narrow);
    Lease first = reserve(pool, "m");
    assertThat(reserve(pool, "m")).isNotNull();
    assertThat(reserve(pool, "m")).isNull();
    assertThat(pool.forecast().outlook(request("m"), new Tried(2), time.nanos()).place())
        .isEqualTo(Obstacle.UNKNOWN);
    answer(first);
    answer(first);
    assertThat(pool.member("a").inFlight()).isEqualTo(1);
    assertThat(reserve(pool, "m")).isNotNull();
  }

  @Test
  void eachModelHasItsOwnLimitsUnlessTheScopeIsTheEndpoint() {
    Spec perModel = spec("a");
    perModel.limits = rpm(1);
    Pool pool = pool(Strategy.WEIGHTED, perModel);
    assertThat(reserve(pool, "one")).isNotNull();
    assertThat(reserve(pool, "one")).isNull();
    assertThat(reserve(pool, "two")).isNotNull();
    Spec together = spec("b");
    together.limits =
        new LimitSettings(1L, null, null, null, null, null, false, Charge.ACTUAL, null, false);
    Pool shared = pool(Strategy.WEIGHTED, together);
    assertThat(reserve(shared, "one")).isNotNull();
    assertThat(reserve(shared, "two")).isNull();
  }

  @Test
  void oneKeyHasOneSetOfLimitsAlsoOverPools() {
    Spec one = spec("one");
    Spec same = spec("same");
    one.key = "shared-key";
    same.key = "shared-key";
    one.limits = rpm(3);
    same.limits = rpm(3);
    Pool first = pool(Strategy.ROUND_ROBIN, one);
    Pool second = pool(Strategy.ROUND_ROBIN, same);
    assertThat(reserve(first, "m")).isNotNull();
    assertThat(reserve(second, "m")).isNotNull();
    assertThat(reserve(first, "m")).isNotNull();
    assertThat(reserve(second, "m")).isNull();
  }

  @Test
  void aQuotaGroupSharesLimitsButNotABadKey() {
    Spec one = spec("one");
    Spec two = spec("two");
    one.group = "org";
    two.group = "org";
    one.limits = rpm(2);
    two.limits = rpm(2);
    Pool pool = pool(Strategy.ORDERED, one, two);
    fail(reserve(pool, "m"), ErrorClass.AUTH, 401);
    assertThat(choose(pool)).isEqualTo("two");
    assertThat(choose(pool)).as("the group's minute is used up").isNull();
  }

  @Test
  void aRateLimitRestsAllWhoShareTheAccountAndModel() {
    Spec one = spec("one");
    Spec two = spec("two");
    one.group = "org";
    two.group = "org";
    Pool pool = pool(Strategy.ORDERED, one, two, spec("other"));
    fail(reserve(pool, "m"), ErrorClass.RATE_LIMIT, 429);
    assertThat(choose(pool)).isEqualTo("other");
    assertThat(reserve(pool, "another model").endpoint().name()).isEqualTo("one");
  }

  @Test
  void aSpentBalanceRestsTheWholeKey() {
    Pool pool = pool(Strategy.ORDERED, spec("one"), spec("other"));
    fail(reserve(pool, "m"), ErrorClass.BILLING, 429);
    assertThat(reserve(pool, "another model").endpoint().name()).isEqualTo("other");
    time.pass(Duration.ofMinutes(5));
    assertThat(choose(pool)).isEqualTo("one");
  }

  @Test
  void everythingIsGivenBackWhenOnePartIsRefused() {
    Spec limited = spec("a");
    limited.limits = rpm(1);
    limited.concurrency = 5;
    Pool pool = pool(Strategy.WEIGHTED, limited);
    reserve(pool, "m");
    for (int i = 0; i < 10; i++) {
      assertThat(reserve(pool, "m")).isNull();
    }
    assertThat(pool.member("a").inFlight()).isEqualTo(1);
    assertThat(pool.member("a").used(Quota.REQUESTS_PER_MINUTE, time.nanos())).isEqualTo(1);
  }

  // An operator's hand

  private Lease reserveAt(Pool pool, String holder) {
    Request any = request("m");
    Ties ties = new Ties(pool.member(holder), Ties.NO_CONVERSATION);
    Request tied = new Request(any.call(), any.demand(), any.tags(), any.gate(), ties);
    return pool.reserve(tied, new Tried(2), false, time.nanos());
  }

  @Test
  void whatIsKeptSomewhereGoesThereWhateverTheTierOrTheStrategySays() {
    Spec c = spec("c");
    c.tier = 2;
    Pool pool = pool(Strategy.ORDERED, spec("a"), spec("b"), c);
    for (String name : List.of("b", "c", "a")) {
      Lease lease = reserveAt(pool, name);
      assertThat(lease.endpoint().name()).isEqualTo(name);
      answer(lease);
    }
  }

  @Test
  void whoDrainsOrHasNoWeightStillFinishesWhatItKeeps() {
    Pool pool = pool(Strategy.ORDERED, spec("a"), spec("b"));
    Member a = pool.member("a");
    a.drain();
    answer(reserveAt(pool, "a"));
    assertThat(choose(pool)).isEqualTo("b");
    a.resume();
    a.weight(0);
    answer(reserveAt(pool, "a"));
    assertThat(choose(pool)).isEqualTo("b");
    a.drain();
    a.coolDown(time.nanos() + 1_000);
    assertThat(reserveAt(pool, "a")).isNull(); // it rests, too
    a.disable("maintenance", Obstacle.NEVER);
    time.pass(Duration.ofSeconds(1));
    assertThat(reserveAt(pool, "a")).isNull();
  }

  @Test
  void anOperatorDrainsDisablesRestsAndResumes() {
    Pool pool = pool(Strategy.ORDERED, spec("a"), spec("b"));
    Member a = pool.member("a");
    a.drain();
    assertThat(choose(pool)).isEqualTo("b");
    a.resume();
    assertThat(choose(pool)).isEqualTo("a");
    a.disable("maintenance", time.nanos() + Duration.ofMinutes(1).toNanos());
    assertThat(a.standing(time.nanos()).reason()).isEqualTo("maintenance");
    assertThat(choose(pool)).isEqualTo("b");
    time.pass(Duration.ofMinutes(1));
    assertThat(choose(pool)).isEqualTo("a");
    a.coolDown(time.nanos() + 1_000);
    assertThat(choose(pool)).isEqualTo("b");
    time.pass(Duration.ofNanos(1_000));
    a.weight(0);
    assertThat(choose(pool)).isEqualTo("b");
  }

  // Reload

  @Test
  void aNewPoolKeepsWhatIsKnownOfTheSameEndpointAndKey() {
    Spec a = spec("a");
    a.limits = rpm(2);
    Pool before = pool(Strategy.ORDERED, a, spec("b"));
    Lease held = reserve(before, "m");
    before.member("a").weight(7);
    Spec other = spec("b");
    other.key = "another-key";
    Pool after = pool(before, Strategy.ORDERED, a, other);
    assertThat(after.member("a")).isSameAs(before.member("a"));
    assertThat(after.member("a").weight()).isEqualTo(7);
    assertThat(after.member("a").inFlight()).isEqualTo(1);
    assertThat(after.member("b")).isNotSameAs(before.member("b"));
    assertThat(choose(after)).isEqualTo("a");
    assertThat(choose(after)).isEqualTo("b");
    answer(held);
    assertThat(after.member("a").inFlight()).isZero();
  }

  @Test
  void whatWasLearnedOfAModelStaysWhereItsEndpointIsTheSameAndItsLimitsAreTheNewOnes() {
    Spec a = spec("a");
    a.limits = rpm(10);
    Pool before = pool(Strategy.ORDERED, a);
    Usage usage = new Usage(10, 60, 0, 0, 0);
    long second = Duration.ofSeconds(1).toNanos();
    reserve(before, "m").settle(new Outcome.Answered(usage, second, second), time.nanos());
    ModelUse known = before.member("a").use("m", accounts, time.nanos());
    Lease held = reserve(before, "m");
    a.limits = rpm(3);
    Pool after = pool(before, Strategy.ORDERED, a);
    ModelUse use = after.member("a").use("m", accounts, time.nanos());
    assertThat(use).isEqualTo(known);
    assertThat(use.condition().base()).isCloseTo(0.01, offset(1e-9));
    assertThat(reserve(after, "m").candidate().use().condition()).isSameAs(known.condition());
    assertThat(reserve(after, "m")).as("three in a minute").isNull();
    answer(held);
  }

  @Test
  void anotherQuotaGroupIsAnotherAccountOfWhichTheSameIsKnown() {
    Spec a = spec("a");
    a.limits = rpm(1);
    Pool before = pool(Strategy.ORDERED, a);
    assertThat(choose(before)).isEqualTo("a");
    assertThat(choose(before)).isNull();
    ModelUse known = before.member("a").use("m", accounts, time.nanos());
    a.group = "org";
    Pool after = pool(before, Strategy.ORDERED, a);
    assertThat(choose(after)).isEqualTo("a");
    ModelUse use = after.member("a").use("m", accounts, time.nanos());
    assertThat(use.account()).isNotSameAs(known.account());
    assertThat(use.condition()).isSameAs(known.condition());
    assertThat(use.concurrency()).isSameAs(known.concurrency());
  }

  @Test
  void nothingIsKnownOfAnEndpointThatHasMoved() {
    Spec a = spec("a");
    Pool before = pool(Strategy.ORDERED, a);
    assertThat(choose(before)).isEqualTo("a");
    ModelUse known = before.member("a").use("m", accounts, time.nanos());
    a.host = "elsewhere";
    Pool after = pool(before, Strategy.ORDERED, a);
    assertThat(after.member("a")).isSameAs(before.member("a"));
    ModelUse use = after.member("a").use("m", accounts, time.nanos());
    assertThat(use.condition()).isNotSameAs(known.condition());
  }

  @Test
  void whatIsDisabledInTheConfigurationServesNothing() {
    Spec off = spec("off");
    off.enabled = false;
    Pool pool = pool(Strategy.ORDERED, off);
    assertThat(pool.couldServe(request("m").call())).isFalse();
    assertThat(choose(pool)).isNull();
  }

  // The queue

  @Test
  void whoWaitsIsServedInOrderOfArrival() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    List<Queue.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tickets.add(enter(pool, "m", Duration.ofSeconds(60)));
    }
    time.settle();
    for (Queue.Ticket ticket : tickets) {
      assertThat(ticket.ready()).isNotDone();
      answer(running);
      time.settle();
      assertThat(ticket.ready()).isDone();
      running = ticket.take();
    }
    answer(running);
    assertThat(pool.queue().size()).isZero();
  }

  private Queue.Ticket enter(Pool pool, String model, Duration patience) {
    return enter(pool, request(model), patience);
  }

  private Queue.Ticket enter(Pool pool, Request request, Duration patience) {
    return pool.queue()
        .enter(request, new Tried(2), time.nanos() + patience.toNanos(), Obstacle.NEVER);
  }

  @Test
  void oneTimerWakesTheQueueWhenALimitFreesUp() {
    Spec limited = spec("a");
    limited.limits = rpm(2);
    Pool pool = pool(Strategy.ORDERED, limited);
    answer(reserve(pool, "m"));
    answer(reserve(pool, "m"));
    Queue.Ticket first = enter(pool, "m", Duration.ofMinutes(5));
    Queue.Ticket second = enter(pool, "m", Duration.ofMinutes(5));
    time.settle();
    assertThat(time.pending()).hasSize(1);
    time.pass(Duration.ofMillis(60_400));
    assertThat(first.ready()).isNotDone();
    time.pass(Duration.ofMillis(600));
    assertThat(first.ready()).isDone();
    assertThat(second.ready()).isDone();
  }

  @Test
  void anotherModelIsNotHeldUp() {
    Spec limited = spec("a");
    limited.limits = rpm(1);
    Pool pool = pool(Strategy.ORDERED, limited);
    answer(reserve(pool, "m"));
    Queue.Ticket waits = enter(pool, "m", Duration.ofMinutes(5));
    Queue.Ticket goes = enter(pool, "n", Duration.ofMinutes(5));
    time.settle();
    assertThat(waits.ready()).isNotDone();
    assertThat(goes.take()).isNotNull();
    assertThat(pool.queue().isAhead(request("m"))).isTrue();
    assertThat(pool.queue().isAhead(request("n"))).isFalse();
  }

  @Test
  void aDeadlineEndsTheWaitAlsoBehindTheHead() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    reserve(pool, "m");
    Queue.Ticket patient = enter(pool, "m", Duration.ofMinutes(5));
    Queue.Ticket hasty = enter(pool, "m", Duration.ofSeconds(3));
    time.pass(Duration.ofSeconds(3));
    assertThat(hasty.ready()).isDone();
    assertThat(hasty.take()).isNull();
    assertThat(patient.ready()).isNotDone();
  }

  @Test
  void whoLeavesGivesBackWhatWasFound() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    Queue.Ticket leaves = enter(pool, "m", Duration.ofMinutes(5));
    answer(running);
    time.settle();
    Lease found = leaves.leave();
    assertThat(found).isNotNull();
    found.settle(new Outcome.Abandoned(Usage.NONE, false), time.nanos());
    assertThat(pool.member("a").inFlight()).isZero();
    assertThat(pool.queue().size()).isZero();
  }

  @Test
  void aFullQueueTurnsAway() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    reserve(pool, "m");
    for (int i = 0; i < MAX_QUEUED; i++) {
      assertThat(enter(pool, "m", Duration.ofMinutes(5))).isNotNull();
    }
    assertThat(enter(pool, "m", Duration.ofMinutes(5))).isNull();
  }

  @Test
  void aSmallRequestIsNotHeldUpByOneThatIsTooLargeForTheFreeEndpoint() {
    Spec small = spec("small");
    small.window = 1_000L;
    Spec large = spec("large");
    large.window = 100_000L;
    large.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, small, large);
    Request big = request("m", 50_000);
    assertThat(pool.reserve(big, new Tried(2), false, time.nanos()).endpoint().name())
        .isEqualTo("large");
    Queue.Ticket waits = enter(pool, big, Duration.ofMinutes(5));
    time.settle();
    assertThat(pool.queue().isAhead(request("m"))).isFalse();
    Queue.Ticket goes = enter(pool, "m", Duration.ofMinutes(5));
    time.settle();
    assertThat(goes.take().endpoint().name()).isEqualTo("small");
    assertThat(waits.ready()).isNotDone();
  }

  @Test
  void aWindowThatNobodyDeclaredIsTheModelsAndKeepsAwayOnlyWhatIsTooLargeBeyondDoubt() {
    Pool pool = pool(Strategy.ORDERED, spec("one"));
    assertThat(reserveLarge(pool, "gpt-4o-mini", 200_000)).isNotNull();
    assertThat(reserveLarge(pool, "gpt-4o-mini", 300_000)).isNull();
    assertThat(reserveLarge(pool, "unheard-of", 300_000)).isNotNull();
    Spec declared = spec("declared");
    declared.window = 128_000L;
    assertThat(reserveLarge(pool(Strategy.ORDERED, declared), "gpt-4o-mini", 200_000)).isNull();
  }

  @Test
  void whereOneContextWasTooSmallAModelOfALargerOneIsTried() {
    Pool pool = pool(Strategy.ORDERED, spec("one"));
    assertThat(fits(pool, "gpt-4.1", 128_000)).isTrue();
    assertThat(fits(pool, "gpt-4o", 128_000)).isFalse();
    assertThat(fits(pool, "unheard-of", 128_000)).isFalse();
  }

  private boolean fits(Pool pool, String model, long tooSmall) {
    return pool.forecast().fitting(request(model).above(tooSmall)) == 1;
  }

  private Lease reserveLarge(Pool pool, String model, long input) {
    return pool.reserve(request(model, input), new Tried(2), false, time.nanos());
  }

  @Test
  void whatAnAnswerCostsIsTheModelsPriceUnlessItIsConfigured() {
    Pool pool = pool(Strategy.ORDERED, spec("one"));
    Usage million = new Usage(1_000_000, 0, 0, -1, -1);
    assertThat(reserve(pool, "gpt-4o-mini").cost(million)).isCloseTo(0.15, offset(1e-9));
    assertThat(reserve(pool, "unheard-of").cost(million)).isZero();
    Spec priced = spec("priced");
    priced.price = new Price(7.0, null, null, 0, "USD");
    assertThat(reserve(pool(Strategy.ORDERED, priced), "gpt-4o-mini").cost(million))
        .isCloseTo(7, offset(1e-9));
  }

  // What a provider refused

  @Test
  void aRefusedFeatureIsMissingFromThatModelFromThenOnAndAcrossReloads() {
    Pool pool = pool(Strategy.ORDERED, spec("one"));
    assertThat(can(pool, "m")).contains(Feature.SEED, Feature.LOGPROBS);
    reserve(pool, "m").lacks(Feature.SEED);
    reserve(pool, "m").lacks(Feature.LOGPROBS);
    assertThat(can(pool, "m")).doesNotContain(Feature.SEED, Feature.LOGPROBS);
    assertThat(can(pool, "another model")).contains(Feature.SEED);
    Pool reloaded = pool(pool, Strategy.ORDERED, spec("one"));
    assertThat(can(reloaded, "m")).doesNotContain(Feature.SEED, Feature.LOGPROBS);
    Spec elsewhere = spec("one");
    elsewhere.host = "elsewhere";
    assertThat(can(pool(reloaded, Strategy.ORDERED, elsewhere), "m")).contains(Feature.SEED);
  }

  private Set<Feature> can(Pool pool, String model) {
    Lease lease = reserve(pool, model);
    answer(lease);
    return lease.capabilities(Dialect.OPENAI_CHAT).features();
  }

  @Test
  void namesThatCallersMakeUpDoNotFillTheMemory() {
    Member member = pool(Strategy.ORDERED, spec("one")).member("one");
    for (int i = 0; i < 5_000; i++) {
      member.lacks("m" + i, Feature.SEED);
    }
    assertThat(member.lacking("m0")).containsExactly(Feature.SEED);
    assertThat(member.lacking("m4999")).isEmpty();
    member.lacks("m0", Feature.STOP);
    assertThat(member.lacking("m0")).containsExactlyInAnyOrder(Feature.SEED, Feature.STOP);
  }

  @Test
  void ofTwoKindsTheOlderHeadIsServedFirst() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    List<Queue.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tickets.add(enter(pool, "model-" + i % 3, Duration.ofMinutes(5)));
    }
    for (Queue.Ticket ticket : tickets) {
      answer(running);
      time.settle();
      running = ticket.take();
      assertThat(running).isNotNull();
    }
    answer(running);
  }

  @Test
  void whoComesLaterWithAnotherModelDoesNotOvertakeForEver() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    Queue.Ticket first = enter(pool, "m", Duration.ofMinutes(5));
    time.settle();
    answer(running);
    assertThat(reserve(pool, "other")).as("the place is another's already").isNull();
    time.settle();
    answer(first.take());
    time.settle();
    assertThat(reserve(pool, "other")).isNotNull();
  }

  @Test
  void aRequestWithLargeDemandsIsNotOvertakenForEverBySmallOnes() {
    Spec limited = spec("a");
    limited.limits =
        new LimitSettings(null, null, 1_000L, null, null, null, false, Charge.ACTUAL, null, false);
    Pool pool = pool(Strategy.ORDERED, limited);
    answer(pool.reserve(request("m", 500), new Tried(2), false, time.nanos()));
    Queue.Ticket large = enter(pool, request("m", 900), Duration.ofMinutes(5));
    time.settle();
    Queue.Ticket small = enter(pool, "other", Duration.ofMinutes(5));
    time.pass(Duration.ofSeconds(30));
    assertThat(small.ready()).isNotDone();
    assertThat(reserve(pool, "third")).isNull();
    time.pass(Duration.ofSeconds(40));
    assertThat(large.take()).isNotNull();
    assertThat(small.take()).isNotNull();
  }

  @Test
  void whoLeavesMakesRoomForThoseWhoWaitedBehind() {
    Spec limited = spec("a");
    limited.limits =
        new LimitSettings(null, null, 1_000L, null, null, null, false, Charge.ACTUAL, null, false);
    Pool pool = pool(Strategy.ORDERED, limited);
    answer(pool.reserve(request("m", 500), new Tried(2), false, time.nanos()));
    Queue.Ticket large = enter(pool, request("m", 900), Duration.ofMinutes(5));
    Queue.Ticket small = enter(pool, "other", Duration.ofMinutes(5));
    time.settle();
    assertThat(small.ready()).isNotDone();
    assertThat(large.leave()).isNull();
    time.settle();
    assertThat(small.take()).isNotNull();
  }

  @Test
  void whoWaitsInVainIsToldSoAsSoonAsThatIsKnown() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    Queue.Ticket waits = enter(pool, "m", Duration.ofMinutes(1));
    time.settle();
    assertThat(waits.ready()).isNotDone();
    fail(running, ErrorClass.AUTH, 401);
    time.settle();
    assertThat(waits.ready()).isDone();
    assertThat(waits.take()).isNull();
  }

  @Test
  void aRoundOfOffersCostsAsMuchAsThereAreKindsNotAsManyAsWait() {
    AtomicInteger looks = new AtomicInteger();
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    narrow.source =
        () -> {
          looks.incrementAndGet();
          return Secret.of("key-a");
        };
    Spec failed = spec("b");
    Pool pool = pool(Strategy.ORDERED, narrow, failed);
    Lease running = reserve(pool, "m");
    long patience = time.nanos() + Duration.ofMinutes(5).toNanos();
    List<Queue.Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Tried tried = new Tried(2);
      tried.add(pool.member("b"), false);
      tickets.add(pool.queue().enter(request("m"), tried, patience, Obstacle.NEVER));
    }
    time.settle();
    looks.set(0);
    for (Queue.Ticket ticket : tickets) {
      answer(running);
      time.settle();
      running = ticket.take();
    }
    assertThat(looks.get()).as("looks at the endpoint, over a thousand rounds").isLessThan(10_000);
    answer(running);
  }

  // Wake-ups

  @Test
  void whoWaitsInThePoolOfBeforeIsWokenByWhatEndsInTheNewOne() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool before = pool(Strategy.ORDERED, narrow);
    Pool after = pool(before, Strategy.ORDERED, narrow);
    Lease running = reserve(after, "m");
    Queue.Ticket old = enter(before, "m", Duration.ofMinutes(5));
    time.settle();
    answer(running);
    time.settle();
    assertThat(old.ready()).isDone();
    Queue.Ticket young = enter(after, "m", Duration.ofMinutes(5));
    time.settle();
    answer(old.take());
    time.settle();
    assertThat(young.ready()).isDone();
  }

  @Test
  void whatOnePoolGivesBackToAnAccountWakesThoseWhoWaitInAnother() {
    Spec one = spec("one");
    Spec same = spec("same");
    one.key = "shared-key";
    same.key = "shared-key";
    one.limits = rpm(1);
    same.limits = rpm(1);
    Pool first = pool(Strategy.ORDERED, one);
    Pool second = pool(Strategy.ORDERED, same);
    Lease held = reserve(first, "m");
    Queue.Ticket waits = enter(second, "m", Duration.ofMinutes(5));
    time.settle();
    held.settle(new Outcome.Abandoned(Usage.NONE, false), time.nanos());
    time.settle();
    assertThat(waits.ready()).isDone();
  }

  // Our own bugs

  @Test
  void aBugOfOursEndsTheWaitAndIsReported() {
    Spec narrow = spec("a");
    narrow.concurrency = 1;
    Pool pool = pool(Strategy.ORDERED, narrow);
    Lease running = reserve(pool, "m");
    Set<String> broken =
        new AbstractSet<>() {
          @Override
          public Iterator<String> iterator() {
            throw new IllegalArgumentException("broken");
          }

          @Override
          public int size() {
            return 1;
          }

          @Override
          public int hashCode() {
            return 1;
          }

          @Override
          public boolean equals(Object other) {
            return other == this;
          }
        };
    Request request = new Request(request("m").call(), Demand.NO_TOKENS, broken);
    Queue.Ticket ticket = enter(pool, request, Duration.ofMinutes(5));
    Queue.Ticket other = enter(pool, "m", Duration.ofMinutes(5));
    time.settle();
    assertThat(ticket.ready()).isDone();
    assertThatThrownBy(ticket::take).hasRootCauseInstanceOf(IllegalArgumentException.class);
    answer(running);
    time.settle();
    assertThat(other.take()).isNotNull();
  }

  // Accounts

  @Test
  void aGroupSharesItsLimitsOverAllItsHosts() {
    Spec one = spec("one");
    Spec two = spec("two");
    one.group = "org";
    two.group = "org";
    one.limits = rpm(1);
    two.limits = rpm(1);
    two.host = "another-host";
    Pool pool = pool(Strategy.ORDERED, one, two);
    assertThat(reserve(pool, "m")).isNotNull();
    assertThat(reserve(pool, "m")).isNull();
  }

  @Test
  void serversWithoutKeysAreToldApartByTheirPorts() {
    Spec one = spec("one");
    Spec two = spec("two");
    one.auth = new Auth(Auth.Scheme.NONE, null);
    two.auth = one.auth;
    one.key = "none";
    two.key = "none";
    one.host = "localhost:8001";
    two.host = "localhost:8002";
    one.limits = rpm(1);
    two.limits = rpm(1);
    Pool pool = pool(Strategy.ORDERED, one, two);
    assertThat(reserve(pool, "m").endpoint().name()).isEqualTo("one");
    assertThat(reserve(pool, "m").endpoint().name()).isEqualTo("two");
  }

  @Test
  void modelNamesOfCallersDoNotPileUp() {
    Pool pool = pool(Strategy.ORDERED, spec("a"));
    for (int i = 0; i < 5_000; i++) {
      answer(reserve(pool, "made-up-" + i));
    }
    assertThat(pool.member("a").usesKept()).isLessThanOrEqualTo(1_000);
  }

  // Breakers

  /**
   * Opens the breaker of {@code name} and lets its first probe fail, after which it rests longer.
   */
  private void failWithProbe(Pool pool, String name) {
    while (pool.member(name).breaker().admitsAt(time.nanos()) == time.nanos()) {
      Lease lease = reserve(pool, "m");
      if (lease.endpoint().name().equals(name)) {
        fail(lease, ErrorClass.SERVER_ERROR, 500);
      } else {
        answer(lease);
      }
    }
    time.pass(Duration.ofMillis(2_300));
    Lease probe = reserve(pool, "m");
    assertThat(probe.endpoint().name()).isEqualTo(name);
    fail(probe, ErrorClass.SERVER_ERROR, 500);
  }

  @Test
  void whoIsAloneIsNotSparedForLong() {
    Pool pool = pool(Strategy.ADAPTIVE, spec("only"));
    failWithProbe(pool, "only");
    assertThat(reserve(pool, "m")).isNull();
    time.pass(Duration.ofMillis(2_300));
    assertThat(reserve(pool, "m")).isNotNull();
  }

  @Test
  void besideOthersTheSickAreSpared() {
    Pool pool = pool(Strategy.ADAPTIVE, spec("sick"), spec("well"));
    failWithProbe(pool, "sick");
    time.pass(Duration.ofMillis(2_300));
    assertThat(choose(pool)).isEqualTo("well");
  }
}

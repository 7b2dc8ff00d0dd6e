package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.ailb.model.Fingerprint;
import io.ailb.model.ModelMap;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Outcome;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.Traits;
import io.ailb.model.Usage;
import io.ailb.select.AffinitySettings.By;
import io.ailb.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StickyTest {
  private final ManualTime time = new ManualTime();
  private final Accounts accounts = new Accounts(time, time);
  private AffinitySettings affinity = AffinitySettings.DEFAULTS;
  private Strategy strategy = Strategy.ADAPTIVE;
  private BreakerSettings breaker = BreakerSettings.DEFAULTS;
  private Pool pool;

  private static MemberSettings member(String name, double weight, int tier, Long rpm) {
    Endpoint endpoint =
        new Endpoint(
            "p",
            name,
            Provider.OPENAI,
            URI.create("https://h"),
            ApiKey.of(Secret.of("key-of-" + name)),
            Secret.of("key-of-" + name).fingerprint(),
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            weight,
            tier,
            new Price(name.equals("a") ? 1. : 2., 1., null, 0, "USD"),
            null,
            null,
            Set.of(),
            Map.of(),
            Map.of(),
            Traits.NONE);
    LimitSettings limits =
        new LimitSettings(rpm, null, null, null, null, null, true, Charge.ACTUAL, null, false);
    return new MemberSettings(endpoint, limits, 1_000, true, null);
  }

  private Pool pool(MemberSettings... members) {
    PoolSettings settings =
        new PoolSettings(
            "p",
            List.of(members),
            new Routing(
                strategy,
                Factors.DEFAULTS,
                Choices.AUTO,
                BudgetSettings.NONE,
                Set.of(),
                Duration.ZERO,
                affinity),
            breaker,
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    pool = Pool.of(settings, pool, accounts, time, time, () -> 0.5);
    return pool;
  }

  private Pool three() {
    return pool(member("a", 1, 1, null), member("b", 1, 1, null), member("c", 1, 1, null));
  }

  private static Request request(String conversation) {
    Origin origin = new Origin("https", "h", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, "m", false, false, -1, 1, 40, 0);
    Ties ties = new Ties(null, Fingerprint.of(conversation));
    return new Request(call, new Demand(10, 10), Set.of(), Gate.OPEN, ties);
  }

  private Lease begin(String conversation) {
    return pool.reserve(request(conversation), new Tried(2), false, time.nanos());
  }

  private String turn(String conversation) {
    Lease lease = begin(conversation);
    end(lease);
    return lease.endpoint().name();
  }

  private void end(Lease lease) {
    time.pass(Duration.ofMillis(500));
    lease.settle(
        new Outcome.Answered(new Usage(10, 10, 0, 0, 0), 100_000_000L, 500_000_000L), time.nanos());
  }

  // It sticks.

  @ParameterizedTest
  @EnumSource(names = {"ADAPTIVE", "WEIGHTED", "ROUND_ROBIN", "LEAST_BUSY", "FASTEST"})
  void aConversationStaysWhereItIsWhileOthersSpread(Strategy any) {
    strategy = any;
    three();
    Map<String, String> where = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      where.put("conversation " + i, turn("conversation " + i));
    }
    assertThat(where.values()).contains("a", "b", "c");
    where.forEach((conversation, name) -> assertThat(turn(conversation)).isEqualTo(name));
    where.forEach((conversation, name) -> assertThat(turn(conversation)).isEqualTo(name));
    assertThat(pool.affinityHits()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ORDERED", "CHEAPEST"})
  void whoGoesByARuleGoesByThatAlone(Strategy any) {
    strategy = any;
    three();
    for (int i = 0; i < 10; i++) {
      assertThat(turn("conversation " + i)).isEqualTo("a");
    }
  }

  @Test
  void itBeginsInProportionToTheWeights() {
    pool(member("a", 1, 1, null), member("b", 2, 1, null), member("c", 5, 1, null));
    Map<String, Integer> counts = new HashMap<>();
    int all = 8_000;
    for (int i = 0; i < all; i++) {
      counts.merge(turn("conversation " + i), 1, Integer::sum);
    }
    // Three sigma of a share p of so many is 3 sqrt(p (1 - p) / n), at most 1.7 %.
    assertThat(counts.get("a") / (double) all).isCloseTo(1 / 8., within(0.012));
    assertThat(counts.get("b") / (double) all).isCloseTo(2 / 8., within(0.015));
    assertThat(counts.get("c") / (double) all).isCloseTo(5 / 8., within(0.017));
  }

  @Test
  void anEndpointMoreMovesNobodyWhoHasBegun() {
    three();
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      before.add(turn("conversation " + i));
    }
    pool(
        member("a", 1, 1, null),
        member("b", 1, 1, null),
        member("c", 1, 1, null),
        member("d", 1, 1, null));
    for (int i = 0; i < 30; i++) {
      assertThat(turn("conversation " + i)).isEqualTo(before.get(i));
    }
  }

  /** The same in every process: it does not depend on what one has seen. */
  @Test
  void whereItBeginsIsCertain() {
    three();
    List<String> here = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      here.add(turn("conversation " + i));
    }
    pool = null;
    three();
    for (int i = 19; i >= 0; i--) {
      assertThat(turn("conversation " + i)).isEqualTo(here.get(i));
    }
  }

  // It does no harm.

  @Test
  void aBusyConversationBurdensNobodyWithMoreThanItsShare() {
    three();
    List<Lease> leases = new ArrayList<>();
    for (int calls = 1; calls <= 120; calls++) {
      leases.add(begin("hot"));
      for (Member member : pool.members()) {
        assertThat((double) member.inFlight()).isLessThanOrEqualTo(1.25 * calls / 3 + 1);
      }
    }
    leases.forEach(this::end);
  }

  @Test
  void whatMoreThanAShareIsCanBeSaid() {
    affinity = new AffinitySettings(By.AUTO, "x", Duration.ofMinutes(5), 3, 100);
    three();
    List<Lease> leases = new ArrayList<>();
    for (int calls = 1; calls <= 60; calls++) {
      leases.add(begin("hot"));
    }
    assertThat(pool.members()).anySatisfy(m -> assertThat(m.inFlight()).isEqualTo(60));
    leases.forEach(this::end);
  }

  @Test
  void aShareIsOneOfTheWeights() {
    pool(member("a", 9, 1, null), member("b", 1, 1, null));
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      leases.add(begin("conversation " + i));
    }
    assertThat(pool.member("a").inFlight()).isBetween(160, 195);
    leases.forEach(this::end);
  }

  @Test
  void aSickEndpointIsLeftAndNotReturnedToBeforeItsTime() {
    three();
    String home = turn("it");
    for (int i = 0; i < breaker.consecutiveFailures(); i++) {
      fail(begin("it"));
    }
    String refuge = turn("it");
    assertThat(refuge).isNotEqualTo(home);
    assertThat(pool.affinityHits()).isLessThan(1);
    pool.member(home).breaker().reset(time.nanos());
    assertThat(turn("it")).isEqualTo(refuge); // where the cache is warm now
    time.pass(Duration.ofMinutes(5));
    assertThat(turn("it")).isEqualTo(home); // nowhere any more
  }

  private void fail(Lease lease) {
    ErrorInfo error = ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "failed");
    lease.settle(new Outcome.Failed(error, true, Usage.NOTHING, 1_000), time.nanos());
  }

  @Test
  void aLimitIsRespected() {
    pool(member("a", 1, 1, 1L), member("b", 1, 1, 1L));
    String first = turn("it");
    assertThat(turn("it")).isNotEqualTo(first);
    assertThat(begin("it")).isNull();
  }

  @Test
  void aLowerTierComesFirst() {
    pool(member("a", 1, 1, null), member("b", 1, 2, null), member("c", 1, 2, null));
    pool.member("a").drain();
    assertThat(turn("it")).isIn("b", "c");
    pool.member("a").resume();
    assertThat(turn("it")).isEqualTo("a");
  }

  // What is remembered.

  @Test
  void moreThanThereIsRoomForAreForgottenOldestFirst() {
    affinity = new AffinitySettings(By.AUTO, "x", Duration.ofMinutes(5), 1.25, 3);
    Conversations conversations = new Conversations(affinity);
    Member a = three().member("a");
    long now = time.nanos();
    for (long i = 1; i <= 3; i++) {
      conversations.goesTo(i, a, now);
    }
    assertThat(conversations.last(1, now)).isSameAs(a); // and so it spoke last
    conversations.goesTo(4, a, now);
    assertThat(conversations.size()).isEqualTo(3);
    assertThat(conversations.last(2, now)).isNull();
    assertThat(conversations.last(1, now)).isSameAs(a);
    conversations.apply(new AffinitySettings(By.AUTO, "x", Duration.ofMinutes(5), 1.25, 1));
    assertThat(conversations.size()).isEqualTo(1);
  }

  @Test
  void aConversationThatRestedTooLongBeginsAnew() {
    Conversations conversations = new Conversations(affinity);
    Member a = three().member("a");
    long now = time.nanos();
    conversations.goesTo(1, a, now);
    long minutes = Duration.ofMinutes(5).toNanos();
    assertThat(conversations.last(1, now + minutes - 1)).isSameAs(a);
    assertThat(conversations.last(1, now + minutes)).isNull();
  }

  @Test
  void theShareOfReturnsThatMetTheirOwnIsCounted() {
    Conversations conversations = new Conversations(affinity);
    three();
    assertThat(conversations.hitRatio()).isEqualTo(-1);
    long now = time.nanos();
    conversations.goesTo(1, pool.member("a"), now);
    conversations.goesTo(1, pool.member("a"), now);
    conversations.goesTo(1, pool.member("b"), now);
    conversations.goesTo(1, pool.member("b"), now);
    conversations.goesTo(1, pool.member("b"), now + Duration.ofMinutes(5).toNanos()); // anew
    assertThat(conversations.hitRatio()).isCloseTo(2 / 3., within(1e-9));
  }
}

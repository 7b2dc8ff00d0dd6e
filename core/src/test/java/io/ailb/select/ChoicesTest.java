package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
import io.ailb.limit.BudgetSettings;
import io.ailb.limit.Demand;
import io.ailb.limit.LimitSettings;
import io.ailb.model.AiCall;
import io.ailb.model.ApiKey;
import io.ailb.model.Auth;
import io.ailb.model.Endpoint;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Choices of which not every endpoint is looked at. */
class ChoicesTest {
  private static final int MANY = 100;

  private final ManualTime time = new ManualTime();
  private final SplittableRandom random = new SplittableRandom(1);
  private int looks;

  private Pool pool(Strategy strategy, Choices choices, double... weights) {
    List<MemberSettings> members = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Endpoint endpoint =
          new Endpoint(
              "p",
              Integer.toString(i),
              Provider.OPENAI,
              URI.create("https://h" + i),
              ApiKey.of(Secret.of("key-" + i)),
              "key-" + i,
              Auth.AUTO,
              ModelMap.unchanged(),
              null,
              weights[i],
              1,
              price(weights.length - i),
              null,
              null,
              Set.of("t" + i),
              Map.of(),
              Map.of(),
              Traits.NONE);
      members.add(new MemberSettings(endpoint, LimitSettings.NONE, 1_000, true, null));
    }
    PoolSettings settings =
        new PoolSettings(
            "p",
            members,
            new Routing(
                strategy,
                Factors.DEFAULTS,
                choices,
                BudgetSettings.NONE,
                Set.of(),
                Duration.ZERO,
                AffinitySettings.DEFAULTS),
            BreakerSettings.DEFAULTS,
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    return Pool.of(settings, null, new Accounts(time, time), time, time, random::nextDouble);
  }

  private static Price price(double each) {
    return new Price(each, each, null, 0, "USD");
  }

  private static double[] weights(int size) {
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    return weights;
  }

  private Request request(Gate gate, String... tags) {
    Origin origin = new Origin("https", "h", 443);
    AiCall call = new AiCall(Operation.CHAT_COMPLETIONS, origin, "m", false, false, -1, 1, 40, 0);
    return new Request(call, new Demand(10, 10), Set.of(tags), gate);
  }

  private Lease reserve(Pool pool) {
    return pool.reserve(request(Gate.OPEN), new Tried(2), false, time.nanos());
  }

  private void answer(Lease lease) {
    Usage usage = new Usage(10, 10, 0, 0, 0);
    lease.settle(new Outcome.Answered(usage, 1, Duration.ofSeconds(1).toNanos()), time.nanos());
  }

  /** How often each is chosen, of {@code calls}, {@code atOnce} of which are under way. */
  private int[] served(Pool pool, int calls, int atOnce) {
    int[] served = new int[pool.members().size()];
    Deque<Lease> underWay = new ArrayDeque<>();
    for (int i = 0; i < calls; i++) {
      Lease lease = reserve(pool);
      served[Integer.parseInt(lease.endpoint().name())]++;
      underWay.add(lease);
      time.pass(Duration.ofMillis(1_000 / atOnce));
      if (underWay.size() >= atOnce) {
        answer(underWay.remove());
      }
    }
    return served;
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 16, 16",
    "-1, 17, 2",
    "-1, 1000, 2",
    "0, 16, 16",
    "0, 1000, 1000",
    "5, 3, 3",
    "5, 1000, 5",
  })
  void tellHowManyAreLookedAt(int choices, int size, int expected) {
    assertThat(new Choices(choices).of(size)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADAPTIVE", "WEIGHTED", "LEAST_BUSY", "FASTEST"})
  void weightsCountInALargePool(Strategy strategy) {
    double[] weights = weights(MANY);
    for (int i = 0; i < MANY; i++) {
      weights[i] = i < 10 ? 10 : 1; // ten of them are to serve more than half of all
    }
    int[] served = served(pool(strategy, Choices.AUTO, weights), 20_000, 400);
    double heavy = Arrays.stream(served).limit(10).sum();
    assertThat(heavy).isCloseTo(20_000 * 100 / 190.0, withPercentage(6));
    assertThat(Arrays.stream(served).limit(10).min().getAsInt()).isGreaterThan(850);
    assertThat(Arrays.stream(served).skip(10).min().getAsInt()).isGreaterThan(40);
  }

  @Test
  void aWeightThatAnOperatorChangesCountsSoon() {
    Pool pool = pool(Strategy.ADAPTIVE, Choices.AUTO, weights(MANY));
    served(pool, 100, 10);
    pool.members().get(7).weight(100);
    time.pass(Duration.ofSeconds(2));
    int[] served = served(pool, 2_000, 100);
    assertThat(served[7]).isBetween(900, 1_100); // half of all, with 100 of 199
  }

  @Test
  void theBetterOfTwoSpreadsCallsMoreEvenlyThanChance() {
    Pool pool = pool(Strategy.LEAST_BUSY, Choices.AUTO, weights(MANY));
    for (int i = 0; i < 5 * MANY; i++) {
      reserve(pool);
    }
    int most = pool.members().stream().mapToInt(Member::inFlight).max().getAsInt();
    assertThat(most).isLessThanOrEqualTo(8); // at random one would have 12 or more
  }

  @ParameterizedTest
  @EnumSource
  void theOnlyOneThatIsFreeIsFound(Strategy strategy) {
    Pool pool = pool(strategy, Choices.AUTO, weights(MANY));
    for (Member member : pool.members()) {
      if (!member.endpoint().name().equals("42")) {
        member.drain();
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(reserve(pool).endpoint().name()).isEqualTo("42");
    }
    pool.member("42").drain();
    assertThat(reserve(pool)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void theOnlyOneThatCanBeAskedIsFound(Strategy strategy) {
    Pool pool = pool(strategy, Choices.AUTO, weights(MANY));
    Gate gate = candidate -> candidate.member().endpoint().name().equals("42") ? null : "cannot";
    Lease lease = pool.reserve(request(gate), new Tried(2), false, time.nanos());
    assertThat(lease.endpoint().name()).isEqualTo("42");
  }

  @Test
  void whereSomeCannotBeAskedOthersAreDrawnAndNotAllLookedAt() {
    Pool pool = pool(Strategy.ADAPTIVE, Choices.AUTO, weights(1_000));
    for (int i = 0; i < 300; i++) {
      pool.members().get(i * 3).drain();
    }
    Tier tier = pool.route(request(Gate.OPEN).call()).tiers().get(0);
    for (int i = 0; i < 1_000; i++) {
      Shortlist drawn =
          tier.drawn(
              2,
              candidate -> {
                looks++;
                return candidate.member().obstacle(time.nanos()) == null;
              },
              random::nextDouble,
              time.nanos());
      assertThat(drawn.isEmpty()).isFalse();
    }
    assertThat(looks).isBetween(2_500, 3_200);
  }

  @Test
  void allAreLookedAtWhereThatIsWanted() {
    double[] weights = weights(MANY);
    Pool pool = pool(Strategy.LEAST_BUSY, new Choices(Choices.ALL), weights);
    for (int i = 0; i < MANY; i++) {
      reserve(pool);
    }
    assertThat(pool.members()).allMatch(member -> member.inFlight() == 1);
  }

  @Test
  void theCheapestOfManyIsTheCheapest() {
    Pool pool = pool(Strategy.CHEAPEST, Choices.AUTO, weights(MANY));
    assertThat(reserve(pool).endpoint().name()).isEqualTo("99");
    pool.member("99").drain();
    assertThat(reserve(pool).endpoint().name()).isEqualTo("98");
  }

  @Test
  void manyTakeTurnsInOrder() {
    Pool pool = pool(Strategy.ROUND_ROBIN, Choices.AUTO, weights(20));
    pool.member("3").drain();
    assertThat(served(pool, 19, 1)).containsOnly(0, 1, 2).endsWith(0).startsWith(1, 1, 1, 0, 2);
    assertThat(served(pool, 1, 1)).startsWith(0).endsWith(1);
  }

  @Test
  void ofManyInOrderTheFirstIsTaken() {
    Pool pool = pool(Strategy.ORDERED, Choices.AUTO, weights(20));
    pool.member("0").drain();
    assertThat(reserve(pool).endpoint().name()).isEqualTo("1");
  }
}

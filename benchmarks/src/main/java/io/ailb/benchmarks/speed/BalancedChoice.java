package io.ailb.benchmarks.speed;

import io.ailb.health.BreakerSettings;
import io.ailb.health.CooldownSettings;
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
import io.ailb.select.Accounts;
import io.ailb.select.Lease;
import io.ailb.select.MemberSettings;
import io.ailb.select.Pool;
import io.ailb.select.PoolSettings;
import io.ailb.select.QueueSettings;
import io.ailb.select.Request;
import io.ailb.select.Routing;
import io.ailb.select.Strategy;
import io.ailb.select.Tried;
import io.ailb.time.Dice;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import io.ailb.time.WallClock;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ai-lb's own pool, as a configuration would make it: limits of requests and tokens, learned. */
final class BalancedChoice implements Work {
  private static final int TRIES = 2;

  /** Calls that every endpoint has answered before, so that its condition is known. */
  private static final int KNOWN = 40;

  private static final Outcome ANSWERED =
      new Outcome.Answered(
          new Usage(ChoiceEndpoints.INPUT, ChoiceEndpoints.OUTPUT / 2, 0, 0, 0),
          ChoiceEndpoints.ANSWER_NANOS / 4,
          ChoiceEndpoints.ANSWER_NANOS);

  /** Which limits of requests and tokens by the day there are besides those by the minute. */
  enum Day {
    NONE,
    ANY_24_HOURS,
    FROM_MIDNIGHT
  }

  private final Pool pool;
  private final Request request = request(Set.of());
  private final Tried tried = new Tried(TRIES);

  BalancedChoice(Strategy strategy, int size, boolean someAreIll) {
    this(strategy, size, someAreIll, Day.NONE);
  }

  BalancedChoice(Strategy strategy, int size, boolean someAreIll, Day day) {
    Ticker ticker = Ticker.system();
    Accounts accounts = new Accounts(ticker, WallClock.system());
    List<MemberSettings> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      members.add(member(i, limits(i, someAreIll, day)));
    }
    PoolSettings settings =
        new PoolSettings(
            "pool",
            members,
            Routing.by(strategy),
            breaker(),
            CooldownSettings.DEFAULTS,
            QueueSettings.DEFAULTS,
            true);
    pool = Pool.of(settings, null, accounts, ticker, Timer.system(), Dice.system());
    prepare(size, someAreIll);
  }

  /** What is open stays open. */
  private static BreakerSettings breaker() {
    BreakerSettings usual = BreakerSettings.DEFAULTS;
    Duration day = Duration.ofDays(1);
    return new BreakerSettings(
        1,
        usual.failureRatio(),
        usual.minimumCalls(),
        usual.window(),
        usual.slowdown(),
        day,
        day,
        usual.halfOpenCalls());
  }

  private static LimitSettings limits(int index, boolean someAreIll, Day day) {
    boolean exhausted = ChoiceEndpoints.state(index, someAreIll) == ChoiceEndpoints.State.EXHAUSTED;
    Long requests = day == Day.NONE ? null : Long.valueOf(ChoiceEndpoints.REQUESTS_PER_MINUTE);
    Long tokens = day == Day.NONE ? null : Long.valueOf(ChoiceEndpoints.TOKENS_PER_MINUTE);
    return new LimitSettings(
        ChoiceEndpoints.REQUESTS_PER_MINUTE,
        exhausted ? Long.valueOf(KNOWN) : requests,
        ChoiceEndpoints.TOKENS_PER_MINUTE,
        null,
        null,
        tokens,
        true,
        LimitSettings.Charge.ACTUAL,
        day == Day.FROM_MIDNIGHT ? ZoneId.of("America/Los_Angeles") : null,
        true);
  }

  private static MemberSettings member(int index, LimitSettings limits) {
    Endpoint endpoint =
        new Endpoint(
            "pool",
            "endpoint-" + index,
            Provider.OPENAI,
            URI.create("https://endpoint-" + index + ".example"),
            ApiKey.of(Secret.of("key-" + index)),
            "key-" + index,
            Auth.AUTO,
            ModelMap.unchanged(),
            null,
            ChoiceEndpoints.weight(index),
            1,
            Price.UNKNOWN,
            null,
            null,
            Set.of(tag(index)),
            Map.of(),
            Map.of(),
            Traits.NONE);
    return new MemberSettings(endpoint, limits, null, true, null);
  }

  private static String tag(int index) {
    return "number-" + index;
  }

  private static Request request(Set<String> tags) {
    AiCall call =
        new AiCall(
            Operation.CHAT_COMPLETIONS,
            new Origin("https", "api.openai.com", 443),
            "a-model",
            false,
            false,
            ChoiceEndpoints.OUTPUT,
            1,
            (int) (4 * ChoiceEndpoints.INPUT),
            0);
    return new Request(call, new Demand(ChoiceEndpoints.INPUT, ChoiceEndpoints.OUTPUT), tags);
  }

  /** Lets each endpoint answer, and those that are to be ill fail afterwards. */
  private void prepare(int size, boolean someAreIll) {
    for (int i = 0; i < size; i++) {
      Request toOne = request(Set.of(tag(i)));
      for (int call = 0; call < KNOWN; call++) {
        settle(pool.reserve(toOne, tried, false, System.nanoTime()), ANSWERED);
      }
      if (ChoiceEndpoints.state(i, someAreIll) == ChoiceEndpoints.State.OPEN) {
        ErrorInfo error = ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "down");
        settle(
            pool.reserve(toOne, tried, false, System.nanoTime()),
            new Outcome.Failed(error, true, Usage.NOTHING, ChoiceEndpoints.ANSWER_NANOS));
      }
    }
  }

  private static Lease settle(@Nullable Lease lease, Outcome outcome) {
    if (lease == null) {
      throw new IllegalStateException("no place was found");
    }
    lease.settle(outcome, System.nanoTime());
    return lease;
  }

  @Override
  public long run() {
    Lease lease = pool.reserve(request, tried, false, System.nanoTime());
    return settle(lease, ANSWERED).endpoint().tier();
  }
}

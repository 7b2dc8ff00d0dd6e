package io.ailb.select;

import io.ailb.health.CooldownSettings;
import io.ailb.health.Rest;
import io.ailb.model.AiCall;
import io.ailb.model.ErrorInfo;
import io.ailb.model.ModelTarget;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.model.Secret;
import io.ailb.time.Dice;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that stand in for each other. Finds a place for a request and holds it. Thread-safe;
 * its members are fixed, a new configuration makes a new pool of the same members.
 */
public final class Pool {
  /** Places lost to other threads between looking and reserving, before we look no further. */
  private static final int RESCANS = 3;

  /** Model names come from callers: past this many, routes are worked out anew. */
  private static final int MAX_ROUTES = 1_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** A pause without a stated time varies by so much either way. */
  private static final double UNGUIDED_JITTER = 0.2;

  /** A stated pause is kept, and a little more, lest all come back at the same instant. */
  private static final double STATED_JITTER = 0.02;

  private final PoolSettings settings;
  private final List<Member> members;
  private final Accounts accounts;
  private final Dice dice;
  private final Ticker ticker;
  private final SelectionPolicy policy;
  private final Queue queue;
  private final Map<RouteKey, Route> routes = new ConcurrentHashMap<>();

  private final Set<String> credentialFields;

  private record RouteKey(Operation operation, String model, Origin origin) {}

  Pool(
      PoolSettings settings,
      List<Member> members,
      Accounts accounts,
      Ticker ticker,
      Timer timer,
      Dice dice) {
    this.settings = settings;
    this.members = List.copyOf(members);
    this.accounts = accounts;
    this.dice = dice;
    this.policy = settings.strategy().policy(dice);
    this.ticker = ticker;
    this.queue = new Queue(this, ticker, timer, settings.maxQueued());
    this.credentialFields = credentialFields(this.members);
    for (Member member : this.members) {
      member.endpoint().key().onAnswer(another -> keyAnswered(member, another));
    }
  }

  /**
   * Makes a pool of these endpoints.
   *
   * @param before the pool that this one replaces, whose members it takes over where their name and
   *     key are the same; null = none
   */
  public static Pool of(
      PoolSettings settings,
      @Nullable Pool before,
      Accounts accounts,
      Ticker ticker,
      Timer timer,
      Dice dice) {
    List<Member> members = new ArrayList<>();
    for (MemberSettings endpoint : settings.members()) {
      Member known = before == null ? null : before.same(endpoint);
      if (known == null) {
        known = new Member(endpoint, settings.breaker(), accounts, dice, ticker.nanos());
      } else {
        known.apply(endpoint, settings.breaker(), accounts, ticker.nanos());
      }
      members.add(known);
    }
    return new Pool(settings, members, accounts, ticker, timer, dice);
  }

  private @Nullable Member same(MemberSettings endpoint) {
    for (Member member : members) {
      if (member.endpoint().name().equals(endpoint.endpoint().name())
          && member.endpoint().keyId().equals(endpoint.endpoint().keyId())) {
        return member;
      }
    }
    return null;
  }

  public PoolSettings settings() {
    return settings;
  }

  /** In the order of the configuration. */
  public List<Member> members() {
    return members;
  }

  /** Lower-case names of the header fields that its endpoints have chosen for their keys. */
  public Set<String> credentialFields() {
    return credentialFields;
  }

  private static Set<String> credentialFields(List<Member> members) {
    Set<String> fields = new HashSet<>();
    for (Member member : members) {
      String header = member.endpoint().auth().header();
      if (header != null) {
        fields.add(header.toLowerCase(Locale.ROOT));
      }
    }
    return Set.copyOf(fields);
  }

  /** The member of this name, or null. */
  public @Nullable Member member(String name) {
    for (Member member : members) {
      if (member.endpoint().name().equals(name)) {
        return member;
      }
    }
    return null;
  }

  /** Where requests wait that find no place. */
  public Queue queue() {
    return queue;
  }

  /** Whether an endpoint in use could ever serve this call. */
  public boolean couldServe(AiCall call) {
    return !route(call).isEmpty();
  }

  Route route(AiCall call) {
    RouteKey key =
        new RouteKey(call.operation(), call.model() == null ? "" : call.model(), call.origin());
    Route route = routes.get(key);
    if (route == null) {
      route = findRoute(call, false);
      if (routes.size() >= MAX_ROUTES) {
        routes.clear();
      }
      routes.put(key, route);
    }
    return route;
  }

  private Route findRoute(AiCall call, boolean onlyLooks) {
    Map<Integer, List<Candidate>> tiers = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      ModelTarget target = member.endpoint().serves(call);
      if (target != null && settings.members().get(i).enabled()) {
        Account account =
            onlyLooks
                ? member.peek(target.sent(), accounts)
                : member.account(target.sent(), accounts);
        tiers
            .computeIfAbsent(member.endpoint().tier(), tier -> new ArrayList<>())
            .add(new Candidate(member, target, account));
      }
    }
    return new Route(List.copyOf(tiers.values()));
  }

  /**
   * Holds a place for {@code request}, or returns null if there is none now. Lower tiers come
   * first. In a tier, endpoints where it has not failed come first, then, once, a quick second try
   * where it has; only then the next tier.
   *
   * @param backedOff whether the request has waited long enough to try any failed endpoint again
   */
  public @Nullable Lease reserve(Request request, Tried tried, boolean backedOff, long now) {
    Route route = route(request.call());
    for (List<Candidate> tier : route.tiers()) {
      Lease lease = reserveIn(tier, request, tried, false, now);
      if (lease == null && !tried.isEmpty()) {
        lease = reserveQuickly(tier, request, tried, now);
      }
      if (lease != null) {
        return lease;
      }
    }
    if (backedOff) {
      for (List<Candidate> tier : route.tiers()) {
        Lease lease = reserveIn(tier, request, tried, true, now);
        if (lease != null) {
          return lease;
        }
      }
    }
    return null;
  }

  private @Nullable Lease reserveQuickly(
      List<Candidate> tier, Request request, Tried tried, long now) {
    int number = tier.get(0).member().endpoint().tier();
    if (!tried.mayRetryQuickly(number)) {
      return null;
    }
    Lease lease = reserveIn(tier, request, tried, true, now);
    if (lease != null) {
      tried.retriesQuickly(number);
    }
    return lease;
  }

  private @Nullable Lease reserveIn(
      List<Candidate> tier, Request request, Tried tried, boolean again, long now) {
    for (int scan = 0; scan < RESCANS; scan++) {
      List<Candidate> free = new ArrayList<>(tier.size());
      for (Candidate candidate : tier) {
        if (admits(candidate, tried, again) && candidate.obstacle(request, now) == null) {
          free.add(candidate);
        }
      }
      if (free.isEmpty()) {
        return null;
      }
      Candidate best = free.size() == 1 ? free.get(0) : policy.choose(free, now);
      Lease lease = best.reserve(request, this, now);
      if (lease != null) {
        return lease;
      }
    }
    return null;
  }

  private static boolean admits(Candidate candidate, Tried tried, boolean again) {
    return again ? tried.mayRetry(candidate.member()) : !tried.contains(candidate.member());
  }

  /** Whether a place could be had now, other than where the request has failed. */
  public boolean hasOther(Request request, Tried tried, Member current, long now) {
    for (List<Candidate> tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (candidate.member() != current
            && !tried.contains(candidate.member())
            && candidate.obstacle(request, now) == null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a failed endpoint may be tried again after a while. */
  public boolean mayRetry(Request request, Tried tried) {
    for (List<Candidate> tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (tried.mayRetry(candidate.member())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * When a place may be free where the request has not failed: an instant, {@link Obstacle#UNKNOWN}
   * if it may be any moment, {@link Obstacle#NEVER} if nothing but somebody's action helps.
   */
  public long nextChance(Request request, Tried tried, long now) {
    long earliest = Obstacle.NEVER;
    for (Option option : options(request, tried, now)) {
      Obstacle obstacle = option.obstacle;
      earliest = Math.min(earliest, obstacle == null ? now : obstacle.until());
    }
    return earliest;
  }

  /** All endpoints that could ever serve the request, lowest tier first. */
  public List<Option> options(Request request, Tried tried, long now) {
    return options(route(request.call()), request, tried, now);
  }

  /** The same for a request that nobody makes: nothing is kept of it. */
  public List<Option> preview(Request request, long now) {
    return options(findRoute(request.call(), true), request, new Tried(1), now);
  }

  private static List<Option> options(Route route, Request request, Tried tried, long now) {
    List<Option> options = new ArrayList<>();
    for (List<Candidate> tier : route.tiers()) {
      for (Candidate candidate : tier) {
        Obstacle obstacle = candidate.obstacle(request, now);
        if (obstacle == null && tried.contains(candidate.member())) {
          obstacle = Obstacle.lasting(Obstacle.Kind.TRIED, "failed this request");
        }
        options.add(new Option(candidate.member(), obstacle));
      }
    }
    return options;
  }

  /** An endpoint, and what stands in the way there; null = nothing. */
  public record Option(Member member, @Nullable Obstacle obstacle) {}

  /** Something ended or changed: those who wait may have a chance. */
  public void freed() {
    queue.stir();
  }

  /** Lets the account, or the key, rest after a refusal. */
  void rest(Candidate candidate, ErrorInfo error, long now) {
    CooldownSettings cooldown = settings.cooldown();
    Member member = candidate.member();
    switch (error.kind()) {
      case RATE_LIMIT -> restRateLimited(candidate.account().rest(), error, now);
      case RATE_LIMIT_DAILY ->
          candidate.account().rest().until(now + stated(error, cooldown), reason(error));
      case BILLING -> member.keyRest().until(now + stated(error, cooldown), reason(error));
      case AUTH -> {
        Secret key = member.endpoint().key().current();
        boolean newerComes = key != null && member.endpoint().key().refused(key);
        if (!newerComes) {
          restUnauthorized(member, reason(error), now);
        }
      }
      case PERMISSION, MODEL_NOT_FOUND ->
          candidate.account().rest().until(now + cooldown.unauthorized().toNanos(), reason(error));
      default -> {} // a request that is too large for the limit: others still fit
    }
  }

  private void restUnauthorized(Member member, String reason, long now) {
    member.keyRest().until(now + settings.cooldown().unauthorized().toNanos(), reason);
  }

  private void keyAnswered(Member member, boolean another) {
    if (another) {
      member.keyRest().end();
    } else {
      restUnauthorized(member, "401, and its source has no other key", ticker.nanos());
    }
    freed();
  }

  private void restRateLimited(Rest rest, ErrorInfo error, long now) {
    CooldownSettings cooldown = settings.cooldown();
    Duration stated = error.retryAfter();
    long pause;
    if (stated != null && !stated.isZero() && cooldown.honourRetryAfter()) {
      pause = (long) (believed(stated) * (1 + STATED_JITTER * dice.roll()));
    } else {
      long longest = cooldown.rateLimited().toNanos();
      long unguided = rest.nextUnguided(Math.min(longest, FIRST_PAUSE.toNanos()), longest);
      pause = (long) (unguided * (1 - UNGUIDED_JITTER + 2 * UNGUIDED_JITTER * dice.roll()));
    }
    rest.until(now + pause, reason(error));
  }

  /** The pause of a spent quota. */
  private long stated(ErrorInfo error, CooldownSettings cooldown) {
    Duration stated = error.retryAfter();
    return stated != null && cooldown.honourRetryAfter()
        ? believed(stated)
        : cooldown.quotaExhausted().toNanos();
  }

  private long believed(Duration stated) {
    return Math.min(stated.toNanos(), settings.cooldown().maxRetryAfter().toNanos());
  }

  private static String reason(ErrorInfo error) {
    return error.status() == 0 ? error.kind().id() : Integer.toString(error.status());
  }
}

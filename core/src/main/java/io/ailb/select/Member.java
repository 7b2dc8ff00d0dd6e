package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.health.BreakerSettings;
import io.ailb.health.Changes;
import io.ailb.health.Condition;
import io.ailb.health.Latency;
import io.ailb.health.Rest;
import io.ailb.limit.Demand;
import io.ailb.limit.Quota;
import io.ailb.model.Endpoint;
import io.ailb.model.EndpointState;
import io.ailb.model.Feature;
import io.ailb.model.Fingerprint;
import io.ailb.model.Outcome;
import io.ailb.time.Dice;
import io.ailb.time.Door;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in use: what changes about it while calls come and go. It outlives reloads of the
 * configuration as long as its name and key stay. Thread-safe.
 */
public final class Member {
  /** Model names come from callers: so many are kept, those first that anything is known of. */
  private static final int MAX_USES = 1_000;

  private final long identity;

  /** To all that changes with each call, which is entered once for all of it. */
  private final Door door = new Door();

  private final Breaker breaker;

  private final Latency total;
  private final Latency firstByte;
  private final Changes changes;
  private final Rest rest;
  private final Load load; // changed inside the door

  /** By model sent; what statistics add up. */
  private final Map<String, ModelUse> uses = new ConcurrentHashMap<>();

  /** By model sent, what its provider refused. */
  private final Map<String, Set<Feature>> lacking = new ConcurrentHashMap<>();

  private volatile MemberSettings settings;
  private volatile Rest keyRest;
  private volatile @Nullable Hand hand;

  /**
   * Whether nothing can stand in the way but pauses and the breaker: no order, no bound, no key
   * that may be missing. Follows from the fields above; read for each choice instead of all of
   * them.
   */
  private volatile boolean unbound;

  /** Somebody's order to take it out of use; {@code until} of the ticker. */
  private record Hand(boolean draining, long until, String reason) {}

  Member(MemberSettings settings, BreakerSettings breaker, Accounts accounts, Dice dice, long now) {
    this.settings = settings;
    this.changes = accounts.changes();
    this.rest = new Rest(changes);
    this.breaker = new Breaker(breaker, dice, door, changes, now);
    this.total = new Latency(door);
    this.firstByte = new Latency(door);
    this.keyRest = accounts.keyRest(settings.endpoint());
    this.load = new Load(settings.endpoint().weight());
    this.identity = Fingerprint.of(settings.endpoint().name());
    this.unbound = isUnbound();
  }

  /** Tells it apart from others of its pool, the same in every process. */
  long identity() {
    return identity;
  }

  /**
   * Takes over what a new configuration says of the same endpoint. What was learned of its models
   * stays, as long as they are asked for at the same place.
   */
  void apply(MemberSettings newSettings, BreakerSettings newBreaker, Accounts book, long now) {
    double configured = settings.endpoint().weight();
    if (!isSameService(settings.endpoint(), newSettings.endpoint())) {
      lacking.clear();
      uses.clear();
    }
    settings = newSettings;
    keyRest = book.keyRest(newSettings.endpoint());
    if (configured != newSettings.endpoint().weight()) {
      load(newSettings.endpoint().weight()); // else an operator's own stays
    }
    uses.replaceAll((model, known) -> unknown(model, book, now).with(known));
    breaker.apply(newBreaker);
    changed();
  }

  private synchronized void changed() {
    unbound = isUnbound();
    changes.happened();
  }

  private boolean isUnbound() {
    return settings.enabled()
        && hand == null
        && weight() > 0
        && settings.concurrency() == null
        && (!needsKey() || (endpoint().key().isFixed() && endpoint().key().current() != null));
  }

  private static boolean isSameService(Endpoint one, Endpoint other) {
    return one.provider() == other.provider()
        && one.baseUrl().equals(other.baseUrl())
        && Objects.equals(one.apiVersion(), other.apiVersion());
  }

  public Endpoint endpoint() {
    return settings.endpoint();
  }

  /** Its provider refused {@code feature} for a model; that is remembered as long as it is used. */
  public void lacks(String model, Feature feature) {
    if (lacking.size() < MAX_USES || lacking.containsKey(model)) {
      lacking.merge(
          model,
          Set.of(feature),
          (known, another) -> {
            Set<Feature> both = EnumSet.copyOf(known);
            both.addAll(another);
            return Collections.unmodifiableSet(both);
          });
    }
  }

  /** What its provider refused for a model so far. */
  public Set<Feature> lacking(String model) {
    return lacking.getOrDefault(model, Set.of());
  }

  /** What it has to do with {@code model}. */
  ModelUse use(String model, Accounts book, long now) {
    ModelUse known = uses.get(model);
    if (known != null) {
      return known;
    }
    ModelUse use = unknown(model, book, now);
    if (uses.size() >= MAX_USES) {
      uses.values().removeIf(old -> old.isIdle(now));
    }
    if (uses.size() >= MAX_USES) {
      return use;
    }
    ModelUse other = uses.putIfAbsent(model, use);
    return other == null ? use : other;
  }

  /** A model of which nothing is known yet but what its account and its provider have in common. */
  private ModelUse unknown(String model, Accounts book, long now) {
    return new ModelUse(
        book.of(endpoint(), model, settings.limits()),
        book.modelRest(endpoint(), model),
        book.overload(endpoint(), model),
        book.bytesPerToken(endpoint(), model),
        door,
        now);
  }

  int usesKept() {
    return uses.size();
  }

  /** The same, for one who only looks. */
  ModelUse peek(String model, Accounts book) {
    ModelUse known = uses.get(model);
    return known != null ? known : book.peek(endpoint(), model, settings.limits());
  }

  /** Its share inside its tier now. */
  public double weight() {
    return load.weight();
  }

  /**
   * Changes its share until it is changed again or the configuration states another.
   *
   * @throws IllegalArgumentException if it is negative or no number
   */
  public void weight(double newWeight) {
    if (!(newWeight >= 0) || Double.isInfinite(newWeight)) {
      throw new IllegalArgumentException("a weight is 0 or more, such as 1.0; was " + newWeight);
    }
    load(newWeight);
    changed();
  }

  private void load(double newWeight) {
    door.enter();
    try {
      load.weight(newWeight);
    } finally {
      door.leave();
    }
  }

  /** Lets it finish what it has and gives it nothing new. */
  public void drain() {
    hand = new Hand(true, Obstacle.NEVER, "drained by an operator");
    changed();
  }

  /** Takes it out of use until {@code until} of the ticker. */
  public void disable(String reason, long until) {
    hand = new Hand(false, until, reason);
    changed();
  }

  /** Ends {@link #drain}, {@link #disable} and every pause. */
  public void resume() {
    hand = null;
    changed();
    rest.end();
    keyRest.end();
    for (ModelUse use : uses.values()) {
      use.resume();
    }
  }

  /** Lets it rest until {@code until} of the ticker. */
  public void coolDown(long until) {
    rest.until(until, "asked by an operator");
  }

  public Breaker breaker() {
    return breaker;
  }

  /** From sending to the end of good answers. */
  public Latency total() {
    return total;
  }

  /** From sending to the first content of good answers. */
  public Latency firstByte() {
    return firstByte;
  }

  /**
   * How far estimates of its prompts' tokens are off, the mean of its models, in percent; -1 before
   * anything is known.
   */
  public double inputErrorPercent() {
    double sum = 0;
    int known = 0;
    for (ModelUse use : uses.values()) {
      double percent = use.inputError().percent();
      if (percent >= 0) {
        sum += percent;
        known++;
      }
    }
    return known == 0 ? -1 : sum / known;
  }

  /** Calls under way. */
  public int inFlight() {
    return load.underWay();
  }

  /** Whether somebody has stated how many calls at once it may have. */
  boolean statesConcurrency() {
    return settings.concurrency() != null;
  }

  /**
   * A call is sent: one more is under way.
   *
   * @return the breaker's permit; {@link Breaker#NONE}, and nothing is changed, if there is no
   *     place any more
   */
  long send(Condition condition, long now) {
    door.enter();
    try {
      Integer most = unbound ? null : settings.concurrency();
      if (most != null && inFlight() >= most) {
        return Breaker.NONE;
      }
      long permit = breaker.acquire(now);
      if (permit != Breaker.NONE) {
        load.sent(now);
        condition.sent(now);
      }
      return permit;
    } finally {
      door.leave();
    }
  }

  /**
   * It was answered, and is under way no more.
   *
   * @param tooSlow whether it was a probe that says the contrary of success
   */
  void answered(
      long permit,
      long sentAt,
      Condition condition,
      Outcome.Answered answered,
      boolean tooSlow,
      long now) {
    door.enter();
    try {
      condition.answered(answered.totalNanos(), answered.usage().output(), now);
      total.record(answered.totalNanos(), now);
      firstByte.record(answered.firstByteNanos(), now);
      if (tooSlow) {
        breaker.failed(permit, sentAt, now, "too slow");
      } else if (breaker.succeeded(sentAt, now)) {
        condition.recovered(now);
      }
      load.ended();
    } finally {
      door.leave();
    }
  }

  /**
   * It failed after so long, and that is held against the endpoint.
   *
   * @param what for people
   */
  void failed(long permit, long sentAt, Condition condition, long nanos, String what, long now) {
    door.enter();
    try {
      condition.failed(nanos, now);
      breaker.failed(permit, sentAt, now, what);
    } finally {
      door.leave();
    }
  }

  /** It ended after so long in a way that says nothing about the endpoint. */
  void withdrawn(long sentAt, Condition condition, long nanos, long now) {
    door.enter();
    try {
      condition.ended(nanos, now);
      breaker.withdrawn(sentAt);
    } finally {
      door.leave();
    }
  }

  /** One that was not answered is under way no more. */
  void leave() {
    door.enter();
    try {
      load.ended();
    } finally {
      door.leave();
    }
  }

  /** How busy it is. */
  Load load() {
    return load;
  }

  Rest rest() {
    return rest;
  }

  Rest keyRest() {
    return keyRest;
  }

  /** What counts whenever something comes up that may stand in the way of a call. */
  Changes changes() {
    return changes;
  }

  /** Whether nothing but a pause can stand in the way of a call. */
  boolean isClear() {
    return unbound && breaker.isClosed();
  }

  /** Whether it takes no call now, by its pauses and its breaker. */
  boolean isShut(long now) {
    return rest.at(now) != null || keyRest.at(now) != null || breaker.admitsAt(now) > now;
  }

  /** What stands in the way of any call at all, or null. */
  @Nullable Obstacle obstacle(long now) {
    return obstacle(false, now);
  }

  /**
   * The same for one call.
   *
   * @param goesOn whether it goes on with something that is kept here: that is not a new thing, and
   *     may be finished while the endpoint drains
   */
  @Nullable Obstacle obstacle(boolean goesOn, long now) {
    Obstacle obstacle = unbound ? null : order(goesOn, now);
    if (obstacle == null) {
      obstacle = resting(rest, now);
    }
    if (obstacle == null) {
      obstacle = resting(keyRest, now);
    }
    if (obstacle == null) {
      obstacle = opened(now);
    }
    return obstacle != null || unbound ? obstacle : bound();
  }

  private @Nullable Obstacle order(boolean goesOn, long now) {
    if (!settings.enabled()) {
      String because = settings.disabledBecause();
      return Obstacle.lasting(Obstacle.Kind.DISABLED, because == null ? "disabled" : because);
    }
    Hand order = hand;
    if (order != null && order.until > now && !(goesOn && order.draining)) {
      Obstacle.Kind kind = order.draining ? Obstacle.Kind.DRAINING : Obstacle.Kind.DISABLED;
      return new Obstacle(kind, order.until, order.reason);
    }
    return weight() == 0 && !goesOn ? Obstacle.lasting(Obstacle.Kind.DRAINING, "weight 0") : null;
  }

  private @Nullable Obstacle opened(long now) {
    long admits = breaker.admitsAt(now);
    if (admits <= now) {
      return null;
    }
    return admits == Breaker.UNKNOWN
        ? new Obstacle(Obstacle.Kind.BREAKER, Obstacle.UNKNOWN, "probe under way")
        : new Obstacle(Obstacle.Kind.BREAKER, admits, breaker.cause());
  }

  private @Nullable Obstacle bound() {
    Integer most = settings.concurrency();
    if (most != null && inFlight() >= most) {
      return new Obstacle(
          Obstacle.Kind.CONCURRENCY, Obstacle.UNKNOWN, "concurrency " + most + "/" + most);
    }
    return needsKey() && endpoint().key().current() == null
        ? new Obstacle(Obstacle.Kind.KEY, Obstacle.UNKNOWN, "its key is not known yet")
        : null;
  }

  static @Nullable Obstacle resting(Rest rest, long now) {
    Rest.Pause pause = rest.at(now);
    return pause == null
        ? null
        : new Obstacle(
            Obstacle.Kind.COOLING, pause.until(), pause.reason(), pause.cause(), pause.stated());
  }

  boolean needsKey() {
    return switch (endpoint().auth().scheme()) {
      case NONE, PASSTHROUGH -> false;
      case AUTO, BEARER, HEADER -> true;
    };
  }

  /** How it stands, for people, and why. */
  public Standing standing(long now) {
    Obstacle obstacle = obstacle(now);
    if (obstacle == null) {
      obstacle = accountObstacle(now);
    }
    if (obstacle == null) {
      boolean probing = breaker.phase(now) == Breaker.Phase.HALF_OPEN;
      return new Standing(probing ? EndpointState.HALF_OPEN : EndpointState.READY, true, "", 0);
    }
    EndpointState state =
        switch (obstacle.kind()) {
          case DISABLED, KEY -> EndpointState.DISABLED;
          case DRAINING -> EndpointState.DRAINING;
          case COOLING -> EndpointState.COOLING;
          case BREAKER ->
              breaker.phase(now) == Breaker.Phase.OPEN
                  ? EndpointState.OPEN
                  : EndpointState.HALF_OPEN;
          case LIMIT, CONCURRENCY, TAG, CONTEXT, TOO_LARGE -> EndpointState.BUSY;
          case UNSUPPORTED, BUDGET, TRIED, ELSEWHERE, PATIENCE -> EndpointState.BUSY;
        };
    return new Standing(state, false, obstacle.detail(), obstacle.until());
  }

  /** The endpoint as a whole rests or is busy when all of its accounts do or are. */
  private @Nullable Obstacle accountObstacle(long now) {
    Obstacle first = null;
    for (ModelUse use : uses.values()) {
      Obstacle obstacle = obstacle(use, now);
      if (obstacle == null) {
        return null;
      }
      if (first == null || obstacle.until() < first.until()) {
        first = obstacle;
      }
    }
    return first;
  }

  private static @Nullable Obstacle obstacle(ModelUse use, long now) {
    Obstacle resting = use.resting(now);
    return resting != null
        ? resting
        : Candidate.limit(use.account().quotas(), Demand.NO_TOKENS, now);
  }

  /**
   * How an endpoint stands.
   *
   * @param free whether it takes calls now; half-open it does not while a probe is under way
   * @param reason empty where there is nothing to say
   * @param until when it will end, of the ticker, as far as known
   */
  public record Standing(EndpointState state, boolean free, String reason, long until) {}

  /** The free share of the tightest of its accounts, 0 to 1. */
  public double capacity(long now) {
    double capacity = 1;
    for (ModelUse use : uses.values()) {
      capacity = Math.min(capacity, use.account().quotas().capacity(now));
    }
    return capacity;
  }

  /** Units of this kind used by its busiest account. */
  public long used(Quota quota, long now) {
    long used = 0;
    for (ModelUse use : uses.values()) {
      used = Math.max(used, use.account().quotas().used(quota, now));
    }
    return used;
  }

  /** The limit of this kind, of each account; -1 = none. */
  public long limit(Quota quota) {
    Long limit = quota.limitIn(settings.limits());
    return limit == null ? -1 : limit;
  }
}

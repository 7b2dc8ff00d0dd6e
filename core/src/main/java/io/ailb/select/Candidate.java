package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.health.Changes;
import io.ailb.health.Condition;
import io.ailb.limit.AdaptiveConcurrency;
import io.ailb.limit.Budget;
import io.ailb.limit.BytesPerToken;
import io.ailb.limit.Demand;
import io.ailb.limit.Quota;
import io.ailb.limit.QuotaSet;
import io.ailb.model.AiCall;
import io.ailb.model.Capabilities;
import io.ailb.model.CapabilityChanges;
import io.ailb.model.Dialect;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Secret;
import io.ailb.model.Usage;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A member as it would serve one model. */
public final class Candidate {
  /** By so much an estimate of a prompt's tokens may be too high. */
  private static final int DOUBT = 2;

  private static final Obstacle ELSEWHERE =
      Obstacle.lasting(Obstacle.Kind.ELSEWHERE, "does not keep what the request refers to");

  /** Of the output that is allowed, this much is expected before any answer is known. */
  private static final double FIRST_GUESS = 0.5;

  private final Member member;
  private final ModelTarget target;
  private final ModelUse use;
  private final ModelProfile profile;

  // Of those, what is asked for each choice.
  private final QuotaSet quotas;
  private final Load load;
  private final Condition condition;
  private final Changes changes;
  private final boolean selfHosted;

  /** Tokens; {@link Request#ANY_WINDOW} if it is not known. */
  private final long window;

  /** After so many changes nothing was in the way. Races do no harm: who sees an old one looks. */
  private int clearAt;

  Candidate(Member member, ModelTarget target, ModelUse use, ModelProfile profile) {
    this.member = member;
    this.target = target;
    this.use = use;
    this.profile = profile;
    this.quotas = use.account().quotas();
    this.load = member.load();
    this.condition = use.condition();
    this.changes = member.changes();
    this.clearAt = changes.soFar() - 1;
    this.selfHosted = profile.selfHosted();
    Long known = profile.contextWindow();
    this.window = known == null ? Request.ANY_WINDOW : known;
  }

  public Member member() {
    return member;
  }

  /** The model there. */
  public ModelTarget target() {
    return target;
  }

  ModelUse use() {
    return use;
  }

  /** What is known of the model. */
  public ModelProfile profile() {
    return profile;
  }

  QuotaSet quotas() {
    return quotas;
  }

  Load load() {
    return load;
  }

  Condition condition() {
    return condition;
  }

  /** What the model can do there, as far as is known, in a dialect that the endpoint speaks. */
  public Capabilities capabilities(Dialect dialect) {
    return profile.capabilities(dialect).without(member.lacking(target.sent()));
  }

  /**
   * Whether the endpoint lacks something by its configuration or its provider's own words: calls of
   * its own dialect, which nobody reads otherwise, have to be looked at then.
   */
  public boolean isRestricted() {
    return !member.endpoint().traits().capabilities().equals(CapabilityChanges.NONE)
        || !member.lacking(target.sent()).isEmpty();
  }

  Account account() {
    return use.account();
  }

  /** The free share of what its account may use, 0 to 1. */
  public double capacity(long now) {
    return quotas.capacity(now);
  }

  /** What {@code request} is expected to use there, by what is known of the model's tokens. */
  Demand demand(Request request) {
    return request.demand(use.bytesPerToken().now());
  }

  /** How much smaller a prompt may be there than it is taken for before that is known. */
  double leastInputShare() {
    BytesPerToken learned = use.bytesPerToken();
    return learned.isLearned() ? Math.min(1, AiCall.BYTES_PER_TOKEN / learned.now()) : 1. / DOUBT;
  }

  /** What is known of its prompts' tokens, for people; null while nothing is. */
  public @Nullable String tokensInWords() {
    return use.bytesPerToken().isLearned()
        ? String.format(
            Locale.ROOT,
            "%.1f bytes of a prompt are taken for a token, %.0f %% off on average",
            use.bytesPerToken().now(),
            Math.max(0, use.inputError().percent()))
        : null;
  }

  /** What {@code request} may cost there, in the currency of its price. */
  double highestPrice(Request request) {
    Demand demand = demand(request);
    return profile.price().of(new Usage(demand.input(), demand.output(), 0, 0, 0));
  }

  /** What it will probably cost. */
  double price(Request request) {
    Demand demand = demand(request);
    double usual = condition.output();
    double output =
        usual < 0 ? FIRST_GUESS * demand.output() : Math.min(usual, (double) demand.output());
    return profile.price().of(new Usage(demand.input(), Math.round(output), 0, 0, 0));
  }

  /** What stands in the way of this request, or null; what time cannot mend comes first. */
  @Nullable Obstacle obstacle(Request request, long now) {
    if (!request.ties().allow(member)) {
      return ELSEWHERE;
    }
    Obstacle unsupported = unsupported(request);
    return unsupported != null ? unsupported : obstacleOfNow(request, now);
  }

  /** That it cannot be asked for this at all; null if it can. Costs most, at the first time. */
  @Nullable Obstacle unsupported(Request request) {
    String refusal = request.gate().refusal(this);
    return refusal == null ? null : Obstacle.lasting(Obstacle.Kind.UNSUPPORTED, refusal);
  }

  /** The same but for what it can be asked at all, which only the chosen one needs to tell. */
  @Nullable Obstacle obstacleOfNow(Request request, long now) {
    Obstacle obstacle = obstacleBesideLimits(request, now);
    return obstacle != null ? obstacle : limit(quotas, demand(request), now);
  }

  /** Whether nothing of that stands in the way; does not put in words which limit does. */
  boolean isFree(Request request, long now) {
    return !isShut(now)
        && obstacleBesideLimits(request, now) == null
        && quotas.fits(demand(request), now);
  }

  /**
   * Whether it would surely take a request of no more tokens that is for anybody, and does as
   * usual; quickly said, but no only means that it may be otherwise.
   */
  boolean surelyTakes(long tokens, int changesSoFar, long now) {
    return (clearAt == changesSoFar || isClear(now))
        && !selfHosted
        && (window == Request.ANY_WINDOW || window >= tokens)
        && quotas.surelyFits(tokens)
        && condition.isUsual(now);
  }

  /**
   * Whether nothing can stand in a request's way but its size and limits, as nearly always. That is
   * so until something comes up.
   */
  boolean isClear(long now) {
    int soFar = changes.soFar();
    if (clearAt == soFar) {
      return true;
    }
    boolean clear = member.isClear() && !isShut(now);
    if (clear) {
      clearAt = soFar;
    }
    return clear;
  }

  /** Whether it takes nothing at all now. */
  private boolean isShut(long now) {
    return member.isShut(now) || use.isResting(now);
  }

  @Nullable Obstacle obstacleBesideLimits(Request request, long now) {
    if (!request.ties().allow(member)) {
      return ELSEWHERE;
    }
    if (!hasTags(request.tags())) {
      return Obstacle.lasting(Obstacle.Kind.TAG, "lacks a tag of " + request.tags());
    }
    if (!fits(request)) {
      return Obstacle.lasting(
          Obstacle.Kind.CONTEXT,
          "context window " + contextWindow() + " is too small for the request");
    }
    Obstacle obstacle = tooLarge(request, now);
    if (obstacle == null) {
      obstacle = member.obstacle(request.ties().holder() != null, now);
    }
    return obstacle != null ? obstacle : use.resting(now);
  }

  /** That its provider has said that requests of this size never fit; null if it has not. */
  @Nullable Obstacle tooLarge(Request request, long now) {
    Quota quota = quotas.fitsAll() ? null : quotas.tooLargeFor(demand(request), now);
    return quota == null
        ? null
        : Obstacle.lasting(
            Obstacle.Kind.TOO_LARGE,
            "larger than the whole " + quota.key() + " limit of " + quotas.limit(quota));
  }

  private boolean hasTags(Set<String> wanted) {
    if (wanted.isEmpty()) {
      return true;
    }
    Set<String> tags = member.endpoint().tags();
    return wanted.stream().allMatch(tag -> tags.stream().anyMatch(tag::equalsIgnoreCase));
  }

  /**
   * Whether its context is large enough, as far as known. Where the configuration declares none, a
   * request is only kept away that is too large beyond doubt: nobody asked us to.
   */
  boolean fits(Request request) {
    if (window == Request.ANY_WINDOW) {
      return request.windowAbove() == Request.ANY_WINDOW;
    }
    long least = request.demand().input() / (declaresWindow() ? 1 : DOUBT);
    return window > request.windowAbove() && window >= least;
  }

  private boolean declaresWindow() {
    return target.contextWindow() != null || member.endpoint().contextWindow() != null;
  }

  /** Tokens; null if it is not known. */
  @Nullable Long contextWindow() {
    return window == Request.ANY_WINDOW ? null : window;
  }

  /** That requests that came before are to have what is free here. */
  Obstacle awaited(long now) {
    String limit = quotas.fullestInWords(now);
    return new Obstacle(
        Obstacle.Kind.LIMIT,
        Obstacle.UNKNOWN,
        "is waited for by older requests" + (limit == null ? "" : " (" + limit + ")"));
  }

  static @Nullable Obstacle limit(QuotaSet quotas, Demand demand, long now) {
    long free = quotas.freeAt(demand, now);
    Quota quota = free > now ? quotas.tightest(demand, now) : null;
    return quota == null
        ? null
        : new Obstacle(Obstacle.Kind.LIMIT, free, quotas.inWords(quota, now));
  }

  /**
   * What tells how many calls at once a server of one's own takes where nobody states any limit;
   * else null: large providers take what their limits allow, which they state, or refuse.
   */
  @Nullable AdaptiveConcurrency adaptiveConcurrency() {
    boolean adapts = selfHosted && !member.statesConcurrency() && !quotas.isLimited();
    return adapts ? use.concurrency() : null;
  }

  /** Whether it takes no more calls at once, as far as that has shown. */
  boolean isCrowded() {
    if (!selfHosted) {
      return false;
    }
    AdaptiveConcurrency concurrency = adaptiveConcurrency();
    return concurrency != null && concurrency.isFull();
  }

  /** The same in words, where it is so. */
  Obstacle crowded() {
    AdaptiveConcurrency concurrency = use.concurrency();
    return new Obstacle(
        Obstacle.Kind.CONCURRENCY,
        Obstacle.UNKNOWN,
        "concurrency " + concurrency.underWay() + "/" + concurrency.limit() + ", as it adapts");
  }

  /** Takes a place, in every respect or in none; null if one of them was taken meanwhile. */
  @Nullable Lease reserve(Request request, Pool pool, Budget.Hold cost, long now) {
    AdaptiveConcurrency concurrency = pool.waits() ? adaptiveConcurrency() : null;
    if (concurrency != null && !concurrency.enter()) {
      return null;
    }
    Lease lease = reserve(request, pool, cost, concurrency, now);
    if (lease == null && concurrency != null) {
      concurrency.leave();
    }
    return lease;
  }

  private @Nullable Lease reserve(
      Request request,
      Pool pool,
      Budget.Hold cost,
      @Nullable AdaptiveConcurrency concurrency,
      long now) {
    Secret key = member.endpoint().key().current();
    if (key == null && member.needsKey()) {
      return null;
    }
    QuotaSet.Reservation reservation = quotas.reserve(demand(request), now);
    if (reservation == null) {
      return null;
    }
    long permit = member.send(condition, now);
    if (permit == Breaker.NONE) {
      reservation.refund(now);
      return null;
    }
    return new Lease(
        this,
        pool,
        request.call(),
        request.isSelfContained(),
        key,
        reservation,
        cost,
        concurrency,
        permit,
        now);
  }

  // Routes are worked out anew now and then: the same member for the same model is the same.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Candidate candidate
            && member == candidate.member
            && use.account().equals(candidate.use.account())
            && target.equals(candidate.target)
            && profile.equals(candidate.profile));
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(member) * 31 + target.sent().hashCode();
  }

  @Override
  public String toString() {
    return member.endpoint().name();
  }
}

package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.health.Condition;
import io.ailb.health.Rest;
import io.ailb.limit.AdaptiveConcurrency;
import io.ailb.limit.Budget;
import io.ailb.limit.QuotaSet;
import io.ailb.model.AiCall;
import io.ailb.model.Auth;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import io.ailb.model.LimitReading;
import io.ailb.model.ModelProfile;
import io.ailb.model.Outcome;
import io.ailb.model.Secret;
import io.ailb.model.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place held on one endpoint: its key of that moment, one of its calls at once, one of its
 * requests and the tokens it is expected to take, and the breaker's permission. Settle it exactly
 * once; a second settling does nothing. Thread-safe.
 */
public final class Lease {
  private final Candidate candidate;
  private final Pool pool;
  private final AiCall call;
  private final boolean selfContained;
  private final @Nullable Secret key;
  private final QuotaSet.Reservation reservation;
  private final Budget.Hold cost;
  private final @Nullable AdaptiveConcurrency concurrency;
  private final long permit;
  private final long reservedAt;
  private volatile boolean anotherKey;
  private volatile @Nullable Choice choice;

  Lease(
      Candidate candidate,
      Pool pool,
      AiCall call,
      boolean selfContained,
      @Nullable Secret key,
      QuotaSet.Reservation reservation,
      Budget.Hold cost,
      @Nullable AdaptiveConcurrency concurrency,
      long permit,
      long now) {
    this.candidate = candidate;
    this.pool = pool;
    this.call = call;
    this.selfContained = selfContained;
    this.key = key;
    this.reservation = reservation;
    this.cost = cost;
    this.concurrency = concurrency;
    this.permit = permit;
    this.reservedAt = now;
  }

  public Endpoint endpoint() {
    return candidate.member().endpoint();
  }

  public Candidate candidate() {
    return candidate;
  }

  public Member member() {
    return candidate.member();
  }

  /** The model to send. */
  public String model() {
    return candidate.target().sent();
  }

  /** The key to send; null only where the endpoint wants none of ours. */
  public @Nullable Secret key() {
    return key;
  }

  /** What was known of this model here. */
  public ModelProfile profile() {
    return candidate.profile();
  }

  /** What this model can do here, as far as is known, in a dialect that the endpoint speaks. */
  public Capabilities capabilities(Dialect dialect) {
    return candidate.capabilities(dialect);
  }

  /** The provider refused this model's use of {@code feature}, from now on it is not asked. */
  public void lacks(Feature feature) {
    candidate.member().lacks(model(), feature);
  }

  /** The context window of this model here, in tokens; null if it is not known. */
  public @Nullable Long contextWindow() {
    return candidate.contextWindow();
  }

  void because(Choice why) {
    choice = why;
  }

  /** Why this place was chosen; null unless somebody wants to know. */
  public @Nullable Choice choice() {
    return choice;
  }

  Account account() {
    return candidate.account();
  }

  Rest modelRest() {
    return candidate.use().rest();
  }

  Rest overload() {
    return candidate.use().overload();
  }

  long reservedAt() {
    return reservedAt;
  }

  /** What {@code usage} costs here, in the currency of its price. */
  public double cost(Usage usage) {
    return candidate.profile().price().of(usage);
  }

  /**
   * Within which time hardly any stream of this model has not begun to show content, in
   * nanoseconds; -1 while too little is known.
   */
  public long usualFirstToken(long now) {
    return candidate.use().firstToken(call.reasoning()).usual(now);
  }

  /**
   * How long it may say nothing if it is a probe, in nanoseconds; -1 if it is none, or nothing is
   * known: whoever makes it has waited for nothing yet, and is not to wait for a sick endpoint.
   */
  public long probePatience() {
    return isProbe() ? candidate.condition().probePatience() : -1;
  }

  public boolean isProbe() {
    return Breaker.isProbe(permit);
  }

  /** Whether an answer could be expected here after so long. */
  public boolean isOverdue(long nanos) {
    return candidate.condition().isOverdue(nanos);
  }

  /** Whether another endpoint that could serve the call is in use, and is not slow. */
  public boolean hasSoundPeer(long now) {
    return pool.forecast().hasSound(call, candidate.member(), now);
  }

  /**
   * The provider has the request: its answer has begun.
   *
   * @param announced how limits of the account stand, as far as the answer says
   * @param refusal whether it refuses the request for one of them
   */
  public void arrived(List<LimitReading> announced, boolean refusal, long now) {
    if (!announced.isEmpty()) {
      reservation.heard(announced, refusal, now);
    }
    reservation.arrived(now);
  }

  /** The first content of a stream has come, so long after it was asked for. */
  public void firstToken(long nanos, long now) {
    candidate.use().firstToken(call.reasoning()).record(nanos, now);
  }

  /**
   * Whether such an error concerns a credential that the caller itself sent: it is the caller's
   * fault then, and says nothing about anybody else.
   */
  public boolean isOfCallersKey(ErrorClass kind) {
    return switch (kind) {
      case AUTH, PERMISSION, BILLING -> sendsCallersKey();
      default -> false;
    };
  }

  private boolean sendsCallersKey() {
    return endpoint().auth().scheme() == Auth.Scheme.PASSTHROUGH;
  }

  /**
   * Whether the key was refused, and its source has another one or looks for it: the same endpoint
   * may be asked again.
   */
  public boolean hasAnotherKey() {
    return anotherKey;
  }

  /**
   * Gives the place back, and lets quotas and health learn how it went.
   *
   * @param now of the ticker
   * @return false if it was settled before
   */
  public boolean settle(Outcome outcome, long now) {
    boolean first =
        outcome instanceof Outcome.Answered answered
            ? answered(answered, now)
            : outcome instanceof Outcome.Failed failed
                ? failed(failed, now)
                : abandoned((Outcome.Abandoned) outcome, now);
    if (!first) {
      return false;
    }
    if (!(outcome instanceof Outcome.Answered)) {
      candidate.member().leave();
      if (concurrency != null) {
        concurrency.leave();
      }
    }
    cost.settle(pool.counted(this, outcome), now);
    pool.freed();
    return true;
  }

  /** A failure costs nothing; who left pays for what the provider had reported by then. */
  public double costOf(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      return cost(answered.usage());
    }
    return outcome instanceof Outcome.Abandoned abandoned && abandoned.usage().isKnown()
        ? cost(abandoned.usage())
        : 0;
  }

  /** False, as with the others, if it was settled before: that is whose reservation has ended. */
  private boolean answered(Outcome.Answered answered, long now) {
    if (!reservation.answered(answered.usage(), now)) {
      return false;
    }
    long tokens = answered.usage().output();
    Condition condition = candidate.condition();
    boolean slowProbe =
        isProbe() && condition.isTooSlow(answered.totalNanos(), tokens) && hasSoundPeer(now);
    candidate.member().answered(permit, reservedAt, condition, answered, slowProbe, now);
    if (concurrency != null) {
      concurrency.answered(answered.totalNanos(), tokens);
      concurrency.leave();
    }
    if (pool.comparesPaces()) {
      candidate.use().pace().record(perToken(answered.totalNanos(), tokens), now);
    }
    counted(answered.usage().input());
    account().rest().answered(reservedAt);
    overload().answered(reservedAt);
    return true;
  }

  private boolean abandoned(Outcome.Abandoned abandoned, long now) {
    if (!(abandoned.sent()
        ? reservation.settle(abandoned.usage(), now)
        : reservation.refund(now))) {
      return false;
    }
    member().withdrawn(reservedAt, candidate.condition(), now - reservedAt, now);
    return true;
  }

  /** The provider says how many tokens the prompt was. */
  private void counted(long input) {
    if (input > 0 && reservation.input() > 0) {
      candidate.use().inputError().record(reservation.input(), input);
      if (selfContained) {
        candidate.use().bytesPerToken().learn(call.textBytes(), input);
      }
    }
  }

  /** Time for each token; before the first one as much goes by as 40 take. */
  private static long perToken(long nanos, long tokens) {
    return nanos / (Math.max(0, tokens) + 40);
  }

  private boolean failed(Outcome.Failed failed, long now) {
    if (!ends(failed, now)) {
      return false;
    }
    ErrorInfo error = failed.error();
    Condition condition = candidate.condition();
    ErrorClass.Blame blame = error.kind().blame();
    if (blame == ErrorClass.Blame.PROVIDER) {
      String what = error.inWords();
      member().failed(permit, reservedAt, condition, failed.totalNanos(), what, now);
    } else {
      member().withdrawn(reservedAt, condition, failed.totalNanos(), now);
    }
    if (blame != ErrorClass.Blame.KEY || !sendsCallersKey()) {
      anotherKey = pool.pauses().after(this, error, now);
    }
    return true;
  }

  private boolean ends(Outcome.Failed failed, long now) {
    if (!failed.sent()) {
      return reservation.refund(now);
    }
    return switch (failed.error().kind()) {
      case RATE_LIMIT -> reservation.rateLimited(now);
      case RATE_LIMIT_IMPOSSIBLE -> reservation.tooLarge(now);
      default ->
          failed.used().equals(Usage.NOTHING)
              ? reservation.refused(now)
              : reservation.settle(failed.used(), now);
    };
  }
}

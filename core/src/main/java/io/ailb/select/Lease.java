package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.limit.QuotaSet;
import io.ailb.model.Endpoint;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A place held on one endpoint: one of its calls at once, one of its requests and the tokens it is
 * expected to take, and the breaker's permission. Settle it exactly once; a second settling does
 * nothing. Thread-safe.
 */
public final class Lease {
  private final Candidate candidate;
  private final Pool pool;
  private final QuotaSet.Reservation reservation;
  private final Breaker.Permit permit;
  private final AtomicBoolean settled = new AtomicBoolean();

  Lease(Candidate candidate, Pool pool, QuotaSet.Reservation reservation, Breaker.Permit permit) {
    this.candidate = candidate;
    this.pool = pool;
    this.reservation = reservation;
    this.permit = permit;
  }

  public Endpoint endpoint() {
    return candidate.member().endpoint();
  }

  public Member member() {
    return candidate.member();
  }

  /** The model to send. */
  public String model() {
    return candidate.target().sent();
  }

  /** What {@code usage} costs here, in the currency of the endpoint's price. */
  public double cost(Usage usage) {
    return (candidate.target().price() != null ? candidate.target().price() : endpoint().price())
        .of(usage);
  }

  /**
   * Gives the place back, and lets quotas and health learn how it went.
   *
   * @param now of the ticker
   * @return false if it was settled before
   */
  public boolean settle(Outcome outcome, long now) {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    if (outcome instanceof Outcome.Answered answered) {
      answered(answered, now);
    } else if (outcome instanceof Outcome.Failed failed) {
      failed(failed, now);
    } else if (outcome instanceof Outcome.Abandoned abandoned) {
      permit.withdrawn();
      if (abandoned.sent()) {
        reservation.settle(abandoned.usage(), now);
      } else {
        reservation.refund(now);
      }
    }
    candidate.member().leave();
    pool.freed();
    return true;
  }

  private void answered(Outcome.Answered answered, long now) {
    permit.succeeded(now);
    reservation.settle(answered.usage(), now);
    candidate.account().rest().answered();
    candidate.member().total().record(answered.totalNanos(), now);
    candidate.member().firstByte().record(answered.firstByteNanos(), now);
  }

  private void failed(Outcome.Failed failed, long now) {
    ErrorInfo error = failed.error();
    if (!failed.sent()) {
      reservation.refund(now);
    } else if (error.status() >= 400) {
      reservation.refused(now);
    } else {
      reservation.settle(Usage.NONE, now); // it broke on the way: nobody knows what it used
    }
    switch (error.kind().blame()) {
      case PROVIDER -> permit.failed(now);
      case KEY, LOAD -> {
        permit.withdrawn();
        pool.rest(candidate, error, now);
      }
      case CALLER, NOBODY -> permit.withdrawn();
    }
  }
}

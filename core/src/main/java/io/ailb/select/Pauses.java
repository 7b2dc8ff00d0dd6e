package io.ailb.select;

import io.ailb.health.CooldownSettings;
import io.ailb.health.Rest;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Secret;
import io.ailb.time.Dice;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is left alone after a refusal, and for how long: the account after a rate limit, the key
 * after it was refused or its balance was spent, the key's model where it may not have it, the
 * model at its host, whatever the key, where the provider is overloaded. Nobody is asked again at
 * once, whatever the refusal says.
 */
final class Pauses {
  /** The shortest pause; doubles with each refusal in a row, up to {@link #FIRST}. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /** The first pause without a stated time. */
  private static final Duration FIRST = Duration.ofMillis(500);

  /** A pause without a stated time varies by so much either way. */
  private static final double UNGUIDED_JITTER = 0.2;

  /** A stated pause is kept, and a little more, lest all come back at the same instant. */
  static final double STATED_JITTER = 0.02;

  /** The status of a service that is unavailable, for whatever reason. */
  private static final int UNAVAILABLE = 503;

  private final CooldownSettings cooldown;
  private final Dice dice;

  Pauses(CooldownSettings cooldown, Dice dice) {
    this.cooldown = cooldown;
    this.dice = dice;
  }

  /**
   * An attempt was refused.
   *
   * @return whether its key was, and another is there or is being looked for
   */
  boolean after(Lease lease, ErrorInfo error, long now) {
    switch (error.kind()) {
      case RATE_LIMIT -> rateLimited(lease.account().rest(), lease, error, now);
      case RATE_LIMIT_DAILY -> spent(lease.account().rest(), lease, error, now);
      case BILLING -> spent(lease.member().keyRest(), lease, error, now);
      case AUTH -> {
        Secret sent = lease.key();
        if (sent != null && lease.endpoint().key().refused(sent)) {
          return true;
        }
        unauthorized(lease.member().keyRest(), reason(error), error.kind(), now);
      }
      case PERMISSION, MODEL_NOT_FOUND ->
          unauthorized(lease.modelRest(), reason(error), error.kind(), now);
      case OVERLOADED -> overloaded(lease.overload(), lease, error, now);
      default -> {} // a request that is too large for the limit: others still fit
    }
    return false;
  }

  void unauthorized(Rest rest, String reason, ErrorClass cause, long now) {
    rest.until(now + cooldown.unauthorized().toNanos(), reason, cause, false);
  }

  private void rateLimited(Rest rest, Lease lease, ErrorInfo error, long now) {
    int row = rest.refused(lease.reservedAt(), now);
    Duration stated = stated(error);
    long pause;
    if (stated != null) {
      pause = kept(stated);
    } else if (lease.candidate().quotas().isInformed(now)) {
      pause = 0; // what is announced says when there is room
    } else {
      pause = unguided(row);
    }
    rest.until(now + Math.max(pause, least(row)), reason(error), error.kind(), stated != null);
  }

  /**
   * A provider that says how long it is overloaded is left alone by all who would ask it for this
   * model, with whatever key. One that does not say may have meant this one call, and the next key
   * is asked at once; where it says so again, with no answer in between, it meant everybody.
   */
  private void overloaded(Rest rest, Lease lease, ErrorInfo error, long now) {
    Duration stated = stated(error);
    if (stated != null) {
      rest.until(now + kept(stated), reason(error), error.kind(), true);
    } else if (saysOverloaded(error)) {
      int row = rest.refused(lease.reservedAt(), now);
      if (row > 0) {
        rest.until(now + unguided(row - 1), reason(error), error.kind(), false);
      }
    }
  }

  /** A mere 503 may come from anything between the provider and us. */
  private static boolean saysOverloaded(ErrorInfo error) {
    return error.status() != UNAVAILABLE
        || "server_is_overloaded".equals(error.code())
        || error.message().toLowerCase(Locale.ROOT).contains("overloaded");
  }

  private long unguided(int row) {
    long longest = cooldown.rateLimited().toNanos();
    long pause = grown(Math.min(longest, FIRST.toNanos()), longest, row);
    return (long) (pause * (1 - UNGUIDED_JITTER + 2 * UNGUIDED_JITTER * dice.roll()));
  }

  /** A quota that does not come back within the minute. */
  private void spent(Rest rest, Lease lease, ErrorInfo error, long now) {
    int row = rest.refused(lease.reservedAt(), now);
    Duration stated = stated(error);
    long pause = stated == null ? cooldown.quotaExhausted().toNanos() : kept(stated);
    rest.until(now + Math.max(pause, least(row)), reason(error), error.kind(), stated != null);
  }

  /** A time that the provider names and that counts. None at all is no time. */
  private @Nullable Duration stated(ErrorInfo error) {
    Duration stated = error.retryAfter();
    boolean counts =
        stated != null && !stated.isZero() && !stated.isNegative() && cooldown.honourRetryAfter();
    return counts ? stated : null;
  }

  private long kept(Duration stated) {
    Duration longest = cooldown.maxRetryAfter();
    long believed = (stated.compareTo(longest) > 0 ? longest : stated).toNanos();
    return (long) (believed * (1 + STATED_JITTER * dice.roll()));
  }

  private static long least(int row) {
    return grown(LEAST.toNanos(), FIRST.toNanos(), row);
  }

  private static long grown(long first, long longest, int row) {
    return (long) Math.min((double) longest, first * Math.pow(2, row));
  }

  private static String reason(ErrorInfo error) {
    return error.status() == 0 ? error.kind().id() : Integer.toString(error.status());
  }
}

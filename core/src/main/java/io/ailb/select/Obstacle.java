package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.model.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * Why a member cannot take a call now.
 *
 * @param until when it will be gone, of the ticker; {@link #UNKNOWN} if nobody can say, {@link
 *     #NEVER} if only somebody's action ends it
 * @param detail a few words for people
 * @param cause of a rest, the refusal that made it necessary
 * @param stated of a rest, whether the provider itself said when it is over
 */
public record Obstacle(
    Kind kind, long until, String detail, @Nullable ErrorClass cause, boolean stated) {
  Obstacle(Kind kind, long until, String detail) {
    this(kind, until, detail, null, false);
  }

  /** It may go any moment: when another call ends. */
  public static final long UNKNOWN = Breaker.UNKNOWN - 1;

  /** It does not go by itself. */
  public static final long NEVER = Breaker.UNKNOWN;

  /** What stands in the way. */
  public enum Kind {
    /** An operator or the configuration took it out of use. */
    DISABLED,
    /** Its weight is 0: it finishes what it has. */
    DRAINING,
    /** It lacks a tag that is asked for. */
    TAG,
    /** The prompt is larger than its context. */
    CONTEXT,
    /** The call is larger than a whole limit of its account. */
    TOO_LARGE,
    /** The call cannot be said in its dialect, or uses what it lacks. */
    UNSUPPORTED,
    /** Its key is not known yet. */
    KEY,
    /** It rests after a refusal. */
    COOLING,
    /** Its breaker is open, or half-open with a probe under way. */
    BREAKER,
    /** A limit of its account is used up for now. */
    LIMIT,
    /** As many calls as it may have at once are under way. */
    CONCURRENCY,
    /** It would cost more than may still be spent. */
    BUDGET,
    /** This call has failed there. */
    TRIED,
    /** What the call refers to is kept by another one. */
    ELSEWHERE,
    /** A lower tier is waited for, as it is back soon. */
    PATIENCE
  }

  static Obstacle lasting(Kind kind, String detail) {
    return new Obstacle(kind, NEVER, detail);
  }

  /** Whether it cannot go sooner than it says. */
  boolean isFirm() {
    return kind != Kind.LIMIT && until != UNKNOWN;
  }
}

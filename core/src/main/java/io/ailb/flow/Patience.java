package io.ailb.flow;

import io.ailb.model.AiCall;
import io.ailb.select.Obstacle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one attempt may take, and what happens when it takes longer. Three rules beside the
 * configured limits: an endpoint that nobody can stand in for gets the application's own time, or a
 * ceiling if it has none; the application's wait for its head is never used up to more than a half
 * by holding an answer back; and idle time runs only while the application asks for bytes. Guarded
 * by the lock of its exchange.
 */
final class Patience {
  /** Where neither the pool nor the application sets a limit: as long as OpenAI's own SDK waits. */
  private static final Duration CEILING = Duration.ofMinutes(10);

  /** After the terminal event, for the connection's own end, so that it can be used again. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** For the first token while little is known of the endpoint. */
  private static final Duration FIRST_TOKEN = Duration.ofSeconds(12);

  /** The same where the caller asks for reasoning, which comes before it. */
  private static final Duration FIRST_TOKEN_REASONING = Duration.ofSeconds(60);

  /** Under this, a slow first token may be a hiccup of our own machine. */
  private static final Duration FIRST_TOKEN_LEAST = Duration.ofSeconds(1);

  /** A slow one may be this many times slower than hardly any was. */
  private static final int FIRST_TOKEN_FACTOR = 3;

  private final TimeoutSettings limits;
  private final AiCall call;
  private final long deadline;
  private final long headDeadline;
  private final long began;
  private final long sentAt;
  private final Duration firstToken;
  private final @Nullable Duration probe;

  /** The end of all. */
  private final long latest;

  private long headAt = Obstacle.NEVER;
  private long lastByteAt;
  private long lastContentAt;

  /** When the application first asked for more after the last byte, and after the last content. */
  private long askedForByteAt = Obstacle.NEVER;

  private long askedForContentAt = Obstacle.NEVER;
  private long endedAt = Obstacle.NEVER;

  /** Content has come. */
  private boolean begun;

  private final Due due = new Due();

  /** What happens when an instant has come. */
  enum Then {
    /** Commit: the application must not wait longer for its head. */
    SHOW,
    /** The answer is over; only the connection's end is missing. */
    FINISH,
    /** The endpoint has been silent for too long. */
    GIVE_UP
  }

  /** What happens next if nothing comes. Good until it is asked for again: it is asked often. */
  static final class Due {
    private long at;
    private Then then = Then.GIVE_UP;
    private String limit = "";

    private Due is(long instant, Then next, String newLimit) {
      at = instant;
      then = next;
      limit = newLimit;
      return this;
    }

    private Due orEarlier(long instant, Then other, String otherLimit) {
      return instant < at ? is(instant, other, otherLimit) : this;
    }

    private Due orEarlier(long since, @Nullable Duration after, String otherLimit) {
      return orEarlier(plus(since, after), Then.GIVE_UP, otherLimit);
    }

    long at() {
      return at;
    }

    Then then() {
      return then;
    }

    /** What set the time, for people. */
    String limit() {
      return limit;
    }
  }

  /**
   * For an attempt that is sent at {@code now}, on behalf of a request that began at {@code began}.
   *
   * @param usualFirstToken within which hardly any stream has not begun, in nanoseconds; -1 while
   *     too little is known
   * @param probe how long it may say nothing if it is a probe, in nanoseconds; -1 if it is none
   * @param deadline of the application for the whole answer, or {@link Obstacle#UNKNOWN}
   * @param headDeadline of the application for the answer's beginning, or {@link Obstacle#UNKNOWN}
   */
  Patience(
      TimeoutSettings limits,
      AiCall call,
      long usualFirstToken,
      long probe,
      long deadline,
      long headDeadline,
      long began,
      long now) {
    this.limits = limits;
    this.call = call;
    this.deadline = deadline;
    this.headDeadline = headDeadline;
    this.began = began;
    this.probe = probe < 0 ? null : Duration.ofNanos(probe);
    this.sentAt = now;
    this.lastByteAt = now;
    this.lastContentAt = now;
    this.firstToken =
        limits.firstToken() != null ? limits.firstToken() : automatic(call, usualFirstToken);
    this.latest = always().at();
  }

  private static Duration automatic(AiCall call, long usual) {
    if (usual < 0) {
      return call.reasoning() ? FIRST_TOKEN_REASONING : FIRST_TOKEN;
    }
    Duration limit = Duration.ofNanos(FIRST_TOKEN_FACTOR * usual);
    return limit.compareTo(FIRST_TOKEN_LEAST) < 0 ? FIRST_TOKEN_LEAST : limit;
  }

  void head(long now) {
    headAt = now;
    came(true, now);
  }

  void bytes(boolean content, long now) {
    begun |= content;
    came(content, now);
  }

  /**
   * More content of an answer that is passed on.
   *
   * @param now {@link Obstacle#NEVER} = nobody asks before the application waits again
   */
  void more(long now) {
    came(true, now);
  }

  private void came(boolean content, long now) {
    lastByteAt = now;
    askedForByteAt = Obstacle.NEVER;
    if (content) {
      lastContentAt = now;
      askedForContentAt = Obstacle.NEVER;
    }
  }

  /** The terminal event has come. */
  void ended(long now) {
    endedAt = Math.min(endedAt, now);
  }

  /** The application waits for more. */
  void asked(long now) {
    askedForByteAt = Math.min(askedForByteAt, now);
    askedForContentAt = Math.min(askedForContentAt, now);
  }

  /**
   * Whether it matters to {@link #whileHeld} what others could do: not to an answer that comes as a
   * whole, once it has begun.
   */
  boolean minds(boolean error, boolean stream) {
    return !error && (headAt == Obstacle.NEVER || stream || call.stream());
  }

  /**
   * What happens next, while nothing of the answer has reached the application.
   *
   * @param error whether an error answer is being read
   * @param elsewhere what others could do about it
   */
  Due whileHeld(boolean error, boolean stream, Elsewhere elsewhere, long now) {
    boolean movable = elsewhere.movable();
    if (endedAt != Obstacle.NEVER) {
      return finish();
    }
    always().orEarlier(headDeadline, Then.GIVE_UP, "the caller's deadline");
    boolean awaitsHead = headAt == Obstacle.NEVER;
    if (error) {
      return idle(false);
    }
    if (!movable && awaitsHead) {
      return asLast();
    }
    if (!elsewhere.replaceable() && stream) {
      return due.is(now, Then.SHOW, "");
    }
    if (elsewhere.better() && (awaitsHead || stream) && !begun) {
      due.orEarlier(sentAt, probe, "a probe's time");
    }
    if (movable && call.stream() && !begun) {
      due.orEarlier(sentAt, firstToken, "timeouts.firstToken");
    }
    if (awaitsHead) {
      return due.orEarlier(sentAt, limits.headers(), "timeouts.headers");
    }
    long half =
        headDeadline < Obstacle.UNKNOWN ? headAt + (headDeadline - headAt) / 2 : Obstacle.UNKNOWN;
    return idle(stream).orEarlier(half, Then.SHOW, "");
  }

  /** Whether all the time of its request is over, so that nothing after it would have any. */
  boolean isOver(long now) {
    Duration total = limits.total();
    return now >= deadline || (total != null && now >= began + total.toNanos());
  }

  /** What happens next, after the answer was committed. */
  Due whileShown(boolean stream) {
    if (endedAt != Obstacle.NEVER) {
      return finish();
    }
    always();
    return idle(stream);
  }

  /** Until when nothing happens after the answer was committed, if nothing comes. */
  long shownUntil(boolean stream) {
    if (endedAt != Obstacle.NEVER) {
      return endedAt + LINGER.toNanos();
    }
    long until = Math.min(latest, plus(since(askedForByteAt, lastByteAt), limits.idle()));
    return stream
        ? Math.min(until, plus(since(askedForContentAt, lastContentAt), limits.contentIdle()))
        : until;
  }

  private static long plus(long since, @Nullable Duration after) {
    return after == null || since == Obstacle.NEVER ? Obstacle.NEVER : since + after.toNanos();
  }

  private Due finish() {
    return due.is(endedAt + LINGER.toNanos(), Then.FINISH, "");
  }

  private Due always() {
    return due.is(deadline, Then.GIVE_UP, "the caller's deadline")
        .orEarlier(sentAt, limits.attempt(), "timeouts.attempt")
        .orEarlier(began, limits.total(), "timeouts.total");
  }

  private Due idle(boolean stream) {
    due.orEarlier(since(askedForByteAt, lastByteAt), limits.idle(), "timeouts.idle");
    return stream
        ? due.orEarlier(
            since(askedForContentAt, lastContentAt), limits.contentIdle(), "timeouts.contentIdle")
        : due;
  }

  /** Silence counts from when the application began to wait; it cannot before something came. */
  private static long since(long asked, long last) {
    return asked == Obstacle.NEVER ? last : asked;
  }

  private Due asLast() {
    return Math.min(deadline, headDeadline) < Obstacle.UNKNOWN
        ? due
        : due.orEarlier(sentAt, CEILING, "the ceiling for the last endpoint left");
  }
}

package io.ailb.limit;

import io.ailb.limit.Announced.Mode;
import io.ailb.model.LimitReading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit by the minute that follows what its provider says and does (selection, section 2). While
 * answers announce what is left, that counts. Else two rules together keep us safe, whether the
 * provider counts by fixed minutes of any phase, by a bucket or by ten seconds: a small bucket, and
 * never more in any minute than the limit. Where requests wait all the same, and no refusal came
 * for a while, the bucket grows and the minute is stretched; a refusal takes that back.
 */
final class LearnedMinute implements Window {
  private static final double MINUTE = 60;

  /** The bucket's first size: so many seconds' worth (selection, section 2). */
  private static final double BURST_SECONDS = 10;

  /** Having sent more than this much of the limit, a refusal is our own doing. */
  private static final double OVERSHOOT = 1.02;

  /** The same once the minute is stretched; those that were refused are not counted any more. */
  private static final double FULL = 0.98;

  /** How far the minute may be stretched: a fixed one allows twice the limit across its edge. */
  private static final double MOST_STRETCH = 2;

  /**
   * By how much at a time. It begins with what lets one request through, and doubles: what lies
   * beyond the limit may be a wall, and all would run into it that are sent before one comes back.
   */
  private static final double STRETCH_STEP = 0.1;

  /** By how much where there is no such wall. */
  private static final double USUAL_STRETCH_STEP = 0.025;

  /**
   * Refused after more than this much of the limit, the stretch is at fault. After less, it may as
   * well be that a fixed minute has not ended yet, in the next of which there is room again.
   */
  private static final double STRETCHED_FAR = 1.1;

  /** After a minute that was stretched too far was refused, it stays as it is. */
  private static final long NO_STRETCH = Duration.ofMinutes(10).toNanos();

  /** How often requests that wait are reason to try for more. */
  static final long EXPLORE_EVERY = Duration.ofMillis(250).toNanos();

  /** Nothing is tried for so long after a refusal. */
  private static final long CAUTION = Duration.ofSeconds(30).toNanos();

  /** By how much the bucket grows, of the limit; above the size that was refused, slowly. */
  private static final double GROWTH = 0.02;

  private static final double SLOW_GROWTH = 0.002;

  /** The size to grow to quickly after a refusal, of the one that was refused. */
  private static final double QUICK_UP_TO = 0.7;

  private static final double SMALLER = 0.6;

  /** After a refusal that others caused, the limit is this much of what got through. */
  private static final double OF_WHAT_GOT_THROUGH = 0.92;

  /** What got through tells something once so long was counted, and so much of the limit did. */
  private static final long KNOWN_AFTER = Duration.ofSeconds(60).toNanos();

  private static final double ENOUGH_THROUGH = 0.15;

  /** By how much a limit is lowered where nothing better is known. */
  private static final double LOWERED = 0.85;

  private static final double TOKENS_LOWERED = 0.9;

  /** No limit is lowered below this much of itself. */
  private static final double LEAST = 0.05;

  /** Recovery: by so much of the limit, so long after it was lowered, and so often. */
  private static final double RAISE = 0.03;

  private static final long RAISE_AFTER = Duration.ofSeconds(10).toNanos();
  private static final long RAISE_EVERY = Duration.ofSeconds(5).toNanos();

  /** A limit that nobody states grows by so much of itself, while refusals tell where it is. */
  private static final double FEEL = 0.03;

  /** The same where it was not refused of late: it may be far from where it is. */
  private static final double FEEL_FAR = 0.25;

  /** From so many a minute on a refusal shows a limit; of fewer it says little. */
  static final long SHOWS_A_LIMIT = 10;

  private static final long NOT_OF_LATE = Duration.ofSeconds(60).toNanos();

  private static final long LONG_AGO = Duration.ofDays(1).toNanos();

  private final boolean tokens;
  private final RollingWindow sent;

  /** Requests that got through; null where tokens are counted. */
  private final @Nullable RollingWindow answered;

  private final Level level;
  private final Announced announced;
  private final long began;

  /** As configured: nothing that is announced raises it. 0 = nobody has. */
  private long configured;

  /** As announced last, or found out by refusals; 0 = never. */
  private long stated;

  /** Whether nobody states it, and refusals have shown that there is one. */
  private boolean found;

  /** Whether it was refused again soon after it was, so that it cannot be far from where it is. */
  private boolean near;

  private double limit;

  private double quickUpTo = Double.MAX_VALUE;
  private double stretch = 1;
  private double stretchStep;
  private long noStretchUntil;
  private long loweredAt;
  private long raisedAt;
  private long refusedAt;
  private long exploredAt;

  private LearnedMinute(long configured, long stated, boolean tokens, long now) {
    this.tokens = tokens;
    this.configured = configured;
    this.stated = stated;
    long first = Math.max(configured, stated);
    this.limit = first;
    this.sent = RollingWindow.minute(first, now);
    this.answered = tokens ? null : RollingWindow.minute(first, now);
    this.level = new Level(limit / MINUTE, tenSeconds(), now);
    this.announced = new Announced(now);
    this.began = now;
    this.noStretchUntil = now;
    this.loweredAt = now - LONG_AGO;
    this.raisedAt = loweredAt;
    this.refusedAt = loweredAt;
    this.exploredAt = loweredAt;
  }

  /** An unused one that somebody configures. */
  static LearnedMinute configured(long limit, Quota quota, long now) {
    return new LearnedMinute(limit, 0, quota != Quota.REQUESTS_PER_MINUTE, now);
  }

  /** An unused one of which nobody but its provider speaks. */
  static LearnedMinute announced(long limit, Quota quota, long now) {
    return new LearnedMinute(0, limit, quota != Quota.REQUESTS_PER_MINUTE, now);
  }

  /** One that nobody speaks of: a request was refused, when so many had got through in a minute. */
  static LearnedMinute found(double through, long now) {
    long first = Math.max(1, Math.round(OF_WHAT_GOT_THROUGH * through));
    LearnedMinute found = new LearnedMinute(0, first, false, now);
    found.found = true;
    found.level.set(1, now); // one goes first
    found.loweredAt = now;
    found.refusedAt = now;
    return found;
  }

  private double ceiling() {
    return configured == 0 || stated == 0
        ? Math.max(configured, stated)
        : Math.min(configured, stated);
  }

  /**
   * Whether less is configured than the account has: that is our share of it, and nothing that is
   * said of the account lets us have more in any minute.
   */
  private boolean isShare() {
    return configured > 0 && configured < stated;
  }

  private double tenSeconds() {
    return Math.max(1, limit * BURST_SECONDS / MINUTE);
  }

  @Override
  public long limit() {
    return Math.round(limit);
  }

  @Override
  public void limit(long newLimit, long now) {
    if (newLimit != configured) {
      configured = newLimit;
      stated = 0;
      found = false;
      begin(now);
    }
  }

  @Override
  public void unlimit(long now) {
    if (configured > 0 && stated > 0) {
      configured = 0;
      begin(now);
    }
  }

  /** Another limit: what was learned of the old one is void. */
  private void begin(long now) {
    stretch = isShare() ? 1 : stretch;
    limit = ceiling();
    reshape(limit, tenSeconds(), now);
  }

  @Override
  public long used(long now) {
    return sent.used(now);
  }

  @Override
  public void count(long units, long at, long now) {
    sent.count(units, at, now);
  }

  /**
   * An answer that comes as a whole begins when it is complete, seconds after its request arrived:
   * to count requests there would cost a twentieth of the limit. Where one did arrive late, its
   * refusal is learned from. A share is to be kept, whatever that costs: nobody refuses what is too
   * much of it.
   */
  @Override
  public boolean countsArrivals() {
    return isShare();
  }

  @Override
  public long provision() {
    return isShare() ? TRAVEL : 0;
  }

  @Override
  public long freeAt(long units, long now) {
    if (!announced.isFresh(now)) {
      return unannounced(units, now);
    }
    long ours = isShare() ? sent.freeAt(units, now) : now;
    return switch (announced.mode(now)) {
      case BUCKET -> Math.max(ours, announced.freeAt((double) units, accounts(), now));
      case WINDOW -> {
        long free = announced.freeAt((double) units, accounts(), now);
        yield free == now ? ours : Math.max(free, unannounced(units, now));
      }
      case UNKNOWN -> unannounced(units, now);
    };
  }

  @Override
  public boolean fits(long units, long now) {
    if (announced.mode(now) == Mode.UNKNOWN) {
      return level.freeAt((double) units, now) <= now && sent.fits(units, now);
    }
    return announced.freeAt((double) units, accounts(), now) <= now
        && (!isShare() || sent.fits(units, now));
  }

  /** The limit that the provider keeps. */
  private double accounts() {
    return isShare() ? stated : limit;
  }

  private long unannounced(long units, long now) {
    return Math.max(level.freeAt((double) units, now), sent.freeAt(units, now));
  }

  /** What is announced may be over at any time, and then all else counts. */
  @Override
  public double plenty(long now) {
    double ours = Math.min(level.content(now), sent.plenty(now));
    return announced.isFresh(now) ? Math.min(ours, announced.plenty(accounts(), now)) : ours;
  }

  @Override
  public double room(long until, long now) {
    return announced.mode(now) == Mode.UNKNOWN
        ? sent.room(until, now)
        : announced.room(limit, until, now);
  }

  @Override
  public double capacity(long now) {
    double free = 1 - sent.used(now) / limit;
    if (announced.mode(now) != Mode.UNKNOWN) {
      double left = announced.left(now) / accounts();
      free = isShare() ? Math.min(free, left) : left;
    }
    return Math.max(0, free);
  }

  @Override
  public double headroom(long now) {
    if (announced.mode(now) != Mode.UNKNOWN) {
      return capacity(now);
    }
    double filled = level.share(now);
    return announced.isWindow() ? Math.min(filled, capacity(now)) : filled;
  }

  @Override
  public void taken(long units, long now) {
    level.take((double) units, now);
    announced.take((double) units, now);
  }

  @Override
  public void givenBack(long units, long order, long now) {
    level.take(-(double) units, now);
    announced.giveBack((double) units, order, now);
  }

  @Override
  public void heard(
      LimitReading reading, long after, long upTo, long order, long sentAt, long now) {
    Long newly = reading.limit();
    found &= newly == null;
    if (newly != null && newly != stated) {
      double before = ceiling();
      stated = newly;
      if (ceiling() != before) {
        begin(now);
      }
    }
    if (newly != null) {
      stretch = isShare() ? 1 : stretch;
      reshape(ceiling(), level.size(), now);
    }
    announced.hear(reading, accounts(), after, upTo, order, sentAt, now);
  }

  @Override
  public boolean isConfiguredAs(long newLimit) {
    return newLimit == configured;
  }

  @Override
  public boolean isKnownOtherwise(long now) {
    return found || isInformed(now);
  }

  @Override
  public boolean isInformed(long now) {
    return announced.isFresh(now);
  }

  private boolean isFar(long now) {
    return !near || now - refusedAt >= NOT_OF_LATE;
  }

  @Override
  public void refused(long sentAt, int underWay, long now) {
    near = found && sentAt > loweredAt && now - loweredAt < NOT_OF_LATE;
    refusedAt = now;
    stretchStep = 0;
    announced.refused(sentAt, tokens ? 0 : MINUTE / limit, now);
    if (announced.isFresh(now) || sentAt <= loweredAt) {
      return;
    }
    loweredAt = now;
    double used = (double) sent.used(now);
    if (!tokens && stretch > 1 && used > FULL * limit && used <= STRETCHED_FAR * limit) {
      stretch = 1; // the bucket is not at fault
      reshape(limit, level.size(), now);
    } else if (used > OVERSHOOT * limit) {
      quickUpTo = Math.min(quickUpTo, QUICK_UP_TO * level.size());
      if (stretch > 1 && used > STRETCHED_FAR * limit) {
        noStretchUntil = now + NO_STRETCH;
      }
      stretch = 1;
      reshape(limit, tenSeconds(), now);
    } else {
      quickUpTo = QUICK_UP_TO * level.size();
      limit = lowered(answered == null ? TOKENS_LOWERED * limit : through(answered, underWay, now));
      stretch = tokens ? stretch : 1;
      reshape(limit, Math.max(1, Math.min(SMALLER * level.size(), tenSeconds())), now);
      if (!tokens) {
        level.set(Math.min(0, level.content(now)), now);
      }
      stated = found ? (long) Math.ceil(limit) : stated;
    }
  }

  /** As many requests as get through. */
  private double through(RollingWindow answered, int underWay, long now) {
    double through = (double) answered.used(now) + underWay;
    return now - began >= KNOWN_AFTER && through > ENOUGH_THROUGH * ceiling()
        ? OF_WHAT_GOT_THROUGH * Math.min(limit, Math.max(through, limit / 2))
        : LOWERED * limit;
  }

  private double lowered(double to) {
    return Math.max(LEAST * ceiling(), to);
  }

  @Override
  public void answered(long now) {
    if (answered != null) {
      answered.count(1, now, now);
    }
    announced.answered();
    double ceiling = ceiling();
    if (limit < ceiling && now - loweredAt >= RAISE_AFTER && now - raisedAt >= RAISE_EVERY) {
      raisedAt = now;
      reshape(Math.min(ceiling, limit + RAISE * ceiling), level.size(), now);
    }
  }

  @Override
  public long explore(long units, long now) {
    if (announced.isFresh(now)) {
      return Long.MAX_VALUE;
    }
    boolean far = found && isFar(now);
    long from = Math.max(refusedAt + (far ? RAISE_AFTER : CAUTION), exploredAt + EXPLORE_EVERY);
    if (now < from) {
      return from;
    }
    exploredAt = now;
    if (found && now - raisedAt >= RAISE_EVERY) {
      raisedAt = now;
      limit *= 1 + (far ? FEEL_FAR : FEEL);
      stated = (long) Math.ceil(limit);
    }
    double step = level.size() < quickUpTo ? Math.max(1, GROWTH * limit) : SLOW_GROWTH * limit;
    if (now >= noStretchUntil && !isShare() && !found) {
      stretch(units, now);
    }
    double before = level.size();
    double size = Math.max(before, Math.min(limit, before + step));
    reshape(limit, size, now);
    level.take(before - size, now);
    return now + EXPLORE_EVERY;
  }

  /** Only where the minute is what keeps requests back. */
  private void stretch(long units, long now) {
    double reached = (double) sent.used(now) / limit;
    if (tokens) {
      stretch = Math.min(MOST_STRETCH, stretch + USUAL_STRETCH_STEP);
    } else if (reached > stretch + USUAL_STRETCH_STEP) { // more was sent before the limit fell
      stretch = Math.min(MOST_STRETCH, stretch + USUAL_STRETCH_STEP);
      stretchStep = 0;
    } else if (sent.freeAt(units, now) > now) {
      stretchStep = Math.min(STRETCH_STEP, Math.max(units / limit, 2 * stretchStep));
      stretch = Math.min(MOST_STRETCH, stretch + stretchStep);
    }
  }

  private void reshape(double newLimit, double size, long now) {
    limit = newLimit;
    level.reshape(limit / MINUTE, size, now);
    sent.limit((long) (limit * stretch), now);
  }

  /** For tests and people: how much the bucket holds at most. */
  double burst() {
    return level.size();
  }

  double stretch() {
    return stretch;
  }

  Mode mode(long now) {
    return announced.mode(now);
  }
}

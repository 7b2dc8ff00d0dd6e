package io.ailb.limit;

import io.ailb.model.LimitReading;
import java.time.Duration;

/**
 * What the headers of answers say of one limit by the minute, and how the provider counts: a bucket
 * that fills steadily is full again after a time in proportion to what was taken, a window at an
 * instant that has nothing to do with it. Guarded by the lock of its owner.
 */
final class Announced {
  /** So long an announcement counts, nanoseconds (selection, section 2). */
  static final long FRESH = Duration.ofSeconds(90).toNanos();

  /** A bucket of a day fills by the limit over so many minutes. */
  private static final double MINUTES_OF_DAY = 1440;

  /** No limit of a minute takes longer to reset, seconds; rounded up, and a second for the way. */
  private static final double LONGEST_RESET = 62;

  private static final double MINUTE = 60;
  private static final double SECOND = 1e9;

  /**
   * So much of a bucket is left alone, seconds of its limit, once one was refused although it
   * should have fitted: requests do not arrive as evenly as they are sent. Nothing is lost by it:
   * what is left stays there.
   */
  private static final double LEAST_MARGIN = 0.1;

  private static final double MOST_MARGIN = 1;

  /** Of the most that was ever left, for buckets that are smaller than all that. */
  private static final double MARGIN_OF_BUCKET = 0.25;

  /** Refused once more, so many times as much is left. */
  private static final double MORE_MARGIN = 1.5;

  /** By how much of itself it shrinks with each answer, until there is none. */
  private static final double MARGIN_FADES = 0.0005;

  private static final double NO_MARGIN = LEAST_MARGIN / 10;

  /** A bucket that is full again in less may have been full for a while, seconds. */
  private static final double ALMOST_FULL = 1;

  private final Level credit;
  private final Refill refill = new Refill();

  private final Shape shape = new Shape();
  private double left;
  private long windowEnd;
  private long heardAt;
  private double margin;
  private long marginSetAt;
  private double mostLeft;

  // Of the request whose answer counts: the how manieth it was, when it was sent, what it was told.
  private long order = -1;
  private long askedAt;
  private long stated;

  /** How the provider counts, as far as it is known now. */
  enum Mode {
    /** Nothing is known now. */
    UNKNOWN,
    /** It fills steadily. */
    BUCKET,
    /** It begins anew at an instant. */
    WINDOW
  }

  Announced(long now) {
    this.credit = new Level(1, 1, now);
    this.marginSetAt = now;
  }

  /**
   * Whether this may be said of a minute: some providers announce the limit of a day instead.
   *
   * @param asConfigured whether somebody has configured the same limit for a minute: where others
   *     use the account, its bucket may take longer than that to fill
   */
  static boolean isOfMinute(LimitReading reading, boolean asConfigured) {
    Long limit = reading.limit();
    Duration reset = reading.reset();
    if (limit == null || reset == null) {
      return limit == null || limit > 0;
    }
    double quotient = quotient(reading, limit);
    boolean daily =
        quotient >= Shape.LEAST_OF_BUCKET * MINUTES_OF_DAY
            && quotient <= Shape.MOST_OF_BUCKET * MINUTES_OF_DAY;
    boolean soon = reset.toNanos() / SECOND <= LONGEST_RESET;
    return limit > 0 && !daily && (soon || asConfigured);
  }

  /** The reset in proportion to what a bucket's would be; 0 where that cannot be told. */
  private static double quotient(LimitReading reading, double limit) {
    Long remaining = reading.remaining();
    Duration reset = reading.reset();
    double used = remaining == null ? 0 : limit - remaining;
    return used < 1 || reset == null ? 0 : reset.toNanos() / SECOND * limit / (MINUTE * used);
  }

  /**
   * Takes over what an answer says.
   *
   * @param limit that holds from now on
   * @param after units that the provider counts after the answered request
   * @param upTo units that it had counted by then, that request included
   * @param sent the how manieth request it answers
   * @param sentAt when that was
   */
  void hear(
      LimitReading reading, double limit, long after, long upTo, long sent, long sentAt, long now) {
    Long remaining = reading.remaining();
    if (remaining == null) {
      return;
    }
    Duration reset = reading.reset();
    if (reset != null) {
      shape.hear(quotient(reading, limit), sentAt + reset.toNanos(), upTo, limit / MINUTE);
    }
    if (!isNews(remaining, sent, sentAt, limit / MINUTE)) {
      return;
    }
    order = sent;
    askedAt = sentAt;
    stated = remaining;
    mostLeft = Math.max(mostLeft, remaining);
    heardAt = now;
    boolean full = reset == null || reset.toNanos() / SECOND < ALMOST_FULL;
    refill.hear(remaining, upTo, full, limit / MINUTE, sentAt);
    double perSecond = limit / MINUTE * refill.share();
    credit.reshape(perSecond, limit, now);
    credit.set(Math.min(limit, remaining + perSecond * (now - sentAt) / SECOND) - after, now);
    if (shape.isWindow() && reset != null && now < sentAt + reset.toNanos()) {
      left = remaining - after;
      windowEnd = sentAt + reset.toNanos();
    }
  }

  /**
   * What an older request was told is no news. Of those that were sent at almost the same time the
   * one that was told least, but for what came back in between, is the latest: in which order they
   * arrived, nobody knows.
   */
  private boolean isNews(long remaining, long sent, long sentAt, double perSecond) {
    long later = sentAt - askedAt;
    boolean anotherWindow = shape.isWindow() && askedAt < windowEnd && sentAt >= windowEnd;
    if (order < 0 || anotherWindow || Math.abs(later) >= OnTheWay.OVERTAKING) {
      return sent > order;
    }
    double cameBack = shape.isWindow() ? 0 : later / SECOND * perSecond;
    return remaining - cameBack < stated;
  }

  boolean isFresh(long now) {
    return order >= 0 && now - heardAt <= FRESH;
  }

  Mode mode(long now) {
    if (!isFresh(now)) {
      return Mode.UNKNOWN;
    }
    if (!shape.isWindow()) {
      return Mode.BUCKET;
    }
    return now < windowEnd ? Mode.WINDOW : Mode.UNKNOWN;
  }

  /** Whether resets have spoken for a window so far. */
  boolean isWindow() {
    return shape.isWindow();
  }

  /** Nothing is known to be taken from before anything was heard. */
  void take(double units, long now) {
    if (order >= 0) {
      credit.take(units, now);
      left -= units;
    }
  }

  /** What the {@code sent}th request did not use; the provider has told us if it is an old one. */
  void giveBack(double units, long sent, long now) {
    if (sent > order) {
      take(-units, now);
    }
  }

  /**
   * One that was sent then was refused, while we believed that it was not too much. The others that
   * were sent by the time at which the first of them came back tell how far we were off.
   *
   * @param each seconds in which one of its size comes back
   */
  void refused(long sent, double each, long now) {
    boolean first = sent > marginSetAt;
    margin = first ? Math.max(LEAST_MARGIN, margin * MORE_MARGIN) : margin + each;
    margin = Math.min(MOST_MARGIN, margin);
    marginSetAt = first ? now : marginSetAt;
  }

  void answered() {
    if (margin > 0) {
      margin = margin < NO_MARGIN ? 0 : margin * (1 - MARGIN_FADES);
    }
  }

  /** Units that are left now; means something only in a mode other than unknown. */
  double left(long now) {
    return !shape.isWindow() ? credit.content(now) : left;
  }

  /** Units that can be taken until then at most; means something only in a known mode. */
  double room(double limit, long until, long now) {
    double free = Math.max(0, left(now));
    if (!shape.isWindow()) {
      return free + limit / MINUTE * Math.max(0, until - now) / SECOND;
    }
    double windows = until < windowEnd ? 0 : 1 + Math.floor((until - windowEnd) / SECOND / MINUTE);
    return free + windows * limit;
  }

  /** When {@code units} fit; of a window that has too few left, when it ends. */
  long freeAt(double units, double limit, long now) {
    if (!shape.isWindow()) {
      return credit.freeAt(units + margin(limit), now);
    }
    return left >= Math.min(units, limit) ? now : windowEnd;
  }

  /** So many units fit now, and will until something is taken or heard. */
  double plenty(double limit, long now) {
    return shape.isWindow() ? left : credit.content(now) - margin(limit);
  }

  /** Units that are left alone. */
  private double margin(double limit) {
    return Math.min(margin * limit / MINUTE, MARGIN_OF_BUCKET * mostLeft);
  }
}

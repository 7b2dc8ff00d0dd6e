package io.ailb;

import io.ailb.select.Obstacle;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Durations, and what keeps an endpoint from taking calls, for people. */
final class InWords {
  private static final long MILLIS_UP_TO = 1_000;
  private static final long SECONDS_UP_TO = 600;
  private static final long MINUTES_UP_TO = 600;
  private static final long HOURS_UP_TO = 72;

  private InWords() {}

  /** What JConsole writes into the field of a text is no text, either. */
  static boolean isGiven(@Nullable String text) {
    return text != null && !text.isBlank() && !text.strip().equals("String");
  }

  /** Rounded up, to one unit: {@code 12 s}. */
  static String duration(long nanos) {
    long millis = up(nanos, TimeUnit.MILLISECONDS.toNanos(1));
    if (millis < MILLIS_UP_TO) {
      return Math.max(1, millis) + " ms";
    }
    long seconds = up(millis, TimeUnit.SECONDS.toMillis(1));
    if (seconds < SECONDS_UP_TO) {
      return seconds + " s";
    }
    long minutes = up(seconds, TimeUnit.MINUTES.toSeconds(1));
    if (minutes < MINUTES_UP_TO) {
      return minutes + " min";
    }
    long hours = up(minutes, TimeUnit.HOURS.toMinutes(1));
    return hours < HOURS_UP_TO ? hours + " h" : up(hours, TimeUnit.DAYS.toHours(1)) + " days";
  }

  private static long up(long amount, long unit) {
    return (amount + unit - 1) / unit;
  }

  /** {@code " for 12 s"}, or nothing where nobody can say. */
  static String lasting(long until, long now) {
    return isKnown(until, now) ? " for " + duration(until - now) : "";
  }

  static boolean isKnown(long until, long now) {
    return until > now && until < Obstacle.UNKNOWN;
  }

  /** A plain number where it is one: {@code 2}, {@code 0.5}. */
  static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** The reason often says so itself. */
  static String disabled(String lasting, String reason) {
    return reason.startsWith("disabled")
        ? reason + lasting
        : "disabled" + lasting + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** Why an endpoint takes no call now. */
  static String of(Obstacle obstacle, long now) {
    String detail = obstacle.detail();
    String lasting = lasting(obstacle.until(), now);
    return switch (obstacle.kind()) {
      case DISABLED -> disabled(lasting, detail);
      case DRAINING -> detail.startsWith("drained") ? detail : "drained: " + detail;
      case COOLING -> "rests" + lasting + ": " + detail;
      case BREAKER -> lasting.isEmpty() ? detail : "its breaker is open" + lasting + ": " + detail;
      case LIMIT -> "its limit is reached" + lasting + ": " + detail;
      case CONCURRENCY -> "has as many calls as it may have: " + detail;
      case BUDGET -> "would pass the budget: " + detail;
      case PATIENCE -> "free, but " + detail + (lasting.isEmpty() ? "" : "," + lasting);
      case CONTEXT, TOO_LARGE, TAG, UNSUPPORTED, KEY, TRIED, ELSEWHERE -> detail;
    };
  }
}

package io.ailb.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the ways in which providers write a length of time. What cannot be read is null. */
final class Durations {
  /** Longest unit first, so that ms is not read as minutes (wire-facts, section 11). */
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|us|µs|ns|d|h|m|s)");

  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  /** "Please try again in 6.512s", "Please retry in 46.2s." */
  private static final Pattern IN_MESSAGE =
      Pattern.compile("(?i)(?:try again|retry) in ((?:\\d+(?:\\.\\d+)?(?:ms|d|h|m|s))+)");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(?:\\.\\d{1,30})?");

  /** Longer than any limit lasts; also keeps sums far from overflow. */
  private static final double MAX_SECONDS = Duration.ofDays(366).toSeconds();

  private Durations() {}

  /** Such as {@code 6m0s}, {@code 20ms}; a bare number is seconds. */
  static @Nullable Duration of(String text) {
    String trimmed = text.trim();
    if (!WHOLE.matcher(trimmed).matches()) {
      return seconds(trimmed);
    }
    double seconds = 0;
    Matcher part = PART.matcher(trimmed);
    while (part.find()) {
      seconds += Double.parseDouble(part.group(1)) * secondsPer(part.group(2));
    }
    return ofSeconds(seconds);
  }

  private static double secondsPer(String unit) {
    return switch (unit) {
      case "d" -> 86_400;
      case "h" -> 3_600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "ns" -> 1e-9;
      default -> 1e-6;
    };
  }

  /** A number of seconds, perhaps with a fraction; negative means unknown. */
  static @Nullable Duration seconds(String text) {
    Double number = number(text);
    return number == null ? null : ofSeconds(number);
  }

  /** A number of milliseconds, perhaps with a fraction. */
  static @Nullable Duration millis(String text) {
    Double number = number(text);
    return number == null ? null : ofSeconds(number / 1000);
  }

  /** Digits only: Java would also read Infinity, hexadecimals, and 30d as thirty. */
  private static @Nullable Double number(String text) {
    String trimmed = text.trim();
    return NUMBER.matcher(trimmed).matches() ? Double.valueOf(trimmed) : null;
  }

  private static @Nullable Duration ofSeconds(double seconds) {
    if (!(seconds >= 0)) {
      return null;
    }
    return Duration.ofNanos((long) (Math.min(seconds, MAX_SECONDS) * 1e9));
  }

  /** The time until an HTTP date; none if it is past. */
  static @Nullable Duration untilHttpDate(String text, Instant now) {
    try {
      ZonedDateTime date = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
      return notNegative(Duration.between(now, date.toInstant()));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The time until an RFC 3339 instant; none if it is past. */
  static @Nullable Duration untilInstant(String text, Instant now) {
    try {
      return notNegative(Duration.between(now, ZonedDateTime.parse(text.trim()).toInstant()));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The time that an error's message asks to wait. */
  static @Nullable Duration inMessage(String message) {
    Matcher found = IN_MESSAGE.matcher(message);
    return found.find() ? of(found.group(1)) : null;
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}

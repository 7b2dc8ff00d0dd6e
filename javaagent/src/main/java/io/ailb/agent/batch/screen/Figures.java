package io.ailb.agent.batch.screen;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Figures as people read them. */
public final class Figures {
  private Figures() {}

  public static String count(long number) {
    return "%,d".formatted(number);
  }

  /** Such as {@code 1 item}, {@code 2,000 items}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** To the minute where hours do not need seconds. */
  public static String duration(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 48 * 60) {
      return "%d h %02d min".formatted(minutes / 60, minutes % 60);
    }
    long hours = Math.round(minutes / 60.0);
    return "%d days %d h".formatted(hours / 24, hours % 24);
  }

  /** With a digit after the point where it tells something. */
  public static String rate(double perSecond) {
    return perSecond < 100 ? "%.1f".formatted(perSecond) : "%,.0f".formatted(perSecond);
  }

  /** By the second, or by what a few of them take. */
  public static String pace(double perSecond) {
    if (perSecond >= 1 || perSecond == 0) {
      return rate(perSecond) + " a second";
    }
    return perSecond * 60 >= 1
        ? rate(perSecond * 60) + " a minute"
        : rate(perSecond * 3_600) + " an hour";
  }

  /** All is said of all only, and nothing of nothing. */
  public static String percent(long part, long whole) {
    if (whole == 0) {
      return "-";
    }
    double percent = 100.0 * part / whole;
    double said = part == 0 || part == whole ? percent : Math.max(0.1, Math.min(99.9, percent));
    return "%.1f %%".formatted(said);
  }

  /** Of little money all that there is of it: two digits. */
  public static String money(double amount, String currency) {
    String figure =
        amount > 0 && amount < 0.1
            ? BigDecimal.valueOf(amount).round(new MathContext(2)).toPlainString()
            : "%,.2f".formatted(amount);
    return figure + " " + currency;
  }

  /** By currency; empty if there is none. */
  public static String money(Map<String, Double> amounts) {
    return new TreeMap<>(amounts)
        .entrySet().stream()
            .map(amount -> money(amount.getValue(), amount.getKey()))
            .collect(Collectors.joining(" and "));
  }
}

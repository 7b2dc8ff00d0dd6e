package io.ailb.limit;

import io.ailb.model.LimitReading;
import io.ailb.time.WallClock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The kinds of limit that an account can have, in the order in which they are named to people. */
public enum Quota {
  REQUESTS_PER_MINUTE("rpm", false, false),
  TOKENS_PER_MINUTE("tpm", true, true),
  INPUT_TOKENS_PER_MINUTE("itpm", true, false),
  OUTPUT_TOKENS_PER_MINUTE("otpm", false, true),
  REQUESTS_PER_DAY("rpd", false, false),
  TOKENS_PER_DAY("tpd", true, true);

  private final String key;
  private final boolean countsInput;
  private final boolean countsOutput;

  Quota(String key, boolean countsInput, boolean countsOutput) {
    this.key = key;
    this.countsInput = countsInput;
    this.countsOutput = countsOutput;
  }

  /** The name in configuration and messages, such as {@code rpm}. */
  public String key() {
    return key;
  }

  /**
   * The kind with this key.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Quota of(String key) {
    for (Quota quota : values()) {
      if (quota.key.equals(key)) {
        return quota;
      }
    }
    throw new IllegalArgumentException("no limit is called " + key);
  }

  /** The limit of this kind that {@code settings} state; null = none. */
  public @Nullable Long limitIn(LimitSettings settings) {
    return switch (this) {
      case REQUESTS_PER_MINUTE -> settings.rpm();
      case TOKENS_PER_MINUTE -> settings.tpm();
      case INPUT_TOKENS_PER_MINUTE -> settings.itpm();
      case OUTPUT_TOKENS_PER_MINUTE -> settings.otpm();
      case REQUESTS_PER_DAY -> settings.rpd();
      case TOKENS_PER_DAY -> settings.tpd();
    };
  }

  /** The kind that such an announcement speaks of. */
  static Quota of(LimitReading.Unit unit) {
    return switch (unit) {
      case REQUESTS -> REQUESTS_PER_MINUTE;
      case TOKENS -> TOKENS_PER_MINUTE;
      case INPUT_TOKENS -> INPUT_TOKENS_PER_MINUTE;
      case OUTPUT_TOKENS -> OUTPUT_TOKENS_PER_MINUTE;
    };
  }

  boolean isDaily() {
    return this == REQUESTS_PER_DAY || this == TOKENS_PER_DAY;
  }

  boolean countsRequests() {
    return !countsInput && !countsOutput;
  }

  Window window(
      long limit, boolean learns, @Nullable ZoneId calendarDay, WallClock clock, long now) {
    if (!isDaily()) {
      return learns ? LearnedMinute.configured(limit, this, now) : RollingWindow.minute(limit, now);
    }
    return calendarDay == null
        ? RollingWindow.day(limit, now)
        : new CalendarDay(limit, calendarDay, clock, now);
  }

  /** Units of this kind that so many requests take with so many tokens among them. */
  public long unitsOf(long requests, Demand tokens) {
    return countsRequests() ? requests : unitsOf(tokens);
  }

  /** Units of this kind that a request is expected to take. */
  long unitsOf(Demand demand) {
    return unitsOf(demand.input(), demand.output());
  }

  /** Units of this kind that one request takes with so many tokens. */
  long unitsOf(long input, long output) {
    return countsRequests() ? 1 : (countsInput ? input : 0) + (countsOutput ? output : 0);
  }
}

package io.ailb.limit;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an account, as its provider states them; null = none known.
 *
 * @param rpm requests per minute
 * @param rpd requests per day
 * @param tpm tokens per minute, input and output together
 * @param itpm input tokens per minute
 * @param otpm output tokens per minute
 * @param tpd tokens per day
 * @param perModel whether each model sent has a set of its own, as providers count; else all share
 * @param charge what a request takes from token limits for good
 * @param calendarDay the zone at whose midnight the day's limits begin anew; null = any 24 hours
 * @param learns whether limits by the minute follow what answers announce and refusals show; else
 *     they are kept as they stand here
 */
public record LimitSettings(
    @Nullable Long rpm,
    @Nullable Long rpd,
    @Nullable Long tpm,
    @Nullable Long itpm,
    @Nullable Long otpm,
    @Nullable Long tpd,
    boolean perModel,
    Charge charge,
    @Nullable ZoneId calendarDay,
    boolean learns) {

  /** No limits at all. */
  public static final LimitSettings NONE =
      new LimitSettings(null, null, null, null, null, null, true, Charge.ACTUAL, null, false);

  /** What a request takes from token limits for good. */
  public enum Charge {
    /** The prompt and all of {@code max_tokens}, used or not: what OpenAI counts. */
    MAX_TOKENS,
    /** What it used: the reservation is corrected when usage is known. */
    ACTUAL
  }

  public LimitSettings {
    positive("rpm", rpm);
    positive("rpd", rpd);
    positive("tpm", tpm);
    positive("itpm", itpm);
    positive("otpm", otpm);
    positive("tpd", tpd);
  }

  /** Only {@code rpm}, what most accounts state first, kept as it stands. */
  public static LimitSettings requestsPerMinute(long rpm) {
    return new LimitSettings(rpm, null, null, null, null, null, true, Charge.ACTUAL, null, false);
  }

  /** The same, followed as answers and refusals show. */
  public LimitSettings learned() {
    return new LimitSettings(rpm, rpd, tpm, itpm, otpm, tpd, perModel, charge, calendarDay, true);
  }

  private static void positive(String name, @Nullable Long limit) {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException(name + " must be 1 or more, was " + limit);
    }
  }
}

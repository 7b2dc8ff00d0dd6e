package io.ailb.select;

/**
 * How much each consideration counts where the strategy weighs several: multipliers of its usual
 * exponent, 0 = not at all.
 *
 * @param headroom free capacity
 * @param speed usual speed
 * @param success the share of calls that succeed
 * @param cost the exponent of an expected price, itself
 */
public record Factors(double headroom, double speed, double success, double cost) {
  /** What {@code docs/configuration.md} states. */
  public static final Factors DEFAULTS = new Factors(1, 1, 1, 0);
}

package io.ailb.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an adaptive choice sees one candidate (selection, section 3): its load, over what it can
 * carry. The lowest is chosen.
 *
 * @param load calls under way, and some of those sent of late
 * @param weight as configured or set
 * @param headroom the factor of free capacity; as the others at most 1, which is best
 * @param speed of its usual speed against the fastest
 * @param slowness of being slower than usual
 * @param success of calls that fail
 * @param ramp of having been out of use
 * @param cost of its price against the cheapest
 */
public record Score(
    double load,
    double weight,
    double headroom,
    double speed,
    double slowness,
    double success,
    double ramp,
    double cost) {

  /** Factors above this are as good as 1 for people. */
  private static final double ALMOST = 0.995;

  double effectiveWeight() {
    return weight * headroom * speed * slowness * success * ramp * cost;
  }

  /** What the choice goes by: the lowest is chosen. */
  public double value() {
    return load / effectiveWeight();
  }

  /** For people: the load, the weight, and whatever takes something off it. */
  public String inWords() {
    List<String> factors = new ArrayList<>();
    factors.add(String.format(Locale.ROOT, "load %.2f, weight %s", load, number(weight)));
    add(factors, "capacity", headroom);
    add(factors, "speed", speed);
    add(factors, "slower than usual", slowness);
    add(factors, "success", success);
    add(factors, "back for a short time", ramp);
    add(factors, "price", cost);
    return String.join(" x ", factors);
  }

  private static void add(List<String> factors, String name, double factor) {
    if (factor < ALMOST) {
      factors.add(String.format(Locale.ROOT, "%.2f (%s)", factor, name));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}

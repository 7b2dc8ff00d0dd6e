package io.ailb.benchmarks.scenarios;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a scenario.
 *
 * @param configured limits as its user states them, by their names in configuration
 * @param server how it behaves, of which a policy knows nothing but how tokens are charged
 * @param priceIn per million tokens, as {@code priceOut}
 * @param value of one token of its answers
 */
record Endpoint(
    String name,
    String provider,
    double weight,
    Map<String, Double> configured,
    Conduct server,
    double priceIn,
    double priceOut,
    double value) {

  double cost(int input, int output) {
    return (input * priceIn + output * priceOut) / 1e6;
  }

  /** The user's limit of this name, or infinite. */
  double limit(String name) {
    return configured.getOrDefault(name, Double.POSITIVE_INFINITY);
  }

  /**
   * How a provider behaves. Limits are infinite where there is none; times are in seconds.
   *
   * @param windows whether it counts by fixed minutes, which begin at {@code phase}, instead of
   *     refilling all the time
   * @param burst how much a full bucket holds, in seconds of its limit
   * @param chargesMax whether tokens are input and {@code max_tokens} instead of input and output
   * @param rejectedCounts whether a refused request counts as one
   * @param knee calls at once from which on it becomes slower
   * @param tenants the share of its limits that others use
   */
  record Conduct(
      boolean windows,
      double phase,
      double burst,
      double rpm,
      double tpm,
      double rpd,
      boolean chargesMax,
      boolean rejectedCounts,
      boolean headers,
      boolean retryAfter,
      double errorRate,
      double firstToken,
      double firstTokenSigma,
      double perToken,
      double reject,
      double knee,
      Steps tenants,
      List<Phase> phases) {

    /** What a request of this size costs of the token limit. */
    int tokens(int input, int output, int maxTokens) {
      return input + (chargesMax ? maxTokens : output);
    }
  }

  /** A time in which it behaves otherwise. */
  record Phase(
      Kind kind,
      double from,
      double to,
      double errorAfter,
      double errorRate,
      double slower,
      double period,
      double downShare) {

    enum Kind {
      OUTAGE,
      FLAP,
      BROWNOUT,
      RECOVERING
    }

    boolean covers(double t) {
      return from <= t && t < to;
    }

    private double passed(double t) {
      return (t - from) / (to - from);
    }

    /** Whether connections fail. */
    boolean isDown(double t) {
      return switch (kind) {
        case OUTAGE -> true;
        case FLAP -> (t - from) % period < downShare * period;
        case BROWNOUT, RECOVERING -> false;
      };
    }

    double errorRate(double t) {
      return switch (kind) {
        case BROWNOUT -> errorRate;
        case RECOVERING -> errorRate * (1 - passed(t));
        case OUTAGE, FLAP -> 0;
      };
    }

    double slower(double t) {
      return switch (kind) {
        case BROWNOUT -> slower;
        case RECOVERING -> slower + (1 - slower) * passed(t);
        case OUTAGE, FLAP -> 1;
      };
    }

    static @Nullable Kind kind(String name) {
      for (Kind kind : Kind.values()) {
        if (kind.name().equalsIgnoreCase(name)) {
          return kind;
        }
      }
      return null;
    }
  }
}

package io.ailb.benchmarks.scenarios;

/**
 * How a provider enforces one limit by the minute, other tenants' use included. In seconds, which
 * never go back.
 */
sealed interface ServerLimit {
  /** Units that are left. */
  double left(double t);

  void take(double units, double t);

  /** How long until so many units are there; infinite if they never are. */
  double until(double units, double t);

  /** Units that are there at most. */
  double most();

  /** What a header says about when all is there again. */
  double reset(double t);

  static ServerLimit of(Endpoint.Conduct conduct, double limit) {
    if (!Double.isFinite(limit)) {
      return new None();
    }
    return conduct.windows()
        ? new Minutes(limit, conduct.phase(), conduct.tenants())
        : new Bucket(limit, limit * conduct.burst() / 60, conduct.tenants());
  }

  /** There is none. */
  record None() implements ServerLimit {
    @Override
    public double left(double t) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public void take(double units, double t) {}

    @Override
    public double until(double units, double t) {
      return 0;
    }

    @Override
    public double most() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double reset(double t) {
      return 0;
    }
  }

  /** Refills all the time. */
  final class Bucket implements ServerLimit {
    private final double rate;
    private final double capacity;
    private final Steps tenants;
    private double level;
    private double at;

    Bucket(double limit, double capacity, Steps tenants) {
      this.rate = limit / 60;
      this.capacity = capacity;
      this.tenants = tenants;
      this.level = capacity;
    }

    @Override
    public double left(double t) {
      if (t > at) {
        level = Math.min(capacity, level + rate * (t - at - tenants.integral(at, t)));
        at = t;
      }
      return level;
    }

    @Override
    public void take(double units, double t) {
      level = left(t) - units;
    }

    @Override
    public double until(double units, double t) {
      return units > capacity
          ? Double.POSITIVE_INFINITY
          : Math.max(0, units - left(t)) / (rate * (1 - tenants.at(t)));
    }

    @Override
    public double most() {
      return capacity;
    }

    @Override
    public double reset(double t) {
      return until(capacity, t);
    }
  }

  /** Begins anew with each minute. */
  final class Minutes implements ServerLimit {
    private final double limit;
    private final double phase;
    private final Steps tenants;
    private double minute = Double.NEGATIVE_INFINITY;
    private double used;

    Minutes(double limit, double phase, Steps tenants) {
      this.limit = limit;
      this.phase = phase;
      this.tenants = tenants;
    }

    private double minuteOf(double t) {
      return Math.floor((t - phase) / 60);
    }

    @Override
    public double left(double t) {
      double current = minuteOf(t);
      if (current > minute) {
        minute = current;
        used = 0;
      }
      double others = limit / 60 * tenants.integral(Math.max(0, begin()), t);
      return limit - used - others;
    }

    private double begin() {
      return minute * 60 + phase;
    }

    @Override
    public void take(double units, double t) {
      left(t);
      used += units;
    }

    @Override
    public double until(double units, double t) {
      return units > limit ? Double.POSITIVE_INFINITY : units <= left(t) ? 0 : reset(t);
    }

    @Override
    public double most() {
      return limit;
    }

    @Override
    public double reset(double t) {
      left(t);
      return begin() + 60 - t;
    }
  }
}

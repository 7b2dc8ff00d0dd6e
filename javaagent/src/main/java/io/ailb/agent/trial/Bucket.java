package io.ailb.agent.trial;

/** One limit of a provider: fills up all the time, to what it allows in one period. */
final class Bucket {
  private final double capacity;
  private final double perSecond;
  private double level;
  private double at;

  Bucket(double limit, double periodSeconds) {
    this.capacity = limit;
    this.perSecond = limit / periodSeconds;
    this.level = limit;
  }

  private double level(double t) {
    level = Math.min(capacity, level + perSecond * (t - at));
    at = t;
    return level;
  }

  /** Seconds until so many units are there; what is larger than the bucket takes all of it. */
  double until(double units, double t) {
    return Math.max(0, Math.min(units, capacity) - level(t)) / perSecond;
  }

  void take(double units, double t) {
    level = level(t) - units;
  }
}

package io.ailb.select;

/** The one with the least of something; of several such, the one that was sent least of late. */
final class Least implements SelectionPolicy {
  private final Measure measure;
  private final Look look;

  /** What there should be little of. */
  @FunctionalInterface
  interface Measure {
    double of(Candidate candidate, Request request);
  }

  private Least(Measure measure, Look look) {
    this.measure = measure;
    this.look = look;
  }

  /** Calls under way, for their weight. */
  static Least busy() {
    return new Least(
        (candidate, request) -> candidate.member().inFlight() / candidate.member().weight(),
        Look.DRAWN);
  }

  /** The expected price. */
  static Least expensive() {
    return new Least(Candidate::price, Look.ALL);
  }

  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    return free.get(least(free, request, now));
  }

  @Override
  public Look look() {
    return look;
  }

  @Override
  public double[] chances(Shortlist free, Request request, long now) {
    return SelectionPolicy.certain(least(free, request, now), free.size());
  }

  private int least(Shortlist free, Request request, long now) {
    int least = 0;
    for (int i = 1; i < free.size(); i++) {
      int difference =
          Double.compare(measure.of(free.get(i), request), measure.of(free.get(least), request));
      if (difference < 0
          || (difference == 0 && recent(free.get(i), now) < recent(free.get(least), now))) {
        least = i;
      }
    }
    return least;
  }

  private static double recent(Candidate candidate, long now) {
    return candidate.member().load().recent(Load.millis(now)) / candidate.member().weight();
  }
}

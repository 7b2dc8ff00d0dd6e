package io.ailb.select;

import io.ailb.time.Dice;

/** At random, in proportion to what each can carry. */
final class Weighted implements SelectionPolicy {
  private final Dice dice;
  private final Shares shares;

  /** How much each of several can carry, in any unit. */
  @FunctionalInterface
  private interface Shares {
    double[] of(Shortlist free, long now);
  }

  private Weighted(Dice dice, Shares shares) {
    this.dice = dice;
    this.shares = shares;
  }

  /**
   * By weight times free capacity: over time endpoints get their shares, and one that fills up is
   * left alone before it is full.
   */
  static Weighted byCapacity(Dice dice) {
    return new Weighted(dice, Weighted::capacities);
  }

  /** The same, over how long most answers take for their size. */
  static Weighted bySpeed(Dice dice) {
    return new Weighted(dice, Weighted::speeds);
  }

  private static double[] capacities(Shortlist free, long now) {
    double[] shares = new double[free.size()];
    for (int i = 0; i < shares.length; i++) {
      Candidate candidate = free.get(i);
      shares[i] = candidate.member().weight() * candidate.capacity(now);
    }
    return shares;
  }

  /** Whoever is not known yet is taken for as fast as the fastest, and will be known soon. */
  private static double[] speeds(Shortlist free, long now) {
    double[] shares = capacities(free, now);
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < free.size(); i++) {
      Candidate candidate = free.get(i);
      long pace = candidate.use().pace().usual(now);
      fastest = pace > 0 ? Math.min(fastest, pace) : fastest;
    }
    for (int i = 0; i < shares.length; i++) {
      long pace = free.get(i).use().pace().usual(now);
      shares[i] *= pace > 0 ? (double) fastest / pace : 1;
    }
    return shares;
  }

  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    return draw(free, shares.of(free, now));
  }

  @Override
  public Candidate chooseDrawn(Shortlist drawn, Request request, long now) {
    double[] each = shares.of(drawn, now);
    for (int i = 0; i < each.length; i++) {
      each[i] /= drawn.get(i).member().weight();
    }
    return draw(drawn, each);
  }

  private Candidate draw(Shortlist free, double[] each) {
    double point = dice.roll() * sum(each);
    double upTo = 0;
    for (int i = 0; i < each.length; i++) {
      upTo += each[i];
      if (point < upTo) {
        return free.get(i);
      }
    }
    return free.get(each.length - 1); // all at the very end of their capacity
  }

  @Override
  public double[] chances(Shortlist free, Request request, long now) {
    double[] each = shares.of(free, now);
    double sum = sum(each);
    if (sum == 0) {
      return SelectionPolicy.certain(each.length - 1, each.length);
    }
    for (int i = 0; i < each.length; i++) {
      each[i] /= sum;
    }
    return each;
  }

  private static double sum(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }
}

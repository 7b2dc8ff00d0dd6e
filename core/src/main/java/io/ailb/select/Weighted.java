package io.ailb.select;

import io.ailb.time.Dice;
import java.util.List;

/**
 * At random, in proportion to weight times free capacity: over time endpoints get their shares, and
 * one that fills up is left alone before it is full.
 */
final class Weighted implements SelectionPolicy {
  private final Dice dice;

  Weighted(Dice dice) {
    this.dice = dice;
  }

  @Override
  public Candidate choose(List<Candidate> free, long now) {
    double[] shares = shares(free, now);
    double point = dice.roll() * sum(shares);
    double upTo = 0;
    for (int i = 0; i < shares.length; i++) {
      upTo += shares[i];
      if (point < upTo) {
        return free.get(i);
      }
    }
    return free.get(shares.length - 1); // all at the very end of their capacity
  }

  @Override
  public double[] chances(List<Candidate> free, long now) {
    double[] shares = shares(free, now);
    double sum = sum(shares);
    if (sum == 0) {
      return SelectionPolicy.certain(shares.length - 1, shares.length);
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private static double[] shares(List<Candidate> free, long now) {
    double[] shares = new double[free.size()];
    for (int i = 0; i < shares.length; i++) {
      Candidate candidate = free.get(i);
      shares[i] = candidate.member().weight() * candidate.capacity(now);
    }
    return shares;
  }

  private static double sum(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    return sum;
  }
}

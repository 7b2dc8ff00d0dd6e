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
    double[] upTo = new double[free.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      Candidate candidate = free.get(i);
      sum += candidate.member().weight() * candidate.capacity(now);
      upTo[i] = sum;
    }
    double point = dice.roll() * sum;
    for (int i = 0; i < upTo.length; i++) {
      if (point < upTo[i]) {
        return free.get(i);
      }
    }
    return free.get(upTo.length - 1); // all at the very end of their capacity
  }
}

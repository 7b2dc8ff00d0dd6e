package io.ailb.select;

import io.ailb.time.Dice;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one tier, in the order of the configuration, of which some can be drawn by
 * weight. Thread-safe.
 */
final class Tier implements Iterable<Candidate> {
  /** So often it is seen whether an operator has changed weights. */
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  /** Draws of those that cannot be asked, before all are looked at. */
  private static final int MORE = 8;

  private final List<Candidate> candidates;

  /** The same to choose from; nothing is added to it. */
  private final Shortlist all;

  private volatile @Nullable Weights weights;

  /** Weights at some instant, as the sums up to each candidate, that one included. */
  private static final class Weights {
    private final double[] upTo;
    private final long at;

    private Weights(List<Candidate> candidates, long now) {
      upTo = new double[candidates.size()];
      at = now;
      double sum = 0;
      for (int i = 0; i < upTo.length; i++) {
        sum += candidates.get(i).member().weight();
        upTo[i] = sum;
      }
    }

    private int drawn(double roll) {
      int found = Arrays.binarySearch(upTo, roll * upTo[upTo.length - 1]);
      // Exactly at a border the next one begins.
      return Math.min(found >= 0 ? found + 1 : -found - 1, upTo.length - 1);
    }
  }

  /** One or more candidates. */
  Tier(List<Candidate> candidates) {
    this.candidates = List.copyOf(candidates);
    this.all = new Shortlist(candidates);
  }

  int size() {
    return candidates.size();
  }

  Candidate get(int index) {
    return candidates.get(index);
  }

  boolean has(Candidate candidate) {
    return candidates.contains(candidate);
  }

  int number() {
    return candidates.get(0).member().endpoint().tier();
  }

  @Override
  public Iterator<Candidate> iterator() {
    return candidates.iterator();
  }

  /** All there are; nothing is added to it. */
  Shortlist all() {
    return all;
  }

  /** All that can be asked: if these are all there are, no other list is made. */
  Shortlist all(Predicate<Candidate> isFree) {
    for (int i = 0; i < all.size(); i++) {
      if (!isFree.test(all.get(i))) {
        return all(isFree, i);
      }
    }
    return all;
  }

  /** The same where those before {@code first} can, and that one cannot. */
  private Shortlist all(Predicate<Candidate> isFree, int first) {
    Shortlist free = all.before(first);
    for (int i = first + 1; i < all.size(); i++) {
      if (isFree.test(all.get(i))) {
        free.add(all.get(i));
      }
    }
    return free;
  }

  /** The first that can be asked, from {@code start} on and round to the one before it, or none. */
  Shortlist first(int start, Predicate<Candidate> isFree) {
    Shortlist free = new Shortlist(1);
    for (int i = 0; i < all.size() && free.isEmpty(); i++) {
      Candidate candidate = all.get((start + i) % all.size());
      if (isFree.test(candidate)) {
        free.add(candidate);
      }
    }
    return free;
  }

  /**
   * Up to {@code number} that can be asked, drawn by weight. Instead of one that cannot, another
   * one is drawn, a few times.
   */
  Shortlist drawn(int number, Predicate<Candidate> isFree, Dice dice, long now) {
    Weights latest = weights(now);
    Shortlist free = new Shortlist(number);
    int draws = number;
    for (int i = 0; i < draws; i++) {
      Candidate candidate = all.get(latest.drawn(dice.roll()));
      if (!isFree.test(candidate)) {
        draws = Math.min(draws + 1, number + MORE);
      } else if (free.indexOf(candidate) < 0) {
        free.add(candidate);
      }
    }
    return free;
  }

  private Weights weights(long now) {
    Weights known = weights;
    if (known == null || now - known.at > FRESH) {
      known = new Weights(candidates, now);
      weights = known;
    }
    return known;
  }
}

package io.ailb.select;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Candidates that can be asked, to choose one of; what a list is, as far as it takes to look. */
final class Shortlist {
  private Candidate[] candidates;
  private int size;

  /** Nobody yet. */
  Shortlist(int capacity) {
    candidates = new Candidate[capacity];
  }

  Shortlist(List<Candidate> all) {
    candidates = all.toArray(new Candidate[0]);
    size = candidates.length;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Candidate get(int index) {
    return candidates[index];
  }

  void add(Candidate candidate) {
    if (size == candidates.length) {
      candidates = Arrays.copyOf(candidates, Math.max(1, 2 * size));
    }
    candidates[size++] = candidate;
  }

  /** Where in it this one stands; -1 if it does not. */
  int indexOf(Candidate candidate) {
    for (int i = 0; i < size; i++) {
      if (candidates[i].equals(candidate)) {
        return i;
      }
    }
    return -1;
  }

  /** Those before {@code end}. */
  Shortlist before(int end) {
    Shortlist some = new Shortlist(size);
    System.arraycopy(candidates, 0, some.candidates, 0, end);
    some.size = end;
    return some;
  }

  /** Those that pass. */
  Shortlist only(Predicate<Candidate> passes) {
    Shortlist some = new Shortlist(size);
    for (int i = 0; i < size; i++) {
      if (passes.test(candidates[i])) {
        some.add(candidates[i]);
      }
    }
    return some;
  }
}

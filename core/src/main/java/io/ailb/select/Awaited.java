package io.ailb.select;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What requests that wait are waiting for: accounts that are full, members that are busy. Whoever
 * came later, of whatever kind, takes nothing of these, or a request with large demands would be
 * overtaken for ever.
 */
final class Awaited {
  static final Awaited NOTHING = new Awaited();

  private final Set<Object> things = Collections.newSetFromMap(new IdentityHashMap<>());

  /** A request could use {@code candidate} but for this. */
  void add(Candidate candidate, @Nullable Obstacle obstacle) {
    if (obstacle != null) {
      switch (obstacle.kind()) {
        case LIMIT -> things.add(candidate.account());
        case CONCURRENCY, BREAKER -> things.add(candidate.member());
        default -> {} // nobody can pass there
      }
    }
  }

  /** What is awaited now, as more is added to this one. */
  Awaited copy() {
    Awaited copy = new Awaited();
    copy.things.addAll(things);
    return copy;
  }

  boolean isNothing() {
    return things.isEmpty();
  }

  boolean has(Candidate candidate) {
    return !things.isEmpty()
        && (things.contains(candidate.account()) || things.contains(candidate.member()));
  }
}

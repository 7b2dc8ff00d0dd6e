package io.ailb.select;

import java.util.ArrayList;
import java.util.List;

/** Where one request has failed, and where it may try again. For one thread at a time. */
public final class Tried {
  /** Of a request that has not failed anywhere; nothing is added to it. */
  static final Tried NOTHING = new Tried(1);

  private final int perEndpoint;
  private List<Failure> failures = List.of(); // as most requests have none

  /** Tiers in which a second try on the same endpoint was made before the tier was left. */
  private int quickTiers;

  /** How long it has waited for a place so far, and from when on it waits now. */
  private long waited;

  private long waitsSince = Obstacle.NEVER;

  private boolean impatient;

  private record Failure(Member member, boolean again) {}

  /** What decides where a request may still go, as a value. */
  record Past(List<Failure> failures, int quickTiers) {
    private static final Past EMPTY = new Past(List.of(), 0);
  }

  /**
   * Nothing was tried yet.
   *
   * @param perEndpoint tries on one endpoint, at most
   */
  public Tried(int perEndpoint) {
    this.perEndpoint = perEndpoint;
  }

  /**
   * A try failed.
   *
   * @param again whether the same endpoint may be tried once more
   */
  public void add(Member member, boolean again) {
    if (failures.isEmpty()) {
      failures = new ArrayList<>(2);
    }
    failures.add(new Failure(member, again));
  }

  public boolean isEmpty() {
    return failures.isEmpty();
  }

  Past past() {
    return failures.isEmpty() ? Past.EMPTY : new Past(List.copyOf(failures), quickTiers);
  }

  boolean contains(Member member) {
    for (Failure failure : failures) {
      if (failure.member == member) {
        return true;
      }
    }
    return false;
  }

  /** Whether a failed endpoint may have another try. */
  boolean mayRetry(Member member) {
    int tries = 0;
    boolean again = false;
    for (Failure failure : failures) {
      if (failure.member == member) {
        tries++;
        again = failure.again;
      }
    }
    return again && tries < perEndpoint;
  }

  /** Whether a member has a try left after one more that failed, if that is worth repeating. */
  public boolean hasAnother(Member member) {
    int tries = 1;
    for (Failure failure : failures) {
      tries += failure.member == member ? 1 : 0;
    }
    return tries < perEndpoint;
  }

  /** Whether the one quick second try of a tier is still to be had. */
  boolean mayRetryQuickly(int tier) {
    return (quickTiers & 1 << tier) == 0;
  }

  void retriesQuickly(int tier) {
    quickTiers |= 1 << tier;
  }

  /** It begins to wait for a place. */
  public void waits(long now) {
    waitsSince = now;
  }

  /** That is over; returns how long it took. */
  public long hasWaited(long now) {
    long nanos = now - waitsSince;
    waited += nanos;
    waitsSince = Obstacle.NEVER;
    return nanos;
  }

  /** From now on it waits for no tier if the next one can take it; false if that was so before. */
  public boolean losesPatience() {
    boolean before = impatient;
    impatient = true;
    return !before;
  }

  /** Until when it waits for a tier at most, if it is ready to wait for so long in all. */
  long patience(long nanos, long now) {
    long from = waitsSince == Obstacle.NEVER ? now : waitsSince;
    return impatient || nanos <= waited ? now : from + nanos - waited;
  }
}

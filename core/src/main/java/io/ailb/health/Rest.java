package io.ailb.health;

import org.jspecify.annotations.Nullable;

/**
 * A pause that a provider asked for, or that a refused key needs; says nothing about health. Of two
 * pauses the longer counts. Thread-safe: one immutable value is swapped.
 */
public final class Rest {
  private volatile @Nullable Pause pause;

  /** Refusals in a row without a stated time: each doubles the pause. */
  private volatile int unguided;

  /**
   * A pause.
   *
   * @param until of the ticker
   * @param reason a few words for people, such as {@code 429}
   */
  public record Pause(long until, String reason) {}

  /** Pauses until {@code until}, unless it already does for longer. */
  public synchronized void until(long until, String reason) {
    Pause current = pause;
    if (current == null || current.until < until) {
      pause = new Pause(until, reason);
    }
  }

  /**
   * How long to pause when no time was stated: {@code first}, doubled with each refusal in a row up
   * to {@code longest}.
   */
  public synchronized long nextUnguided(long first, long longest) {
    double doubled = first * Math.pow(2, unguided);
    unguided++;
    return (long) Math.min((double) longest, doubled);
  }

  /** A request was answered: the next pause without a stated time is short again. */
  public void answered() {
    if (unguided != 0) {
      forgetRefusals();
    }
  }

  private synchronized void forgetRefusals() {
    unguided = 0;
  }

  /** Ends the pause at once. */
  public synchronized void end() {
    pause = null;
    unguided = 0;
  }

  /** The pause in force at {@code now}, or null. */
  public @Nullable Pause at(long now) {
    Pause current = pause;
    return current != null && current.until > now ? current : null;
  }
}

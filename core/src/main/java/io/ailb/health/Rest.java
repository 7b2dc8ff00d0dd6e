package io.ailb.health;

import io.ailb.model.ErrorClass;
import org.jspecify.annotations.Nullable;

/**
 * A pause that a provider asked for, or that a refused key needs; says nothing about health. Of two
 * pauses the longer counts. Thread-safe: one immutable value is swapped.
 */
public final class Rest {
  private final Changes changes;
  private volatile @Nullable Pause pause;

  /** Pauses in a row without an answer in between. */
  private volatile int row;

  /** When the latest of them began. */
  private long began; // guarded by this

  /**
   * A pause.
   *
   * @param until of the ticker
   * @param reason a few words for people, such as {@code 429}
   * @param cause the refusal that made it necessary; null = somebody's wish
   * @param stated whether the provider itself said when it is over
   */
  public record Pause(long until, String reason, @Nullable ErrorClass cause, boolean stated) {}

  /** None yet. {@code changes}: told of each pause that begins. */
  public Rest(Changes changes) {
    this.changes = changes;
  }

  /** Pauses until {@code until} because somebody wants it, unless it already does for longer. */
  public void until(long until, String reason) {
    until(until, reason, null, false);
  }

  /** The same after a refusal, which may itself have stated that time. */
  public synchronized void until(
      long until, String reason, @Nullable ErrorClass cause, boolean stated) {
    Pause current = pause;
    if (current == null || current.until < until) {
      pause = new Pause(until, reason, cause, stated);
      changes.happened();
    }
  }

  /**
   * A request was refused.
   *
   * @param sentAt when it was sent: one from before the latest pause belongs to that
   * @return how many pauses in a row came before this one
   */
  public synchronized int refused(long sentAt, long now) {
    if (row == 0 || sentAt > began) {
      row++;
      began = now;
    }
    return row - 1;
  }

  /** A request was answered; if it was sent after the latest pause began, the row is over. */
  public void answered(long sentAt) {
    if (row != 0) {
      endRow(sentAt);
    }
  }

  private synchronized void endRow(long sentAt) {
    if (sentAt > began) {
      row = 0;
    }
  }

  /** Ends the pause at once. */
  public synchronized void end() {
    pause = null;
    row = 0;
  }

  /** The pause in force at {@code now}, or null. */
  public @Nullable Pause at(long now) {
    Pause current = pause;
    return current != null && current.until > now ? current : null;
  }
}

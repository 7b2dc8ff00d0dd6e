package io.ailb.client;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where the items of a batch come from, one at a time as there is room for them. Called by the
 * thread that takes the results, and must not keep it waiting.
 */
public interface BatchSource<T> {
  /** The next item; null = there is none now, or none any more. */
  @Nullable T poll();

  /** Whether there will be no more. */
  boolean isOver();

  /** Runs this whenever there may be more than there was, from any thread. */
  default void onMore(Runnable listener) {}

  /** Items that are at hand, or come as fast as they are asked for. */
  static <T> BatchSource<T> of(Iterator<? extends T> items) {
    return new BatchSource<T>() {
      @Override
      public @Nullable T poll() {
        return items.hasNext() ? items.next() : null;
      }

      @Override
      public boolean isOver() {
        return !items.hasNext();
      }
    };
  }
}

package io.ailb.agent.batch;

import io.ailb.client.BatchSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads ahead on a thread of its own, so that an input that is slow in coming delays no result; not
 * further than memory reaches.
 */
final class Feed implements BatchSource<Item> {
  private static final int AHEAD = 256;

  private final Intake intake;
  private final long most;

  // Guarded by this.
  private final Queue<Item> ahead = new ArrayDeque<>();
  private long held;
  private boolean full;
  private boolean oneMore;
  private boolean closed;
  private boolean over;
  private @Nullable Exception failure;

  private volatile Runnable listener = () -> {};
  private volatile BooleanSupplier idle = () -> false;

  /**
   * Of these items.
   *
   * @param most bytes of items that were read and are not {@link #done}; one more than fits
   */
  Feed(Intake intake, long most) {
    this.intake = intake;
    this.most = most;
  }

  /**
   * Begins to read.
   *
   * @param newIdle whether nothing is under way, so that nothing will make room
   */
  void start(BooleanSupplier newIdle) {
    idle = newIdle;
    Thread reader = new Thread(this::read, "ai-lb-batch-input");
    reader.setDaemon(true); // nothing ends a thread that reads standard input
    reader.start();
  }

  private void read() {
    try {
      boolean more = true;
      while (more && awaitRoom()) {
        Item item = intake.next();
        more = item != null;
        if (item != null) {
          add(item);
        }
      }
    } catch (IOException | Refusal | RuntimeException | OutOfMemoryError e) {
      synchronized (this) {
        failure =
            e instanceof Exception known
                ? known
                : new IOException("not enough memory for the next line: java -Xmx gives more", e);
      }
    } finally {
      synchronized (this) {
        over = true;
      }
      listener.run();
    }
  }

  private synchronized boolean awaitRoom() {
    while (!closed && !oneMore && (ahead.size() >= AHEAD || held > most)) {
      if (held > most && !full) {
        full = true;
        listener.run(); // who asked a moment ago could not know
      }
      try {
        wait();
      } catch (InterruptedException e) {
        return false; // by whoever ends this JVM
      }
    }
    full = false;
    oneMore = false;
    return !closed;
  }

  private void add(Item item) {
    boolean first;
    synchronized (this) {
      first = ahead.isEmpty();
      held += item.weight();
      ahead.add(item);
    }
    if (first) {
      listener.run();
    }
  }

  @Override
  public @Nullable Item poll() {
    boolean stuck;
    synchronized (this) {
      Item item = ahead.poll();
      if (item != null) {
        notifyAll();
        return item;
      }
      stuck = full;
    }
    if (stuck && idle.getAsBoolean()) {
      synchronized (this) {
        oneMore = true;
        notifyAll();
      }
    }
    return null;
  }

  /** There is room for another one instead. */
  synchronized void done(Item item) {
    held -= item.weight();
    notifyAll();
  }

  /** Reads no more than what is being read. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  @Override
  public synchronized boolean isOver() {
    return over && ahead.isEmpty();
  }

  /** Why the input could not be read to its end; null = it could. */
  synchronized @Nullable Exception failure() {
    return failure;
  }

  @Override
  public void onMore(Runnable newListener) {
    listener = newListener;
  }
}

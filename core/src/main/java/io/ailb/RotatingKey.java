package io.ailb;

import io.ailb.model.ApiKey;
import io.ailb.model.Secret;
import io.ailb.observe.Redactor;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key that a program supplies and may change. The supplier is asked in the background: at the
 * start, again while the key is in use and a minute old, and at once after a refusal.
 */
final class RotatingKey implements ApiKey {
  private static final Logger LOG = LoggerFactory.getLogger("ailb.config");

  /** Suppliers keep their tokens themselves, so that asking is cheap. */
  private static final long FRESH = TimeUnit.MINUTES.toNanos(1);

  private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(10);

  private final Supplier<String> supplier;
  private final Executor chores;
  private final Timer timer;
  private final Ticker ticker;
  private final Redactor redactor;

  private volatile @Nullable Secret current;
  private volatile long askedAt;
  private volatile Consumer<Boolean> listener = another -> {};

  // Guarded by this.
  private boolean asking;
  private boolean closed;
  private @Nullable Secret refused;

  RotatingKey(
      Supplier<String> supplier, Executor chores, Timer timer, Ticker ticker, Redactor redactor) {
    this.supplier = supplier;
    this.chores = chores;
    this.timer = timer;
    this.ticker = ticker;
    this.redactor = redactor;
    ask();
  }

  @Override
  public @Nullable Secret current() {
    if (ticker.nanos() - askedAt > FRESH) {
      ask();
    }
    return current;
  }

  @Override
  public boolean refused(Secret key) {
    synchronized (this) {
      if (key.equals(current)) {
        refused = key;
        current = null;
      }
    }
    ask();
    return true;
  }

  @Override
  public void onAnswer(Consumer<Boolean> newListener) {
    listener = newListener;
  }

  private void ask() {
    synchronized (this) {
      if (asking || closed) {
        return;
      }
      asking = true;
      askedAt = ticker.nanos();
    }
    chores.execute(this::fetch);
  }

  private void fetch() {
    Secret answer = null;
    try {
      answer = secret(supplier.get());
    } catch (RuntimeException | Error e) {
      // An error too: it would end the thread, and the key would never be asked for again. What it
      // says may hold what it should not: only its kind is told.
      LOG.warn("the supplier of a key failed with {}; asked again in 10 s", e.getClass().getName());
    }
    if (answer != null) {
      redactor.know(answer);
    }
    Boolean another = null;
    synchronized (this) {
      asking = false;
      if (answer != null) {
        boolean waited = current == null;
        current = answer;
        another = waited ? !answer.equals(refused) : null;
        refused = null;
      }
    }
    if (another != null) {
      listener.accept(another);
    }
    if (answer == null) {
      timer.in(AFTER_FAILURE, this::ask);
    }
  }

  /** As a file's key, without a newline at its end; null, which is told, if it is none. */
  private static @Nullable Secret secret(@Nullable String text) {
    if (text == null || text.isBlank()) {
      LOG.warn(
          "the supplier of a key returned {}; asked again in 10 s",
          text == null ? "null" : "an empty text");
      return null;
    }
    return Secret.of(text.strip());
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "RotatingKey";
  }
}

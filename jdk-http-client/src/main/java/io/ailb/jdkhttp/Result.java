package io.ailb.jdkhttp;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sendAsync} returns. Cancelling it ends the call, as with the JDK's own; cancelling a
 * future that was derived from it does not.
 */
final class Result<T> extends CompletableFuture<HttpResponse<T>> {
  private @Nullable Runnable canceller; // guarded by this

  /** What ends the call that is under way; at once if it has been cancelled already. */
  void cancelBy(Runnable newCanceller) {
    synchronized (this) {
      canceller = newCanceller;
    }
    if (isCancelled()) {
      newCanceller.run();
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Runnable running;
    synchronized (this) {
      running = canceller;
    }
    if (cancelled && running != null) {
      running.run();
    }
    return cancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}

package io.ailb.jdkhttp;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sendAsync} returns. Cancelling it ends the call, as with the JDK's own; cancelling a
 * future that was derived from it, too.
 */
final class Result<T> extends CompletableFuture<HttpResponse<T>> {
  private @Nullable Runnable canceller; // guarded by this

  /** Null = whoever waits has nothing to do meanwhile. */
  private @Nullable WaitingThread attending;

  /** Who waits in {@link #attend} does what {@code thread} is given. */
  void attendedBy(WaitingThread thread) {
    attending = thread;
  }

  /** Waits until this is done. */
  void attend() throws InterruptedException {
    if (attending != null) {
      attending.attend(this);
    }
  }

  /** What ends the call that is under way; at once if it has been cancelled already. */
  void cancelBy(Runnable newCanceller) {
    synchronized (this) {
      canceller = newCanceller;
    }
    if (isDone()) {
      newCanceller.run();
    }
  }

  /** The call has ended so. */
  void ends(HttpResponse<T> answer) {
    boolean unused = super.complete(answer);
  }

  /** The call has ended so. */
  void ends(Throwable failure) {
    boolean unused = super.completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return left(super.cancel(mayInterruptIfRunning));
  }

  /** By the application, or by its {@code completeOnTimeout}: nobody wants the answer any more. */
  @Override
  public boolean complete(HttpResponse<T> answer) {
    return left(super.complete(answer));
  }

  /** By the application, or by its {@code orTimeout}. */
  @Override
  public boolean completeExceptionally(Throwable failure) {
    return left(super.completeExceptionally(failure));
  }

  private boolean left(boolean now) {
    Runnable running;
    synchronized (this) {
      running = canceller;
    }
    if (now && running != null) {
      running.run();
    }
    return now;
  }

  private void endCall() {
    boolean unused = cancel(true);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new Derived<>(this);
  }

  /** What follows from it. */
  private static final class Derived<U> extends CompletableFuture<U> {
    private final Result<?> call;

    Derived(Result<?> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        call.endCall();
      }
      return cancelled;
    }

    @Override
    public <V> CompletableFuture<V> newIncompleteFuture() {
      return new Derived<>(call);
    }
  }
}

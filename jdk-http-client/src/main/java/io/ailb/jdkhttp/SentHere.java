package io.ailb.jdkhttp;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A try on the thread that runs this. Cancelling it interrupts that thread, but only in this. */
final class SentHere extends CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>>
    implements Runnable {
  private final HttpClient client;
  private final HttpRequest request;

  // Guarded by this.
  private @Nullable Thread sending;
  private boolean interrupted;

  SentHere(HttpClient client, HttpRequest request) {
    this.client = client;
    this.request = request;
  }

  @Override
  public void run() {
    if (!begins()) {
      return;
    }
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> head;
    try {
      head = client.send(request, BodyHandlers.ofPublisher());
    } catch (InterruptedException e) {
      if (ended()) {
        return;
      }
      Thread.currentThread().interrupt(); // the application's: it ends the whole call
      return;
    } catch (Throwable e) { // of what failed elsewhere the client throws a copy from here
      boolean unused = ended();
      completeExceptionally(e.getCause() == null ? e : e.getCause());
      return;
    }
    boolean unused = ended();
    if (!complete(head)) {
      head.body().subscribe(new Unwanted());
    }
  }

  private synchronized boolean begins() {
    sending = isDone() ? null : Thread.currentThread();
    return sending != null;
  }

  /** Returns whether this has interrupted its thread; to that it does not matter any more. */
  private synchronized boolean ended() {
    sending = null;
    if (interrupted) {
      boolean unused = Thread.interrupted();
    }
    return interrupted;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    synchronized (this) {
      if (cancelled && sending != null) {
        interrupted = true;
        sending.interrupt();
      }
    }
    return cancelled;
  }

  /** Closes what nobody reads. */
  private static final class Unwanted implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}

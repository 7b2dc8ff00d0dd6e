package io.ailb.jdkhttp;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A try on the thread that runs this. Cancelling it interrupts that thread, but only in this. */
final class SentHere extends CompletableFuture<HttpResponse<Upstream>> implements Runnable {
  private final HttpClient client;
  private final HttpRequest request;
  private final Upstream upstream;

  // Guarded by this.
  private @Nullable Thread sending;
  private boolean interrupted;

  SentHere(HttpClient client, HttpRequest request, Upstream upstream) {
    this.client = client;
    this.request = request;
    this.upstream = upstream;
  }

  @Override
  public void run() {
    if (!begins()) {
      return;
    }
    HttpResponse<Upstream> response;
    try {
      response = client.send(request, upstream);
    } catch (InterruptedException e) {
      if (ended()) {
        return;
      }
      upstream.left();
      boolean unused = completeExceptionally(e); // who asks for what it brought need not wait
      Thread.currentThread().interrupt(); // the application's: it ends the whole call
      return;
    } catch (Throwable e) { // of what failed elsewhere the client throws a copy from here
      boolean unused = ended();
      completeExceptionally(e.getCause() == null ? e : e.getCause());
      return;
    }
    boolean unused = ended();
    boolean unusedToo = complete(response);
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
}

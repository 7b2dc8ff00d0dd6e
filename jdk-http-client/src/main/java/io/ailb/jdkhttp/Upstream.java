package io.ailb.jdkhttp;

import io.ailb.flow.AsyncCall.Leg;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One try's answer, from the client to its leg, a piece at a time and on the thread that the client
 * reads it with: who waits for the client itself is not woken before there is something to be done.
 */
final class Upstream implements BodyHandler<Upstream>, Flow.Subscriber<List<ByteBuffer>> {
  private final Leg leg;
  private final String method;

  /**
   * This, as the client knows it: of subscribers that are not of its own making it asks what they
   * make of the body on a thread of its executor, which is one more to be woken for each call.
   */
  private final BodySubscriber<Upstream> known = BodySubscribers.fromSubscriber(this, self -> self);

  private volatile @Nullable ResponseInfo head;

  // Guarded by this.
  private @Nullable CompletableFuture<HttpResponse<Upstream>> sent;
  private Flow.@Nullable Subscription subscription;
  private boolean closed;
  private boolean over;
  private boolean released;
  private @Nullable Throwable untold;
  private @Nullable Thread releasing;

  Upstream(Leg leg, String method) {
    this.leg = leg;
    this.method = method;
  }

  /** Of the connection that it came by; null = no head has come. */
  HttpClient.@Nullable Version version() {
    ResponseInfo known = head;
    return known == null ? null : known.version();
  }

  /** Only for who has the answer: the client tells it last. */
  Optional<SSLSession> sslSession() {
    CompletableFuture<HttpResponse<Upstream>> response;
    synchronized (this) {
      response = sent;
    }
    try {
      return response == null ? Optional.empty() : response.join().sslSession();
    } catch (CompletionException | CancellationException e) {
      return Optional.empty();
    }
  }

  /** Follows what was sent. */
  void over(CompletableFuture<HttpResponse<Upstream>> answer) {
    synchronized (this) {
      sent = answer;
    }
    leg.closeBy(this::close);
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                broke(Takeover.unwrapped(failure));
              }
            });
  }

  /** Lets who waits for the client go; the answer goes on. */
  void release() {
    synchronized (this) {
      if (released) {
        return;
      }
      released = true;
      releasing = Thread.currentThread();
    }
    known.onComplete(); // it hands on what still comes
    Throwable failure;
    synchronized (this) {
      releasing = null;
      failure = closed ? null : untold;
    }
    if (failure != null) {
      broke(failure);
    }
  }

  /**
   * The application interrupts the thread that waits for the client, which ends its call: what the
   * client makes of that is not the endpoint's doing. Where it has its answer already, its reader
   * hears of it.
   */
  synchronized void left() {
    over |= !released;
  }

  private void close() {
    CompletableFuture<?> response;
    Flow.Subscription source;
    synchronized (this) {
      closed = true;
      response = sent;
      source = subscription;
      if (over) {
        return; // who waits is let go once the application has its answer
      }
    }
    if (source != null) {
      release(); // first, or the client would say that it failed
      source.cancel();
    } else if (response != null) {
      response.cancel(true);
    }
  }

  @Override
  public BodySubscriber<Upstream> apply(ResponseInfo info) {
    head = info;
    return known;
  }

  @Override
  public void onSubscribe(Flow.Subscription source) {
    boolean late;
    synchronized (this) {
      subscription = source;
      late = closed;
    }
    if (late) {
      release();
      source.cancel();
      return;
    }
    try {
      answered(source);
    } catch (RuntimeException | Error e) { // nobody else would hear of it
      leg.broke(e);
    }
  }

  private void answered(Flow.Subscription source) {
    ResponseInfo info = head;
    if (info == null) {
      throw new IllegalStateException("a body without a head"); // cannot be, by the client's order
    }
    if (Redirects.is(method, info)) {
      leg.broke(
          new IOException("ai-lb: a redirect was not followed, as it would take the key along"));
    } else {
      leg.head(info.statusCode(), Wire.fields(info.headers()), () -> source.request(1));
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    leg.body(pieces);
  }

  /**
   * While somebody waits for the client, it throws this there, too; but where that thread was
   * interrupted, this is the client's own doing, and the endpoint is not to blame.
   */
  @Override
  public void onError(Throwable failure) {
    synchronized (this) {
      if (!released) {
        untold = failure;
        return;
      }
    }
    broke(failure);
  }

  private void broke(Throwable failure) {
    if (ends()) {
      leg.broke(failure);
      release();
    }
  }

  @Override
  public void onComplete() {
    if (!isReleasing() && ends()) {
      leg.end();
      release();
    }
  }

  private synchronized boolean isReleasing() {
    return releasing == Thread.currentThread();
  }

  private synchronized boolean ends() {
    boolean first = !over;
    over = true;
    return first;
  }
}

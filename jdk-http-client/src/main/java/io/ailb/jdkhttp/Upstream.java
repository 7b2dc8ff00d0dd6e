package io.ailb.jdkhttp;

import io.ailb.flow.AsyncCall.Leg;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One try's answer, from the client's publisher to its leg, a piece at a time. */
final class Upstream implements Flow.Subscriber<List<ByteBuffer>> {
  private final Leg leg;
  private volatile @Nullable HttpResponse<?> response;

  // Guarded by this.
  private @Nullable CompletableFuture<?> awaited;
  private Flow.@Nullable Subscription subscription;
  private boolean closed;

  /** A piece was asked for before there was anybody to ask. */
  private boolean asked;

  Upstream(Leg leg) {
    this.leg = leg;
  }

  /** The head has come, with all that is known of the connection. */
  @Nullable HttpResponse<?> response() {
    return response;
  }

  /** Follows what was sent. */
  void over(CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer) {
    synchronized (this) {
      awaited = answer;
    }
    leg.closeBy(this::close);
    var unused =
        answer.whenComplete(
            (head, failure) -> {
              if (failure != null) {
                leg.broke(Takeover.unwrapped(failure));
              } else {
                answered(head);
              }
            });
  }

  private void answered(HttpResponse<Flow.Publisher<List<ByteBuffer>>> head) {
    response = head;
    if (Redirects.is(head)) {
      leg.broke(
          new IOException("ai-lb: a redirect was not followed, as it would take the key along"));
    } else {
      leg.head(head.statusCode(), Wire.fields(head.headers()), this::ask);
    }
    head.body().subscribe(this); // also one that is not wanted: it is closed by that alone
  }

  private void ask() {
    Flow.Subscription source;
    synchronized (this) {
      source = subscription;
      asked = source == null;
    }
    if (source != null) {
      source.request(1);
    }
  }

  private void close() {
    CompletableFuture<?> head;
    Flow.Subscription source;
    synchronized (this) {
      closed = true;
      head = awaited;
      source = subscription;
    }
    if (source != null) {
      source.cancel();
    } else if (head != null) {
      head.cancel(true);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    boolean late;
    boolean wanted;
    synchronized (this) {
      subscription = newSubscription;
      late = closed;
      wanted = asked;
    }
    if (late) {
      newSubscription.cancel();
    } else if (wanted) {
      newSubscription.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    leg.body(pieces);
  }

  @Override
  public void onError(Throwable failure) {
    leg.broke(failure);
  }

  @Override
  public void onComplete() {
    leg.end();
  }
}

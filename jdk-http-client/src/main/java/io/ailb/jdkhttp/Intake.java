package io.ailb.jdkhttp;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request, which may be possible only once. One that turns out longer than can
 * be held stops being read, and goes out untouched: what is held of it, and the rest as it comes.
 */
final class Intake implements Flow.Subscriber<ByteBuffer> {
  private final BodyPublisher body;
  private final int max;
  private final CompletableFuture<Intake> read = new CompletableFuture<>();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  private Flow.@Nullable Subscription subscription;
  private volatile boolean tooLong;

  // Guarded by this.
  private Flow.@Nullable Subscriber<? super ByteBuffer> rest; // of a body that is too long
  private boolean ended;
  private @Nullable Throwable failure;

  private Intake(BodyPublisher body, int max) {
    this.body = body;
    this.max = max;
  }

  /** Completes when all of the body, or too much of it, has been read; or as the body fails. */
  static CompletableFuture<Intake> of(BodyPublisher body, int max) {
    Intake intake = new Intake(body, max);
    body.subscribe(intake);
    return intake.read;
  }

  boolean isTooLong() {
    return tooLong;
  }

  byte[] bytes() {
    return held.toByteArray();
  }

  /** The body once more; of one that is too long it can be had once. */
  BodyPublisher again() {
    if (tooLong) {
      return BodyPublishers.fromPublisher(this::handOn);
    }
    BodyPublisher bytes = BodyPublishers.ofByteArray(bytes());
    // Of unknown length as it was, so that it is framed in the same way.
    return body.contentLength() < 0 ? BodyPublishers.fromPublisher(bytes) : bytes;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(ByteBuffer piece) {
    Flow.Subscriber<? super ByteBuffer> reader = reader();
    if (reader != null) {
      reader.onNext(piece);
      return;
    }
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    held.writeBytes(bytes);
    if (held.size() > max) {
      tooLong = true;
      read.complete(this);
    } else {
      subscription().request(1);
    }
  }

  @Override
  public void onError(Throwable why) {
    ended(why);
  }

  @Override
  public void onComplete() {
    ended(null);
  }

  private void ended(@Nullable Throwable why) {
    Flow.Subscriber<? super ByteBuffer> reader;
    synchronized (this) {
      ended = true;
      failure = why;
      reader = rest;
    }
    if (reader != null) {
      end(reader, why);
    } else if (why == null) {
      read.complete(this);
    } else {
      read.completeExceptionally(why);
    }
  }

  private static void end(Flow.Subscriber<? super ByteBuffer> reader, @Nullable Throwable failure) {
    if (failure == null) {
      reader.onComplete();
    } else {
      reader.onError(failure);
    }
  }

  private synchronized Flow.@Nullable Subscriber<? super ByteBuffer> reader() {
    return rest;
  }

  private Flow.Subscription subscription() {
    if (subscription == null) {
      throw new IllegalStateException("a piece before the subscription");
    }
    return subscription;
  }

  /** Nothing was asked for since the last piece, so that none comes until it is. */
  private void handOn(Flow.Subscriber<? super ByteBuffer> reader) {
    ByteBuffer first = ByteBuffer.wrap(bytes());
    Flow.Subscription source = subscription();
    reader.onSubscribe(
        new Flow.Subscription() {
          private boolean begun;

          @Override
          public void request(long count) {
            if (begun || count <= 0) {
              source.request(count);
              return;
            }
            begun = true;
            reader.onNext(first);
            if (takesOver(reader)) {
              end(reader, failure);
            } else if (count > 1) {
              source.request(count - 1);
            }
          }

          @Override
          public void cancel() {
            source.cancel();
          }
        });
  }

  /** From now on {@code reader} hears what comes; returns whether the end has come already. */
  private synchronized boolean takesOver(Flow.Subscriber<? super ByteBuffer> reader) {
    rest = reader;
    return ended;
  }
}

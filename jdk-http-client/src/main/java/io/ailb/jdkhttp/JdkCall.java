package io.ailb.jdkhttp;

import io.ailb.flow.AnswerHead;
import io.ailb.flow.AsyncCall;
import io.ailb.flow.AsyncCall.Leg;
import io.ailb.flow.Exchange;
import io.ailb.flow.Failure;
import io.ailb.flow.Observation;
import io.ailb.model.WireRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** One call: sends its tries, and feeds the application's own body subscriber. */
final class JdkCall<T> implements AsyncCall.Client {
  private final HttpClient client;
  private final HttpRequest request;
  private final BodyHandler<T> handler;

  private final long began = System.nanoTime();

  private final Result<T> future = new Result<>();

  /**
   * Where what depends on the future runs. It may read the answer's body to its end there and then,
   * which would wait for ever if it held up who brings the body.
   */
  private final Executor completing;

  /** Null = it is for a pool or for nobody. */
  private @Nullable HttpRequest untouched;

  private @Nullable Runnable placed;

  /** Sends the tries until there is an answer; null = nobody waits. */
  private @Nullable WaitingThread waiting;

  /** Follows a call that goes out as it came. */
  private volatile @Nullable Observation observed;

  private volatile @Nullable AsyncCall call;
  private volatile @Nullable Upstream upstream;
  private @Nullable BodySubscriber<T> subscriber;

  /** {@code awaited}: the future is only waited for, and nothing depends on it. */
  JdkCall(HttpClient client, HttpRequest request, BodyHandler<T> handler, boolean awaited) {
    this.client = client;
    this.request = request;
    this.handler = handler;
    this.untouched = request;
    this.completing = awaited ? Runnable::run : future.defaultExecutor(); // as the JDK's own
  }

  /** What the application gets: cancelling it ends the call. */
  CompletableFuture<HttpResponse<T>> future() {
    return future;
  }

  /** Until the application's own timeout, in nanoseconds; {@link Long#MAX_VALUE} = it has none. */
  long timeLeft() {
    Duration timeout = request.timeout().orElse(null);
    return timeout == null
        ? Long.MAX_VALUE
        : Math.max(0, timeout.toNanos() - (System.nanoTime() - began));
  }

  /** What sends it to a pool, once it is started. */
  AsyncCall balanced(Exchange exchange, @Nullable HttpRequest ifUntouched) {
    untouched = ifUntouched;
    AsyncCall newCall = new AsyncCall(exchange, this, Threads.of(client));
    call = newCall;
    future.cancelBy(newCall::cancel);
    return newCall;
  }

  /** Lets the thread that waits for {@link #future} send the tries. */
  void sentBy(WaitingThread thread) {
    waiting = thread;
    future.attendedBy(thread);
    var unused =
        future.whenComplete(
            (response, failure) -> {
              if (!(failure instanceof CancellationException)) { // else the call is closed first
                release();
              }
            });
  }

  private void release() {
    Upstream mine = upstream;
    if (mine != null) {
      mine.release();
    }
  }

  /** Runs this whenever a try begins. */
  void onPlaced(Runnable listener) {
    placed = listener;
  }

  /** Sends it as it came. */
  void plain(HttpRequest same) {
    plain(same, handler);
  }

  /** The same, and looks at what becomes of it. */
  void watched(HttpRequest same, Observation observation) {
    BodyHandler<T> looking;
    observed = observation;
    try {
      looking = Watched.handler(handler, observation);
      var unused =
          future.whenComplete(
              (response, failure) -> {
                if (failure instanceof CancellationException) {
                  observation.left();
                }
              });
    } catch (RuntimeException | LinkageError e) {
      observation.left();
      looking = handler;
    }
    plain(same, looking);
  }

  private void plain(HttpRequest same, BodyHandler<T> reading) {
    CompletableFuture<HttpResponse<T>> answer;
    try {
      answer = client.sendAsync(same, reading);
    } catch (RuntimeException | Error e) {
      fails(e);
      return;
    }
    future.cancelBy(() -> answer.cancel(true));
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure == null) {
                completing.execute(() -> future.ends(response));
              } else {
                fails(failure);
              }
            });
  }

  private void succeeds(AnswerInfo info, T body) {
    try {
      future.ends(new Answer<>(request, info, body));
    } catch (RuntimeException | Error e) { // who waits must not wait for ever
      future.ends(e);
    }
  }

  /** It ends with this exception. */
  void fails(Throwable why) {
    Throwable unwrapped = Takeover.unwrapped(why);
    Observation follows = observed;
    if (follows != null) { // before the application hears of it: it may look at the figures
      follows.broke(unwrapped);
    }
    completing.execute(() -> future.ends(unwrapped));
  }

  @Override
  public void send(WireRequest wire, Leg leg) {
    if (placed != null) {
      placed.run();
    }
    HttpRequest attempt = new AttemptRequest(request, wire);
    Upstream newUpstream = new Upstream(leg, wire.method());
    upstream = newUpstream;
    HttpClient to = Redirects.never(client);
    if (waiting == null || subscriber != null) { // who waited may be reading by now
      newUpstream.release();
      newUpstream.over(to.sendAsync(attempt, newUpstream));
    } else {
      SentHere sent = new SentHere(to, attempt, newUpstream);
      newUpstream.over(sent);
      waiting.execute(sent);
    }
  }

  @Override
  public void answer(AnswerHead head, @Nullable Leg leg) {
    if (leg == null && timeLeft() == 0) { // as the client itself, not an answer of ours
      cancel();
      fails(new HttpTimeoutException("request timed out"));
      return;
    }
    AnswerInfo info = new AnswerInfo(head, leg == null ? null : upstream);
    BodySubscriber<T> application = handler.apply(info);
    subscriber = application;
    application.onSubscribe(new Demand());
    var unused =
        application
            .getBody()
            .whenComplete(
                (body, failure) -> {
                  if (failure == null) {
                    completing.execute(() -> succeeds(info, body));
                  } else {
                    fails(failure);
                  }
                });
  }

  @Override
  public void bytes(List<ByteBuffer> pieces) {
    subscriber().onNext(readOnly(pieces));
  }

  private static List<ByteBuffer> readOnly(List<ByteBuffer> pieces) {
    if (pieces.size() > 1) {
      return pieces.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
    }
    ByteBuffer piece = pieces.get(0); // mostly an event of a stream, and as the client brought it
    return piece.isReadOnly() ? pieces : List.of(piece.asReadOnlyBuffer());
  }

  @Override
  public void ended(@Nullable Failure failure) {
    if (failure == null) {
      subscriber().onComplete();
    } else {
      subscriber().onError(exception(failure));
    }
  }

  private static IOException exception(Failure failure) {
    if (failure.cause() instanceof IOException cause) {
      return cause;
    }
    return failure.kind() == Failure.Kind.TIMEOUT
        ? new HttpTimeoutException(failure.message())
        : new IOException(failure.message());
  }

  @Override
  public void left(Failure why) {
    fails(new IOException(why.message()));
  }

  @Override
  public void untouched() {
    if (untouched == null) {
      fails(new IOException("ai-lb could not make a request of it for any endpoint; see its log"));
    } else {
      plain(untouched);
    }
  }

  @Override
  public void broken(Throwable why) {
    BodySubscriber<T> application = subscriber;
    if (application != null) {
      application.onError(why);
    }
    fails(why);
  }

  private BodySubscriber<T> subscriber() {
    if (subscriber == null) {
      throw new IllegalStateException("bytes before their head"); // cannot be, by AsyncCall's order
    }
    return subscriber;
  }

  private void cancel() {
    AsyncCall mine = call;
    if (mine != null) {
      mine.cancel();
    }
  }

  /** What the application's subscriber asks for, from any of its threads. */
  private final class Demand implements Flow.Subscription {
    @Override
    public void request(long count) {
      AsyncCall mine = call;
      if (mine == null) {
        return;
      }
      if (count > 0) {
        mine.demand(count);
      } else {
        mine.cancel();
        subscriber().onError(new IllegalArgumentException("non-positive request: " + count));
      }
    }

    @Override
    public void cancel() {
      JdkCall.this.cancel();
    }
  }
}

package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Key;
import io.ailb.agent.apache5.Settings;
import io.ailb.agent.apache5.Wire;
import io.ailb.flow.AnswerHead;
import io.ailb.flow.AsyncCall;
import io.ailb.flow.AsyncCall.Leg;
import io.ailb.flow.Exchange;
import io.ailb.flow.Failure;
import io.ailb.model.WireRequest;
import io.ailb.time.Chores;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.jspecify.annotations.Nullable;

/** One call: sends its tries, and feeds the application's own consumer. */
final class Apache5Call<T> implements AsyncCall.Client {
  /** What a consumer may get before it has said anything, as from a connection. */
  private static final int FIRST_WINDOW = 64 * 1024;

  private final Original<T> original;
  private final AsyncResponseConsumer<T> consumer;
  private final ComplexFuture<T> future;
  private final Settings settings;
  private final Replay untouched;
  private final AsyncCall call;
  private final long began = System.nanoTime();

  private @Nullable Upstream upstream;
  private boolean released;

  // Guarded by this.
  private long window = FIRST_WINDOW;
  private boolean demanded;

  Apache5Call(
      Original<T> original,
      ComplexFuture<T> future,
      Settings settings,
      Replay untouched,
      Exchange exchange) {
    this.original = original;
    this.consumer = original.consumer();
    this.future = future;
    this.settings = settings;
    this.untouched = untouched;
    this.call = new AsyncCall(exchange, this, Chores.system());
  }

  void start() {
    future.setDependency(
        () -> {
          call.cancel();
          call.between(() -> gone(new RequestFailedException("Request aborted")));
          return true;
        });
    call.start();
  }

  @Override
  public void send(WireRequest wire, Leg leg) {
    AttemptProducer producer = new AttemptProducer(wire);
    HttpClientContext context = settings.ofTry(leg.connectPatience());
    Key key = new Key(wire);
    if (Clients.isMinimal(original.client())) {
      producer.place(key);
    } else {
      key.rideIn(context);
    }
    Upstream newUpstream = new Upstream(leg, key);
    upstream = newUpstream;
    if (original.client() instanceof MinimalHttpAsyncClient minimal) {
      Leased leased = new Leased(producer, newUpstream, context);
      Future<?> lease = leased.send(minimal, key.host());
      leg.closeBy(
          () -> {
            leased.close();
            lease.cancel(true);
          });
      return;
    }
    Running running = new Running();
    running.rideIn(context);
    Future<?> answer =
        original
            .client()
            .execute(key.host(), producer, newUpstream, null, context, new Failing(newUpstream));
    leg.closeBy(
        () -> {
          newUpstream.close();
          answer.cancel(true); // does nothing where it is complete
          running.end();
        });
  }

  /** What a client says of a try that ends before, or beside, its consumer. */
  private record Failing(Upstream upstream) implements FutureCallback<Object> {
    @Override
    public void completed(Object done) {}

    @Override
    public void failed(Exception why) {
      upstream.failed(why);
    }

    @Override
    public void cancelled() {}
  }

  @Override
  public void answer(AnswerHead head, @Nullable Leg leg) {
    if (leg == null && System.nanoTime() - began >= settings.responseNanos()) {
      fails(new SocketTimeoutException("Read timed out")); // as the client, not an answer of ours
      return;
    }
    Upstream from = leg == null ? null : upstream;
    BasicHttpResponse response = new BasicHttpResponse(head.status());
    response.setVersion(
        from == null || from.version() == null ? HttpVersion.HTTP_1_1 : from.version());
    response.setHeaders(Wire.headers(head.headers()));
    try {
      consumer.consumeResponse(
          response,
          from != null && from.isBodiless() ? null : entity(head),
          original.context() == null ? HttpClientContext.create() : original.context(),
          new Forwarding<>(future));
    } catch (HttpException | IOException | RuntimeException e) {
      fails(e);
      return;
    }
    moreCapacity();
    demand();
  }

  private static EntityDetails entity(AnswerHead head) {
    return new BasicEntityDetails(
        Wire.length(head.headers()),
        ContentType.parseLenient(head.headers().first(HttpHeaders.CONTENT_TYPE)));
  }

  @Override
  public void bytes(List<ByteBuffer> pieces) {
    synchronized (this) {
      demanded = false;
    }
    try {
      for (ByteBuffer piece : pieces) {
        synchronized (this) {
          window -= piece.remaining();
        }
        consumer.consume(piece.asReadOnlyBuffer());
      }
    } catch (IOException | RuntimeException e) {
      fails(e);
      return;
    }
    moreCapacity();
    demand();
  }

  private void moreCapacity() {
    try {
      consumer.updateCapacity(this::update);
    } catch (IOException | RuntimeException e) {
      fails(e);
    }
  }

  /** From any of the application's threads. */
  private void update(int increment) {
    synchronized (this) {
      window = Math.min(Integer.MAX_VALUE, window + increment);
    }
    demand();
  }

  private void demand() {
    synchronized (this) {
      if (demanded || window <= 0) {
        return;
      }
      demanded = true;
    }
    call.demand(1);
  }

  @Override
  public void ended(@Nullable Failure failure) {
    if (failure != null) {
      fails(exception(failure));
      return;
    }
    try {
      if (upstream == null || !upstream.isBodiless()) {
        consumer.streamEnd(List.of());
      }
    } catch (HttpException | IOException | RuntimeException e) {
      fails(e);
      return;
    }
    release();
  }

  private static IOException exception(Failure failure) {
    if (failure.cause() instanceof IOException cause) {
      return cause;
    }
    return failure.kind() == Failure.Kind.TIMEOUT
        ? new SocketTimeoutException(failure.message())
        : new ProtocolException(failure.message());
  }

  @Override
  public void left(Failure why) {
    fails(new RequestFailedException("Request aborted"));
  }

  @Override
  public void untouched() {
    future.setDependency(original.execute(untouched, new Forwarding<>(future)));
  }

  @Override
  public void broken(Throwable why) {
    fails(why instanceof Exception e ? e : new IOException(why.toString(), why));
  }

  private void fails(Exception why) {
    call.cancel();
    gone(why);
  }

  /** The application's side hears no more. */
  private void gone(Exception why) {
    if (!released) {
      consumer.failed(why);
      future.failed(why);
      release();
    }
  }

  private void release() {
    if (!released) {
      released = true;
      original.producer().releaseResources();
      consumer.releaseResources();
    }
  }
}

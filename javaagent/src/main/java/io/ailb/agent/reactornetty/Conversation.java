package io.ailb.agent.reactornetty;

import io.ailb.agent.install.Balancer;
import io.ailb.flow.AnswerHead;
import io.ailb.flow.AsyncCall;
import io.ailb.flow.AsyncCall.Leg;
import io.ailb.flow.Exchange;
import io.ailb.flow.Failure;
import io.ailb.flow.Opening;
import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * One request on a {@link PoolChannel}, and its answer: collects what the application's client
 * writes, has it answered by a pool, and offers what it reads.
 */
final class Conversation implements AsyncCall.Client {
  private static final String TOO_LONG = "its body is too long";

  private final PoolChannel channel;
  private final Takeover takeover;
  private final Context context;
  private final long began = System.nanoTime();

  // On the channel's event loop.
  private @Nullable Requested request;
  private @Nullable Opening opening;
  private ByteArrayOutputStream growing = new ByteArrayOutputStream();
  private byte[] body = {};

  // One of them, as soon as it is known which.
  private volatile @Nullable AsyncCall call;
  private volatile @Nullable Relay relay;

  /** The application waits for a piece, which the pool was asked for. */
  private final AtomicBoolean asked = new AtomicBoolean();

  private volatile boolean over;

  Conversation(PoolChannel channel, Takeover takeover, Context context) {
    this.channel = channel;
    this.takeover = takeover;
    this.context = context;
  }

  // What the channel says, on its event loop.

  void written(Object message) {
    try {
      if (message instanceof HttpRequest head) {
        begin(head);
      }
      add(Requested.bytes(message));
      if (message instanceof LastHttpContent) {
        end();
      }
    } catch (RuntimeException | LinkageError e) {
      broken(e);
    }
  }

  void wanted() {
    AsyncCall balanced = call;
    Relay relayed = relay;
    if (relayed != null) {
      relayed.wanted();
    } else if (balanced != null && asked.compareAndSet(false, true)) {
      balanced.demand(1);
    }
  }

  /** The connection was closed. */
  void left() {
    AsyncCall balanced = call;
    Relay relayed = relay;
    if (relayed != null) {
      relayed.left();
    } else if (balanced != null && !over) {
      balanced.cancel();
    }
  }

  /** Whether all of the answer was offered. */
  boolean isOver() {
    return over;
  }

  // The request.

  private void begin(HttpRequest head) {
    Requested requested = Requested.of(head, takeover.target());
    request = requested;
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.offer(
          Wire.response(HttpResponseStatus.CONTINUE.code(), HttpFields.none()),
          LastHttpContent.EMPTY_LAST_CONTENT);
    }
    Opening begun = opening();
    opening = begun;
    if (begun == null) {
      relay();
    } else if (requested.declaredLength() > begun.maxBody()) {
      begun.passThrough(TOO_LONG);
      relay();
    }
  }

  private @Nullable Opening opening() {
    try {
      return takeover.target().begin(takeover.balancer());
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
  }

  private void add(byte[] bytes) {
    Relay relayed = relay;
    if (bytes.length == 0) {
      return;
    }
    if (relayed != null) {
      relayed.written(bytes);
      return;
    }
    growing.writeBytes(bytes);
    Opening begun = opening;
    if (begun != null && growing.size() > begun.maxBody()) {
      begun.passThrough(TOO_LONG);
      takeBody();
      relay();
    }
  }

  private void end() {
    if (relay == null) {
      takeBody();
      Exchange exchange = exchange();
      if (exchange != null) {
        AsyncCall balanced = new AsyncCall(exchange, this, channel.eventLoop());
        call = balanced;
        balanced.start();
        channel.askAgain();
        return;
      }
      relay();
    }
    Relay relayed = relay;
    if (relayed != null) {
      relayed.writtenAll();
    }
  }

  private void takeBody() {
    body = growing.toByteArray();
    growing = new ByteArrayOutputStream(0);
  }

  private @Nullable Exchange exchange() {
    Requested head = request;
    Opening begun = opening;
    if (head == null || begun == null) {
      return null;
    }
    try {
      return begun.request(
          head.method(), head.pathAndQuery(), head.ownFields(), body, takeover.time());
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
  }

  /** From now on it goes its own way, beginning with what there is of it. */
  private void relay() {
    Opening begun = opening;
    Relay relayed =
        new Relay(channel, () -> over = true, begun == null ? null : begun.observation());
    relay = relayed;
    if (request != null) {
      relayed.send(takeover, request, context);
    }
    if (body.length > 0) {
      relayed.written(body);
    }
    channel.askAgain();
  }

  // What the pool says, on any thread.

  @Override
  public void send(WireRequest wire, Leg leg) {
    Incoming incoming = Incoming.over(takeover.attempt(wire), new Try(leg), context);
    leg.closeBy(incoming::cancel);
  }

  /** One try's answer, for its leg. */
  private record Try(Leg leg) implements Incoming.Reader {
    @Override
    public void head(int status, HttpFields headers, Runnable ask) {
      leg.head(status, headers, ask);
    }

    @Override
    public void piece(ByteBuffer bytes) {
      leg.body(List.of(bytes));
    }

    @Override
    public void end() {
      leg.end();
    }

    @Override
    public void broke(Throwable why) {
      leg.broke(why);
    }
  }

  @Override
  public void answer(AnswerHead head, @Nullable Leg leg) {
    if (leg == null && System.nanoTime() - began >= takeover.time().headNanos()) {
      broken( // as the client itself, not with an answer of ours
          ReadTimeoutException.INSTANCE);
      return;
    }
    channel.offer(Wire.response(head.status(), head.headers()));
  }

  @Override
  public void bytes(List<ByteBuffer> pieces) {
    asked.set(false);
    ByteBuf bytes = Unpooled.wrappedBuffer(pieces.toArray(ByteBuffer[]::new));
    channel.offer(new DefaultHttpContent(bytes));
  }

  @Override
  public void ended(@Nullable Failure failure) {
    over = true;
    channel.offer(failure == null ? LastHttpContent.EMPTY_LAST_CONTENT : exception(failure));
  }

  private static Throwable exception(Failure failure) {
    if (failure.cause() != null) {
      return failure.cause();
    }
    return failure.kind() == Failure.Kind.TIMEOUT
        ? new ReadTimeoutException(failure.message())
        : new IOException(failure.message());
  }

  @Override
  public void left(Failure why) {
    over = true;
    channel.offer(new IOException(why.message()));
  }

  @Override
  public void untouched() {
    channel.eventLoop().execute(this::relayAll);
  }

  private void relayAll() {
    try {
      relay();
      Relay relayed = relay;
      if (relayed != null) {
        relayed.writtenAll();
      }
    } catch (RuntimeException | LinkageError e) {
      broken(e);
    }
  }

  @Override
  public void broken(Throwable why) {
    over = true;
    channel.offer(why);
  }
}

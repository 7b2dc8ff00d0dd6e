package io.ailb.agent.reactornetty;

import io.ailb.flow.Observation;
import io.ailb.model.HttpFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient.ResponseReceiver;
import reactor.util.context.Context;

/**
 * The application's own request and its answer, both as they come, when it is not ours after all.
 */
final class Relay implements Incoming.Reader {
  private final PoolChannel channel;
  private final Runnable ended;
  private final @Nullable Observation observation;

  /** The client may send it more than once: after a redirect, over another connection. */
  private final Sinks.Many<byte[]> body = Sinks.many().replay().all();

  private @Nullable Incoming answer;

  // Guarded by this.
  private @Nullable Runnable ask;
  private boolean wanted;

  /** {@code observation} null = nobody wants to know what becomes of it. */
  Relay(PoolChannel channel, Runnable ended, @Nullable Observation observation) {
    this.channel = channel;
    this.ended = ended;
    this.observation = observation;
  }

  void send(Takeover takeover, Requested request, Context context) {
    HttpFields fields =
        request.fields().toBuilder()
            .removeIf(name -> HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name))
            .build();
    ResponseReceiver<?> sent =
        takeover.untouched(request.method(), fields, request.mayHaveBody() ? body() : null);
    answer = Incoming.over(sent, this, context);
  }

  private Flux<ByteBuf> body() {
    return body.asFlux().map(Unpooled::wrappedBuffer);
  }

  /** The next bytes of the request. */
  void written(byte[] bytes) {
    var unused = body.tryEmitNext(bytes);
  }

  void writtenAll() {
    var unused = body.tryEmitComplete();
  }

  /** The application is ready for more. */
  void wanted() {
    Runnable asking;
    synchronized (this) {
      asking = wanted ? null : ask;
      wanted = true;
    }
    if (asking != null) {
      asking.run();
    }
  }

  void left() {
    Incoming coming = answer;
    if (coming != null) {
      coming.cancel();
    }
    if (observation != null) {
      observation.left(); // does nothing where the answer has ended
    }
  }

  @Override
  public void head(int status, HttpFields headers, Runnable newAsk) {
    boolean askNow;
    synchronized (this) {
      ask = newAsk;
      askNow = wanted;
    }
    if (observation != null) {
      observation.head(status, headers);
    }
    channel.offer(Wire.response(status, headers));
    if (askNow) {
      newAsk.run();
    }
  }

  @Override
  public void piece(ByteBuffer bytes) {
    synchronized (this) {
      wanted = false;
    }
    if (observation != null) {
      observation.body(bytes);
    }
    channel.offer(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void end() {
    ended.run();
    if (observation != null) {
      observation.end();
    }
    channel.offer(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  @Override
  public void broke(Throwable why) {
    ended.run();
    if (observation != null) {
      observation.broke(why);
    }
    channel.offer(why);
  }
}

package io.ailb.agent.reactornetty;

import io.ailb.model.HttpFields;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.reactivestreams.Subscription;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.netty.http.client.HttpClient.ResponseReceiver;
import reactor.util.context.Context;

/**
 * One answer that comes over a real connection, a piece at a time. The pieces are copied: what the
 * client has counted, the client releases.
 */
final class Incoming extends BaseSubscriber<ByteBuffer> {
  /** Who reads it. */
  interface Reader {
    void head(int status, HttpFields headers, Runnable ask);

    void piece(ByteBuffer bytes);

    void end();

    void broke(Throwable why);
  }

  private final Reader reader;
  private final Context context;

  private Incoming(Reader reader, Context context) {
    this.reader = reader;
    this.context = context;
  }

  /** Sends the request, and returns what disposing of ends it. */
  static Incoming over(ResponseReceiver<?> request, Reader reader, Context context) {
    Incoming incoming = new Incoming(reader, context);
    Flux<ByteBuffer> pieces =
        request.response(
            (response, content) -> {
              incoming.guarded(
                  () ->
                      reader.head(
                          response.status().code(),
                          Wire.fields(response.responseHeaders()),
                          () -> incoming.request(1)));
              return content.handle(incoming::copy);
            });
    pieces.subscribe(incoming);
    return incoming;
  }

  private void copy(ByteBuf piece, SynchronousSink<ByteBuffer> sink) {
    guarded(
        () -> {
          byte[] bytes = new byte[piece.readableBytes()];
          piece.readBytes(bytes);
          sink.next(ByteBuffer.wrap(bytes));
        });
  }

  /** To Reactor, a {@link LinkageError} is the end of the JVM, and nobody hears of it. */
  private void guarded(Runnable report) {
    try {
      report.run();
    } catch (LinkageError e) {
      cancel();
      reader.broke(e);
    }
  }

  @Override
  public Context currentContext() {
    return context;
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    // The reader asks for the first piece, too, once there is a head.
  }

  @Override
  protected void hookOnNext(ByteBuffer piece) {
    guarded(() -> reader.piece(piece));
  }

  @Override
  protected void hookOnComplete() {
    guarded(reader::end);
  }

  @Override
  protected void hookOnError(Throwable failure) {
    reader.broke(Exceptions.unwrap(failure));
  }
}

package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Key;
import io.ailb.agent.apache5.Wire;
import io.ailb.model.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * One try. Its class tells that the request has been balanced. It says that it cannot be produced
 * again, so that the client does not repeat a request by itself after a 429 or 503; a request
 * without a body has an empty one for that.
 */
final class AttemptProducer implements AsyncRequestProducer {
  private final BasicHttpRequest request;
  private final List<ByteBuffer> parts = new ArrayList<>();
  private final long length;

  AttemptProducer(WireRequest wire) {
    request = new BasicHttpRequest(wire.method(), URI.create(wire.url()));
    request.setHeaders(Wire.headers(wire.headers()));
    length = wire.length();
    wire.body().forEach(part -> parts.add(part.duplicate()));
  }

  /** Puts the key on at once: for clients that nobody can look into. */
  void place(Key key) {
    key.place(request);
  }

  /** Whether a producer is one of somebody's. */
  static boolean is(Object producer) {
    return producer.getClass().getName().equals(AttemptProducer.class.getName());
  }

  @Override
  public void sendRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(request, new BasicEntityDetails(length, null), context);
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public int available() {
    return (int) Math.max(1, Math.min(length, Integer.MAX_VALUE)); // the end is to be written, too
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    for (ByteBuffer part : parts) {
      if (part.hasRemaining()) {
        channel.write(part);
        if (part.hasRemaining()) {
          return;
        }
      }
    }
    channel.endStream();
  }

  @Override
  public void failed(Exception why) {}

  @Override
  public void releaseResources() {}
}

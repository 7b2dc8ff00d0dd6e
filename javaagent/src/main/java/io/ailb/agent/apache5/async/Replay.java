package io.ailb.agent.apache5.async;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The application's own producer, which has been asked for its request already, and perhaps for
 * some of its body: that is said once more, and then it goes on. Its class tells that the request
 * has been looked at.
 */
final class Replay implements AsyncRequestProducer {
  private final AsyncRequestProducer producer;
  private final Captured captured;
  private final @Nullable Memory memory;
  private final ByteBuffer held;

  /** {@code memory} null = it was not asked for its body. */
  Replay(AsyncRequestProducer producer, Captured captured, @Nullable Memory memory) {
    this.producer = producer;
    this.captured = captured;
    this.memory = memory;
    this.held = memory == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(memory.bytes());
  }

  /** Whether a producer is one of somebody's. */
  static boolean is(Object producer) {
    return producer.getClass().getName().equals(Replay.class.getName());
  }

  @Override
  public void sendRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    channel.sendRequest(captured.request(), captured.entity(), context);
  }

  /** As it would be without us, as long as all of its body is held. */
  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable() && (memory == null || memory.ended());
  }

  @Override
  public int available() {
    return memory != null && (held.hasRemaining() || memory.ended())
        ? Math.max(1, held.remaining())
        : producer.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (memory == null) {
      producer.produce(channel);
      return;
    }
    memory.isFollowedBy(channel);
    if (held.hasRemaining()) {
      channel.write(held);
    }
    if (!held.hasRemaining()) {
      if (memory.ended()) {
        channel.endStream(memory.trailers());
      } else {
        producer.produce(channel);
      }
    }
  }

  @Override
  public void failed(Exception why) {
    producer.failed(why);
  }

  @Override
  public void releaseResources() {
    held.rewind(); // the client does so before it sends it once more, such as to where it was sent
    producer.releaseResources();
  }
}

package io.ailb.agent.apache5.async;

import io.ailb.time.Timer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * Where the application's producer writes its body, in place of a connection. As from a connection,
 * it is asked for output again and again until it has ended its stream, or has nothing and will say
 * when it does. A body that is too long is not read on.
 */
final class Memory implements DataStreamChannel {
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  private final AsyncRequestProducer producer;
  private final int max;
  private final Runnable read;
  private final Runnable again;

  /** Requests for output that are not answered yet; whoever makes it one answers all. */
  private final AtomicInteger requests = new AtomicInteger();

  // Only while a request is answered, and after that.
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean ended;
  private boolean full;
  private @Nullable List<? extends Header> trailers;
  private @Nullable Exception failure;

  private volatile boolean over;
  private volatile @Nullable DataStreamChannel connection;

  /**
   * For one body.
   *
   * @param read runs when all of it, or too much of it, has been read, or as it fails
   */
  Memory(AsyncRequestProducer producer, int max, Runnable read) {
    this.producer = producer;
    this.max = max;
    this.read = read;
    this.again = this::requestOutput;
  }

  /** Begins to read. */
  void begin() {
    requestOutput();
  }

  byte[] bytes() {
    return held.toByteArray();
  }

  boolean ended() {
    return ended;
  }

  @Nullable List<? extends Header> trailers() {
    return trailers;
  }

  @Nullable Exception failure() {
    return failure;
  }

  /** From now on the producer's requests for output are for a connection. */
  void isFollowedBy(DataStreamChannel newConnection) {
    connection = newConnection;
  }

  @Override
  public void requestOutput() {
    DataStreamChannel real = connection;
    if (real != null) {
      real.requestOutput();
      return;
    }
    if (over || requests.getAndIncrement() != 0) {
      return;
    }
    boolean more = true;
    do {
      if (!over) {
        more = produce();
      }
    } while (requests.decrementAndGet() != 0);
    if (more && !over) {
      Timer.Alarm unused = Timer.system().in(SOON, again);
    }
  }

  /** Returns whether the producer has more, although it gave nothing just now. */
  private boolean produce() {
    try {
      while (!ended && !full) {
        int before = held.size();
        producer.produce(this);
        if (held.size() == before && !ended && !full) {
          return producer.available() > 0;
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
    over = true;
    read.run();
    return false;
  }

  @Override
  public int write(ByteBuffer source) {
    int length = Math.min(source.remaining(), max + 1 - held.size());
    byte[] bytes = new byte[length];
    source.get(bytes);
    held.writeBytes(bytes);
    full = held.size() > max;
    return length;
  }

  @Override
  public void endStream() {
    endStream(null);
  }

  @Override
  public void endStream(@Nullable List<? extends Header> newTrailers) {
    ended = true;
    trailers = newTrailers;
  }
}

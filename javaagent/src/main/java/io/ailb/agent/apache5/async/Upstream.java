package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Key;
import io.ailb.agent.apache5.Wire;
import io.ailb.flow.AsyncCall.Leg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One try's answer, from the client to its leg. What the client may send ahead is given back to it
 * as pieces are asked for. An error must not leave these methods: it would end the client's I/O
 * thread.
 */
final class Upstream implements AsyncResponseConsumer<Object> {
  private static final Object DONE = new Object();

  private final Leg leg;
  private final Key key;
  private @Nullable FutureCallback<Object> result;
  private volatile @Nullable ProtocolVersion version;
  private volatile boolean bodiless;
  private volatile boolean closed;

  // Guarded by this.
  private @Nullable CapacityChannel capacity;
  private int owed;
  private boolean asked;

  Upstream(Leg leg, Key key) {
    this.leg = leg;
    this.key = key;
  }

  /** Of the answer; null until its head has come. */
  @Nullable ProtocolVersion version() {
    return version;
  }

  /** Whether the answer has no body, not even an empty one. */
  boolean isBodiless() {
    return bodiless;
  }

  /** Nobody wants any more of it: a minimal client cannot be told, but for breaking it. */
  void close() {
    closed = true;
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new RequestFailedException("Request aborted");
    }
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<Object> resultCallback)
      throws IOException {
    checkOpen();
    guarded(
        () -> {
          result = resultCallback;
          version = response.getVersion();
          bodiless = entity == null;
          if (!key.wasPlaced()) { // a client that writes its requests in its own way
            leg.unusable(true);
            return;
          }
          leg.head(response.getCode(), Wire.fields(response), this::ask);
          if (entity == null) {
            leg.end();
          }
        });
    if (entity == null) {
      resultCallback.completed(DONE);
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  private void ask() {
    synchronized (this) {
      asked = true;
    }
    give();
  }

  private void give() {
    CapacityChannel channel;
    int increment;
    synchronized (this) {
      channel = capacity;
      if (!asked || channel == null || owed == 0) {
        return;
      }
      increment = owed;
      owed = 0;
    }
    try {
      channel.update(increment);
    } catch (IOException e) {
      leg.broke(e);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) {
    synchronized (this) {
      capacity = channel;
    }
    guarded(this::give);
  }

  /** The buffer is the client's again afterwards. */
  @Override
  public void consume(ByteBuffer source) throws IOException {
    checkOpen();
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    synchronized (this) {
      owed += bytes.length;
      asked = false;
    }
    guarded(() -> leg.body(List.of(ByteBuffer.wrap(bytes))));
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    guarded(leg::end);
    if (result != null) {
      result.completed(DONE);
    }
  }

  @Override
  public void failed(Exception why) {
    guarded(() -> leg.broke(why));
  }

  @Override
  public void releaseResources() {}

  private void guarded(Runnable report) {
    try {
      report.run();
    } catch (RuntimeException | LinkageError e) {
      leg.broke(e);
    }
  }
}

package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Wire;
import io.ailb.flow.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * The application's own consumer, and what it is told is looked at first: the answer to a request
 * that is only watched.
 */
final class Watched<T> implements AsyncResponseConsumer<T> {
  private final AsyncResponseConsumer<T> application;
  private final Observation observation;

  Watched(AsyncResponseConsumer<T> application, Observation observation) {
    this.application = application;
    this.observation = observation;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<T> result)
      throws HttpException, IOException {
    try {
      observation.head(response.getCode(), Wire.fields(response));
      if (entity == null) {
        observation.end();
      }
    } catch (RuntimeException | LinkageError e) {
      observation.left();
    }
    application.consumeResponse(response, entity, context, result);
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    application.informationResponse(response, context);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    application.updateCapacity(channel);
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    observation.body(source);
    application.consume(source);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers)
      throws HttpException, IOException {
    observation.end();
    application.streamEnd(trailers);
  }

  @Override
  public void failed(Exception why) {
    observation.broke(why);
    application.failed(why);
  }

  @Override
  public void releaseResources() {
    observation.left(); // does nothing where the answer has ended
    application.releaseResources();
  }
}

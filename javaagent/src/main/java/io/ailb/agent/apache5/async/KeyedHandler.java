package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Key;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The client's own handler of one try, whose request has its key only while it is written. */
final class KeyedHandler implements AsyncClientExchangeHandler {
  private final AsyncClientExchangeHandler handler;
  private final Key key;
  private final @Nullable Running running;

  KeyedHandler(AsyncClientExchangeHandler handler, Key key, @Nullable Running running) {
    this.handler = handler;
    this.key = key;
    this.running = running;
  }

  static boolean is(Object handler) {
    return handler.getClass().getName().equals(KeyedHandler.class.getName());
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    if (running != null && !running.begins(handler)) {
      throw new RequestFailedException("Request aborted");
    }
    handler.produceRequest(
        (request, entity, same) -> {
          BasicHttpRequest written = copy(request);
          key.place(written);
          try {
            channel.sendRequest(written, entity, same);
          } finally {
            key.takeOff(written); // the context keeps it
          }
        },
        context);
  }

  private static BasicHttpRequest copy(HttpRequest request) {
    BasicHttpRequest copy =
        new BasicHttpRequest(
            request.getMethod(), request.getScheme(), request.getAuthority(), request.getPath());
    copy.setVersion(request.getVersion());
    copy.setHeaders(request.getHeaders());
    copy.setAbsoluteRequestUri(!request.getRequestUri().startsWith("/"));
    return copy;
  }

  @Override
  public void consumeResponse(
      HttpResponse response, @Nullable EntityDetails entity, HttpContext context)
      throws HttpException, IOException {
    handler.consumeResponse(response, entity, context);
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    handler.consumeInformation(response, context);
  }

  @Override
  public void cancel() {
    handler.cancel();
  }

  @Override
  public int available() {
    return handler.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    handler.produce(channel);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    handler.updateCapacity(channel);
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    handler.consume(source);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers)
      throws HttpException, IOException {
    handler.streamEnd(trailers);
  }

  @Override
  public void failed(Exception why) {
    handler.failed(why);
  }

  @Override
  public void releaseResources() {
    handler.releaseResources();
  }
}

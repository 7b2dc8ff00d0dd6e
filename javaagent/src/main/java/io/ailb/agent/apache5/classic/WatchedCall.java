package io.ailb.agent.apache5.classic;

import io.ailb.agent.apache5.Wire;
import io.ailb.flow.Observation;
import java.io.IOException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * A request that is only watched: the client itself executes it, and its own answer gets an entity
 * whose bytes are looked at as they are read.
 */
record WatchedCall(
    CloseableHttpClient client,
    @Nullable HttpHost target,
    ClassicHttpRequest request,
    @Nullable HttpContext context,
    Observation observation)
    implements Taken {
  private static final String MARK = "ai-lb.watched";

  /** Whether such a call is on its way into the client, which is to do what it always does. */
  static boolean enters(@Nullable Object context) {
    return context instanceof HttpContext http && http.removeAttribute(MARK) != null;
  }

  @Override
  public CloseableHttpResponse run() throws IOException {
    HttpContext http = context == null ? HttpClientContext.create() : context;
    http.setAttribute(MARK, true);
    CloseableHttpResponse response;
    try {
      response = client.execute(target, request, http);
    } catch (Throwable e) {
      observation.broke(e);
      throw e;
    }
    try {
      HttpEntity entity = response.getEntity();
      WatchedEntity watched = entity == null ? null : new WatchedEntity(entity, observation);
      observation.head(response.getCode(), Wire.fields(response));
      if (watched == null) {
        observation.end();
      } else {
        response.setEntity(watched);
        observation.watch(watched);
      }
    } catch (RuntimeException | LinkageError e) { // before anything of it was read
      observation.left();
    }
    return response;
  }
}

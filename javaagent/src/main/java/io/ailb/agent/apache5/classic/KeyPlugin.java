package io.ailb.agent.apache5.classic;

import io.ailb.agent.apache5.Key;
import io.ailb.agent.install.Balancer;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** What the classic clients ask when a request is about to be written to a connection. */
public final class KeyPlugin {
  private KeyPlugin() {}

  /** Instead of {@code execute}: a try is written with its key, which nobody else then sees. */
  public static @Nullable Object execute(
      Object executor,
      Object request,
      Object connection,
      @Nullable Object callback,
      @Nullable Object context)
      throws IOException, HttpException {
    Keyed keyed;
    try {
      HttpContext http = (HttpContext) context;
      Key key = Keyed.is(request) ? null : Key.of(http);
      if (key == null) {
        return null;
      }
      keyed = new Keyed((ClassicHttpRequest) request);
      key.place(keyed);
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
    return ((HttpRequestExecutor) executor)
        .execute(
            keyed,
            (HttpClientConnection) connection,
            (HttpResponseInformationCallback) callback,
            (HttpContext) context);
  }

  /** A request as it is written. */
  private static final class Keyed extends BasicClassicHttpRequest {
    private static final long serialVersionUID = 1;

    Keyed(ClassicHttpRequest request) {
      super(request.getMethod(), request.getScheme(), request.getAuthority(), request.getPath());
      setVersion(request.getVersion());
      setHeaders(request.getHeaders());
      setEntity(request.getEntity());
      setAbsoluteRequestUri(!request.getRequestUri().startsWith("/"));
    }

    static boolean is(Object request) {
      return request.getClass().getName().equals(Keyed.class.getName());
    }
  }
}

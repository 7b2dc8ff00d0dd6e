package io.ailb.agent.apache5.async;

import io.ailb.agent.apache5.Key;
import io.ailb.agent.install.Balancer;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.jspecify.annotations.Nullable;

/** What the asynchronous clients ask when a request is about to be written to a connection. */
public final class AsyncKeyPlugin {
  private AsyncKeyPlugin() {}

  /** Instead of {@code execute}: a try is written with its key, which nobody else then sees. */
  public static @Nullable Object execute(
      Object runtime, @Nullable Object id, @Nullable Object handler, @Nullable Object context) {
    KeyedHandler keyed;
    try {
      if (handler == null || KeyedHandler.is(handler)) {
        return null;
      }
      HttpClientContext of = (HttpClientContext) context;
      Key key = of == null ? null : Key.of(of);
      if (of == null || key == null) {
        return null;
      }
      keyed = new KeyedHandler((AsyncClientExchangeHandler) handler, key, Running.of(of));
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
    return ((AsyncExecRuntime) runtime).execute((String) id, keyed, (HttpClientContext) context);
  }
}

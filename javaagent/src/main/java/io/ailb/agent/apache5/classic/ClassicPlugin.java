package io.ailb.agent.apache5.classic;

import io.ailb.LoadBalancer;
import io.ailb.agent.install.Balancer;
import java.io.IOException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What the classic clients ask before they execute a request. What is thrown before anything was
 * sent is ours, and the call goes on untouched; what is thrown after that is the call's own.
 */
public final class ClassicPlugin {
  private static final String CLIENT = "apache5";

  private ClassicPlugin() {}

  /** Instead of {@code doExecute}; null = it is not ours. */
  public static @Nullable Object doExecute(
      Object client, @Nullable Object target, @Nullable Object request, @Nullable Object context)
      throws IOException {
    Taken call;
    try {
      if (Balancer.isOff(CLIENT)
          || !(request instanceof ClassicHttpRequest classic)
          || AttemptRequest.is(classic)
          || WatchedCall.enters(context)) {
        return null;
      }
      LoadBalancer balancer = Balancer.forClient(CLIENT);
      call =
          balancer == null
              ? null
              : ClassicCall.begin(
                  balancer,
                  (CloseableHttpClient) client,
                  (HttpHost) target,
                  classic,
                  (HttpContext) context);
    } catch (RuntimeException | LinkageError e) {
      Balancer.failed(e);
      return null;
    }
    return call == null ? null : call.run();
  }
}

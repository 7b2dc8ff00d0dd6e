package io.ailb.agent.apache5;

import io.ailb.LoadBalancer;
import io.ailb.flow.Opening;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Where a request is to go, as far as it decides whether it is ours. */
public final class Address {
  private static final String HTTPS = "https";

  private Address() {}

  /**
   * The opening of a request that may be for a pool.
   *
   * @param target null = the request itself says where
   * @return null if it is not ours
   */
  public static @Nullable Opening open(
      LoadBalancer balancer, @Nullable HttpHost target, HttpRequest request) {
    String path = Wire.pathAndQuery(request);
    String host = target != null ? target.getHostName() : authority(request);
    if (path == null || host == null || request.containsHeader("Upgrade")) {
      return null;
    }
    String named = target != null ? target.getSchemeName() : request.getScheme();
    String scheme = HTTPS.equalsIgnoreCase(named) ? HTTPS : "http";
    int port = target != null ? target.getPort() : port(request);
    int query = path.indexOf('?');
    return balancer.begin(
        scheme,
        host.toLowerCase(Locale.ROOT),
        port >= 0 ? port : scheme.equals(HTTPS) ? 443 : 80,
        query < 0 ? path : path.substring(0, query));
  }

  private static @Nullable String authority(HttpRequest request) {
    return request.getAuthority() == null ? null : request.getAuthority().getHostName();
  }

  private static int port(HttpRequest request) {
    return request.getAuthority() == null ? -1 : request.getAuthority().getPort();
  }
}

package io.ailb.agent.reactornetty;

import io.ailb.LoadBalancer;
import io.ailb.flow.Opening;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientConfig;

/**
 * Where a request would go.
 *
 * @param url as the application gave it, absolute
 * @param host in lower case
 * @param path without a query
 */
record Target(String url, String scheme, String host, int port, String path) {
  /** Null if it is nothing that a pool could have. */
  static @Nullable Target of(HttpClientConfig config) {
    String url = url(config);
    if (!url.regionMatches(true, 0, "http", 0, 4)) {
      return null;
    }
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      return null; // the client is less strict, and our match would be a guess
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      return null;
    }
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    String path = uri.getRawPath();
    return new Target(
        url,
        https ? "https" : "http",
        uri.getHost().toLowerCase(Locale.ROOT),
        uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80,
        path == null || path.isEmpty() ? "/" : path);
  }

  /** As the client itself puts it together. */
  private static String url(HttpClientConfig config) {
    String url = config.uri();
    if (url == null) {
      url = "/";
    }
    String base = config.baseUrl();
    if (url.startsWith("/") && base != null) {
      url = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + url;
    }
    if (url.startsWith("/") && config.remoteAddress() != null) {
      SocketAddress remote = config.remoteAddress().get();
      if (remote instanceof InetSocketAddress address) {
        String scheme = config.isSecure() ? "https://" : "http://";
        return scheme + address.getHostString() + ":" + address.getPort() + url;
      }
    }
    return url;
  }

  @Nullable Opening begin(LoadBalancer balancer) {
    return balancer.begin(scheme, host, port, path);
  }

  /** The same without TLS, which a way through memory needs not. */
  String plainUrl() {
    int afterScheme = url.indexOf("://") + 3;
    int end = afterScheme;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return "http://" + authority() + url.substring(end);
  }

  /** The host and its port, which is always there. */
  String authority() {
    return host + ":" + port;
  }
}

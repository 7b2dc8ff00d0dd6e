package io.ailb.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whom a URL addresses: a credential for one origin is none of another's business.
 *
 * @param scheme {@code https} or {@code http}
 * @param host lower case
 * @param port also where it is the scheme's own
 */
public record Origin(String scheme, String host, int port) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  // Written out: a record's own are put together when they first run, on the way of a request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Origin origin
        && port == origin.port
        && host.equals(origin.host)
        && scheme.equals(origin.scheme);
  }

  @Override
  public int hashCode() {
    return (scheme.hashCode() * 31 + host.hashCode()) * 31 + port;
  }

  /** That of an absolute URL. */
  public static Origin of(URI url) {
    String scheme = url.getScheme();
    int own = scheme.equals("http") ? HTTP : HTTPS;
    return new Origin(scheme, url.getHost(), url.getPort() < 0 ? own : url.getPort());
  }
}

package io.ailb.agent.apache5;

import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import io.ailb.model.WireRequest.Credential;
import java.net.URI;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Rides in the context of a try: the key of its endpoint, which is put on when the request is about
 * to be written, and only if it still goes where it was sent. It does not print.
 */
public final class Key {
  private static final String ATTRIBUTE = "ai-lb.key";

  private final @Nullable Credential credential;
  private final HttpHost host;
  private volatile boolean placed;

  /** Of a request. */
  public Key(WireRequest wire) {
    this.credential = wire.credential();
    this.host = HttpHost.create(URI.create(wire.url()));
  }

  /** That of a try of ours, if it is one. */
  public static @Nullable Key of(@Nullable HttpContext context) {
    return context != null && context.getAttribute(ATTRIBUTE) instanceof Key key ? key : null;
  }

  /** Lets it travel with a try. */
  public void rideIn(HttpContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  /** Where the endpoint is. */
  public HttpHost host() {
    return host;
  }

  /** Whether a request was written with it; if none was, the client does not go by our way. */
  public boolean wasPlaced() {
    return placed;
  }

  /** Puts it onto the request as it is written, and takes off whatever other key is on it. */
  public void place(HttpRequest written) {
    for (Header header : written.getHeaders()) {
      if (HttpFields.isCredential(header.getName()) && !isForTheWay(header.getName())) {
        written.removeHeaders(header.getName());
      }
    }
    if (credential != null && isAtHome(written)) {
      written.setHeader(new BasicHeader(credential.name(), credential.value(), true));
    }
    placed = true;
  }

  /** Once it is written. */
  public void takeOff(HttpRequest written) {
    if (credential != null) {
      written.removeHeaders(credential.name());
    }
  }

  /** A proxy's, or of a host that has set it: the client's own affair. */
  private static boolean isForTheWay(String name) {
    return name.equalsIgnoreCase("proxy-authorization") || name.equalsIgnoreCase("cookie");
  }

  private boolean isAtHome(HttpRequest written) {
    URIAuthority authority = written.getAuthority();
    return authority == null
        || (authority.getHostName().equalsIgnoreCase(host.getHostName())
            && port(authority.getPort()) == port(host.getPort()));
  }

  private int port(int said) {
    return said >= 0 ? said : host.getSchemeName().equalsIgnoreCase("https") ? 443 : 80;
  }

  @Override
  public String toString() {
    return "ai-lb";
  }
}

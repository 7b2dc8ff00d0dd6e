package io.ailb.jdkhttp;

import java.net.http.HttpClient;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The JDK's client takes all headers along when it follows a redirect, the key among them, and no
 * request can forbid it. So the tries of a client that follows redirects go out through a twin that
 * does not; and those of one with an authenticator, beside which it sends no {@code Authorization}
 * that a request brings, through one without.
 */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private static final Map<HttpClient, HttpClient> TWINS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Redirects() {}

  /** {@code client} itself, if it follows none. */
  static HttpClient never(HttpClient client) {
    return client.followRedirects() == HttpClient.Redirect.NEVER && client.authenticator().isEmpty()
        ? client
        : TWINS.computeIfAbsent(client, Redirects::twin);
  }

  /**
   * Whether a provider sends a question elsewhere. The application has no use for that, as it asked
   * somebody else; another endpoint may answer.
   */
  static boolean is(String method, ResponseInfo head) {
    return method.equals("POST")
        && STATUSES.contains(head.statusCode())
        && head.headers().firstValue("location").isPresent();
  }

  private static HttpClient twin(HttpClient client) {
    HttpClient.Builder twin =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(client.version())
            .sslContext(client.sslContext())
            .sslParameters(client.sslParameters());
    client.connectTimeout().ifPresent(twin::connectTimeout);
    client.executor().ifPresent(twin::executor);
    client.proxy().ifPresent(twin::proxy);
    client.cookieHandler().ifPresent(twin::cookieHandler);
    return twin.build();
  }
}

package io.ailb.okhttp;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * OkHttp sends a request once more by itself when a connection that was open before breaks, after a
 * 408, and after a 503 that says "Retry-After: 0". For requests of ours it must not: core decides
 * who is asked again, and counts it first.
 */
final class FollowUps {
  private static final String RETRY_AFTER = "Retry-After";
  private static final int TIMEOUT = 408;
  private static final int UNAVAILABLE = 503;

  /** Not a number, and therefore long to OkHttp; none to everybody else, and taken off again. */
  private static final String UNSAID = "unsaid";

  private FollowUps() {}

  /** What HTTP/2 says of a request that the provider has not begun with. */
  private static final String REFUSED = "REFUSED_STREAM";

  /** Sends the request; if its connection breaks before an answer, OkHttp gives up. */
  static Response sendOnce(Interceptor.Chain chain, Request request, Destination destination)
      throws IOException {
    destination.sent();
    try {
      Response response = chain.proceed(request);
      destination.answered(); // a proxy may want it again, with a password
      return response;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains(REFUSED)) {
        destination.answered();
      }
      throw e;
    }
  }

  /** OkHttp repeats only after times that it can read: it is shown one that it cannot. */
  static Response without(Response response) {
    String said = response.header(RETRY_AFTER);
    boolean again =
        (response.code() == TIMEOUT && said == null)
            || ((response.code() == UNAVAILABLE || response.code() == TIMEOUT)
                && said != null
                && said.matches("0+"));
    return again ? response.newBuilder().header(RETRY_AFTER, UNSAID).build() : response;
  }

  /** Whether a header field is only ours, for OkHttp. */
  static boolean isOurs(String name, String value) {
    return value.equals(UNSAID) && name.equalsIgnoreCase(RETRY_AFTER);
  }
}

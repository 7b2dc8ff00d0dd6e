package io.ailb.okhttp;

import okhttp3.Response;

/**
 * OkHttp sends a request once more by itself after a 408, and after a 503 that says "Retry-After:
 * 0". For requests of ours it must not: core decides who is asked again, and counts it first. It
 * does so only for times that it can read, so that it is shown one that it cannot.
 */
final class FollowUps {
  private static final String RETRY_AFTER = "Retry-After";
  private static final int TIMEOUT = 408;
  private static final int UNAVAILABLE = 503;

  /** Not a number, and therefore long to OkHttp; none to everybody else, and taken off again. */
  private static final String UNSAID = "unsaid";

  private FollowUps() {}

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

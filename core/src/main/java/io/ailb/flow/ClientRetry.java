package io.ailb.flow;

import io.ailb.model.HttpFields;

/**
 * Where a request stands in the application's own retry loop, as far as anybody can tell. No text
 * of a request tells a second try from the same question asked twice.
 */
enum ClientRetry {
  /** Its first try, or one of a loop that says nothing. */
  NONE,

  /** Not its first try: openai-java and anthropic-java number theirs (java-clients, section 3). */
  SAID,

  /**
   * One and the same call again, for which the pool has failed and said that it is of no use: a
   * loop inside the client's HTTP library, such as google-genai's, that does not listen.
   */
  UNHEARD;

  private static final String COUNT = "x-stainless-retry-count";

  static ClientRetry of(HttpFields headers, boolean failedBefore) {
    String count = headers.first(COUNT);
    return failedBefore ? UNHEARD : count != null && isPositive(count.trim()) ? SAID : NONE;
  }

  private static boolean isPositive(String number) {
    boolean positive = false;
    for (int i = 0; i < number.length(); i++) {
      char digit = number.charAt(i);
      if (digit < '0' || digit > '9') {
        return false;
      }
      positive |= digit != '0';
    }
    return positive;
  }
}

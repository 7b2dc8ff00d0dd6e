package io.ailb.flow;

import io.ailb.model.HttpFields;
import java.util.regex.Pattern;

/**
 * What the application's own SDK says of its own retry loop (java-clients, section 3). openai-java
 * and anthropic-java, in whatever framework, number their tries from 0; other clients say nothing,
 * and nothing else tells a second try from the same question asked twice.
 */
final class ClientRetry {
  private static final String COUNT = "x-stainless-retry-count";
  private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]*");

  private ClientRetry() {}

  /** Whether this is not the SDK's first try. */
  static boolean is(HttpFields headers) {
    String count = headers.first(COUNT);
    return count != null && POSITIVE.matcher(count.trim()).matches();
  }
}

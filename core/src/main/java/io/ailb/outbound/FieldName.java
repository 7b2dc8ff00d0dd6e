package io.ailb.outbound;

import io.ailb.model.HttpFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name of a caller's header field, and what it says about the field. An application's names are
 * few, and come again with each request: they are looked at once.
 *
 * @param lower the name in lower case
 * @param staysBehind whatever is sent, and to whom
 * @param ofAccount names the caller's account beside its credential; of use with that alone
 * @param ofDialect means nothing, or something else, to another provider
 */
record FieldName(String lower, boolean staysBehind, boolean ofAccount, boolean ofDialect) {
  /**
   * The caller's fields that stay behind: those of its connection, those that the client below sets
   * anew, its coding of the body and of the answer.
   */
  private static final Set<String> LEFT_BEHIND =
      Set.of(
          "host",
          "connection",
          "content-length",
          "expect",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "accept-encoding");

  private static final Set<String> ACCOUNT =
      Set.of("openai-organization", "openai-project", "x-goog-user-project");

  /** How the body is written and who wrote it, which is another once it is translated. */
  private static final Set<String> FORM =
      Set.of("accept", "content-type", "content-encoding", "content-md5", "digest", "user-agent");

  /** How the names of fields begin that are part of a dialect or of its SDK. */
  private static final List<String> DIALECT =
      List.of("openai-", "anthropic-", "x-goog-", "x-stainless-", "x-ms-", "idempotency-key");

  /** Our own controls; they are for us. */
  private static final String CONTROLS = "x-ai-lb-";

  /** Names that are remembered: whoever sends more thinks them up. */
  private static final int MOST = 1_000;

  private static final Map<String, FieldName> KNOWN = new ConcurrentHashMap<>();

  static FieldName of(String name) {
    FieldName known = KNOWN.get(name);
    if (known == null) {
      known = read(name);
      if (KNOWN.size() < MOST) {
        KNOWN.put(name, known);
      }
    }
    return known;
  }

  /** Says how the body is packed. */
  boolean ofCoding() {
    return lower.equals("content-encoding");
  }

  private static FieldName read(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return new FieldName(
        lower,
        LEFT_BEHIND.contains(lower) || lower.startsWith(CONTROLS) || HttpFields.isCredential(lower),
        ACCOUNT.contains(lower),
        FORM.contains(lower) || isOfDialect(lower));
  }

  private static boolean isOfDialect(String lower) {
    for (String beginning : DIALECT) {
      if (lower.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}

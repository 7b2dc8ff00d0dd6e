package io.ailb.flow;

import io.ailb.model.Dialect;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.translate.Rendition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Headers of answers that were translated. Of the provider's own, only what its caller's SDK knows
 * too is kept: the id of the request (wire-facts, section 12), when to come again.
 */
final class Translated {
  private static final List<String> IDS =
      List.of("x-request-id", "request-id", "apim-request-id", "x-generation-id");

  /** Longer headers are refused by some. */
  private static final int MAX_NAMES = 1_000;

  private Translated() {}

  /** Names of fields as the value of a header: parts of a schema are named as the caller likes. */
  static String names(Set<String> fields) {
    StringBuilder names = new StringBuilder();
    for (String field : fields) {
      String name = field.replaceAll("[^!-+\\--~]", "?");
      if (names.length() + name.length() > MAX_NAMES) {
        return names.append(names.isEmpty() ? "..." : ",...").toString();
      }
      names.append(names.isEmpty() ? "" : ",").append(name);
    }
    return names.toString();
  }

  /** Of a good answer. */
  static HttpFields head(Dialect callers, Rendition rendition, HttpFields providers) {
    HttpFields.Builder headers = HttpFields.builder().add("content-type", rendition.contentType());
    addId(callers, id(providers), headers);
    return headers.build();
  }

  /** Of an error. */
  static HttpFields errorHead(Dialect callers, ErrorInfo error, HttpFields providers) {
    HttpFields.Builder headers = HttpFields.builder().add("content-type", "application/json");
    addId(callers, error.requestId() == null ? id(providers) : error.requestId(), headers);
    Duration retryAfter = error.retryAfter();
    if (retryAfter != null) {
      long seconds = retryAfter.plusMillis(999).toSeconds();
      headers.add("retry-after", Long.toString(seconds));
    }
    return headers.build();
  }

  private static @Nullable String id(HttpFields providers) {
    return IDS.stream().map(providers::first).filter(id -> id != null).findFirst().orElse(null);
  }

  private static void addId(Dialect callers, @Nullable String id, HttpFields.Builder headers) {
    if (id != null) {
      headers.add(callers == Dialect.ANTHROPIC ? "request-id" : "x-request-id", id);
    }
  }
}

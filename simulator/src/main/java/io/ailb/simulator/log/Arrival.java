package io.ailb.simulator.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a request as soon as it is there; the same as in {@link LogEntry}. */
public record Arrival(
    String endpoint,
    String protocol,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    @Nullable String body,
    @Nullable String keyOwner,
    boolean doubleCredential) {

  @Nullable Integer retryCount() {
    String count = headers.get("x-stainless-retry-count");
    try {
      return count == null ? null : Integer.valueOf(count);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

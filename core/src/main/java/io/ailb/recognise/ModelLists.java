package io.ailb.recognise;

import io.ailb.model.HttpFields;
import io.ailb.model.Query;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenAI's list of models from those of others, who keep theirs under paths that end like it:
 * by whom the request addresses, and by the credential that it brings.
 */
final class ModelLists {
  private ModelLists() {}

  static boolean isOpenAi(String host, String path, @Nullable String query, HttpFields headers) {
    return !isAnthropics(host, headers) && !isGoogles(host, path, query, headers);
  }

  private static boolean isAnthropics(String host, HttpFields headers) {
    return host.endsWith("anthropic.com")
        || headers.has("anthropic-version")
        || headers.has("x-api-key");
  }

  private static boolean isGoogles(
      String host, String path, @Nullable String query, HttpFields headers) {
    if (path.contains("/openai/")) {
      return false; // Gemini's own surface in OpenAI's dialect
    }
    return host.endsWith("googleapis.com")
        || path.endsWith("/v1beta/models")
        || headers.has("x-goog-api-key")
        || Query.parameters(query).stream().anyMatch(p -> Query.name(p).equals("key"));
  }
}

package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.Json;
import org.jspecify.annotations.Nullable;

/** Counts of tokens: totals include what was cached and what was thought. */
final class UsageFields {
  private UsageFields() {}

  static Usage read(JsonNode usage) {
    JsonNode input = usage.path("input_tokens_details");
    JsonNode output = usage.path("output_tokens_details");
    return new Usage(
        count(usage, "input_tokens"),
        count(usage, "output_tokens"),
        count(input, "cached_tokens"),
        count(input, "cache_write_tokens"),
        count(output, "reasoning_tokens"));
  }

  private static long count(JsonNode of, String field) {
    Long count = Json.whole(of, field);
    return count == null || count < 0 ? Usage.UNKNOWN : count;
  }

  /** Null if nothing is known; else SDKs want every number, also those that nobody told. */
  static @Nullable ObjectNode write(Usage usage) {
    if (!usage.isKnown()) {
      return null;
    }
    ObjectNode written = Json.object().put("input_tokens", usage.inputOrZero());
    written
        .putObject("input_tokens_details")
        .put("cached_tokens", usage.cachedInputOrZero())
        .put("cache_write_tokens", Math.max(0, usage.cacheWrite()));
    written.put("output_tokens", usage.outputOrZero());
    written
        .putObject("output_tokens_details")
        .put("reasoning_tokens", Math.max(0, usage.reasoning()));
    return written.put("total_tokens", usage.inputOrZero() + usage.outputOrZero());
  }
}

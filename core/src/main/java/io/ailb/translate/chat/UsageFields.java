package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.Json;

/** The counts of an answer. Prompt tokens include cached ones, completion tokens reasoning. */
final class UsageFields {
  private UsageFields() {}

  static Usage read(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    JsonNode completion = usage.path("completion_tokens_details");
    long cached = count(prompt, "cached_tokens");
    return new Usage(
        count(usage, "prompt_tokens"),
        count(usage, "completion_tokens"),
        cached != Usage.UNKNOWN ? cached : count(usage, "prompt_cache_hit_tokens"), // DeepSeek
        count(prompt, "cache_write_tokens"),
        count(completion, "reasoning_tokens"));
  }

  private static long count(JsonNode object, String name) {
    Long value = Json.whole(object, name);
    return value == null || value < 0 ? Usage.UNKNOWN : value;
  }

  /** The object of a finished answer: clients read the details without asking for them. */
  static ObjectNode write(Usage usage) {
    ObjectNode written = Json.object();
    written.put("prompt_tokens", usage.inputOrZero());
    written.put("completion_tokens", usage.outputOrZero());
    written.put("total_tokens", usage.inputOrZero() + usage.outputOrZero());
    written
        .putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cachedInputOrZero())
        .put("cache_write_tokens", Math.max(0, usage.cacheWrite()))
        .put("audio_tokens", 0);
    written
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", Math.max(0, usage.reasoning()))
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return written;
  }
}

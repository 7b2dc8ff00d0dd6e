package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.Json;

/**
 * Anthropic's counts of tokens. Its input leaves out what the cache read and wrote, where ours is
 * the total (translation, section 4.2). What came later replaces what came before, number by
 * number.
 */
final class Counts {
  private final boolean inputIncludesCache;
  private long input = Usage.UNKNOWN;
  private long cacheRead = Usage.UNKNOWN;
  private long cacheWrite = Usage.UNKNOWN;
  private long output = Usage.UNKNOWN;
  private long thinking = Usage.UNKNOWN;

  Counts(boolean inputIncludesCache) {
    this.inputIncludesCache = inputIncludesCache;
  }

  void update(JsonNode usage) {
    input = count(usage, "input_tokens", input);
    cacheRead = count(usage, "cache_read_input_tokens", cacheRead);
    cacheWrite = count(usage, "cache_creation_input_tokens", written(usage));
    output = count(usage, "output_tokens", output);
    thinking = count(usage.path("output_tokens_details"), "thinking_tokens", thinking);
  }

  private long written(JsonNode usage) {
    JsonNode byTime = usage.path("cache_creation");
    long shortly = count(byTime, "ephemeral_5m_input_tokens", Usage.UNKNOWN);
    long longer = count(byTime, "ephemeral_1h_input_tokens", Usage.UNKNOWN);
    if (shortly == Usage.UNKNOWN && longer == Usage.UNKNOWN) {
      return cacheWrite;
    }
    return Math.max(0, shortly) + Math.max(0, longer);
  }

  private static long count(JsonNode of, String name, long before) {
    Long count = Json.whole(of, name);
    return count == null || count < 0 ? before : count;
  }

  boolean any() {
    return usage().isKnown();
  }

  Usage usage() {
    long total = input;
    if (input != Usage.UNKNOWN && !inputIncludesCache) {
      total += Math.max(0, cacheRead) + Math.max(0, cacheWrite);
    }
    return new Usage(total, output, cacheRead, cacheWrite, thinking);
  }

  /** Counts of any provider in Anthropic's words. */
  static ObjectNode write(Usage usage) {
    ObjectNode counts = Json.object();
    long cached = usage.cachedInputOrZero() + Math.max(0, usage.cacheWrite());
    counts.put("input_tokens", Math.max(0, usage.inputOrZero() - cached));
    // Zero is a count, too; but who has no cache says nothing of it.
    if (usage.cacheWrite() != Usage.UNKNOWN) {
      counts.put("cache_creation_input_tokens", usage.cacheWrite());
    }
    if (usage.cachedInput() != Usage.UNKNOWN) {
      counts.put("cache_read_input_tokens", usage.cachedInput());
    }
    counts.put("output_tokens", usage.outputOrZero());
    if (usage.reasoning() != Usage.UNKNOWN) {
      counts.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    }
    return counts;
  }
}

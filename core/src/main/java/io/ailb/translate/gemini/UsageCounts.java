package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.Json;
import org.jspecify.annotations.Nullable;

/**
 * {@code usageMetadata}: running totals, of which a later one replaces an earlier one. Thoughts and
 * the results of Gemini's own tools are counted beside what {@link Usage} counts them into.
 */
final class UsageCounts {
  private static final Field PROMPT = Field.of("promptTokenCount");
  private static final Field TOOL_PROMPT = Field.of("toolUsePromptTokenCount");
  private static final Field CACHED = Field.of("cachedContentTokenCount");
  private static final Field CANDIDATES = Field.of("candidatesTokenCount");
  private static final Field THOUGHTS = Field.of("thoughtsTokenCount");

  private long prompt = Usage.UNKNOWN;
  private long toolPrompt = Usage.UNKNOWN;
  private long cached = Usage.UNKNOWN;
  private long candidates = Usage.UNKNOWN;
  private long thoughts = Usage.UNKNOWN;

  void read(JsonNode counts) {
    prompt = count(PROMPT, counts, prompt);
    toolPrompt = count(TOOL_PROMPT, counts, toolPrompt);
    cached = count(CACHED, counts, cached);
    candidates = count(CANDIDATES, counts, candidates);
    thoughts = count(THOUGHTS, counts, thoughts);
  }

  private static long count(Field field, JsonNode counts, long earlier) {
    JsonNode value = field.in(counts);
    return value != null && value.canConvertToLong() && value.longValue() >= 0
        ? value.longValue()
        : earlier;
  }

  Usage usage() {
    return new Usage(
        sum(prompt, toolPrompt), sum(candidates, thoughts), cached, Usage.UNKNOWN, thoughts);
  }

  private static long sum(long one, long other) {
    return one < 0 && other < 0 ? Usage.UNKNOWN : Math.max(0, one) + Math.max(0, other);
  }

  /** The earlier counts where the later ones say nothing. */
  static Usage replaced(Usage earlier, Usage later) {
    return new Usage(
        known(later.input(), earlier.input()),
        known(later.output(), earlier.output()),
        known(later.cachedInput(), earlier.cachedInput()),
        known(later.cacheWrite(), earlier.cacheWrite()),
        known(later.reasoning(), earlier.reasoning()));
  }

  private static long known(long later, long earlier) {
    return later < 0 ? earlier : later;
  }

  /** The object for these counts, or null if nothing is known. */
  static @Nullable ObjectNode write(Usage usage) {
    if (!usage.isKnown()) {
      return null;
    }
    ObjectNode counts = Json.object();
    if (usage.input() >= 0) {
      counts.put("promptTokenCount", usage.input());
    }
    if (usage.output() >= 0) {
      long thoughts = Math.max(0, usage.reasoning());
      counts.put("candidatesTokenCount", Math.max(0, usage.output() - thoughts));
    }
    if (usage.input() >= 0 && usage.output() >= 0) {
      counts.put("totalTokenCount", usage.input() + usage.output());
    }
    if (usage.cachedInput() > 0) {
      counts.put("cachedContentTokenCount", usage.cachedInput());
    }
    if (usage.reasoning() > 0) {
      counts.put("thoughtsTokenCount", usage.reasoning());
    }
    return counts;
  }
}

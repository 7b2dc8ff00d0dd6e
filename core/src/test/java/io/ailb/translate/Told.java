package io.ailb.translate;

import io.ailb.model.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which counts an answer has at all: what a file does not state cannot be compared. */
record Told(boolean read, boolean written, boolean reasoned) {
  static Told by(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8);
    return new Told(
        text.contains("cached_tokens\"")
            || text.contains("cache_read_input_tokens\"")
            || text.contains("cachedContentTokenCount\"")
            || text.contains("prompt_cache_hit_tokens\""),
        text.contains("cache_write_tokens\"") || text.contains("cache_creation_input_tokens\""),
        text.contains("reasoning_tokens\"")
            || text.contains("thinking_tokens\"")
            || text.contains("thoughtsTokenCount\""));
  }

  Told and(Told other) {
    return new Told(read && other.read, written && other.written, reasoned && other.reasoned);
  }

  List<Long> counts(Usage usage) {
    return List.of(
        usage.inputOrZero(),
        usage.outputOrZero(),
        read ? usage.cachedInputOrZero() : 0,
        written ? Math.max(0, usage.cacheWrite()) : 0,
        reasoned ? Math.max(0, usage.reasoning()) : 0);
  }

  /** What is reported of the counts that are not told. */
  List<Long> others(Usage usage) {
    return List.of(
        read ? 0 : usage.cachedInputOrZero(),
        written ? 0 : Math.max(0, usage.cacheWrite()),
        reasoned ? 0 : Math.max(0, usage.reasoning()));
  }
}

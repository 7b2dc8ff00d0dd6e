package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A mark on a part: the prompt up to it is worth caching. */
final class CacheBreakpoint {
  static final String FIELD = "prompt_cache_breakpoint";

  /** So many a request may have. */
  static final int MOST = 4;

  private static final Duration SHORT = Duration.ofMinutes(30);

  private CacheBreakpoint() {}

  static @Nullable CacheMark read(JsonNode part) {
    JsonNode mark = part.get(FIELD);
    if (mark == null || !mark.isObject()) {
      return null;
    }
    return new CacheMark(
        switch (String.valueOf(Json.string(mark, "ttl"))) {
          case "30m" -> SHORT;
          case "12h" -> Duration.ofHours(12);
          default -> null;
        });
  }

  /** The nearest that is not shorter. */
  static void write(CacheMark mark, ObjectNode part) {
    ObjectNode breakpoint = part.putObject(FIELD).put("mode", "explicit");
    if (mark.ttl() != null) {
      breakpoint.put("ttl", mark.ttl().compareTo(SHORT) <= 0 ? "30m" : "12h");
    }
  }
}

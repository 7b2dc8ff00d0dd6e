package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The form that the answer has to have. */
public sealed interface OutputFormat {
  /** Any. */
  record Text() implements OutputFormat {}

  /** A JSON object. */
  record Json() implements OutputFormat {}

  /**
   * JSON that keeps to a schema.
   *
   * @param name null = not said
   * @param strict null = not said
   */
  record Schema(
      @Nullable String name,
      @Nullable String description,
      JsonNode schema,
      @Nullable Boolean strict)
      implements OutputFormat {}

  OutputFormat TEXT = new Text();
  OutputFormat JSON = new Json();
}

package io.ailb.translate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call.
 *
 * @param schema JSON Schema of its arguments; null = it has none; of a custom tool, its format
 * @param strict null = not said
 * @param custom takes free text
 */
public record Tool(
    String name,
    @Nullable String description,
    @Nullable JsonNode schema,
    @Nullable Boolean strict,
    boolean custom,
    @Nullable CacheMark cache) {}

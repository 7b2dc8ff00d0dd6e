package io.ailb.config;

import io.ailb.model.CapabilityChanges;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** The keys of {@code capabilities}: one for each {@link Feature}, by its id. */
final class CapabilityKeys {
  private static final String NOT_SET = "null";

  private CapabilityKeys() {}

  static final Shape.Keys KEYS = keys();

  private static Shape.Keys keys() {
    Feature[] features = Feature.values();
    Shape.Key[] keys = new Shape.Key[features.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(features[i]);
    }
    return Shape.Keys.of(keys);
  }

  private static Shape.Key key(Feature feature) {
    return new Shape.Key(
        feature.id(), new Shape.One(type(feature)), NOT_SET, true, null, about(feature));
  }

  private static ScalarType type(Feature feature) {
    return switch (feature) {
      case STOP -> Types.orFalse(Types.whole(1, 1_000));
      case REASONING -> Types.orFalse(Types.oneOf(styles()));
      default -> Types.FLAG;
    };
  }

  private static String[] styles() {
    ReasoningStyle[] styles = ReasoningStyle.values();
    String[] ids = new String[styles.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = styles[i].id();
    }
    return ids;
  }

  private static String about(Feature feature) {
    return switch (feature) {
      case TOOLS -> "Tools that are functions.";
      case PARALLEL_TOOLS_OFF -> "To be told not to call several tools at once.";
      case CUSTOM_TOOLS -> "Tools that take free text.";
      case TOOL_RESULT_MEDIA -> "Images and documents in what a tool gave back.";
      case STRICT_TOOLS -> "Arguments that keep strictly to a tool's schema.";
      case JSON_MODE -> "An answer that is any JSON object.";
      case JSON_SCHEMA -> "An answer that keeps to a schema.";
      case IMAGE_BASE64 -> "Images in the request.";
      case IMAGE_URL -> "Images by their address.";
      case PDF_BASE64 -> "PDF files in the request.";
      case PDF_URL -> "PDF files by their address.";
      case AUDIO_IN -> "Sound in the request.";
      case VIDEO_IN -> "Video in the request.";
      case STOP -> "How many stop sequences at most; `false` = none.";
      case CHOICES -> "More than one answer to one request.";
      case LOGPROBS -> "Log probabilities.";
      case SAMPLING -> "`temperature` and `top_p`.";
      case TOP_K -> "`top_k`.";
      case PENALTIES -> "Presence and frequency penalties.";
      case SEED -> "`seed`.";
      case PREFILL -> "To go on from a last turn of the assistant's.";
      case MID_SYSTEM -> "System texts between the turns.";
      case REASONING ->
          "How it is told how much to think: `effort` = by a word, `budget` = by tokens, `none` or `false` = not at all.";
      case REASONING_OFF -> "To be told not to think.";
      case REASONING_TEXT -> "To show what it thought.";
      case CACHE_MARKS -> "Marks up to where a prompt is worth caching.";
      case DEVELOPER_ROLE -> "Chat Completions: the role `developer`; else `system`.";
      case MAX_COMPLETION_TOKENS ->
          "Chat Completions: the field `max_completion_tokens`; else `max_tokens`.";
      case STREAM_USAGE -> "Chat Completions: `stream_options.include_usage`.";
      case OPENAI_EXTRAS ->
          "`store`, `metadata`, `service_tier`, `prompt_cache_key`, `safety_identifier`, `verbosity`.";
      case THOUGHT_SIGNATURES -> "Gemini: calls of the current turn must carry their signatures.";
    };
  }

  /** What is written of them. */
  static CapabilityChanges changes(Section section) {
    Map<Feature, Boolean> features = new EnumMap<>(Feature.class);
    Integer maxStops = null;
    ReasoningStyle reasoning = null;
    for (Feature feature : Feature.values()) {
      Object value = section.any(feature.id());
      if (value instanceof Boolean has) {
        features.put(feature, has);
      } else if (value instanceof Long most) {
        features.put(feature, true);
        maxStops = Math.toIntExact(most);
      } else if (value instanceof String style) {
        reasoning = style(style);
        features.put(feature, reasoning != ReasoningStyle.NONE);
      }
    }
    return new CapabilityChanges(features, maxStops, reasoning);
  }

  private static ReasoningStyle style(String id) {
    return Arrays.stream(ReasoningStyle.values())
        .filter(style -> style.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}

package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.ReasoningStyle;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a request asks of its model. The author of a case says by it that the model can do that,
 * whatever is known of a model of this name; as somebody could in the configuration.
 */
final class Asked {
  private final Set<Feature> features;
  private int stops;
  private ReasoningStyle style;

  private Asked(Capabilities known) {
    features = EnumSet.noneOf(Feature.class);
    features.addAll(known.features());
    stops = known.maxStops();
    style = known.reasoning();
  }

  static Capabilities of(JsonNode body, Dialect dialect, Capabilities known) {
    Asked asked = new Asked(known);
    switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> asked.openai(body);
      case ANTHROPIC -> asked.anthropic(body);
      case GEMINI -> asked.gemini(body);
    }
    return new Capabilities(asked.features, asked.stops, asked.style);
  }

  private void openai(JsonNode body) {
    shown(body, Feature.SAMPLING, "temperature", "top_p");
    shown(body, Feature.PENALTIES, "presence_penalty", "frequency_penalty");
    shown(body, Feature.SEED, "seed");
    shown(body, Feature.LOGPROBS, "logprobs", "top_logprobs");
    shown(body, Feature.CHOICES, "n");
    stops(body.path("stop"));
    shown(body, Feature.REASONING, "reasoning_effort", "reasoning");
    if (!body.path("reasoning_effort").isMissingNode() || body.path("reasoning").has("effort")) {
      style = ReasoningStyle.EFFORT;
    }
    String effort = body.path("reasoning_effort").asText(body.at("/reasoning/effort").asText());
    if (effort.equals("none")) {
      features.add(Feature.REASONING_OFF);
    }
    format(body.at("/response_format/type").asText(body.at("/text/format/type").asText()));
    shows(body, "\"type\":\"custom\"", Feature.CUSTOM_TOOLS);
    shows(body, "\"strict\":true", Feature.STRICT_TOOLS);
    shows(body, "\"input_audio\"", Feature.AUDIO_IN);
    shows(body, "\"file_data\"", Feature.PDF_BASE64);
    shows(body, "\"file_url\"", Feature.PDF_URL);
    shows(body, "\"image_url\"", Feature.IMAGE_URL, Feature.IMAGE_BASE64);
    shows(body, "\"prompt_cache_breakpoint\"", Feature.CACHE_MARKS);
  }

  private void format(String type) {
    if (type.equals("json_schema")) {
      features.add(Feature.JSON_SCHEMA);
    } else if (type.equals("json_object")) {
      features.add(Feature.JSON_MODE);
    }
  }

  private void anthropic(JsonNode body) {
    shown(body, Feature.SAMPLING, "temperature", "top_p");
    shown(body, Feature.TOP_K, "top_k");
    stops(body.path("stop_sequences"));
    format(body.at("/output_config/format/type").asText());
    shows(body, "\"strict\":true", Feature.STRICT_TOOLS);
    boolean midSystem = false;
    String last = "";
    for (JsonNode message : body.path("messages")) {
      last = message.path("role").asText();
      midSystem |= last.equals("system");
    }
    only(Feature.MID_SYSTEM, midSystem);
    if (last.equals("assistant")) {
      features.add(Feature.PREFILL);
    }
    boolean effort = body.path("output_config").has("effort");
    switch (body.at("/thinking/type").asText()) {
      case "enabled" -> reasons(ReasoningStyle.BUDGET);
      case "adaptive" -> reasons(ReasoningStyle.EFFORT);
      case "disabled" -> features.add(Feature.REASONING_OFF);
      default -> {
        if (effort) {
          reasons(ReasoningStyle.EFFORT);
        }
      }
    }
    if (effort) {
      features.remove(Feature.REASONING_OFF);
    }
  }

  private void gemini(JsonNode body) {
    JsonNode settings = body.path("generationConfig");
    shown(settings, Feature.SAMPLING, "temperature", "topP");
    shown(settings, Feature.TOP_K, "topK");
    shown(settings, Feature.SEED, "seed");
    shown(settings, Feature.PENALTIES, "presencePenalty", "frequencyPenalty");
    shown(settings, Feature.LOGPROBS, "responseLogprobs", "logprobs");
    shown(settings, Feature.CHOICES, "candidateCount");
    shown(settings, Feature.JSON_MODE, "responseMimeType");
    shown(settings, Feature.JSON_SCHEMA, "responseJsonSchema", "responseSchema");
    stops(settings.path("stopSequences"));
    JsonNode thinking = settings.path("thinkingConfig");
    if (thinking.has("thinkingBudget")) {
      reasons(ReasoningStyle.BUDGET);
      if (thinking.path("thinkingBudget").asInt() == 0) {
        features.add(Feature.REASONING_OFF);
      }
    } else if (thinking.has("thinkingLevel")) {
      reasons(ReasoningStyle.EFFORT);
      only(
          Feature.REASONING_OFF,
          thinking.path("thinkingLevel").asText().equalsIgnoreCase("MINIMAL"));
    }
    for (JsonNode content : body.path("contents")) {
      only(Feature.PREFILL, content.path("role").asText().equals("model"));
      for (JsonNode part : content.path("parts")) {
        if (part.path("functionResponse").has("parts")) {
          features.add(Feature.TOOL_RESULT_MEDIA);
        }
        String mime = part.at("/fileData/mimeType").asText();
        if (mime.startsWith("image/")) {
          features.add(Feature.IMAGE_URL);
        } else if (!mime.isEmpty()) {
          features.add(Feature.PDF_URL);
        }
      }
    }
  }

  private void reasons(ReasoningStyle by) {
    features.add(Feature.REASONING);
    style = by;
  }

  private void only(Feature feature, boolean present) {
    if (present) {
      features.add(feature);
    } else {
      features.remove(feature);
    }
  }

  private void shown(JsonNode body, Feature feature, String... names) {
    for (String name : names) {
      if (body.hasNonNull(name)) {
        features.add(feature);
      }
    }
  }

  private void shows(JsonNode body, String text, Feature... shown) {
    if (body.toString().contains(text)) {
      features.addAll(Set.of(shown));
    }
  }

  private void stops(JsonNode stop) {
    if (stop.isTextual() || !stop.isEmpty()) {
      features.add(Feature.STOP);
      stops = Math.max(stops, stop.size());
    }
  }
}

package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a request. The model and the switch for streams stand in its path. */
final class RequestReader {
  private static final Field PARTS = Field.of("parts");
  private static final Field TEXT = Field.of("text");
  private static final Field THRESHOLD = Field.of("threshold");

  /** What blocks no more than a model does by itself. */
  private static final Set<String> LENIENT =
      Set.of("OFF", "BLOCK_NONE", "HARM_BLOCK_THRESHOLD_UNSPECIFIED");

  private final ChatRequest.Builder to = ChatRequest.builder();

  private RequestReader() {}

  static ChatRequest read(ObjectNode body) {
    RequestReader reader = new RequestReader();
    boolean contents = false;
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!field.getValue().isNull()) {
        reader.field(field.getKey(), field.getValue());
        contents |= field.getKey().equals("contents");
      }
    }
    if (!contents) {
      throw new Malformed("contents", "must be there");
    }
    return reader.to.build();
  }

  private void field(String name, JsonNode value) {
    switch (Field.camel(name)) {
      case "contents" -> new ContentsReader(to).read(value);
      case "systemInstruction" -> instructions(value, name);
      case "tools" -> ToolsReader.tools(value, to);
      case "toolConfig" -> ToolsReader.config(value, to);
      case "generationConfig" -> new GenerationReader(to).read(value, name);
      case "safetySettings" -> safety(value, name);
      case "serviceTier" -> tier(value);
      case "labels" -> labels(value);
      case "store" -> to.store = value.asBoolean();
      case "model" -> {} // Batches repeat what the path says.
      default -> foreign(to, name, value);
    }
  }

  /** Keeps what only Gemini can serve, if it says anything at all. */
  static void foreign(ChatRequest.Builder to, String path, JsonNode value) {
    if (!Field.isNothing(value)) {
      to.foreign.put(path, value);
    }
  }

  private void instructions(JsonNode content, String name) {
    if (content.isTextual()) {
      to.instructions.add(new Part.Text(content.textValue()));
      return;
    }
    JsonNode parts = PARTS.in(content);
    if (parts != null && !parts.isArray()) {
      throw new Malformed(name + ".parts", "must be a list");
    }
    for (int i = 0; parts != null && i < parts.size(); i++) {
      String text = TEXT.text(parts.get(i));
      if (text == null) {
        throw new Malformed(name + ".parts[" + i + "]", "must be a text");
      }
      to.instructions.add(new Part.Text(text));
    }
  }

  private void safety(JsonNode settings, String name) {
    for (JsonNode setting : settings) {
      String threshold = THRESHOLD.text(setting);
      if (threshold != null && !LENIENT.contains(threshold)) {
        to.minor.add(name);
        return;
      }
    }
  }

  private void tier(JsonNode value) {
    String tier = value.asText("").toLowerCase(Locale.ROOT);
    switch (tier.startsWith("service_tier_") ? tier.substring(13) : tier) {
      case "standard" -> to.tier = "default";
      case "", "unspecified" -> {}
      default -> to.tier = tier.startsWith("service_tier_") ? tier.substring(13) : tier;
    }
  }

  private void labels(JsonNode labels) {
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      to.metadata.put(label.getKey(), label.getValue().asText(""));
    }
  }
}

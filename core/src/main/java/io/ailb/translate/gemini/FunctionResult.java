package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a function, which Gemini wants as an object: {@code output} holds what is none,
 * {@code error} a failure, and an object without them is the result itself.
 */
final class FunctionResult {
  private static final String OUTPUT = "output";
  private static final String ERROR = "error";

  private static final Field RESPONSE = Field.of("response");
  private static final Field PARTS = Field.of("parts");

  private FunctionResult() {}

  static Part.ToolResult read(
      JsonNode result, Part.ToolCall call, String path, ChatRequest.Builder to) {
    JsonNode response = RESPONSE.in(result);
    List<Part> parts = new ArrayList<>();
    JsonNode media = PARTS.in(result);
    boolean error = false;
    // Beside files, an object without members says nothing: Gemini only wants one there.
    boolean silent = response != null && response.isEmpty() && media != null && !media.isEmpty();
    if (response instanceof ObjectNode object && !silent) {
      JsonNode failure = only(object, ERROR);
      JsonNode output = only(object, OUTPUT);
      error = failure != null;
      // A failure stays the object that it is: dialects without a flag for it know it by that.
      JsonNode value = failure == null && output != null ? output : object;
      parts.add(new Part.Text(value.isTextual() ? value.textValue() : Json.text(value)));
    } else if (response != null && !response.isObject()) {
      throw new Malformed(path + ".response", "must be an object");
    }
    if (media != null && !media.isArray()) {
      throw new Malformed(path + ".parts", "must be a list");
    }
    for (int i = 0; media != null && i < media.size(); i++) {
      String at = path + ".parts[" + i + "]";
      Part read = MediaReader.read(media.get(i), at);
      if (read == null) {
        RequestReader.foreign(to, at, media.get(i));
      } else {
        parts.add(read);
      }
    }
    return new Part.ToolResult(call.id(), call.name(), parts, error, false, null);
  }

  /** The object's value of that name, if it has no other. */
  private static @Nullable JsonNode only(ObjectNode object, String name) {
    JsonNode value = null;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equals(name)) {
        value = member.getValue();
      } else if (!member.getValue().isNull()) {
        return null;
      }
    }
    return value == null || value.isNull() ? null : value;
  }

  /** What {@code response} says of the texts of a result. */
  static ObjectNode response(Part.ToolResult result) {
    String text = text(result.parts());
    JsonNode parsed = text.startsWith("{") ? Json.parse(text) : null;
    ObjectNode object = parsed instanceof ObjectNode o ? o : null;
    if (result.error()) {
      if (object != null && only(object, ERROR) != null) {
        return object;
      }
      return object == null ? wrapped(ERROR, text) : Json.object().set(ERROR, object);
    }
    if (text.isEmpty() && !result.parts().isEmpty() && isAllFiles(result.parts())) {
      return Json.object(); // as such a result is read
    }
    // An object that would be taken for our own wrapping is wrapped like a text.
    return object == null || only(object, OUTPUT) != null || only(object, ERROR) != null
        ? wrapped(OUTPUT, text)
        : object;
  }

  private static boolean isAllFiles(List<Part> parts) {
    return parts.stream().noneMatch(Part.Text.class::isInstance);
  }

  private static ObjectNode wrapped(String name, String text) {
    return Json.object().put(name, text);
  }

  private static String text(List<Part> parts) {
    List<String> texts = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        texts.add(text.text());
      } else if (part instanceof Part.Refusal refusal) {
        texts.add(refusal.text());
      }
    }
    return String.join("\n", texts);
  }
}

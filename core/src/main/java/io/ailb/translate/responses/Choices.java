package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which tools the model may or must call. */
final class Choices {
  private static final String FIELD = "tool_choice";

  private Choices() {}

  static @Nullable ToolChoice read(JsonNode choice, Foreign foreign) {
    String word = choice.isTextual() ? choice.textValue() : Json.string(choice, "type");
    return switch (String.valueOf(word)) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      case "function", "custom" -> new ToolChoice.One(name(choice, FIELD));
      case "allowed_tools" -> subset(choice, foreign);
      default -> {
        foreign.word(choice.isObject() ? FIELD + ".type" : FIELD, String.valueOf(word), choice);
        yield null;
      }
    };
  }

  private static ToolChoice subset(JsonNode choice, Foreign foreign) {
    List<String> names = new ArrayList<>();
    JsonNode tools = choice.path("tools");
    if (!tools.isArray()) {
      throw new Malformed(FIELD + ".tools", "must be a list");
    }
    for (int i = 0; i < tools.size(); i++) {
      String path = FIELD + ".tools[" + i + "]";
      String type = Json.string(tools.get(i), "type");
      if ("function".equals(type) || "custom".equals(type)) {
        names.add(name(tools.get(i), path));
      } else {
        foreign.word(path + ".type", String.valueOf(type), tools.get(i));
      }
    }
    return new ToolChoice.Subset(names, "required".equals(Json.string(choice, "mode")));
  }

  private static String name(JsonNode object, String path) {
    String name = Json.string(object, "name");
    if (name == null) {
      throw new Malformed(path + ".name", "is missing");
    }
    return name;
  }

  static JsonNode write(ToolChoice choice, List<Tool> tools, UnaryOperator<String> naming) {
    if (choice instanceof ToolChoice.One one) {
      return one(one.name(), tools, naming);
    }
    if (choice instanceof ToolChoice.Subset subset) {
      ObjectNode written = Json.object().put("type", "allowed_tools");
      written.put("mode", subset.required() ? "required" : "auto");
      ArrayNode allowed = written.putArray("tools");
      subset.names().forEach(name -> allowed.add(one(name, tools, naming)));
      return written;
    }
    if (choice instanceof ToolChoice.Required) {
      return TextNode.valueOf("required");
    }
    return TextNode.valueOf(choice instanceof ToolChoice.None ? "none" : "auto");
  }

  private static ObjectNode one(String name, List<Tool> tools, UnaryOperator<String> naming) {
    boolean custom = tools.stream().anyMatch(tool -> tool.custom() && tool.name().equals(name));
    return Json.object()
        .put("type", custom ? "custom" : "function")
        .put("name", naming.apply(name));
  }
}

package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Tool;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The definitions of tools, which are flat here: no inner {@code function}. */
final class Tools {
  private static final Set<String> KNOWN =
      Set.of("type", "name", "description", "parameters", "strict", "format");

  private Tools() {}

  static void read(JsonNode tools, List<Tool> to, Foreign foreign) {
    if (!tools.isArray()) {
      throw new Malformed("tools", "must be a list");
    }
    for (int i = 0; i < tools.size(); i++) {
      JsonNode tool = tools.get(i);
      String path = "tools[" + i + "]";
      String type = Json.string(tool, "type");
      switch (String.valueOf(type)) {
        case "function" -> to.add(function(tool, path));
        case "custom" -> to.add(custom(tool, path));
        default -> {
          foreign.word(path + ".type", String.valueOf(type), tool);
          continue;
        }
      }
      foreign.others(path, tool, KNOWN);
    }
  }

  /** Here a tool is strict unless it says otherwise; elsewhere it is the other way round. */
  private static Tool function(JsonNode tool, String path) {
    boolean strict = !Boolean.FALSE.equals(Json.flag(tool, "strict"));
    return new Tool(
        name(tool, path),
        Json.string(tool, "description"),
        Json.has(tool, "parameters") ? tool.get("parameters") : null,
        strict,
        false,
        null);
  }

  private static Tool custom(JsonNode tool, String path) {
    return new Tool(
        name(tool, path),
        Json.string(tool, "description"),
        Json.has(tool, "format") ? tool.get("format") : null,
        null,
        true,
        null);
  }

  private static String name(JsonNode tool, String path) {
    String name = Json.string(tool, "name");
    if (name == null || name.isEmpty()) {
      throw new Malformed(path + ".name", "is missing");
    }
    return name;
  }

  /**
   * One of them.
   *
   * @param name as it is to be called there
   * @param strictSchema what its arguments keep to strictly; null = they do as well as they can
   */
  static ObjectNode write(Tool tool, String name, @Nullable JsonNode strictSchema) {
    ObjectNode written = Json.object();
    written.put("type", tool.custom() ? "custom" : "function");
    written.put("name", name);
    if (tool.description() != null) {
      written.put("description", tool.description());
    }
    if (!tool.custom()) {
      written.set("parameters", strictSchema == null ? schema(tool) : strictSchema);
      written.put("strict", strictSchema != null);
    } else if (tool.schema() != null) {
      written.set("format", tool.schema());
    }
    return written;
  }

  /** What its arguments are like; without a word on them, it has none. */
  static JsonNode schema(Tool tool) {
    if (tool.schema() != null) {
      return tool.schema();
    }
    ObjectNode schema = Json.object().put("type", "object");
    schema.putObject("properties");
    return schema;
  }
}

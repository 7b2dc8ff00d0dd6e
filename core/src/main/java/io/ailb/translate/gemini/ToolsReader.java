package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code toolConfig}. */
final class ToolsReader {
  private static final Field NAME = Field.of("name");
  private static final Field DESCRIPTION = Field.of("description");
  private static final Field JSON_SCHEMA = Field.of("parametersJsonSchema");
  private static final Field PARAMETERS = Field.of("parameters");
  private static final Field MODE = Field.of("mode");
  private static final Field ALLOWED = Field.of("allowedFunctionNames");

  private ToolsReader() {}

  static void tools(JsonNode tools, ChatRequest.Builder to) {
    if (!tools.isArray()) {
      throw new Malformed("tools", "must be a list");
    }
    for (int i = 0; i < tools.size(); i++) {
      for (Map.Entry<String, JsonNode> kind : tools.get(i).properties()) {
        String path = "tools[" + i + "]." + kind.getKey();
        if (Field.camel(kind.getKey()).equals("functionDeclarations")) {
          functions(kind.getValue(), path, to);
        } else if (!kind.getValue().isNull()) {
          // An empty object switches one of Gemini's own tools on.
          to.foreign.put(path, kind.getValue());
        }
      }
    }
  }

  private static void functions(JsonNode functions, String path, ChatRequest.Builder to) {
    if (!functions.isArray()) {
      throw new Malformed(path, "must be a list");
    }
    for (int i = 0; i < functions.size(); i++) {
      JsonNode function = functions.get(i);
      String name = NAME.text(function);
      if (name == null || name.isEmpty()) {
        throw new Malformed(path + "[" + i + "].name", "must be the name of a function");
      }
      to.tools.add(new Tool(name, DESCRIPTION.text(function), schema(function), null, false, null));
    }
  }

  private static @Nullable JsonNode schema(JsonNode function) {
    JsonNode schema = JSON_SCHEMA.in(function);
    if (schema != null) {
      return schema;
    }
    JsonNode parameters = PARAMETERS.in(function);
    return parameters == null ? null : OpenApiSchema.toJsonSchema(parameters);
  }

  static void config(JsonNode config, ChatRequest.Builder to) {
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      if (Field.camel(field.getKey()).equals("functionCallingConfig")) {
        calling(field.getValue(), "toolConfig." + field.getKey(), to);
      } else {
        RequestReader.foreign(to, "toolConfig." + field.getKey(), field.getValue());
      }
    }
  }

  private static void calling(JsonNode calling, String path, ChatRequest.Builder to) {
    JsonNode mode = MODE.in(calling);
    List<String> names = names(calling);
    switch (mode == null ? "" : mode.asText("")) {
      case "", "MODE_UNSPECIFIED" -> {}
      case "AUTO" -> to.toolChoice = ToolChoice.AUTO;
      case "NONE" -> to.toolChoice = ToolChoice.NONE;
      case "ANY" -> to.toolChoice = any(names);
      // A mode of its own only in that it keeps to the schemas.
      case "VALIDATED" ->
          to.toolChoice = names.isEmpty() ? ToolChoice.AUTO : new ToolChoice.Subset(names, false);
      default -> RequestReader.foreign(to, path + ".mode", calling);
    }
    for (Map.Entry<String, JsonNode> field : calling.properties()) {
      String name = Field.camel(field.getKey());
      if (!name.equals("mode") && !name.equals("allowedFunctionNames")) {
        RequestReader.foreign(to, path + "." + field.getKey(), field.getValue());
      }
    }
  }

  private static ToolChoice any(List<String> names) {
    return switch (names.size()) {
      case 0 -> ToolChoice.REQUIRED;
      case 1 -> new ToolChoice.One(names.get(0));
      default -> new ToolChoice.Subset(names, true);
    };
  }

  private static List<String> names(JsonNode calling) {
    List<String> names = new ArrayList<>();
    JsonNode allowed = ALLOWED.in(calling);
    if (allowed != null) {
      allowed.forEach(name -> names.add(name.asText("")));
    }
    return names;
  }
}

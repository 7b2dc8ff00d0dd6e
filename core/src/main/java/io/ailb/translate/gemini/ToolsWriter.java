package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code toolConfig}. */
final class ToolsWriter {
  /** What a schema without properties may hold and still take no arguments. */
  private static final Set<String> SAYS_NOTHING =
      Set.of("type", "properties", "required", "additionalProperties", "$schema", "title");

  private ToolsWriter() {}

  static void write(ChatRequest request, Target target, ObjectNode body) {
    if (request.tools().isEmpty()) {
      return; // A choice among no tools is none.
    }
    target.requires(Feature.TOOLS, "tools");
    ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
    request.tools().forEach(tool -> functions.add(function(tool, target)));
    if (Boolean.FALSE.equals(request.parallelToolCalls())) {
      target.dropsUnlessStrict("parallel_tool_calls");
    }
    if (request.toolChoice() != null) {
      body.putObject("toolConfig")
          .set("functionCallingConfig", choice(request.toolChoice(), target));
    }
  }

  /** Schemas of arguments are guidance, not a promise: they pass as they are. */
  private static ObjectNode function(Tool tool, Target target) {
    if (tool.custom()) {
      throw new Refused("tools", "that take free text are not known to Gemini");
    }
    if (tool.cache() != null) {
      target.drops("cache_control");
    }
    if (Boolean.TRUE.equals(tool.strict())) {
      target.drops("strict");
    }
    ObjectNode function = Json.object().put("name", target.toolName(tool.name()));
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    if (takesArguments(tool.schema())) {
      function.set("parametersJsonSchema", tool.schema());
    }
    return function;
  }

  private static boolean takesArguments(@Nullable JsonNode schema) {
    if (schema == null) {
      return false;
    }
    JsonNode others = schema.path("additionalProperties");
    if (!schema.path("properties").isEmpty() || others.isObject() || others.asBoolean()) {
      return true;
    }
    for (var keyword : schema.properties()) {
      if (!SAYS_NOTHING.contains(keyword.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static ObjectNode choice(ToolChoice choice, Target target) {
    ObjectNode calling = Json.object();
    if (choice instanceof ToolChoice.One one) {
      return allowed(calling.put("mode", "ANY"), List.of(one.name()), target);
    }
    if (choice instanceof ToolChoice.Subset subset) {
      String mode = subset.required() ? "ANY" : "VALIDATED";
      return allowed(calling.put("mode", mode), subset.names(), target);
    }
    if (choice instanceof ToolChoice.None) {
      return calling.put("mode", "NONE");
    }
    return calling.put("mode", choice instanceof ToolChoice.Required ? "ANY" : "AUTO");
  }

  private static ObjectNode allowed(ObjectNode calling, List<String> names, Target target) {
    ArrayNode allowed = calling.putArray("allowedFunctionNames");
    names.forEach(name -> allowed.add(target.toolName(name)));
    return calling;
  }
}

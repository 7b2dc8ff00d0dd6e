package io.ailb.translate.anthropic;

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
import org.jspecify.annotations.Nullable;

/** Writes tools and which of them may or must be called (translation, section 3.6). */
final class ToolWriter {
  private ToolWriter() {}

  static void write(ChatRequest request, Target target, ObjectNode body) {
    List<Tool> tools = request.tools();
    if (tools.isEmpty()) {
      return;
    }
    target.requires(Feature.TOOLS, "tools");
    if (request.toolChoice() instanceof ToolChoice.Subset subset) {
      // There is no choice among some of them: the others stay out.
      tools = tools.stream().filter(tool -> subset.names().contains(tool.name())).toList();
      if (tools.isEmpty()) {
        throw new Refused("tool_choice", "names no tool that is there");
      }
    }
    ArrayNode written = body.putArray("tools");
    tools.forEach(tool -> written.add(tool(tool, target)));
    choice(request, target, body);
  }

  private static ObjectNode tool(Tool tool, Target target) {
    if (tool.custom()) {
      throw new Refused("tools", "that take free text are not known to Anthropic");
    }
    ObjectNode written = Json.object().put("name", target.toolName(tool.name()));
    if (tool.description() != null) {
      written.put("description", tool.description());
    }
    boolean strict =
        Boolean.TRUE.equals(tool.strict())
            && target.prefers(Feature.STRICT_TOOLS, "tools[].function.strict");
    written.set("input_schema", strict ? closed(tool) : open(tool.schema()));
    if (strict) {
      written.put("strict", true);
    }
    return CacheMarks.put(written, tool.cache(), target);
  }

  private static JsonNode closed(Tool tool) {
    return ClosedSchema.of(open(tool.schema()), "tools");
  }

  /** As it is; but Anthropic wants to be told that arguments are an object. */
  private static JsonNode open(@Nullable JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return Json.object().put("type", "object");
    }
    if (object.has("type")) {
      return object;
    }
    ObjectNode typed = Json.object().put("type", "object");
    typed.setAll(object);
    return typed;
  }

  private static void choice(ChatRequest request, Target target, ObjectNode body) {
    ToolChoice choice = request.toolChoice();
    if (choice instanceof ToolChoice.None) {
      body.putObject("tool_choice").put("type", "none");
      return;
    }
    boolean one =
        Boolean.FALSE.equals(request.parallelToolCalls())
            && target.requiresOrDrops(Feature.PARALLEL_TOOLS_OFF, "parallel_tool_calls");
    if (choice == null && !one) {
      return;
    }
    ObjectNode written = body.putObject("tool_choice");
    if (choice instanceof ToolChoice.One named) {
      written.put("type", "tool").put("name", target.toolName(named.name()));
    } else if (choice instanceof ToolChoice.Required
        || (choice instanceof ToolChoice.Subset subset && subset.required())) {
      written.put("type", "any");
    } else {
      written.put("type", "auto");
    }
    if (one || Boolean.TRUE.equals(request.parallelToolCalls())) {
      written.put("disable_parallel_tool_use", one);
    }
  }
}

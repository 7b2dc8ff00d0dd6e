package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import io.ailb.translate.openai.StrictSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes which tools there are, and which of them the model may or must call. */
final class ToolsWriter {
  private final ChatRequest request;
  private final Target target;

  ToolsWriter(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
  }

  /** Without tools there is nothing to choose either. */
  void write(ObjectNode body) {
    if (request.tools().isEmpty()) {
      return;
    }
    target.requires(Feature.TOOLS, "tools");
    ArrayNode tools = body.putArray("tools");
    for (Tool tool : offered()) {
      tools.add(tool(tool));
    }
    ToolChoice choice = request.toolChoice();
    if (choice != null) {
      body.set("tool_choice", choice(choice));
    }
    Boolean parallel = request.parallelToolCalls();
    boolean known = target.has(Feature.PARALLEL_TOOLS_OFF);
    if (parallel != null
        && (parallel ? known : target.prefers(Feature.PARALLEL_TOOLS_OFF, "parallel_tool_calls"))) {
      body.put("parallel_tool_calls", parallel);
    }
  }

  /** A host that knows no subsets is told of no other tools. */
  private List<Tool> offered() {
    if (!(request.toolChoice() instanceof ToolChoice.Subset subset) || knowsSubsets()) {
      return request.tools();
    }
    Set<String> names = new HashSet<>(subset.names());
    return request.tools().stream().filter(tool -> names.contains(tool.name())).toList();
  }

  private boolean knowsSubsets() {
    return target.has(Feature.OPENAI_EXTRAS);
  }

  private ObjectNode tool(Tool tool) {
    if (tool.custom()) {
      target.requires(Feature.CUSTOM_TOOLS, "tools");
    }
    ObjectNode written = Json.object();
    String type = type(tool.custom());
    written.put("type", type);
    ObjectNode what = written.putObject(type);
    what.put("name", target.toolName(tool.name()));
    if (tool.description() != null) {
      what.put("description", tool.description());
    }
    if (!tool.custom()) {
      parameters(tool, what);
    } else if (tool.schema() != null) {
      what.set("format", tool.schema());
    }
    return written;
  }

  private void parameters(Tool tool, ObjectNode function) {
    JsonNode schema = schema(tool.schema());
    Boolean strict = tool.strict();
    JsonNode strictSchema = Boolean.TRUE.equals(strict) ? StrictSchema.of(schema) : null;
    function.set("parameters", strictSchema != null ? strictSchema : schema);
    if (strict == null) {
      return;
    }
    if (strict && strictSchema == null) {
      target.dropsUnlessStrict("tools.strict"); // closed in its own dialect, but not enough here
    } else if (strict
        ? target.prefers(Feature.STRICT_TOOLS, "tools.strict")
        : target.has(Feature.STRICT_TOOLS)) {
      function.put("strict", strict);
    }
  }

  /** The schema of a function without arguments is an object without properties. */
  private static JsonNode schema(@Nullable JsonNode schema) {
    if (schema == null) {
      return empty();
    }
    boolean bare =
        schema instanceof ObjectNode
            && (schema.isEmpty()
                || (schema.size() == 1 && schema.path("type").asText("").equals("object")));
    return bare ? empty() : schema;
  }

  private static ObjectNode empty() {
    ObjectNode empty = Json.object();
    empty.put("type", "object");
    empty.putObject("properties");
    return empty;
  }

  private JsonNode choice(ToolChoice choice) {
    if (choice instanceof ToolChoice.One one) {
      return named(one.name());
    }
    if (choice instanceof ToolChoice.Subset subset && knowsSubsets()) {
      return subset(subset);
    }
    return TextNode.valueOf(word(choice));
  }

  private String word(ToolChoice choice) {
    if (choice instanceof ToolChoice.None) {
      return "none";
    }
    boolean required =
        choice instanceof ToolChoice.Required
            || (choice instanceof ToolChoice.Subset subset && subset.required());
    if (!required) {
      return "auto";
    }
    return Mistral.is(target) ? "any" : "required";
  }

  private ObjectNode subset(ToolChoice.Subset subset) {
    ObjectNode choice = Json.object();
    choice.put("type", "allowed_tools");
    ObjectNode allowed = choice.putObject("allowed_tools");
    allowed.put("mode", subset.required() ? "required" : "auto");
    ArrayNode tools = allowed.putArray("tools");
    subset.names().forEach(name -> tools.add(named(name)));
    return choice;
  }

  private ObjectNode named(String name) {
    boolean custom =
        request.tools().stream().anyMatch(tool -> tool.custom() && tool.name().equals(name));
    ObjectNode choice = Json.object();
    choice.put("type", type(custom));
    choice.putObject(type(custom)).put("name", target.toolName(name));
    return choice;
  }

  private static String type(boolean custom) {
    return custom ? "custom" : "function";
  }
}

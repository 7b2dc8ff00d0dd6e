package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Tool;
import io.ailb.translate.neutral.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which tools there are, and which of them the model may or must call. */
final class ToolsReader {
  private final ChatRequest.Builder request;

  ToolsReader(ChatRequest.Builder request) {
    this.request = request;
  }

  void read(Fields body) {
    int i = 0;
    for (JsonNode tool : body.list("tools")) {
      tool(Fields.of(tool, "tools[" + i++ + "]"));
    }
    JsonNode choice = body.get("tool_choice");
    if (choice != null) {
      request.toolChoice = choice(choice);
    }
    request.parallelToolCalls = body.flag("parallel_tool_calls");
  }

  private void tool(Fields tool) {
    String type = tool.has("type") ? tool.required("type") : "function";
    switch (type) {
      case "function" -> {
        Fields function = tool.object("function");
        JsonNode parameters = function.get("parameters");
        request.tools.add(
            new Tool(
                name(function),
                function.string("description"),
                parameters,
                function.flag("strict"),
                false,
                null));
      }
      case "custom" -> {
        Fields custom = tool.object("custom");
        request.tools.add(
            new Tool(
                name(custom),
                custom.string("description"),
                custom.get("format"),
                null,
                true,
                null));
      }
      default -> request.foreign.put(tool.path("type") + "=" + type, tool.node());
    }
  }

  private @Nullable ToolChoice choice(JsonNode choice) {
    if (!choice.isTextual()) {
      return choice(Fields.of(choice, "tool_choice"));
    }
    return switch (choice.textValue()) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required", "any" -> ToolChoice.REQUIRED;
      default -> throw new Malformed("tool_choice", "must be auto, none, required or name a tool");
    };
  }

  private @Nullable ToolChoice choice(Fields choice) {
    String type = choice.required("type");
    switch (type) {
      case "function", "custom" -> {
        return new ToolChoice.One(name(choice.object(type)));
      }
      case "allowed_tools" -> {
        return subset(choice.object("allowed_tools"));
      }
      default -> {
        request.foreign.put("tool_choice.type=" + type, choice.node());
        return null;
      }
    }
  }

  private static ToolChoice subset(Fields allowed) {
    List<String> names = new ArrayList<>();
    for (JsonNode element : allowed.list("tools")) {
      Fields tool = Fields.of(element, allowed.path("tools") + "[" + names.size() + "]");
      names.add(name(tool.object(tool.required("type"))));
    }
    return new ToolChoice.Subset(names, "required".equals(allowed.string("mode")));
  }

  private static String name(Fields of) {
    String name = of.required("name");
    if (name.isEmpty()) {
      throw new Malformed(of.path("name"), "is empty");
    }
    return name;
  }
}

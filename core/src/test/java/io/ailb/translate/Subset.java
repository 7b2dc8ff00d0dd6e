package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.HashSet;
import java.util.Set;

/**
 * A choice among some of the tools, said as Anthropic has to say it (section 3.6): only those tools
 * are there.
 */
final class Subset {
  private Subset() {}

  static void asOnlyThose(ObjectNode body, Dialect dialect) {
    Set<String> names = new HashSet<>();
    JsonNode choice = body.path("tool_choice");
    switch (dialect) {
      case OPENAI_CHAT -> {
        JsonNode allowed = choice.path("allowed_tools");
        allowed.path("tools").forEach(tool -> names.add(tool.at("/function/name").asText()));
        if (!names.isEmpty()) {
          body.set("tool_choice", allowed.path("mode"));
          keep(body, "tools", "/function/name", names);
        }
      }
      case OPENAI_RESPONSES -> {
        choice.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        if (!names.isEmpty()) {
          body.set("tool_choice", choice.path("mode"));
          keep(body, "tools", "/name", names);
        }
      }
      case GEMINI -> gemini(body, names);
      case ANTHROPIC -> {}
    }
  }

  private static void gemini(ObjectNode body, Set<String> names) {
    JsonNode config = body.at("/toolConfig/functionCallingConfig");
    config.path("allowedFunctionNames").forEach(name -> names.add(name.asText()));
    boolean all = config.path("mode").asText().equals("ANY");
    if (names.isEmpty() || (all && names.size() == 1)) {
      return; // One tool is a choice that Anthropic has, too.
    }
    ((ObjectNode) config).remove("allowedFunctionNames");
    ((ObjectNode) config).put("mode", all ? "ANY" : "AUTO");
    for (JsonNode group : body.path("tools")) {
      keep((ObjectNode) group, "functionDeclarations", "/name", names);
    }
  }

  private static void keep(ObjectNode holder, String list, String name, Set<String> names) {
    ArrayNode kept = Json.array();
    for (JsonNode tool : holder.path(list)) {
      if (names.contains(tool.at(name).asText())) {
        kept.add(tool);
      }
    }
    holder.set(list, kept);
  }
}

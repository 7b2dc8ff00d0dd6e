package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the turns of a conversation, those of one role in a row as one content. */
final class ContentsWriter {
  private static final String MODEL = "model";
  private static final String SIGNATURE = "thoughtSignature";

  private final Target target;
  private final ArrayNode contents = Json.array();
  private final List<Part.Text> laterInstructions = new ArrayList<>();

  /** Names of the functions called so far, by the calls' ids. */
  private final Map<String, String> names = new HashMap<>();

  /** Calls of the model's last content that have no result yet. */
  private final Set<String> open = new LinkedHashSet<>();

  ContentsWriter(Target target) {
    this.target = target;
  }

  ArrayNode write(List<Turn> turns) {
    for (Turn turn : turns) {
      if (turn.role() == Turn.Role.SYSTEM) {
        later(turn);
      } else {
        turn(turn);
      }
    }
    if (roleOfLast().equals(MODEL)) {
      target.requires(Feature.PREFILL, "messages");
    } else {
      requireResults();
    }
    if (target.has(Feature.THOUGHT_SIGNATURES)) {
      Signatures.complete(contents);
    }
    return contents;
  }

  /** System texts that stood between the turns. */
  List<Part.Text> laterInstructions() {
    return laterInstructions;
  }

  private void later(Turn turn) {
    target.drops("position of system message");
    for (Part part : turn.parts()) {
      if (part instanceof Part.Text text) {
        laterInstructions.add(text);
      } else {
        throw new Refused("messages", "have a system message that is not a text");
      }
    }
  }

  private void turn(Turn turn) {
    String role = turn.role() == Turn.Role.ASSISTANT ? MODEL : "user";
    if (role.equals(MODEL) && !roleOfLast().equals(MODEL)) {
      requireResults();
    }
    ArrayNode parts = Json.array();
    turn.parts().forEach(part -> write(part, parts));
    if (parts.isEmpty()) {
      return;
    }
    if (roleOfLast().equals(role)) {
      ((ArrayNode) contents.get(contents.size() - 1).get("parts")).addAll(parts);
    } else {
      contents.addObject().put("role", role).set("parts", parts);
    }
  }

  private String roleOfLast() {
    return contents.isEmpty() ? "" : contents.get(contents.size() - 1).path("role").asText();
  }

  private void requireResults() {
    if (!open.isEmpty()) {
      throw new Refused("tool_calls", "have no result for " + open.iterator().next());
    }
  }

  private void write(Part part, ArrayNode to) {
    if (part instanceof Part.Text text) {
      cached(text.cache());
      text(text.text(), to);
    } else if (part instanceof Part.Refusal refusal) {
      text(refusal.text(), to);
    } else if (part instanceof Part.Reasoning reasoning) {
      reasoning(reasoning, to);
    } else if (part instanceof Part.ToolCall call) {
      cached(call.cache());
      call(call, to);
    } else if (part instanceof Part.ToolResult result) {
      cached(result.cache());
      result(result, to);
    } else {
      cached(MediaWriter.cache(part));
      to.add(MediaWriter.write(part, target));
    }
  }

  private void cached(@Nullable CacheMark mark) {
    if (mark != null) {
      target.drops("cache_control");
    }
  }

  private static void text(String text, ArrayNode to) {
    if (!text.isEmpty()) {
      to.addObject().put("text", text);
    }
  }

  /** Thoughts go back to who signed them; those of others would be taken for words. */
  private void reasoning(Part.Reasoning reasoning, ArrayNode to) {
    String signature = own(reasoning.opaque());
    if (signature == null) {
      target.drops("reasoning");
    } else if (reasoning.text() != null) {
      to.addObject().put("text", reasoning.text()).put("thought", true).put(SIGNATURE, signature);
    } else if (to.path(to.size() - 1) instanceof ObjectNode last
        && last.has("text")
        && !last.has("thought")
        && !last.has(SIGNATURE)) {
      last.put(SIGNATURE, signature);
    } else {
      to.addObject().put("text", "").put(SIGNATURE, signature);
    }
  }

  private static @Nullable String own(@Nullable Opaque opaque) {
    return opaque != null && opaque.origin() == Dialect.GEMINI ? opaque.value() : null;
  }

  private void call(Part.ToolCall call, ArrayNode to) {
    target.requires(Feature.TOOLS, "tools");
    if (call.custom()) {
      throw new Refused("tool_calls", "of custom tools are not known to Gemini");
    }
    ObjectNode args = Json.object(call.arguments());
    if (args == null) {
      throw new Refused("tool_calls", "have arguments that are no JSON object, as Gemini wants");
    }
    names.put(call.id(), call.name());
    open.add(call.id());
    ObjectNode part = to.addObject();
    ObjectNode function = part.putObject("functionCall");
    function.put("id", call.id());
    function.put("name", target.toolName(call.name()));
    function.set("args", args);
    String signature = own(call.opaque());
    if (signature != null) {
      part.put(SIGNATURE, signature);
    }
  }

  private void result(Part.ToolResult result, ArrayNode to) {
    String name = names.get(result.callId());
    if (name == null || !open.remove(result.callId())) {
      throw new Refused(
          "tool_call_id", result.callId() + " answers no call of the assistant's turn before it");
    }
    ObjectNode function = to.addObject().putObject("functionResponse");
    function.put("id", result.callId());
    function.put("name", target.toolName(name));
    function.set("response", FunctionResult.response(result));
    for (Part part : result.parts()) {
      if (!(part instanceof Part.Text) && !(part instanceof Part.Refusal)) {
        target.requires(Feature.TOOL_RESULT_MEDIA, "messages");
        function.withArray("parts").add(MediaWriter.write(part, target));
      }
    }
  }
}

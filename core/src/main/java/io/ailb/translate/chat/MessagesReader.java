package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Malformed;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.openai.ToolErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the conversation. What an assistant thought aloud in earlier turns is nobody's input. */
final class MessagesReader {
  private final ChatRequest.Builder request;
  private final ContentReader content;
  private final Set<String> customCalls = new HashSet<>();

  /** Calls of the old kind have no ids: the latest of each name is the one that is answered. */
  private final Map<String, String> legacyCalls = new HashMap<>();

  MessagesReader(ChatRequest.Builder request) {
    this.request = request;
    this.content = new ContentReader(request.foreign);
  }

  void read(Fields body) {
    int i = 0;
    for (JsonNode message : body.list("messages")) {
      message(Fields.of(message, "messages[" + i++ + "]"));
    }
    if (i == 0) {
      throw new Malformed("messages", "must hold at least one message");
    }
  }

  private void message(Fields message) {
    String role = message.required("role");
    switch (role) {
      case "system", "developer" -> instruction(message);
      case "user" -> add(Turn.Role.USER, content.of(message));
      case "assistant" -> add(Turn.Role.ASSISTANT, assistant(message));
      case "tool" -> add(Turn.Role.USER, List.of(result(message)));
      case "function" -> add(Turn.Role.USER, List.of(legacyResult(message)));
      default ->
          throw new Malformed(
              message.path("role"), "must be system, developer, user, assistant or tool");
    }
  }

  private void add(Turn.Role role, List<? extends Part> parts) {
    request.turns.add(new Turn(role, List.copyOf(parts)));
  }

  private void instruction(Fields message) {
    List<Part.Text> texts = new ArrayList<>();
    for (Part part : content.of(message)) {
      if (!(part instanceof Part.Text text)) {
        throw new Malformed(message.path("content"), "of this role can only be text");
      }
      texts.add(text);
    }
    if (request.turns.isEmpty()) {
      request.instructions.addAll(texts);
    } else {
      add(Turn.Role.SYSTEM, texts);
    }
  }

  private List<Part> assistant(Fields message) {
    List<Part> parts = new ArrayList<>();
    if (message.has("content")) {
      parts.addAll(content.of(message));
    }
    String refusal = message.string("refusal");
    if (refusal != null && !refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal));
    }
    int call = 0;
    for (JsonNode element : message.list("tool_calls")) {
      parts.add(call(Fields.of(element, message.path("tool_calls") + "[" + call + "]"), call++));
    }
    if (message.has("function_call")) {
      parts.add(legacyCall(message.object("function_call"), call));
    }
    if (message.has("audio")) {
      request.foreign.put(message.path("audio"), message.node().path("audio"));
    }
    return parts;
  }

  private Part.ToolCall call(Fields call, int index) {
    boolean custom = "custom".equals(call.string("type"));
    Fields what = call.object(custom ? "custom" : "function");
    String name = what.required("name");
    String given = call.string("id");
    String id =
        given == null || given.isEmpty()
            ? CallIds.minted(request.turns.size(), index, name)
            : given;
    if (custom) {
      customCalls.add(id);
    }
    String arguments = text(what, custom ? "input" : "arguments");
    return new Part.ToolCall(id, name, arguments, custom, null, null);
  }

  private Part.ToolCall legacyCall(Fields call, int index) {
    String name = call.required("name");
    String id = CallIds.minted(request.turns.size(), index, name);
    legacyCalls.put(name, id);
    return new Part.ToolCall(id, name, text(call, "arguments"), false, null, null);
  }

  /** Arguments are JSON in a string; some clients of some hosts leave the string out. */
  private static String text(Fields call, String name) {
    JsonNode value = call.get(name);
    if (value == null) {
      return "";
    }
    return value.isTextual() ? value.textValue() : Json.text(value);
  }

  private Part.ToolResult result(Fields message) {
    String callId = message.required("tool_call_id");
    List<Part> parts = content.of(message);
    return new Part.ToolResult(
        callId, null, parts, isError(parts), customCalls.contains(callId), null);
  }

  private Part.ToolResult legacyResult(Fields message) {
    String name = message.required("name");
    String callId = legacyCalls.get(name);
    if (callId == null) {
      throw new Malformed(message.path("name"), "is not that of a function called before");
    }
    List<Part> parts = message.has("content") ? content.of(message) : List.of();
    return new Part.ToolResult(callId, name, parts, isError(parts), false, null);
  }

  private static boolean isError(List<Part> parts) {
    return parts.size() == 1
        && parts.get(0) instanceof Part.Text text
        && ToolErrors.isOne(text.text());
  }
}

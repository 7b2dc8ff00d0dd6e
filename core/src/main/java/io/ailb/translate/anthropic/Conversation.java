package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts turns into the order that Anthropic insists on (translation, section 3.2): one message for
 * what one side says at a stretch, all results of calls at the start of the very next one, nothing
 * empty.
 */
final class Conversation {
  private final ChatRequest request;
  private final Target target;
  private final BlockWriter blocks;
  private final ArrayNode system = Json.array();
  private final ArrayNode messages = Json.array();

  /** Calls of the assistant's last message, with their results; null = none yet. */
  private final Map<String, @Nullable ObjectNode> calls = new LinkedHashMap<>();

  /** Where the results of those calls belong: after this many messages. */
  private int afterCalls;

  /** The message that goes on; null = the next one begins anew. */
  private @Nullable ObjectNode open;

  Conversation(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
    this.blocks = new BlockWriter(target);
  }

  void write(ObjectNode body) {
    request.instructions().forEach(text -> system(text, system));
    for (int i = 0; i < request.turns().size(); i++) {
      turn(request.turns().get(i), "messages[" + i + "]");
    }
    settleCalls();
    prefill();
    if (messages.isEmpty()) {
      throw new Refused("messages", "say nothing beside system texts, which Anthropic refuses");
    }
    if (!system.isEmpty()) {
      body.set("system", system);
    }
    messages.forEach(message -> shorten((ObjectNode) message));
    body.set("messages", messages);
  }

  private void turn(Turn turn, String path) {
    switch (turn.role()) {
      case SYSTEM -> middle(turn, path);
      case USER -> turn.parts().forEach(part -> user(part, path));
      case ASSISTANT -> turn.parts().forEach(part -> assistant(part, path));
    }
  }

  /** A system text between turns: never passed off as the user's. */
  private void middle(Turn turn, String path) {
    boolean inPlace = target.prefers(Feature.MID_SYSTEM, path + ".role");
    for (Part part : turn.parts()) {
      if (!(part instanceof Part.Text text)) {
        throw new Refused(
            path + ".content", "is not a text, and no system text holds anything else");
      }
      if (!text.text().isBlank()) {
        // Where nothing is left of what went before, it leads.
        system(text, inPlace && !messages.isEmpty() ? content("system") : system);
      }
    }
  }

  private void system(Part.Text text, ArrayNode to) {
    if (!text.text().isBlank()) {
      to.add(blocks.text(text));
    }
  }

  private void user(Part part, String path) {
    if (part instanceof Part.ToolResult result) {
      result(result, path);
      return;
    }
    ObjectNode block = blocks.block(part, Turn.Role.USER);
    if (block != null) {
      content("user").add(block);
    }
  }

  private void result(Part.ToolResult result, String path) {
    if (!calls.containsKey(result.callId())) {
      throw new Refused(path, "answers call " + result.callId() + ", which is not right before it");
    }
    if (calls.put(result.callId(), blocks.result(result)) != null) {
      throw new Refused(path, "answers call " + result.callId() + " a second time");
    }
  }

  private void assistant(Part part, String path) {
    ObjectNode block = blocks.block(part, Turn.Role.ASSISTANT);
    if (block == null) {
      return;
    }
    if (!isOpen("assistant")) {
      settleCalls();
    }
    content("assistant").add(block);
    afterCalls = messages.size();
    if (part instanceof Part.ToolCall call) {
      if (calls.containsKey(call.id())) {
        throw new Refused(path, "holds two calls with the id " + call.id());
      }
      calls.put(call.id(), null);
    }
  }

  /** Puts the results of the last calls where they belong, all of them. */
  private void settleCalls() {
    if (calls.isEmpty()) {
      return;
    }
    ArrayNode results = Json.array();
    for (Map.Entry<String, @Nullable ObjectNode> call : calls.entrySet()) {
      if (call.getValue() == null) {
        throw new Refused("messages", "hold no result of call " + call.getKey());
      }
      results.add(call.getValue());
    }
    calls.clear();
    if (afterCalls < messages.size()
        && "user".equals(Json.string(messages.get(afterCalls), "role"))) {
      ArrayNode content = (ArrayNode) messages.get(afterCalls).path("content");
      results.addAll(content);
      ((ObjectNode) messages.get(afterCalls)).set("content", results);
    } else {
      ObjectNode message = Json.object().put("role", "user");
      message.set("content", results);
      messages.insert(afterCalls, message);
    }
    open = null;
  }

  private boolean isOpen(String role) {
    // Results that wait have ended what the assistant said.
    boolean answered = calls.values().stream().anyMatch(result -> result != null);
    return open != null && role.equals(Json.string(open, "role")) && !answered;
  }

  /** What the message of this side holds so far. */
  private ArrayNode content(String role) {
    ObjectNode message = open;
    if (message == null || !role.equals(Json.string(message, "role"))) {
      message = messages.addObject().put("role", role);
      message.putArray("content");
      open = message;
    }
    return (ArrayNode) message.path("content");
  }

  /** A last turn of the assistant's, which the answer goes on from: it may not end in a blank. */
  private void prefill() {
    ObjectNode last = messages.isEmpty() ? null : (ObjectNode) messages.get(messages.size() - 1);
    if (last == null || !"assistant".equals(Json.string(last, "role"))) {
      return;
    }
    target.requires(Feature.PREFILL, "messages[" + (request.turns().size() - 1) + "].role");
    ArrayNode content = (ArrayNode) last.path("content");
    ObjectNode block = (ObjectNode) content.get(content.size() - 1);
    String text = Json.string(block, "text");
    if (text == null) {
      return;
    }
    if (text.isBlank()) {
      content.remove(content.size() - 1);
    } else {
      block.put("text", text.stripTrailing());
    }
    if (content.isEmpty()) {
      messages.remove(messages.size() - 1);
    }
  }

  private static void shorten(ObjectNode message) {
    RequestWriter.putContent(message, (ArrayNode) message.path("content"));
  }
}

package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.util.List;

/** Writes a request. The model and the switch for streams stand in its path. */
final class RequestWriter {
  private RequestWriter() {}

  static ObjectNode write(ChatRequest request, Target target) {
    ContentsWriter conversation = new ContentsWriter(target);
    ArrayNode contents = conversation.write(request.turns());
    if (contents.isEmpty()) {
      throw new Refused("messages", "hold nothing beside instructions, which Gemini does not take");
    }
    ObjectNode body = Json.object();
    instructions(request.instructions(), conversation.laterInstructions(), target, body);
    body.set("contents", contents);
    ToolsWriter.write(request, target, body);
    ObjectNode generation = GenerationWriter.write(request, target);
    if (!generation.isEmpty()) {
      body.set("generationConfig", generation);
    }
    tier(request, target, body);
    losses(request, target);
    return body;
  }

  /** System texts from between the turns follow the leading ones: there is no other place. */
  private static void instructions(
      List<Part.Text> leading, List<Part.Text> later, Target target, ObjectNode body) {
    ArrayNode parts = Json.array();
    leading.forEach(text -> instruction(text, target, parts));
    later.forEach(text -> instruction(text, target, parts));
    if (!parts.isEmpty()) {
      body.putObject("systemInstruction").set("parts", parts);
    }
  }

  private static void instruction(Part.Text text, Target target, ArrayNode parts) {
    if (text.cache() != null) {
      target.drops("cache_control");
    }
    if (!text.text().isEmpty()) {
      parts.addObject().put("text", text.text());
    }
  }

  private static void tier(ChatRequest request, Target target, ObjectNode body) {
    String tier = request.tier();
    switch (tier == null ? "auto" : tier) {
      case "auto" -> {}
      case "default" -> body.put("serviceTier", "standard");
      case "flex", "priority" -> body.put("serviceTier", tier);
      case "fast" -> body.put("serviceTier", "priority"); // OpenAI's newer word for it.
      default -> target.drops("service_tier");
    }
  }

  private static void losses(ChatRequest request, Target target) {
    if (request.verbosity() != null) {
      target.drops("verbosity");
    }
    if (request.userId() != null) {
      target.drops("user");
    }
    if (!request.metadata().isEmpty()) {
      target.drops("metadata");
    }
    if (request.cacheKey() != null) {
      target.drops("prompt_cache_key");
    }
    if (Boolean.TRUE.equals(request.store())) {
      target.drops("store");
    }
  }
}

package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a turn as blocks. */
final class BlockWriter {
  /** The last version of the API that takes a document from the assistant. */
  private static final String OLD = "2023-06-01";

  private final Target target;

  BlockWriter(Target target) {
    this.target = target;
  }

  /**
   * The part as a block, or null if there is nothing to say: a text of blanks alone is refused like
   * an empty one.
   */
  @Nullable ObjectNode block(Part part, Turn.Role role) {
    if (part instanceof Part.Text text) {
      return text.text().isBlank() ? null : text(text);
    }
    if (part instanceof Part.Refusal refusal) {
      return refusal.text().isBlank() ? null : text(new Part.Text(refusal.text()));
    }
    if (part instanceof Part.Reasoning thought) {
      return thought(thought);
    }
    if (part instanceof Part.ToolCall call) {
      return call(call);
    }
    return media(part, role);
  }

  ObjectNode text(Part.Text text) {
    return CacheMarks.put(
        Json.object().put("type", "text").put("text", text.text()), text.cache(), target);
  }

  private ObjectNode media(Part part, Turn.Role role) {
    if (part instanceof Part.Image image) {
      if (role == Turn.Role.ASSISTANT) {
        throw new Refused("image_url", "cannot be what the assistant said");
      }
      return CacheMarks.put(Documents.image(image, target), image.cache(), target);
    }
    if (part instanceof Part.Document document) {
      if (role == Turn.Role.ASSISTANT && !OLD.equals(target.apiVersion())) {
        throw new Refused("file", "cannot be what the assistant said");
      }
      return CacheMarks.put(Documents.document(document, target), document.cache(), target);
    }
    if (part instanceof Part.Audio) {
      throw RequestWriter.unknown("input_audio");
    }
    throw RequestWriter.unknown(part instanceof Part.Video ? "video" : "messages");
  }

  /** Unsigned thoughts are refused, and signatures of others worth nothing. */
  private @Nullable ObjectNode thought(Part.Reasoning thought) {
    Opaque proof = thought.opaque();
    if (proof == null || !Thinking.isOurs(proof)) {
      target.drops("reasoning");
      return null;
    }
    if (proof.kind() == Opaque.Kind.REDACTED) {
      return Json.object().put("type", "redacted_thinking").put("data", proof.value());
    }
    return Json.object()
        .put("type", "thinking")
        .put("thinking", thought.text() == null ? "" : thought.text())
        .put("signature", proof.value());
  }

  private ObjectNode call(Part.ToolCall call) {
    if (call.custom()) {
      throw new Refused("tool_calls", "with free text are not known to Anthropic");
    }
    ObjectNode input = Json.object(call.arguments());
    if (input == null) {
      throw new Refused(
          "tool_calls", "of call " + call.id() + " have arguments that are no object");
    }
    ObjectNode block =
        Json.object()
            .put("type", "tool_use")
            .put("id", id(call.id()))
            .put("name", target.toolName(call.name()));
    block.set("input", input);
    return CacheMarks.put(block, call.cache(), target);
  }

  ObjectNode result(Part.ToolResult result) {
    ObjectNode block =
        Json.object().put("type", "tool_result").put("tool_use_id", id(result.callId()));
    ArrayNode content = Json.array();
    for (Part part : result.parts()) {
      if (!(part instanceof Part.Text)) {
        target.requires(Feature.TOOL_RESULT_MEDIA, "messages[].content");
      }
      ObjectNode inner = block(part, Turn.Role.USER);
      if (inner != null) {
        content.add(inner);
      }
    }
    if (!content.isEmpty()) {
      RequestWriter.putContent(block, content);
    }
    if (result.error()) {
      block.put("is_error", true);
    }
    return CacheMarks.put(block, result.cache(), target);
  }

  private static String id(String id) {
    return CallIds.conform(id, Integer.MAX_VALUE);
  }
}

package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Marks up to where a prompt is worth caching: {@code cache_control}. */
final class CacheMarks {
  private static final String FIELD = "cache_control";
  private static final int MOST = 4;
  private static final Duration SHORT = Duration.ofMinutes(5);

  private CacheMarks() {}

  static ObjectNode put(ObjectNode block, @Nullable CacheMark mark, Target target) {
    if (mark == null) {
      return block;
    }
    if (!target.has(Feature.CACHE_MARKS)) {
      target.drops(FIELD);
      return block;
    }
    ObjectNode control = block.putObject(FIELD).put("type", "ephemeral");
    if (mark.ttl() != null) {
      control.put("ttl", mark.ttl().compareTo(SHORT) <= 0 ? "5m" : "1h");
    }
    return block;
  }

  /** Takes away all but the last ones of a whole request, which reach farthest. */
  static void keepLast(ObjectNode body, Target target) {
    List<ObjectNode> marked = new ArrayList<>();
    collect(body.path("tools"), marked);
    collect(body.path("system"), marked);
    body.path("messages").forEach(message -> collect(message.path("content"), marked));
    for (ObjectNode block : marked.subList(0, Math.max(0, marked.size() - MOST))) {
      block.remove(FIELD);
      target.drops(FIELD);
    }
    if (!marked.isEmpty()) {
      target.prefers(Feature.CACHE_MARKS, FIELD);
    }
  }

  private static void collect(JsonNode blocks, List<ObjectNode> to) {
    if (!blocks.isArray()) {
      return;
    }
    for (JsonNode block : blocks) {
      // What is inside a result comes before the end of it.
      collect(block.path("content"), to);
      if (block instanceof ObjectNode object && Json.has(object, FIELD)) {
        to.add(object);
      }
    }
  }

  /** The same turn with a mark on its last part, if that can have one and has none. */
  static Turn onLastPart(Turn turn, @Nullable CacheMark mark) {
    if (turn.parts().isEmpty()) {
      return turn;
    }
    List<Part> parts = new ArrayList<>(turn.parts());
    int last = parts.size() - 1;
    parts.set(last, marked(parts.get(last), mark));
    return new Turn(turn.role(), parts);
  }

  private static Part marked(Part part, @Nullable CacheMark mark) {
    if (part instanceof Part.Text text && text.cache() == null) {
      return new Part.Text(text.text(), mark);
    }
    if (part instanceof Part.Image image && image.cache() == null) {
      return new Part.Image(image.source(), image.detail(), mark);
    }
    if (part instanceof Part.Document document && document.cache() == null) {
      return new Part.Document(document.source(), document.title(), mark);
    }
    if (part instanceof Part.ToolResult result && result.cache() == null) {
      return new Part.ToolResult(
          result.callId(), result.name(), result.parts(), result.error(), result.custom(), mark);
    }
    return part;
  }
}

package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns of a request without what its source cannot have said (section 3.2): a refusal that is more
 * than text, texts that are empty, system texts in the middle, the place of a text among calls.
 */
final class Turns {
  private final ObjectNode source;
  private final Dialect x;
  private final Dialect y;

  Turns(ObjectNode source, Dialect x, Dialect y) {
    this.source = source;
    this.x = x;
    this.y = y;
  }

  void forget(ObjectNode body) {
    boolean refuses = x == Dialect.OPENAI_CHAT || x == Dialect.OPENAI_RESPONSES;
    String list = list();
    if (!(body.path(list) instanceof ArrayNode turns)) {
      return;
    }
    if (!refuses) {
      turns.forEach(Turns::refusalAsText);
    }
    if (!hasSystemInside(source.path("messages"))
        && !hasSystemInside(source.path("input"))
        && (x == Dialect.ANTHROPIC || x == Dialect.GEMINI)) {
      systemFirst(body, turns);
    }
    if (y == Dialect.OPENAI_CHAT) {
      body.set(list, withoutEmpty((ArrayNode) body.path(list)));
    }
    for (JsonNode turn : body.path(list)) {
      if (isAssistant(turn)) {
        textsFirst((ObjectNode) turn, y == Dialect.GEMINI ? "parts" : "content");
      }
    }
    if (x == Dialect.OPENAI_CHAT && y == Dialect.OPENAI_RESPONSES) {
      body.set(list, messagesFirst((ArrayNode) body.path(list)));
    }
  }

  private String list() {
    return switch (y) {
      case OPENAI_CHAT, ANTHROPIC -> "messages";
      case OPENAI_RESPONSES -> "input";
      case GEMINI -> "contents";
    };
  }

  private static boolean isAssistant(JsonNode turn) {
    String role = turn.path("role").asText();
    return role.equals("assistant") || role.equals("model");
  }

  private static boolean isSystem(JsonNode turn) {
    String role = turn.path("role").asText();
    return role.equals("system") || role.equals("developer");
  }

  private static boolean hasSystemInside(JsonNode turns) {
    boolean others = false;
    for (JsonNode turn : turns) {
      if (others && isSystem(turn)) {
        return true;
      }
      others |= !isSystem(turn);
    }
    return false;
  }

  private static void refusalAsText(JsonNode turn) {
    if (turn.path("refusal").isTextual()) {
      ((ObjectNode) turn).set("content", turn.path("refusal"));
      ((ObjectNode) turn).remove("refusal");
    }
    for (JsonNode part : turn.path("content")) {
      if (part.path("type").asText().equals("refusal")) {
        ((ObjectNode) part).put("type", "text").set("text", part.path("refusal"));
        ((ObjectNode) part).remove("refusal");
      }
    }
  }

  private static void systemFirst(ObjectNode body, ArrayNode turns) {
    List<JsonNode> first = new ArrayList<>();
    List<JsonNode> rest = new ArrayList<>();
    turns.forEach(turn -> (isSystem(turn) ? first : rest).add(turn));
    turns.removeAll();
    boolean anthropic = body.has("system") || (!first.isEmpty() && body.has("max_tokens"));
    if (!anthropic) {
      turns.addAll(first);
    } else if (!first.isEmpty()) {
      ArrayNode system = Json.array();
      texts(body.path("system"), system);
      first.forEach(turn -> texts(turn.path("content"), system));
      body.set("system", system);
    }
    turns.addAll(rest);
  }

  private static void texts(JsonNode content, ArrayNode to) {
    if (content.isTextual()) {
      to.addObject().put("type", "text").set("text", content);
    } else {
      content.forEach(to::add);
    }
  }

  private static ArrayNode withoutEmpty(ArrayNode turns) {
    ArrayNode kept = Json.array();
    for (JsonNode turn : turns) {
      JsonNode content = turn.path("content");
      if (content instanceof ArrayNode parts) {
        ArrayNode said = Json.array();
        parts.forEach(
            part -> {
              if (!part.has("text") || !part.path("text").asText().isEmpty()) {
                said.add(part);
              }
            });
        ((ObjectNode) turn).set("content", said);
      }
      boolean silent = content.asText().isEmpty() && turn.path("content").isEmpty();
      if (silent && !turn.path("role").asText().equals("tool")) {
        ((ObjectNode) turn).remove("content");
      }
      if (turn.has("content") || turn.has("tool_calls") || turn.has("refusal")) {
        kept.add(turn);
      }
    }
    return kept;
  }

  /** Chat has one text beside the calls: texts in a row are one, and come first. */
  private void textsFirst(ObjectNode turn, String name) {
    if (!(turn.path(name) instanceof ArrayNode parts)
        || (x != Dialect.OPENAI_CHAT && y != Dialect.OPENAI_CHAT)) {
      return;
    }
    ArrayNode sorted = Json.array();
    ObjectNode text = null;
    for (JsonNode part : parts) {
      if (isText(part)) {
        text = joined(text, (ObjectNode) part);
      }
    }
    if (text != null) {
      sorted.add(text);
    }
    parts.forEach(
        part -> {
          if (!isText(part)) {
            sorted.add(part);
          }
        });
    turn.set(name, sorted);
  }

  private static ObjectNode joined(@Nullable ObjectNode text, ObjectNode more) {
    return text == null
        ? more.deepCopy()
        : text.put("text", text.path("text").asText() + more.path("text").asText());
  }

  private static boolean isText(JsonNode part) {
    return part.path("text").isTextual() && !part.path("thought").asBoolean();
  }

  private static ArrayNode messagesFirst(ArrayNode items) {
    ArrayNode sorted = Json.array();
    List<JsonNode> calls = new ArrayList<>();
    for (JsonNode item : items) {
      if (item.path("type").asText().endsWith("_call")) {
        calls.add(item);
        continue;
      }
      if (!isAssistant(item)) {
        sorted.addAll(calls);
        calls.clear();
      }
      sorted.add(item);
    }
    return sorted.addAll(calls);
  }
}

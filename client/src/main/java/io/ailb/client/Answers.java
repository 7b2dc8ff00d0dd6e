package io.ailb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ailb.model.Dialect;
import org.jspecify.annotations.Nullable;

/** Finds text and errors in what an API answers. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** Nothing where it is not JSON. */
  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** The text of a whole answer; empty if there is none. */
  static String text(Dialect dialect, JsonNode answer) {
    return switch (dialect) {
      case OPENAI_CHAT -> answer.at("/choices/0/message/content").asText("");
      case OPENAI_RESPONSES -> ofOutput(answer.path("output"));
      case ANTHROPIC -> texts(answer.path("content"));
      case GEMINI -> spoken(answer.at("/candidates/0/content/parts"));
    };
  }

  /** The text that one event of a stream brings; empty if there is none. */
  static String delta(Dialect dialect, JsonNode event) {
    return switch (dialect) {
      case OPENAI_CHAT -> event.at("/choices/0/delta/content").asText("");
      case OPENAI_RESPONSES ->
          event.path("type").asText().equals("response.output_text.delta")
              ? event.path("delta").asText("")
              : "";
      case ANTHROPIC -> event.at("/delta/text").asText("");
      case GEMINI -> spoken(event.at("/candidates/0/content/parts"));
    };
  }

  private static String ofOutput(JsonNode items) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(texts(item.path("content"))));
    return text.toString();
  }

  private static String texts(JsonNode parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  /** Gemini's thoughts are parts like others, but marked. */
  private static String spoken(JsonNode parts) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts) {
      if (!part.path("thought").asBoolean()) {
        text.append(part.path("text").asText(""));
      }
    }
    return text.toString();
  }

  /** What an error, or an event of one, says; null if it is none. */
  static @Nullable String error(JsonNode answer) {
    JsonNode one = answer.isArray() ? answer.path(0) : answer;
    JsonNode error = one.path("error");
    if (error.isMissingNode() || error.isNull()) {
      error = one.at("/response/error"); // of a failed one of the Responses API
    }
    if (error.isTextual()) {
      return error.asText();
    }
    if (error.isObject()) {
      return error.path("message").asText(error.toString());
    }
    return one.path("type").asText().equals("error") ? one.path("message").asText() : null;
  }
}

package io.ailb.benchmarks.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.faults.Experience.Ending;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of Chat Completions line by line, to the letter: each event ends with an empty
 * line, the last is {@code [DONE]}, nothing comes after it, and what is none of that is unreadable.
 * So a stream that is cut off is never a success, wherever it was cut.
 */
final class StreamReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringBuilder said = new StringBuilder();
  private @Nullable String data;
  private @Nullable String finish;
  private @Nullable String model;
  private @Nullable Long outputTokens;
  private @Nullable Experience failure;
  private boolean done;

  /** Whether it has failed already, so that the rest says nothing more. */
  boolean isOver() {
    return failure != null;
  }

  void line(String line) {
    if (isOver()) {
      return;
    }
    if (line.isEmpty()) {
      String event = data;
      data = null;
      if (event != null) {
        event(event);
      }
    } else if (line.startsWith("data:")) {
      String piece = line.substring(5).strip();
      data = data == null ? piece : data + "\n" + piece;
    } else if (!line.startsWith(":") && !line.matches("(event|id|retry):.*")) {
      failure = Experience.garbled("no line of a stream: " + line);
    }
  }

  private void event(String event) {
    if (done) {
      failure = Experience.garbled("after [DONE]: " + event);
    } else if (event.equals("[DONE]")) {
      done = true;
    } else {
      try {
        JsonNode chunk = JSON.readTree(event);
        if (chunk.has("error")) {
          failure = Experience.error(0, chunk.path("error").path("message").asText());
        } else {
          answer(chunk, chunk.path("choices").path(0).path("delta"));
        }
      } catch (JsonProcessingException e) {
        failure = Experience.garbled("not JSON");
      }
    }
  }

  /** Takes in an answer, or a chunk of it. */
  void answer(JsonNode answer, JsonNode words) {
    said.append(words.path("content").asText(""));
    JsonNode why = answer.path("choices").path(0).path("finish_reason");
    finish = why.isTextual() ? why.asText() : finish;
    model = answer.path("model").isTextual() ? answer.path("model").asText() : model;
    JsonNode tokens = answer.path("usage").path("completion_tokens");
    outputTokens = tokens.isNumber() ? Long.valueOf(tokens.asLong()) : outputTokens;
  }

  /** The end of HTTP. */
  Experience end() {
    if (failure != null) {
      return failure;
    }
    if (data != null || !done) {
      return Experience.garbled(
          data != null ? "ends amid an event" : "ends without [DONE] after \"" + said + "\"");
    }
    return experience(done);
  }

  Experience experience(boolean terminated) {
    return new Experience(
        Ending.SUCCESS,
        Duration.ZERO,
        said.toString(),
        finish,
        terminated,
        model,
        outputTokens,
        0,
        "");
  }
}

package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.benchmarks.chaos.Ending.Kind;
import org.jspecify.annotations.Nullable;

/** What a caller has taken in of one answer. */
final class Hearing {
  private final StringBuilder text = new StringBuilder();
  private boolean finished;
  private boolean terminated;
  private boolean declined;
  private @Nullable String error;

  void say(JsonNode words) {
    text.append(words.asText(""));
  }

  /** Why the model stopped; {@code refusal} is the word for not wanting to. */
  void finish(JsonNode why, String refusal) {
    if (why.isTextual()) {
      finished = true;
      declined |= why.asText().equals(refusal);
    }
  }

  void decline(boolean is) {
    declined |= is;
  }

  void terminate() {
    terminated = true;
  }

  void error(JsonNode said) {
    if (said.isObject()) {
      error = said.path("message").asText();
    }
  }

  boolean hasError() {
    return error != null;
  }

  /** What to make of it when no more comes. */
  Ending ending(boolean streamed) {
    if (error != null) {
      Kind kind = streamed ? Kind.ERROR_EVENT : Kind.ERROR;
      return Ending.of(kind, error).says(text.toString(), finished, terminated);
    }
    Kind kind = declined ? Kind.DECLINED : Kind.ANSWER;
    return Ending.of(kind, "").says(text.toString(), finished, terminated || !streamed);
  }
}

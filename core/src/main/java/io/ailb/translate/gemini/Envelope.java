package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.Json;
import org.jspecify.annotations.Nullable;

/** What stands around the candidates of an answer, and of each piece of it. */
record Envelope(@Nullable String id, @Nullable String model) {
  static Envelope of(AnswerEvent.Started started, @Nullable String model) {
    return new Envelope(started.id(), started.model() == null ? model : started.model());
  }

  ObjectNode around(ArrayNode candidates, Usage usage) {
    ObjectNode answer = Json.object();
    answer.set("candidates", candidates);
    ObjectNode counts = UsageCounts.write(usage);
    if (counts != null) {
      answer.set("usageMetadata", counts);
    }
    if (model != null) {
      answer.put("modelVersion", model);
    }
    if (id != null) {
      answer.put("responseId", id);
    }
    return answer;
  }
}

package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import io.ailb.translate.openai.Efforts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code reasoning}: how much to think, and how much of it to show. */
final class Thinking {
  private static final Set<String> KNOWN = Set.of("effort", "summary", "generate_summary");

  private Thinking() {}

  static ReasoningWish read(JsonNode reasoning, boolean opaque, Foreign foreign) {
    foreign.others("reasoning", reasoning, KNOWN);
    String word = Json.string(reasoning, "effort");
    Effort effort = word == null ? null : Efforts.of(word);
    if (word != null && effort == null) {
      foreign.word("reasoning.effort", word, reasoning);
    }
    String summary = Json.string(reasoning, "summary");
    if (summary == null) {
      summary = Json.string(reasoning, "generate_summary");
    }
    return new ReasoningWish(effort, null, summary == null ? null : true, summary, opaque);
  }

  /** How much of the thoughts to show, in words of this dialect; null = nothing was said. */
  static @Nullable String summary(ReasoningWish wish) {
    return wish.summary() == null && Boolean.TRUE.equals(wish.visible()) ? "auto" : wish.summary();
  }
}

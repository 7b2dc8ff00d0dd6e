package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code reasoning}: how much to think, and how much of it to show. */
final class Efforts {
  private static final Set<String> KNOWN = Set.of("effort", "summary", "generate_summary");

  /** Tokens up to which a budget is a low effort, and a medium one. */
  private static final long LOW = 2048;

  private static final long MEDIUM = 12288;

  private Efforts() {}

  static ReasoningWish read(JsonNode reasoning, boolean opaque, Foreign foreign) {
    foreign.others("reasoning", reasoning, KNOWN);
    String word = Json.string(reasoning, "effort");
    Effort effort = word == null ? null : effort(word);
    if (word != null && effort == null) {
      foreign.word("reasoning.effort", word, reasoning);
    }
    String summary = Json.string(reasoning, "summary");
    if (summary == null) {
      summary = Json.string(reasoning, "generate_summary");
    }
    return new ReasoningWish(effort, null, summary == null ? null : true, summary, opaque);
  }

  private static @Nullable Effort effort(String word) {
    for (Effort effort : Effort.values()) {
      if (word(effort).equals(word)) {
        return effort;
      }
    }
    return null;
  }

  /** The effort that was asked for, perhaps as a number of tokens; null = none was. */
  static @Nullable Effort of(ReasoningWish wish) {
    Long budget = wish.budget();
    if (wish.effort() != null || budget == null || budget < 0) {
      return wish.effort();
    }
    if (budget == 0) {
      return Effort.NONE;
    }
    return budget <= LOW ? Effort.LOW : budget <= MEDIUM ? Effort.MEDIUM : Effort.HIGH;
  }

  /** How much of the thoughts to show, in words of this dialect; null = nothing was said. */
  static @Nullable String summary(ReasoningWish wish) {
    return wish.summary() == null && Boolean.TRUE.equals(wish.visible()) ? "auto" : wish.summary();
  }

  static String word(Effort effort) {
    return effort.name().toLowerCase(Locale.ROOT);
  }
}

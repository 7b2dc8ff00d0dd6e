package io.ailb.translate.openai;

import io.ailb.translate.neutral.ReasoningWish;
import io.ailb.translate.neutral.ReasoningWish.Effort;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How hard a model is to think, in OpenAI's words (translation, section 3.8). */
public final class Efforts {
  private Efforts() {}

  /** The effort that a word names, or null if it is none that we know. */
  public static @Nullable Effort of(String word) {
    for (Effort effort : Effort.values()) {
      if (word(effort).equals(word)) {
        return effort;
      }
    }
    return null;
  }

  /** The word for it. */
  public static String word(Effort effort) {
    return effort.name().toLowerCase(Locale.ROOT);
  }

  /** The effort that is wished, or that a wished number of tokens amounts to; null = none said. */
  public static @Nullable Effort of(ReasoningWish wish) {
    Long budget = wish.budget();
    if (wish.effort() != null || budget == null || budget < 0) {
      return wish.effort();
    }
    return budget == 0 ? Effort.NONE : Effort.ofBudget(budget);
  }
}

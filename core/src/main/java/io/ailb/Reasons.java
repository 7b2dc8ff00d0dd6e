package io.ailb;

import io.ailb.select.Choice;
import io.ailb.select.Choice.Considered;
import io.ailb.select.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why the tries of a request went where they went, for people. */
final class Reasons {
  private Reasons() {}

  /** Some lines for each try; of scores the lowest wins. */
  static List<String> of(List<Choice> choices) {
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Choice choice : choices) {
      number++;
      lines.add(
          choice.endpoint() == null
              ? "nobody could take it"
              : "try " + number + " went to " + choice.endpoint());
      for (Considered considered : choice.considered()) {
        lines.add("  " + considered.endpoint() + ": " + why(considered, choice.at()));
      }
      if (choice.more() > 0) {
        lines.add("  and " + choice.more() + " more");
      }
    }
    return lines;
  }

  private static String why(Considered considered, long at) {
    if (considered.obstacle() != null) {
      return InWords.of(considered.obstacle(), at);
    }
    Score score = considered.score();
    if (score != null) {
      return String.format(Locale.ROOT, "%.2f, by %s", score.value(), score.inWords());
    }
    double chance = considered.chance();
    return chance > 0 && chance < 1
        ? String.format(Locale.ROOT, "free, %.0f %%", 100 * chance)
        : "free, tier " + considered.tier();
  }
}

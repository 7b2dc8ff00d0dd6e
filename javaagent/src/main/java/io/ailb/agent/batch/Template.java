package io.ailb.agent.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A prompt with gaps: <code>{text}</code> is that column, <code>{{text}}</code> these letters. */
final class Template {
  private static final String NAME = "[\\p{L}\\p{N}_.-][\\p{L}\\p{N}_. -]*";
  private static final Pattern GAP = Pattern.compile("\\{(\\{" + NAME + "})}|\\{(" + NAME + ")}");

  private final String text;

  Template(String text) {
    this.text = text;
  }

  /**
   * Holds it to the columns that there are.
   *
   * @throws Refusal if it has a gap that no column fills
   */
  void check(List<String> columns) throws Refusal {
    TreeSet<String> unknown = new TreeSet<>();
    Matcher gap = GAP.matcher(text);
    while (gap.find()) {
      if (gap.group(2) != null && !columns.contains(gap.group(2))) {
        unknown.add("{" + gap.group(2) + "}");
      }
    }
    if (!unknown.isEmpty()) {
      throw new Refusal(
          "--template has %s, but the columns are %s. Doubled braces stand for themselves: {{so}}."
              .formatted(String.join(", ", unknown), String.join(", ", columns)));
    }
  }

  String fill(Map<String, String> columns) {
    return GAP.matcher(text)
        .replaceAll(
            gap -> {
              String own = gap.group(1);
              return Matcher.quoteReplacement(
                  own != null ? own : columns.getOrDefault(gap.group(2), gap.group()));
            });
  }

  @Override
  public String toString() {
    return text;
  }
}

package io.ailb.benchmarks.compatibility;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of clients and what was found of them, in Markdown. */
final class Table {
  private static final int WIDTH = 160;

  private final Set<Check> checks;
  private final StringBuilder text = new StringBuilder("| client | carried by |");

  Table(Set<Check> checks) {
    this.checks = checks;
    checks.forEach(check -> text.append(' ').append(check.title()).append(" |"));
    text.append("\n| --- | --- |").append(" --- |".repeat(checks.size())).append('\n');
  }

  /** Takes what is wrong on each JDK, the empty text where all is well; answers its line. */
  String row(Subject subject, Map<Check, List<String>> found) {
    int begin = text.length();
    text.append("| ").append(subject.title()).append(" | ").append(subject.carrier()).append(" |");
    for (Check check : checks) {
      boolean gathered = Check.OF_STREAMS.contains(check) && subject.is(Subject.Trait.GATHERS);
      String cell = gathered ? "gathered" : cell(found.getOrDefault(check, List.of()));
      text.append(' ').append(cell).append(" |");
    }
    text.append('\n');
    return text.substring(begin);
  }

  private static String cell(Collection<String> found) {
    String wrong =
        found.stream()
            .filter(one -> !one.isEmpty())
            .map(one -> "no: " + one)
            .collect(Collectors.joining("; "));
    String flat = wrong.replace('|', '/').replaceAll("\\s+", " ");
    if (flat.isEmpty()) {
      return found.isEmpty() ? "not tried" : "yes";
    }
    return flat.length() > WIDTH ? flat.substring(0, WIDTH) + "..." : flat;
  }

  boolean isGood() {
    return text.indexOf("no: ") < 0 && text.indexOf("not tried") < 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

package io.ailb.agent.batch.estimate;

import io.ailb.agent.batch.screen.Figures;
import io.ailb.config.PoolConfig;
import io.ailb.limit.LimitSettings;
import io.ailb.select.MemberSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says an estimate. */
final class Words {
  private Words() {}

  static List<String> assumed(
      Sample sample, long played, Assumptions assumptions, List<PoolConfig> pools) {
    List<String> lines = new ArrayList<>();
    lines.add("a token for each 4 bytes of a prompt, 1,000 for a file or an image in it");
    lines.add(
        "answers of %s, or as long as their request allows where that is less"
            .formatted(Figures.count(assumptions.outputTokens(), "token")));
    lines.add(
        "answers begin after %.0f ms (median) and go on at %.0f tokens a second"
            .formatted(1000 * assumptions.firstTokenSeconds(), assumptions.tokensPerSecond()));
    lines.add(
        "at most %s at once, as far as limits allow"
            .formatted(Figures.count(assumptions.concurrency(), "item")));
    lines.add(
        "providers keep to the limits of the file, of which nothing is used at the start, and never"
            + " fail otherwise");
    String unlimited =
        pools.stream()
            .flatMap(pool -> pool.pool().members().stream())
            .filter(member -> member.enabled() && isUnlimited(member))
            .map(member -> member.endpoint().name())
            .collect(Collectors.joining(", "));
    if (!unlimited.isEmpty()) {
      lines.add("no limit at all, as the file states none: " + unlimited);
    }
    if (sample.chosen().size() < sample.items() || played < sample.items()) {
      lines.add(
          "the first %s were played, and are as %s chosen by chance are; the others take as long as"
                  .formatted(Figures.count(played, "item"), Figures.count(sample.chosen().size()))
              + " the second half of those");
      if (pools.stream()
          .flatMap(pool -> pool.pool().members().stream())
          .map(MemberSettings::limits)
          .anyMatch(limits -> limits.rpd() != null || limits.tpd() != null)) {
        lines.add("limits by the day were met by those only: it may take longer");
      }
    }
    return lines;
  }

  private static boolean isUnlimited(MemberSettings member) {
    LimitSettings limits = member.limits();
    return limits.rpm() == null
        && limits.rpd() == null
        && limits.tpm() == null
        && limits.itpm() == null
        && limits.otpm() == null
        && limits.tpd() == null
        && member.concurrency() == null;
  }

  static List<String> lines(Estimate estimate) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: about %s, and %s%s. Nothing was sent."
            .formatted(
                Figures.count(estimate.items(), "item"),
                Figures.duration(estimate.duration()),
                estimate.costInWords(),
                atMost(estimate)));
    lines.add("");
    lines.add("Assumed:");
    estimate.assumed().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.addAll(table(estimate));
    lines.add("");
    if (estimate.perSecond() > 0) {
      lines.add(
          "  %s, once what limits allow at once is used up"
              .formatted(Figures.pace(estimate.perSecond())));
    }
    if (estimate.bad() > 0) {
      lines.add(
          "  %s cannot be asked as they are, and will fail"
              .formatted(Figures.count(estimate.bad(), "item")));
    }
    estimate
        .nobodys()
        .forEach(
            (model, items) ->
                lines.add(
                    "  %s will fail: no endpoint serves model %s"
                        .formatted(
                            Figures.count(items, "item"),
                            model.isEmpty() ? "(none is named)" : model)));
    estimate
        .failed()
        .forEach(
            (why, items) ->
                lines.add("  %s will fail: %s".formatted(Figures.count(items, "item"), why)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static String atMost(Estimate estimate) {
    Map<String, Double> most = estimate.costAtMost();
    if (most != null && Figures.money(most).equals(Figures.money(estimate.cost()))) {
      return "";
    }
    if (most != null && !most.isEmpty()) {
      return " (at most %s, were each answer as long as its request allows)"
          .formatted(Figures.money(most));
    }
    return estimate.unbounded() > 0 && !estimate.cost().isEmpty()
        ? " (more if answers are longer: %s set no bound)"
            .formatted(Figures.count(estimate.unbounded(), "item"))
        : "";
  }

  private static List<String> table(Estimate estimate) {
    int width =
        Math.max(
            12, estimate.parts().stream().mapToInt(part -> part.name().length()).max().orElse(0));
    String row = "  %-" + width + "s  %9s  %7s  %13s  %13s  %14s  %6s";
    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("endpoint", "answers", "share", "tokens in", "out", "cost", "429s"));
    for (Estimate.Part part : estimate.parts()) {
      lines.add(
          row.formatted(
              part.name(),
              Figures.count(part.answers()),
              Figures.percent(part.answers(), estimate.answers()),
              Figures.count(part.inputTokens()),
              Figures.count(part.outputTokens()),
              part.answers() == 0
                  ? "-"
                  : part.cost().isEmpty() ? "not known" : Figures.money(part.cost()),
              Figures.count(part.rateLimited())));
    }
    if (estimate.parts().size() > 1) {
      lines.add(
          row.formatted(
              "all together",
              Figures.count(estimate.answers()),
              "",
              Figures.count(estimate.inputTokens()),
              Figures.count(estimate.outputTokens()),
              estimate.cost().isEmpty() ? "-" : Figures.money(estimate.cost()),
              Figures.count(
                  estimate.parts().stream().mapToLong(Estimate.Part::rateLimited).sum())));
    }
    return lines;
  }

  static Map<String, @Nullable Object> members(Estimate estimate) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("items", estimate.items());
    members.put("bad", estimate.bad());
    members.put("played", estimate.played());
    members.put("seconds", estimate.duration().toMillis() / 1e3);
    members.put("perSecond", estimate.perSecond());
    members.put("answers", estimate.answers());
    members.put("inputTokens", estimate.inputTokens());
    members.put("outputTokens", estimate.outputTokens());
    members.put("cost", estimate.cost());
    members.put("costAtMost", estimate.costAtMost());
    members.put("priced", estimate.priced());
    members.put("failed", estimate.failed());
    members.put("unserved", estimate.nobodys());
    members.put("assumed", estimate.assumed());
    members.put("endpoints", estimate.parts().stream().map(Words::members).toList());
    return members;
  }

  private static Map<String, @Nullable Object> members(Estimate.Part part) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("name", part.name());
    members.put("answers", part.answers());
    members.put("rateLimited", part.rateLimited());
    members.put("inputTokens", part.inputTokens());
    members.put("outputTokens", part.outputTokens());
    members.put("cost", part.cost());
    members.put("priced", part.priced());
    return members;
  }
}

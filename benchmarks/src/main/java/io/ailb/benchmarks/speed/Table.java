package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.speed.Entrant.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Standings as lines of a table for people, which is one of Markdown, too. */
final class Table {
  static final String HEAD =
      """
      | contest | what | ai-lb | floor | over it | allocated | others | budget, goal | |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private Table() {}

  static String row(Contest contest, List<Standing> standings) {
    Standing ours = of(Role.OURS, standings);
    String floor =
        standings.stream()
            .filter(one -> one.role() == Role.FLOOR)
            .map(one -> Said.nanos(one.nanos()) + ", " + Said.bytes(one.bytes()))
            .collect(Collectors.joining());
    String others =
        standings.stream()
            .filter(one -> one.role() == Role.PEER)
            .map(one -> one.name() + " " + over(one) + ", " + Said.bytes(one.bytes()))
            .collect(Collectors.joining("; "));
    List<String> budgets = new ArrayList<>();
    List<String> verdicts = new ArrayList<>();
    for (Budget budget : contest.budgets()) {
      budgets.add(
          "%d: %s, %s"
              .formatted(
                  budget.number(),
                  budget.unit().said(budget.most()),
                  budget.unit().said(budget.goal())));
      verdicts.add(budget.verdict(figure(budget, ours)));
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
        contest.id(),
        contest.what(),
        Said.nanos(ours.nanos()),
        floor,
        over(ours),
        Said.bytes(ours.bytes()),
        others,
        String.join("; ", budgets),
        String.join("; ", verdicts));
  }

  /** The figure of ours that a budget is about. */
  static double figure(Budget budget, Standing ours) {
    return switch (budget.unit()) {
      case FLOORS -> ours.floors();
      case NANOS -> ours.nanos();
      case BYTES -> ours.bytes();
    };
  }

  static Standing of(Role role, List<Standing> standings) {
    return standings.stream().filter(one -> one.role() == role).findFirst().orElseThrow();
  }

  private static String over(Standing one) {
    return Double.isNaN(one.floors())
        ? Said.nanos(one.nanos())
        : "x%s (%s to %s)"
            .formatted(Said.number(one.floors()), Said.number(one.low()), Said.number(one.high()));
  }
}

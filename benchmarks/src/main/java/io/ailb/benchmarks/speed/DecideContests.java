package io.ailb.benchmarks.speed;

import io.ailb.benchmarks.speed.BalancedChoice.Day;
import io.ailb.benchmarks.speed.Budget.Unit;
import io.ailb.select.Strategy;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a decision costs: an endpoint is chosen, its place reserved (calls, requests, tokens,
 * budget, breaker), and settled as answered, with all that is learned from an answer.
 */
final class DecideContests {
  private static final int FEW = 3;
  private static final int TEN = 10;
  private static final int HUNDRED = 100;
  private static final int THOUSAND = 1_000;

  private DecideContests() {}

  static List<Contest> all() {
    return List.of(
        among(FEW).gate(2.9, 272),
        among(TEN).budget(1, Unit.FLOORS, 3, 1.5).budget(1, Unit.BYTES, 64, 64).gate(3.4, 312),
        among(HUNDRED),
        among(THOUSAND),
        ill(TEN),
        ill(THOUSAND),
        overTen("decide-1000-over-10", "a decision among 1000", false)
            .budget(2, Unit.FLOORS, 1.5, 1.25),
        overTen("decide-1000-ill-over-10", "a decision among 1000, 30 % of them ill", true)
            .budget(2, Unit.FLOORS, 2.5, 2),
        of("decide-10-weighted", "a weighted decision among 10", Strategy.WEIGHTED, TEN, false),
        threads(2).budget(3, Unit.FLOORS, 2, 1.5),
        threads(4),
        daily("decide-10-day", "a decision among 10 with limits by the day", Day.ANY_24_HOURS),
        daily("decide-10-midnight", "the same, from midnight to midnight", Day.FROM_MIDNIGHT));
  }

  private static Contest among(int size) {
    return of("decide-" + size, "a decision among " + size, Strategy.ADAPTIVE, size, false);
  }

  private static Contest ill(int size) {
    return of(
        "decide-" + size + "-ill",
        "a decision among " + size + ", 30 % of them open or exhausted",
        Strategy.ADAPTIVE,
        size,
        true);
  }

  private static Contest daily(String id, String what, Day day) {
    return new Contest(id, what)
        .floor("packed words, an alias table", () -> new PackedChoice(TEN, false))
        .ours(() -> new BalancedChoice(Strategy.ADAPTIVE, TEN, false, day));
  }

  private static Contest threads(int count) {
    return of(
            "decide-10-" + count + "-threads",
            "a decision among 10, of one of " + count + " threads",
            Strategy.ADAPTIVE,
            TEN,
            false)
        .threads(count);
  }

  private static Contest of(String id, String what, Strategy strategy, int size, boolean someIll) {
    return new Contest(id, what)
        .floor("packed words, an alias table", () -> new PackedChoice(size, someIll))
        .ours(() -> new BalancedChoice(strategy, size, someIll));
  }

  /** The larger pool against our own small one. */
  private static Contest overTen(String id, String what, boolean someIll) {
    Callable<Work> ten = () -> new BalancedChoice(Strategy.ADAPTIVE, TEN, false);
    return new Contest(id, what)
        .floor("ai-lb among 10", ten)
        .ours(() -> new BalancedChoice(Strategy.ADAPTIVE, THOUSAND, someIll));
  }
}

package io.ailb.examples;

import io.ailb.LoadBalancer;
import io.ailb.examples.Askers.Asked;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cost-aware weights while money is short: of two endpoints that are alike but for their price, the
 * dear one serves its half as long as there is no budget. With a budget for the day, prices count
 * for as much as it takes for the money to last until midnight (UTC).
 *
 * <pre>examples/run BudgetExample</pre>
 */
public final class BudgetExample {
  private static final String DEAR = "dear";
  private static final String CHEAP = "cheap";
  private static final int PER_SECOND = 20;
  private static final int STEP = 5;
  private static final int STEPS = 5;

  /** Twenty times apart; in the currency's units a million tokens. */
  private static final Map<String, String> ENDPOINTS =
      Map.of(DEAR, "cost: {input: 10, output: 40}", CHEAP, "cost: {input: 0.5, output: 2}");

  private BudgetExample() {}

  public static void main(String[] args) throws Exception {
    double free = free();
    boolean paced = paced(free / 4);
    System.exit(paced ? 0 : 1);
  }

  /** Without a budget; returns what a second costs. */
  private static double free() throws Exception {
    try (SimulatedPool simulated = SimulatedPool.of("", 20, ENDPOINTS);
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        Askers askers = new Askers(balancer)) {
      List<Asked> asked = askers.ask(PER_SECOND, STEP);
      double perSecond = spent(balancer) / STEP;
      System.out.println("                    dear   cheap    spent a minute");
      row("no budget", asked, perSecond);
      return perSecond;
    }
  }

  /** With a budget that lasts until midnight if no more than this is spent a second. */
  private static boolean paced(double perSecond) throws Exception {
    double perDay = perSecond * secondsLeftToday();
    System.out.printf(
        Locale.ROOT,
        "a budget that bears $%.4f a minute until midnight: perDay: %.4f%n",
        60 * perSecond,
        perDay);
    String settings = String.format(Locale.ROOT, "routing: {budget: {perDay: %.6f}}", perDay);
    try (SimulatedPool simulated = SimulatedPool.of(settings, 20, ENDPOINTS);
        LoadBalancer balancer = LoadBalancer.load(simulated.configuration());
        Askers askers = new Askers(balancer)) {
      long share = 100;
      long failures = 0;
      double before = 0;
      for (int step = 1; step <= STEPS; step++) {
        List<Asked> asked = askers.ask(PER_SECOND, STEP);
        double spent = spent(balancer);
        row("after %2d s".formatted(step * STEP), asked, (spent - before) / STEP);
        before = spent;
        share = Askers.share(asked, DEAR);
        failures += asked.stream().filter(Asked::failed).count();
      }
      System.out.printf("callers saw %d failures%n", failures);
      return share <= 25 && failures == 0;
    }
  }

  private static double secondsLeftToday() {
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    return Math.max(1, Duration.between(now, LocalTime.MAX).toSeconds());
  }

  private static double spent(LoadBalancer balancer) {
    return balancer.stats().pool("default").cost();
  }

  private static void row(String when, List<Asked> asked, double perSecond) {
    System.out.printf(
        Locale.ROOT,
        "%-16s  %4d %%  %4d %%        $%.4f%n",
        when,
        Askers.share(asked, DEAR),
        Askers.share(asked, CHEAP),
        60 * perSecond);
  }
}

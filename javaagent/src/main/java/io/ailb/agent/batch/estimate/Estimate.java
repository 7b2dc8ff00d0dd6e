package io.ailb.agent.batch.estimate;

import io.ailb.agent.batch.screen.Figures;
import io.ailb.agent.trial.BatchPlay;
import io.ailb.agent.trial.Played;
import io.ailb.agent.trial.Speed;
import io.ailb.agent.trial.Trial;
import io.ailb.config.PoolConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a batch will take.
 *
 * @param items that can be asked
 * @param bad items that cannot
 * @param played of those that can; fewer than all stand for all
 * @param perSecond once what limits allow at once is used up
 * @param failed items that got no answer, by what came instead
 * @param nobodys items whose model no endpoint serves, by that model
 * @param unbounded items that do not say how long an answer may be
 * @param assumed in words
 */
public record Estimate(
    long items,
    long bad,
    long played,
    Duration duration,
    double perSecond,
    Map<String, Long> failed,
    Map<String, Long> nobodys,
    long unbounded,
    List<Part> parts,
    List<String> assumed) {

  /** That many take seconds. */
  private static final long MOST = 100_000;

  /**
   * An endpoint's part.
   *
   * @param cost by currency
   * @param costAtMost the same if each answer were as long as its request allows
   * @param priced whether all of its prices are known
   */
  public record Part(
      String name,
      long answers,
      long rateLimited,
      long inputTokens,
      long outputTokens,
      Map<String, Double> cost,
      Map<String, Double> costAtMost,
      boolean priced) {}

  /**
   * Plays it.
   *
   * @param pool null = each item is asked of the first that serves it
   * @param progress hears now and then how much is done, from 0 to 1
   * @throws IllegalArgumentException if there is no pool of that name
   */
  public static Estimate of(
      Trial trial,
      @Nullable String pool,
      Sample sample,
      Assumptions assumptions,
      DoubleConsumer progress) {
    List<PoolConfig> pools = pool == null ? trial.config().pools() : List.of(trial.pool(pool));
    Encore encore = new Encore(sample, MOST);
    Speed speed = new Speed(assumptions.firstTokenSeconds(), assumptions.tokensPerSecond());
    Played played =
        new BatchPlay(trial, pools, speed, assumptions.concurrency(), 1)
            .run(encore, done -> progress.accept((double) done / Math.min(MOST, sample.items())));
    double factor = encore.played() == 0 ? 0 : (double) sample.items() / encore.played();
    double rest = played.answered() * (factor - 1);
    double more = rest <= 0 || played.perSecond() == 0 ? 0 : rest / played.perSecond();
    return new Estimate(
        sample.items(),
        sample.bad(),
        encore.played(),
        Duration.ofMillis(Math.round(1000 * (played.seconds() + more))),
        played.perSecond(),
        scaled(played.failed(), factor),
        scaled(played.nobodys(), factor),
        sample.unbounded(),
        played.parts().stream().map(part -> scaled(part, factor)).toList(),
        Words.assumed(sample, encore.played(), assumptions, pools));
  }

  private static Part scaled(Played.Part part, double factor) {
    return new Part(
        part.name(),
        Math.round(part.answers() * factor),
        Math.round(part.rateLimited() * factor),
        Math.round(part.inputTokens() * factor),
        Math.round(part.outputTokens() * factor),
        amounts(part.cost(), factor),
        amounts(part.costAtMost(), factor),
        part.priced());
  }

  private static Map<String, Long> scaled(Map<String, Integer> counts, double factor) {
    Map<String, Long> scaled = new TreeMap<>();
    counts.forEach((what, count) -> scaled.put(what, Math.round(count * factor)));
    return scaled;
  }

  private static Map<String, Double> amounts(Map<String, Double> amounts, double factor) {
    Map<String, Double> scaled = new TreeMap<>();
    amounts.forEach((currency, amount) -> scaled.put(currency, amount * factor));
    return scaled;
  }

  /** Items that will be answered. */
  public long answers() {
    long none = 0;
    for (long count : failed.values()) {
      none += count;
    }
    for (long count : nobodys.values()) {
      none += count;
    }
    return items - none;
  }

  public long inputTokens() {
    return parts.stream().mapToLong(Part::inputTokens).sum();
  }

  public long outputTokens() {
    return parts.stream().mapToLong(Part::outputTokens).sum();
  }

  /** By currency, of answers whose price is known. */
  public Map<String, Double> cost() {
    return sum(Part::cost);
  }

  /** The same if each answer were as long as its request allows; null = some say nothing of it. */
  public @Nullable Map<String, Double> costAtMost() {
    return unbounded > 0 ? null : sum(Part::costAtMost);
  }

  private Map<String, Double> sum(Function<Part, Map<String, Double>> of) {
    Map<String, Double> sum = new TreeMap<>();
    parts.forEach(part -> of.apply(part).forEach((c, amount) -> sum.merge(c, amount, Double::sum)));
    return sum;
  }

  /** Whether the price of each answer is known. */
  public boolean priced() {
    return parts.stream().allMatch(Part::priced);
  }

  /** For people. */
  public List<String> lines() {
    return Words.lines(this);
  }

  /** For programs: members by name, as JSON has them. */
  public Map<String, @Nullable Object> members() {
    return Words.members(this);
  }

  String costInWords() {
    String known = Figures.money(cost());
    if (known.isEmpty()) {
      return answers() == 0 ? "nothing" : "an unknown cost, as no price is known";
    }
    return known + (priced() ? "" : " and what has no price");
  }
}

package io.ailb.agent.trial;

import io.ailb.model.Price;
import io.ailb.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a batch.
 *
 * @param answered well
 * @param seconds until the last answer
 * @param perSecond answers in the second half, when what limits allow at once is used up
 * @param failed by what their callers got, such as {@code 429}
 * @param nobodys items whose model no endpoint serves, by that model
 * @param parts one for each endpoint
 */
public record Played(
    int answered,
    double seconds,
    double perSecond,
    SortedMap<String, Integer> failed,
    SortedMap<String, Integer> nobodys,
    List<Part> parts) {

  /**
   * An endpoint's part in it.
   *
   * @param rateLimited tries that it answered with 429
   * @param cost by currency
   * @param costAtMost the same if each answer were as long as its request allows
   * @param priced whether all of its prices are known
   */
  public record Part(
      String name,
      int answers,
      int rateLimited,
      long inputTokens,
      long outputTokens,
      Map<String, Double> cost,
      Map<String, Double> costAtMost,
      boolean priced) {
    static Part none(String name) {
      return new Part(name, 0, 0, 0, 0, Map.of(), Map.of(), true);
    }

    Part plus(Provider provider, long most) {
      Price price = provider.price();
      return new Part(
          name,
          answers + provider.good,
          rateLimited + provider.rateLimited,
          inputTokens + provider.inputTokens,
          outputTokens + provider.outputTokens,
          plus(cost, price, provider, provider.outputTokens),
          plus(costAtMost, price, provider, most),
          priced && (price.isKnown() || provider.good == 0));
    }

    private static Map<String, Double> plus(
        Map<String, Double> cost, Price price, Provider provider, long output) {
      if (!price.isKnown() || provider.good == 0) {
        return cost;
      }
      double tokens = price.of(new Usage(provider.inputTokens, output, 0, 0, 0));
      Map<String, Double> sum = new TreeMap<>(cost);
      sum.merge(price.currency(), tokens + (provider.good - 1) * price.perRequest(), Double::sum);
      return sum;
    }
  }
}

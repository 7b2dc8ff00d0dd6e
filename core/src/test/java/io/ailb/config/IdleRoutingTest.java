package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands under routing and can have no effect is said, and is no error. */
class IdleRoutingTest {
  private static final String UNPRICED =
      "has no effect, as no endpoint has a known price. State cost at the endpoints, or remove this.";

  private final Reading reading = Reading.of();

  /** What is said of an endpoint of one's own, for which no price is known, unless written here. */
  private List<String> said(String members, String routing) {
    List<ConfigProblem> problems =
        Reading.problems(
            () ->
                reading.read(
                    Reading.lines(
                        "pools:",
                        "  - endpoints:",
                        "      - provider: openai-compatible",
                        "        baseUrl: http://localhost:8000/v1",
                        "        apiKey: k",
                        "        " + members,
                        "    routing: " + routing)));
    assertThat(problems).noneMatch(ConfigProblem::isError);
    return problems.stream().map(ConfigProblem::toString).toList();
  }

  @Test
  void aBudgetWithoutAnyPriceNeverCounts() {
    assertThat(said("weight: 1", "{budget: {perDay: 5, perMonth: 50}}"))
        .containsExactly(
            "ai-lb.yaml:7:32: pools[0].routing.budget.perDay: " + UNPRICED,
            "ai-lb.yaml:7:45: pools[0].routing.budget.perMonth: " + UNPRICED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cost: {currency: USD}",
        "models: {a: {send: b, cost: {currency: EUR}}}",
        "models: [gpt-4o]",
        "model: gpt-4o"
      })
  void whatHasNoFigureIsNoPriceAndWhatAModelCostsElsewhereIsNone(String members) {
    assertThat(said(members, "{budget: {perDay: 5}}"))
        .containsExactly("ai-lb.yaml:7:32: pools[0].routing.budget.perDay: " + UNPRICED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cost: {input: 1}",
        "cost: {perRequest: 0.01}",
        "cost: {output: 0}",
        "models: {a: b, c: {send: d, cost: {output: 2}}}",
        "models: {\"x-*\": {send: \"*\", cost: {output: 2}}}",
        "profile: openai",
        "{profile: openai, models: [gpt-4o]}"
      })
  void oneKnownPriceIsEnough(String members) {
    String written = members.startsWith("{") ? members.substring(1, members.length() - 1) : members;
    String lines = written.replace("openai, ", "openai\n        ");
    assertThat(said(lines, "{budget: {perDay: 5}}")).isEmpty();
    assertThat(said(lines, "{strategy: cheapest}")).isEmpty();
  }

  @Test
  void pricesInAnotherCurrencyNeverCount() {
    assertThat(said("cost: {input: 1, currency: EUR}", "{budget: {perDay: 5}}"))
        .containsExactly(
            "ai-lb.yaml:7:32: pools[0].routing.budget.perDay: has no effect: nothing here is paid in USD, only in EUR. Write budget.currency: EUR, or state cost in USD.");
    assertThat(said("profile: openai", "{budget: {perDay: 5, currency: CHF}}"))
        .containsExactly(
            "ai-lb.yaml:7:45: pools[0].routing.budget.currency: has no effect: nothing here is paid in CHF, only in USD. Write budget.currency: USD, or state cost in CHF.");
  }

  @Test
  void whatHappensOnceItIsSpentNeedsAnAmount() {
    assertThat(said("cost: {input: 1}", "{budget: {onExceeded: reject}}"))
        .containsExactly(
            "ai-lb.yaml:7:36: pools[0].routing.budget.onExceeded: has no effect without perDay or perMonth. State one, or remove this.");
  }

  @Test
  void aMonthWithLessThanADayEndsFirst() {
    assertThat(said("cost: {input: 1}", "{budget: {perDay: 5, perMonth: 4}}"))
        .containsExactly(
            "ai-lb.yaml:7:32: pools[0].routing.budget.perDay: has no effect, as perMonth is less and is spent first. Lower it, or raise perMonth.");
    assertThat(said("cost: {input: 1}", "{budget: {perDay: 5, perMonth: 50}}")).isEmpty();
  }

  @Test
  void cheapestNeedsAPrice() {
    assertThat(said("weight: 1", "{strategy: cheapest}"))
        .containsExactly("ai-lb.yaml:7:25: pools[0].routing.strategy: cheapest " + UNPRICED);
    assertThat(said("weight: 1", "{factors: {cost: 1}}"))
        .containsExactly("ai-lb.yaml:7:31: pools[0].routing.factors.cost: " + UNPRICED);
  }

  @ParameterizedTest
  @CsvSource({"weighted,44", "round-robin,47", "ordered,43"})
  void factorsAreForAdaptive(String strategy, int column) {
    assertThat(said("weight: 1", "{strategy: " + strategy + ", factors: {speed: 2}}"))
        .containsExactly(
            "ai-lb.yaml:7:"
                + column
                + ": pools[0].routing.factors: has no effect with strategy: "
                + strategy
                + ", only with adaptive. Remove it.");
    assertThat(said("weight: 1", "{strategy: adaptive, factors: {speed: 2}}")).isEmpty();
  }
}

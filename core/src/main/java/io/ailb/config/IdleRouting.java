package io.ailb.config;

import io.ailb.model.Price;
import io.ailb.profile.Profiles;
import io.ailb.select.MemberSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Warns of what stands under {@code routing} and can have no effect, above all for want of prices.
 */
final class IdleRouting {
  private static final List<String> AMOUNTS = List.of("perDay", "perMonth");

  private final Problems problems;
  private final Section routing;
  private final List<MemberSettings> members;

  IdleRouting(Problems problems, Section routing, List<MemberSettings> members) {
    this.problems = problems;
    this.routing = routing;
    this.members = members;
  }

  void warn() {
    Section factors = routing.section("factors");
    String strategy = routing.text("strategy");
    if (!strategy.equals("adaptive")) {
      if (routing.isWritten("factors")) {
        warn(
            routing,
            "factors",
            "has no effect with strategy: " + strategy + ", only with adaptive. Remove it.");
      }
    } else if (factors.number("cost") > 0 && currencies().isEmpty()) {
      warn(factors, "cost", withoutPrices());
    }
    if (strategy.equals("cheapest") && currencies().isEmpty()) {
      warn(routing, "strategy", "cheapest " + withoutPrices());
    }
    warnOfBudget(routing.section("budget"));
  }

  private void warnOfBudget(Section budget) {
    List<String> amounts = new ArrayList<>(AMOUNTS);
    amounts.removeIf(budget::isNull);
    if (amounts.isEmpty()) {
      warnWithoutAmount(budget, "currency", "USD");
      warnWithoutAmount(budget, "onExceeded", "warn");
      return;
    }
    Double perDay = budget.numberOrNull("perDay");
    Double perMonth = budget.numberOrNull("perMonth");
    if (perDay != null && perMonth != null && perMonth < perDay) {
      warn(
          budget,
          "perDay",
          "has no effect, as perMonth is less and is spent first. Lower it, or raise perMonth.");
    }
    Set<String> currencies = currencies();
    String currency = budget.text("currency");
    if (currencies.isEmpty()) {
      amounts.forEach(key -> warn(budget, key, withoutPrices()));
    } else if (!currencies.contains(currency)) {
      warn(
          budget,
          budget.isWritten("currency") ? "currency" : amounts.get(0),
          "has no effect: nothing here is paid in %s, only in %s. Write budget.currency: %s, or state cost in %s."
              .formatted(
                  currency, String.join(", ", currencies), currencies.iterator().next(), currency));
    }
  }

  /** Defaults may always be written out. */
  private void warnWithoutAmount(Section budget, String key, String byDefault) {
    if (!budget.text(key).equals(byDefault)) {
      warn(budget, key, "has no effect without perDay or perMonth. State one, or remove this.");
    }
  }

  private static String withoutPrices() {
    return "has no effect, as no endpoint has a known price. State cost at the endpoints, or remove"
        + " this.";
  }

  /** Those in which some call may be paid. */
  private Set<String> currencies() {
    Set<String> currencies = new TreeSet<>();
    for (MemberSettings member : members) {
      for (Price price : Profiles.known().prices(member.endpoint())) {
        currencies.add(price.currency());
      }
    }
    return currencies;
  }

  private void warn(Section section, String key, String message) {
    problems.warning(section.placeOf(key), section.pathOf(key), message);
  }
}

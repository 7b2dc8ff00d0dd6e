package io.ailb.limit;

import org.jspecify.annotations.Nullable;

/**
 * What a pool may spend; days and months are those of UTC.
 *
 * @param perDay null = any amount
 * @param perMonth null = any amount
 * @param currency of the amounts; what is paid in another one is not counted
 * @param onExceeded what happens once it is spent
 */
public record BudgetSettings(
    @Nullable Double perDay, @Nullable Double perMonth, String currency, OnExceeded onExceeded) {
  /** Nothing is limited. */
  public static final BudgetSettings NONE = new BudgetSettings(null, null, "USD", OnExceeded.WARN);

  /** What happens once a budget is spent. */
  public enum OnExceeded {
    /** It is said, no more. */
    WARN,
    /** Only the cheapest endpoint that is free is used. */
    CHEAPEST,
    /** Nothing is sent that could pass the amount. */
    REJECT
  }

  /** Whether there is any amount. */
  public boolean isSet() {
    return perDay != null || perMonth != null;
  }
}

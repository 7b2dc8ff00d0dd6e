package io.ailb.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What was spent of one amount in its current day or month. Guarded by the lock of its owner. */
final class Spending {
  private final boolean monthly;
  private LocalDate began;
  private double amount;
  private double spent;

  Spending(double amount, boolean monthly, Instant now) {
    this.amount = amount;
    this.monthly = monthly;
    this.began = begin(now);
  }

  private LocalDate begin(Instant now) {
    LocalDate date = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return monthly ? date.withDayOfMonth(1) : date;
  }

  boolean isMonthly() {
    return monthly;
  }

  void amount(double newAmount) {
    amount = newAmount;
  }

  double amount() {
    return amount;
  }

  void add(double cost, Instant now) {
    spent = spent(now) + cost;
  }

  double spent(Instant now) {
    LocalDate current = begin(now);
    if (current.isAfter(began)) {
      began = current;
      spent = 0;
    }
    return spent;
  }

  double left(Instant now) {
    return amount - spent(now);
  }

  /** What is spent of it; all, where there is nothing to spend. */
  double share(Instant now) {
    return amount > 0 ? spent(now) / amount : 1;
  }

  /** Until it begins anew. */
  Duration rest(Instant now) {
    LocalDate next = monthly ? begin(now).plusMonths(1) : begin(now).plusDays(1);
    return Duration.between(now, next.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}

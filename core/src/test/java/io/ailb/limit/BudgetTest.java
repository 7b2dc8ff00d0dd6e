package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.limit.BudgetSettings.OnExceeded;
import io.ailb.time.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Selection, section 6; the figures in the tests are its own. It is noon: half a day is left. */
class BudgetTest {
  private static final double HALF_A_DAY = 43_200;

  private final ManualTime time = new ManualTime();

  private Budget perDay(double amount, OnExceeded then) {
    return budget(new BudgetSettings(amount, null, "USD", then));
  }

  private Budget budget(BudgetSettings settings) {
    return new Budget(settings, time, time.nanos());
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void spend(Budget budget, double cost) {
    Budget.Hold hold = budget.hold(cost, time.nanos());
    assertThat(hold).isNotNull();
    hold.settle(cost, time.nanos());
  }

  private double pressure(Budget budget) {
    return budget.pressure(time.nanos());
  }

  /** Steadily, so much of what the budget bears. */
  private void spendAtRate(Budget budget, double amount, double times, int seconds) {
    for (int i = 0; i < seconds; i++) {
      spend(budget, times * 0.995 * amount / HALF_A_DAY);
      pass(1);
      pressure(budget);
    }
  }

  @Test
  void withoutABudgetPricesDoNotCount() {
    Budget budget = budget(BudgetSettings.NONE);
    spend(budget, 1_000);
    pass(100);
    assertThat(pressure(budget)).isZero();
    assertThat(budget.news()).isNull();
  }

  @Test
  void theShareThatIsSpentIsThatOfTheTighterAmount() {
    assertThat(budget(BudgetSettings.NONE).used()).isEqualTo(-1);
    assertThat(perDay(0, OnExceeded.REJECT).used()).as("nothing to spend").isEqualTo(1);
    Budget budget = budget(new BudgetSettings(10.0, 40.0, "USD", OnExceeded.WARN));
    assertThat(budget.used()).isZero();
    spend(budget, 12);
    assertThat(budget.used()).isCloseTo(1.2, offset(1e-9));
    pass(HALF_A_DAY);
    assertThat(budget.used()).as("another day of the same month").isCloseTo(0.3, offset(1e-9));
  }

  @Test
  void whereLittleIsSpentTheDearArePreferredUpToAPoint() {
    Budget budget = perDay(100, OnExceeded.WARN);
    assertThat(pressure(budget)).isZero();
    pass(4.9);
    assertThat(pressure(budget)).isZero();
    pass(0.1);
    assertThat(pressure(budget)).isCloseTo(-0.15, offset(1e-9));
    pass(600);
    assertThat(pressure(budget)).isEqualTo(-2);
  }

  @Test
  void whereMuchIsSpentPricesCountMore() {
    Budget budget = perDay(100, OnExceeded.WARN);
    spend(budget, 10);
    pass(5);
    assertThat(pressure(budget))
        .as("no error counts for more than 1.5")
        .isCloseTo(0.225, offset(1e-9));
    for (int i = 0; i < 1_000; i++) {
      spend(budget, 0.09);
      pass(5);
    }
    assertThat(pressure(budget)).isEqualTo(8);
  }

  @Test
  void atTheRateThatTheBudgetBearsTheyStayAsTheyAre() {
    Budget budget = perDay(1_000, OnExceeded.WARN);
    spendAtRate(budget, 1_000, 1, 300);
    double settled = pressure(budget);
    spendAtRate(budget, 1_000, 1, 300);
    assertThat(pressure(budget)).isCloseTo(settled, offset(0.15));
    spendAtRate(budget, 1_000, 2, 300);
    assertThat(pressure(budget)).isGreaterThan(settled + 5);
  }

  @Test
  void theRateIsThatOfTheLastHalfMinute() {
    Budget budget = perDay(1_000_000, OnExceeded.WARN);
    double bearable = 0.995 * 1_000_000 / HALF_A_DAY;
    spend(budget, 30 * 2 * bearable / Math.exp(-5 / 30.0)); // after 5 s twice that rate
    pass(5);
    assertThat(pressure(budget)).isCloseTo(0.15, offset(0.001));
  }

  @Test
  void nothingIsSentThatCouldPassTheAmount() {
    Budget budget = perDay(10, OnExceeded.REJECT);
    Budget.Hold under = budget.hold(6, time.nanos());
    assertThat(budget.hold(5, time.nanos())).isNull();
    assertThat(budget.freeAt(5, time.nanos()) - time.nanos())
        .isEqualTo(Duration.ofHours(12).toNanos());
    under.settle(1, time.nanos());
    under.settle(1, time.nanos());
    assertThat(budget.hold(9.1, time.nanos())).isNull();
    assertThat(budget.hold(9, time.nanos())).isNotNull();
  }

  @Test
  void aNewDayBringsNewMoneyAndANewMonthToo() {
    Budget budget = budget(new BudgetSettings(10.0, 25.0, "USD", OnExceeded.REJECT));
    spend(budget, 10);
    assertThat(budget.hold(1, time.nanos())).isNull();
    time.pass(Duration.ofHours(12));
    spend(budget, 10);
    time.pass(Duration.ofHours(24));
    assertThat(budget.hold(6, time.nanos())).as("5 are left of the month").isNull();
    spend(budget, 5);
    time.pass(Duration.ofDays(10)); // it is December
    assertThat(budget.hold(10, time.nanos())).isNotNull();
  }

  @Test
  void whatIsSpentIsSaidOnceADay() {
    Budget budget = perDay(10, OnExceeded.WARN);
    spend(budget, 9);
    assertThat(budget.news()).isNull();
    spend(budget, 2);
    assertThat(budget.news()).isEqualTo("11.00 of 10.00 USD spent this day");
    assertThat(budget.news()).isNull();
    time.pass(Duration.ofHours(12));
    assertThat(budget.news()).isNull();
    spend(budget, 10);
    assertThat(budget.news()).isNotNull();
  }

  @Test
  void onceItIsSpentOnlyTheCheapestIsWanted() {
    Budget budget = perDay(10, OnExceeded.CHEAPEST);
    spend(budget, 9);
    assertThat(budget.wantsCheapest()).isFalse();
    spend(budget, 1);
    assertThat(budget.wantsCheapest()).isTrue();
    assertThat(budget.hold(1, time.nanos())).isNotNull();
  }

  @Test
  void anotherAmountKeepsWhatWasSpent() {
    Budget budget = perDay(10, OnExceeded.REJECT);
    spend(budget, 9);
    budget.apply(new BudgetSettings(12.0, null, "USD", OnExceeded.REJECT));
    assertThat(budget.hold(3.5, time.nanos())).isNull();
    assertThat(budget.hold(3, time.nanos())).isNotNull();
  }

  @Test
  void aLongSilenceIsCaughtUpWithAtOnce() {
    Budget budget = perDay(1_000, OnExceeded.WARN);
    pass(30_000);
    assertThat(pressure(budget)).isEqualTo(-2);
    double before = pressure(budget);
    pass(4);
    assertThat(pressure(budget)).isEqualTo(before);
  }
}

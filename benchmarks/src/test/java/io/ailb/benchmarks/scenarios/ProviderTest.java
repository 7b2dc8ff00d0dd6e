package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ailb.benchmarks.scenarios.Provider.Plan;
import io.ailb.benchmarks.scenarios.Reply.Kind;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProviderTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private int number;

  private static Provider provider(String more) {
    return new Provider(Small.conduct(Small.SERVER + more), 0, new Draws(1));
  }

  private Plan ask(Provider provider, double t) {
    Job job = Small.job(number++);
    job.attempts = 1;
    return provider.receive(job, t, false);
  }

  private Kind kind(Provider provider, double t) {
    return ask(provider, t).reply().kind();
  }

  /** Asks so often that the limit of this moment is used up. */
  private void drain(Provider provider, int requests, double t) {
    for (int i = 0; i < requests; i++) {
      assertThat(kind(provider, t)).isEqualTo(Kind.OK);
    }
  }

  @Test
  void takesTheFirstTokenAndThenEachToken() {
    assertThat(ask(provider(""), 0).after()).isEqualTo(1.5, EXACT);
  }

  @Test
  void becomesSlowerBeyondItsKnee() {
    Provider provider = provider(", 'knee': 2");
    assertThat(ask(provider, 0).after()).isEqualTo(1.5, EXACT);
    assertThat(ask(provider, 0).after()).isEqualTo(1.5, EXACT);
    assertThat(ask(provider, 0).after()).isEqualTo(1.5 * 1.5, EXACT);
    provider.ended();
    provider.ended();
    assertThat(ask(provider, 0).after()).isEqualTo(1.5, EXACT);
  }

  @Test
  void refillsAllTheTime() {
    Provider provider = provider(", 'retry_after': true");
    drain(provider, 100, 0);
    Plan refused = ask(provider, 0);
    assertThat(refused.reply()).isEqualTo(new Reply(Kind.LIMITED, 1, List.of()));
    assertThat(refused.after()).isEqualTo(0.1, EXACT);
    assertThat(kind(provider, 0.09)).isEqualTo(Kind.LIMITED);
    drain(provider, 1, 0.11);
    assertThat(kind(provider, 0.12)).isEqualTo(Kind.LIMITED);
  }

  @Test
  void sharesItsRefillWithOtherTenants() {
    Provider provider = provider(", 'other_tenants': [[0, 0], [100, 0.8], [200, 0]]");
    drain(provider, 100, 100);
    drain(provider, 20, 110); // 10 a second, of which a fifth is ours
    assertThat(kind(provider, 110)).isEqualTo(Kind.LIMITED);
  }

  @Test
  void beginsAnewWithEachOfItsMinutes() {
    Provider provider =
        new Provider(
            Small.conduct(
                Small.SERVER.replace("bucket", "window")
                    + ", 'window_phase_s': 17, 'headers': true, 'retry_after': true,"
                    + " 'other_tenants': [[0, 0.5]]"),
            0,
            new Draws(1));
    drain(provider, 600, 17);
    Reply refusal = ask(provider, 18).reply();
    assertThat(refusal.kind()).isEqualTo(Kind.LIMITED);
    assertThat(refusal.retryAfter()).isEqualTo(59);
    assertThat(refusal.limits()).containsExactly(new Reply.Reading("requests", 600, 0, 59));
    assertThat(kind(provider, 76.9)).isEqualTo(Kind.LIMITED);
    drain(provider, 500, 77 + 20); // of 600, as others have used a hundred
    assertThat(kind(provider, 77 + 20)).isEqualTo(Kind.LIMITED);
  }

  @Test
  void chargesTokensByItsRule() {
    // 1000 a minute, all at once: 900 for input and max_tokens, or 150 for input and output.
    String tokens = ", 'tpm': 6000, 'headers': true";
    Provider max = provider(tokens);
    assertThat(ask(max, 0).reply().limits()).contains(new Reply.Reading("tokens", 6_000, 100, 9));
    assertThat(kind(max, 0)).isEqualTo(Kind.LIMITED);
    Provider actual = provider(tokens + ", 'tpm_charge': 'actual'");
    drain(actual, 6, 0);
    assertThat(kind(actual, 0)).isEqualTo(Kind.LIMITED);
  }

  @Test
  void countsWhatItRejectsIfItDoes() {
    Provider provider = provider(", 'rejected_counts': true");
    drain(provider, 100, 0);
    assertThat(kind(provider, 0)).isEqualTo(Kind.LIMITED);
    assertThat(kind(provider, 0.15)).isEqualTo(Kind.LIMITED); // would fit, had it not counted
  }

  @Test
  void spendsItsDay() {
    Provider provider = provider(", 'rpd': 2, 'retry_after': true");
    drain(provider, 2, 0);
    Reply refusal = ask(provider, 80_000).reply();
    assertThat(refusal.kind()).isEqualTo(Kind.DAY_LIMITED);
    assertThat(refusal.retryAfter()).isEqualTo(3_600);
    drain(provider, 2, 86_400);
  }

  @Test
  void goesDownAndFlaps() {
    Provider provider =
        provider(
            ", 'phases': [{'t0': 10, 't1': 20, 'kind': 'outage', 'error_after_s': 5},"
                + " {'t0': 30, 't1': 50, 'kind': 'flap', 'period_s': 10, 'down_share': 0.3}]");
    assertThat(kind(provider, 9.9)).isEqualTo(Kind.OK);
    assertThat(ask(provider, 10)).isEqualTo(new Plan(Reply.of(Kind.DOWN), 5));
    assertThat(kind(provider, 20)).isEqualTo(Kind.OK);
    assertThat(kind(provider, 42.9)).isEqualTo(Kind.DOWN);
    assertThat(kind(provider, 43)).isEqualTo(Kind.OK);
    assertThat(kind(provider, 50)).isEqualTo(Kind.OK);
  }

  @Test
  void brownsOutAndRecovers() {
    Provider provider =
        provider(
            ", 'phases': [{'t0': 0, 't1': 100, 'kind': 'brownout', 'latency_x': 10,"
                + " 'error_rate': 0},"
                + " {'t0': 100, 't1': 200, 'kind': 'recovering', 'error_from': 1,"
                + " 'latency_x': 3}]");
    assertThat(ask(provider, 50).after()).isEqualTo(15, EXACT);
    Plan failed = ask(provider, 100);
    assertThat(failed.reply().kind()).isEqualTo(Kind.ERROR);
    assertThat(failed.after()).isEqualTo(0.6 * 3, EXACT);
    int good = 0;
    for (int i = 0; i < 100; i++) {
      Plan plan = ask(provider, 150 + i * 0.1);
      good += plan.reply().kind() == Kind.OK ? 1 : 0;
    }
    assertThat(good).isBetween(40, 70); // half of them at first, and more and more
    assertThat(ask(provider, 199.999).after()).isEqualTo(1.5, within(0.001));
  }

  @Test
  void refusesWhenMoneyIsSpent() {
    Provider provider = provider("");
    assertThat(provider.receive(Small.job(0), 0, true))
        .isEqualTo(new Plan(Reply.of(Kind.QUOTA), 0.1));
  }

  @Test
  void failsAsOftenAsItSays() {
    Provider provider =
        new Provider(
            Small.conduct(Small.SERVER.replace("600", "600000") + ", 'error_rate': 0.1"),
            0,
            new Draws(1));
    int errors = 0;
    for (int i = 0; i < 5_000; i++) {
      errors += kind(provider, 0) == Kind.ERROR ? 1 : 0;
    }
    assertThat(errors).isBetween(430, 570);
  }
}

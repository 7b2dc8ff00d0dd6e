package io.ailb.simulator.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.limit.Decision.Admitted;
import io.ailb.simulator.limit.Decision.Refused;
import io.ailb.simulator.limit.Limits.Charge;
import io.ailb.simulator.limit.Limits.Enforcement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private final AtomicLong now = new AtomicLong(1_000_000_007);

  @Test
  void aBucketLetsItsBurstGoAtOnceAndThenFollowsThePace() {
    Limiter limiter = limiter(Limits.builder().rpm(60).burstSeconds(5));

    assertThat(admittedOf(10, limiter)).isEqualTo(5);
    pass(Duration.ofSeconds(2));
    assertThat(admittedOf(10, limiter)).isEqualTo(2);
  }

  @Test
  void aBucketSaysWhenTheNextRequestFits() {
    Limiter limiter = limiter(Limits.builder().rpm(60).burstSeconds(1));
    limiter.admit("key", 1, 1, 1);
    pass(Duration.ofMillis(400));

    Refused refused = (Refused) limiter.admit("key", 1, 1, 1);

    assertThat(refused.hint()).isEqualTo(new RetryHint(1L, 600L));
    pass(Duration.ofMillis(600));
    assertThat(limiter.admit("key", 1, 1, 1)).isInstanceOf(Admitted.class);
  }

  @Test
  void aWindowComesBackAllAtOnceInItsOwnPhase() {
    Limiter limiter =
        limiter(Limits.builder().rpm(3).enforcement(Enforcement.WINDOW).phaseSeconds(17));

    assertThat(admittedOf(5, limiter)).isEqualTo(3);
    pass(Duration.ofMillis(16_999));
    assertThat(admittedOf(1, limiter)).isZero();
    pass(Duration.ofMillis(1));
    assertThat(admittedOf(5, limiter)).isEqualTo(3);
    pass(Duration.ofSeconds(59));
    assertThat(admittedOf(1, limiter)).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(admittedOf(5, limiter)).isEqualTo(3);
  }

  @Test
  void theResetOfABucketIsTheTimeUntilItIsFull() {
    Limiter limiter = limiter(Limits.builder().rpm(60));
    limiter.admit("key", 1, 1, 1);
    limiter.admit("key", 1, 1, 1);

    assertThat(limiter.readings("key"))
        .containsExactly(new Reading(QuotaKind.REQUESTS, 60, 58, Duration.ofSeconds(2)));
  }

  @Test
  void tokensAreChargedAsInputAndMaxTokensOrAsWhatIsUsed() {
    Limiter most = limiter(Limits.builder().tpm(1000).charge(Charge.MAX_TOKENS));
    Limiter actual = limiter(Limits.builder().tpm(1000).charge(Charge.ACTUAL));

    most.admit("key", 100, 500, 20);
    actual.admit("key", 100, 500, 20);

    assertThat(most.readings("key").get(0).remaining()).isEqualTo(400);
    assertThat(actual.readings("key").get(0).remaining()).isEqualTo(880);
  }

  @Test
  void aRequestThatNeverFitsIsTooLarge() {
    Limiter limiter = limiter(Limits.builder().tpm(1000));

    Refused refused = (Refused) limiter.admit("key", 900, 200, 10);

    assertThat(refused.tooLarge()).isTrue();
    assertThat(refused.hint()).isEqualTo(RetryHint.NONE);
    assertThat(refused.requested()).isEqualTo(1100);
  }

  @Test
  void aRefusedRequestTakesNothingUnlessRejectedOnesCount() {
    Limiter fair = limiter(Limits.builder().rpm(60).tpm(1000));
    Limiter strict = limiter(Limits.builder().rpm(60).tpm(1000).rejectedCounts(true));

    fair.admit("key", 2000, 0, 0);
    strict.admit("key", 2000, 0, 0);

    assertThat(fair.readings("key").get(0).remaining()).isEqualTo(60);
    assertThat(strict.readings("key").get(0).remaining()).isEqualTo(59);
    assertThat(strict.readings("key").get(1).remaining()).isEqualTo(1000);
  }

  @Test
  void theQuotaToWaitForLongestRefuses() {
    Limiter limiter = limiter(Limits.builder().rpm(60).burstSeconds(1).rpd(1));
    limiter.admit("key", 1, 1, 1);

    Refused refused = (Refused) limiter.admit("key", 1, 1, 1);

    assertThat(refused.kind()).isEqualTo(QuotaKind.REQUESTS_PER_DAY);
    assertThat(refused.hint().delay()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void everyKeyHasItsOwnBudget() {
    Limiter limiter = limiter(Limits.builder().rpm(60).burstSeconds(1));

    assertThat(limiter.admit("one", 1, 1, 1)).isInstanceOf(Admitted.class);
    assertThat(limiter.admit("two", 1, 1, 1)).isInstanceOf(Admitted.class);
    assertThat(limiter.admit("one", 1, 1, 1)).isInstanceOf(Refused.class);
  }

  @Test
  void withoutRetryAfterARefusalSaysNothing() {
    Limiter limiter = limiter(Limits.builder().rpm(60).burstSeconds(1).retryAfter(false));
    limiter.admit("key", 1, 1, 1);

    assertThat(((Refused) limiter.admit("key", 1, 1, 1)).hint()).isEqualTo(RetryHint.NONE);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Limits.builder().rpm(0).build())
        .hasMessage("rpm must be 1 or more, was 0; leave it out for no limit");
  }

  @Test
  void theWatchFindsTheBusiestMinuteAcrossWindowBorders() {
    Limits limits = Limits.builder().rpm(3).tpm(100).build();
    MinuteWatch watch = new MinuteWatch(limits, now.get());

    pass(Duration.ofSeconds(50));
    watch.saw(40, now.get());
    watch.saw(40, now.get());
    pass(Duration.ofSeconds(20));
    watch.saw(40, now.get());
    watch.saw(10, now.get());
    pass(Duration.ofSeconds(40));
    watch.saw(10, now.get());

    assertThat(watch.peaks()).isEqualTo(new Peaks(4, 130, 3, 80, 1, 2, 0, 0, 5, 0));
  }

  @Test
  void theWatchCountsWholeDays() {
    MinuteWatch watch = new MinuteWatch(Limits.builder().rpd(2).build(), now.get());

    for (int i = 0; i < 3; i++) {
      watch.saw(1, now.get());
      pass(Duration.ofHours(5));
    }
    pass(Duration.ofHours(10));
    watch.saw(1, now.get());

    assertThat(watch.peaks().requestsInDay()).isEqualTo(3);
    assertThat(watch.peaks().daysOverRpd()).isEqualTo(1);
  }

  private Limiter limiter(Limits.Builder limits) {
    return new Limiter(limits.build(), now::get, now.get());
  }

  private int admittedOf(int requests, Limiter limiter) {
    int admitted = 0;
    for (int i = 0; i < requests; i++) {
      if (limiter.admit("key", 1, 1, 1) instanceof Admitted) {
        admitted++;
      }
    }
    return admitted;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}

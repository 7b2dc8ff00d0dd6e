package io.ailb.benchmarks.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  @Test
  void bucketIsFullAtFirstAndComesBack() {
    Allowance allowance = new Allowance(List.of(Allowance.bucket(600, 10, 0.5)));
    assertThat(allowance.by(0.4)).isZero();
    assertThat(allowance.by(0.5)).isEqualTo(100);
    assertThat(allowance.by(10.5)).isEqualTo(200);
    assertThat(allowance.secondsFor(200)).isCloseTo(10.5, offset(0.001));
  }

  @Test
  void everyWindowThatHasBegunCountsWhole() {
    Allowance.Share share = Allowance.window(300, 20, 0.5);
    assertThat(share.by(0.4)).isZero();
    assertThat(share.by(0.5)).isEqualTo(300);
    assertThat(share.by(20.4)).isEqualTo(300);
    assertThat(share.by(20.5)).isEqualTo(600);
    assertThat(share.by(80.5)).isEqualTo(900);
  }

  @Test
  void windowMayHaveBegunBeforeTheFirstRequest() {
    Allowance allowance = new Allowance(List.of(Allowance.window(300, -20, 0)));
    assertThat(allowance.by(39.9)).isEqualTo(300);
    assertThat(allowance.by(40)).isEqualTo(600);
    assertThat(new Allowance(List.of(Allowance.window(300, -80, 0))).by(40)).isEqualTo(600);
    assertThat(allowance.secondsFor(301)).isCloseTo(40, offset(0.001));
    assertThat(allowance.secondsFor(900)).isCloseTo(100, offset(0.001));
  }

  @Test
  void endpointsAddUp() {
    Allowance allowance =
        new Allowance(List.of(Allowance.bucket(600, 10, 0), Allowance.window(300, 20, 0)));
    assertThat(allowance.by(30)).isEqualTo(100 + 300 + 600);
  }
}

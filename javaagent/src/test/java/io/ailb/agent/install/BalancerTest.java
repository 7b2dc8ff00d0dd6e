package io.ailb.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BalancerTest {
  private static final String CLIENT = "okhttp";

  /** Nobody starts it here, so that whoever waited would wait for 20 seconds. */
  @Test
  @Timeout(10)
  void aRequestThatIsForNoModelDoesNotWaitForTheStart() {
    Balancer.of(new File("not there.yaml"), Options.parse(""));

    assertThat(Balancer.forRequest(CLIENT, "/v1/moderations")).isNull();
    assertThat(Balancer.forRequest(CLIENT, "/")).isNull();
    assertThat(Balancer.isOff(CLIENT)).isFalse();
  }

  @Test
  void oneThatMayBeForAModelStartsItAtOnce() {
    Balancer balancer = Balancer.of(new File("not there.yaml"), Options.parse(""));
    balancer.startSoon();

    assertThat(Balancer.forRequest(CLIENT, "/v1/chat/completions")).isNull();
    assertThat(Balancer.isOff(CLIENT)).isTrue(); // for good: there is no such file
  }
}

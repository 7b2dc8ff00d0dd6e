package io.ailb.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  private final EventLoop loop = new EventLoop(Instant.EPOCH);
  private final List<String> happened = new ArrayList<>();

  private Timer.Alarm in(double seconds, String what) {
    return loop.inSeconds(seconds, () -> happened.add(what + " at " + loop.seconds()));
  }

  private void run() {
    while (loop.next()) {}
  }

  @Test
  void keepsOrderOfTimeThenOfAsking() {
    in(2, "c");
    in(1, "a");
    in(1, "b");
    in(-5, "now");
    run();
    assertThat(happened).containsExactly("now at 0.0", "a at 1.0", "b at 1.0", "c at 2.0");
    assertThat(loop.now()).isEqualTo(Instant.ofEpochSecond(2));
  }

  @Test
  void whatIsCalledOffNeitherHappensNorTakesTime() {
    in(1, "a");
    in(5, "b").cancel();
    run();
    assertThat(happened).containsExactly("a at 1.0");
    assertThat(loop.seconds()).isEqualTo(1);
    assertThat(loop.happened()).isEqualTo(1);
  }

  @Test
  void whatIsAskedForMeanwhileHappensInItsTurn() {
    loop.inSeconds(1, () -> in(1, "late"));
    in(1.5, "early");
    run();
    assertThat(happened).containsExactly("early at 1.5", "late at 2.0");
  }

  @Test
  void foreverIsNoOverflow() {
    in(1, "a");
    run();
    loop.in(Long.MAX_VALUE, () -> happened.add("never"));
    in(1, "b");
    loop.next();
    assertThat(happened).endsWith("b at 2.0");
  }
}

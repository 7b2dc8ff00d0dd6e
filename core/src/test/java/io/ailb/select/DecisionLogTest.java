package io.ailb.select;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why requests went where they went costs nothing while nobody asks. */
class DecisionLogTest {
  private static final long QUESTION = Duration.ofMinutes(10).toNanos();
  private static final Choice CHOICE = new Choice("a", List.of(), 0, 0);

  private final DecisionLog log = new DecisionLog();

  private void note(int from, int to) {
    for (int i = from; i < to; i++) {
      log.note("request-" + i, CHOICE);
    }
  }

  @Test
  void nothingIsKeptBeforeAnybodyAsks() {
    assertThat(log.isOn(0)).isFalse();
    note(0, 5);
    assertThat(log.size()).isZero();
    assertThat(log.ask(0)).isEmpty();
    assertThat(log.isOn(0)).isTrue();
    note(5, 7);
    assertThat(log.ask(1)).containsOnlyKeys("request-5", "request-6");
  }

  @Test
  void tenMinutesAfterTheLastQuestionItEndsAndIsForgotten() {
    log.ask(0);
    note(0, 1);
    log.ask(QUESTION - 1);
    assertThat(log.isOn(2 * QUESTION - 2)).isTrue();
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.isOn(2 * QUESTION - 1)).isFalse();
    assertThat(log.size()).isZero();
    note(1, 2);
    assertThat(log.size()).isZero();
    assertThat(log.ask(3 * QUESTION)).isEmpty();
  }

  @Test
  void asManyRequestsAreKeptAsCanBeShown() {
    log.ask(0);
    note(0, 250);
    assertThat(log.ask(1)).hasSize(200).containsKey("request-50").doesNotContainKey("request-49");
  }

  @Test
  void aRequestHasAllItsTriesInOrder() {
    log.ask(0);
    Choice second = new Choice("b", List.of(), 0, 1);
    log.note("r", CHOICE);
    log.note("r", second);
    assertThat(log.ask(1)).containsEntry("r", List.of(CHOICE, second));
  }

  @Test
  void toSeeThatNobodyAsksAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int on = 0;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        on += log.isOn(i) ? 1 : 0;
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(on).isZero();
    assertThat(least).isZero();
  }
}

package io.ailb.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RetryBudget budget = new RetryBudget(0.2, -5 * SECOND);
  private long now = -5 * SECOND;

  private int drawAll() {
    int drawn = 0;
    while (budget.draw(now)) {
      drawn++;
    }
    return drawn;
  }

  @Test
  void fiftyAreSavedAtMost() {
    assertThat(budget.isEmpty(now)).isFalse();
    assertThat(drawAll()).isEqualTo(50);
    assertThat(budget.isEmpty(now)).isTrue();
    now += 3_600 * SECOND;
    for (int i = 0; i < 1_000; i++) {
      budget.count();
    }
    assertThat(drawAll()).isEqualTo(50);
  }

  @Test
  void aRequestAddsAFifthAndASecondOne() {
    drawAll();
    for (int i = 0; i < 24; i++) {
      budget.count();
    }
    assertThat(drawAll()).isEqualTo(4);
    budget.count(); // 0.8 were left
    assertThat(drawAll()).isEqualTo(1);
    now += 3 * SECOND;
    assertThat(drawAll()).isEqualTo(3);
    now -= SECOND; // a reading from before, by another thread
    assertThat(budget.isEmpty(now)).isTrue();
  }

  @Test
  void anotherShareCountsFromThenOn() {
    drawAll();
    for (int i = 0; i < 10; i++) {
      budget.count();
    }
    budget.apply(0.5, now);
    for (int i = 0; i < 10; i++) {
      budget.count();
    }
    assertThat(drawAll()).isEqualTo(2 + 5);
  }

  @Test
  void manyThreadsDrawNoMoreThanThereIs() throws Exception {
    AtomicInteger drawn = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int request = 0; request < 10_000; request++) {
                  budget.count();
                  if (budget.draw(now)) {
                    drawn.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(drawn.get() + drawAll()).isBetween(16_049, 16_050);
  }
}

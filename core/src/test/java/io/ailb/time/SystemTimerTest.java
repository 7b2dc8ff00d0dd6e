package io.ailb.time;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real time is the subject. */
@Timeout(30)
class SystemTimerTest {
  private final SystemTimer timer = new SystemTimer();
  private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

  @Test
  void alarmsRingInOrderAndNotBeforeTheirTime() throws InterruptedException {
    long began = System.nanoTime();
    ring("third", 900);
    ring("first", 300);
    ring("second", 600);
    assertThat(List.of(rung.take(), rung.take(), rung.take()))
        .containsExactly("first", "second", "third");
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(900));
    assertThat(timer.size()).isZero();
  }

  @Test
  void whatIsDueRingsOnTheTimersThread() throws InterruptedException {
    Thread[] on = new Thread[2];
    CountDownLatch both = new CountDownLatch(2);
    for (long delay : new long[] {0, -5}) {
      timer.in(
          delay,
          () -> {
            on[(int) both.getCount() - 1] = Thread.currentThread();
            both.countDown();
          });
    }
    both.await();
    assertThat(on).containsOnly(timer.thread());
    assertThat(timer.thread().isDaemon()).isTrue();
  }

  @Test
  void whatIsCalledOffDoesNotRingAndIsGone() throws InterruptedException {
    Timer.Alarm off = ring("called off", 500);
    ring("rings", 1_000);
    off.cancel();
    off.cancel();
    assertThat(timer.size()).isEqualTo(1);
    assertThat(rung.take()).isEqualTo("rings");
    assertThat(rung).isEmpty();
  }

  @Test
  void oneThatThrowsLeavesTheOthers() throws InterruptedException {
    timer.in(
        0,
        () -> {
          throw new LinkageError("of a task");
        });
    ring("rings", 10);
    assertThat(rung.take()).isEqualTo("rings");
  }

  @Test
  void oneThatInterruptsItsThreadDoesNotKeepItAwake() throws InterruptedException {
    timer.in(0, () -> Thread.currentThread().interrupt());
    timer.in(SECONDS.toNanos(60), () -> rung.add("never"));
    ring("rings", 10);
    assertThat(rung.take()).isEqualTo("rings");
    awaitSleep();
    long before = waits();
    Thread.sleep(50); // as real time is the subject
    assertThat(waits() - before).isLessThan(10);
    assertThat(timer.thread().getState()).isEqualTo(Thread.State.TIMED_WAITING);
  }

  @Test
  void aNearerOneWakesTheThreadThatWaitsForALaterOne() throws InterruptedException {
    timer.in(Long.MAX_VALUE, () -> rung.add("never"));
    ring("later", 20_000);
    awaitSleep();
    ring("soon", 1);
    assertThat(rung.poll(10, SECONDS)).isEqualTo("soon");
    assertThat(timer.size()).isEqualTo(2);
  }

  @Test
  void deadlinesThatAreMetWakeNobody() throws InterruptedException {
    Timer.Alarm first = timer.in(SECONDS.toNanos(60), () -> {});
    awaitSleep(); // until then
    first.cancel();
    long before = waits();
    for (int call = 0; call < 10_000; call++) {
      timer.in(SECONDS.toNanos(60), () -> {}).cancel();
    }
    assertThat(waits() - before).isLessThan(10);
    assertThat(timer.size()).isZero();
  }

  @Test
  void noneIsLostWhenManySetThem() throws InterruptedException {
    int each = 2_000;
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = t + ".";
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  String one = name + i;
                  Timer.Alarm alarm = timer.in(i % 3 * 50_000L, () -> rung.add(one));
                  if (i % 5 == 0) {
                    timer.in(SECONDS.toNanos(9), () -> rung.add("never")).cancel();
                  }
                  assertThat(alarm).isNotNull();
                }
              }));
    }
    threads.forEach(Thread::start);
    List<String> heard = new ArrayList<>();
    while (heard.size() < 4 * each) {
      heard.add(rung.take());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 4)
                .boxed()
                .flatMap(t -> IntStream.range(0, each).mapToObj(i -> t + "." + i))
                .toList());
    assertThat(timer.size()).isZero();
  }

  private Timer.Alarm ring(String name, long millis) {
    return timer.in(MILLISECONDS.toNanos(millis), () -> rung.add(name));
  }

  private void awaitSleep() {
    long end = System.nanoTime() + SECONDS.toNanos(10);
    while (timer.thread().getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("it does not sleep").isLessThan(end);
    }
  }

  private long waits() {
    return ManagementFactory.getThreadMXBean()
        .getThreadInfo(timer.thread().getId())
        .getWaitedCount();
  }
}

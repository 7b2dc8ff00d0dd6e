package io.ailb.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is looked at, in real time: the thread that looks is the subject. */
@Timeout(60)
class InterruptsTest {
  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("http://localhost/").build());
  private final Interrupts interrupts = new Interrupts(call);

  /** So many milliseconds, or until it is cancelled: who is interrupted cannot sleep. */
  private void pass(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until && !call.isCanceled()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void nobodyElseIsInterrupted() {
    boolean unused = Thread.interrupted();
    interrupts.over();
  }

  @Test
  void whoIsInterruptedInAWaitHasItsCallCancelled() {
    interrupts.begins();
    interrupts.ends();
    interrupts.begins();
    Thread.currentThread().interrupt();
    pass(TimeUnit.SECONDS.toMillis(10));
    assertThat(call.isCanceled()).isTrue();
    interrupts.ends();
    IOException why = new IOException("Socket closed");
    assertThat(interrupts.why(why)).isInstanceOf(InterruptedIOException.class).hasCause(why);
  }

  @Test
  void whoIsInterruptedBetweenWaitsIsLeftAlone() {
    for (int i = 0; i < 5; i++) {
      interrupts.begins();
      interrupts.ends();
      Thread.currentThread().interrupt();
      pass(60);
      boolean unused = Thread.interrupted();
    }
    assertThat(call.isCanceled()).isFalse();
    IOException why = new IOException("reset");
    assertThat(interrupts.why(why)).isSameAs(why);
  }

  /** Such as one who was woken by it, but has no processor yet. */
  @Test
  void whoSleepsHasMoreTimeToFindOutByHimself() throws Exception {
    Object monitor = new Object();
    Thread sleeper =
        new Thread(
            () -> {
              interrupts.begins();
              synchronized (monitor) { // which no interrupt ends
                interrupts.ends();
              }
            });
    long began;
    synchronized (monitor) {
      sleeper.start();
      while (sleeper.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      began = System.nanoTime();
      sleeper.interrupt();
      pass(TimeUnit.SECONDS.toMillis(10));
    }
    assertThat(call.isCanceled()).as("he does not care").isTrue();
    assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(45));
    sleeper.join();
  }

  /** It is taken off the list after a second. */
  @Test
  void whoWaitsAgainAfterALongTimeIsLookedAtAgain() throws Exception {
    interrupts.begins();
    interrupts.ends();
    TimeUnit.MILLISECONDS.sleep(1500);
    interrupts.begins();
    Thread.currentThread().interrupt();
    pass(TimeUnit.SECONDS.toMillis(10));
    assertThat(call.isCanceled()).isTrue();
    interrupts.ends();
  }
}

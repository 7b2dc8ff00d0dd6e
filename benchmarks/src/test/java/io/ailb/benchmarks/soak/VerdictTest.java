package io.ailb.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Series of measurements that grow, and others that only seem to. */
class VerdictTest {
  private static final int MINUTES = 30;
  private static final double RATE = 40;
  private static final int REQUESTS_A_MINUTE = (int) (RATE * 60);

  /** The same series each time, but noisy. */
  private final Random noise = new Random(8);

  private double rate = RATE;
  private IntUnaryOperator bytes = minute -> 20_000_000;
  private IntUnaryOperator leases = minute -> 12;
  private IntUnaryOperator nodes = minute -> 9_000;
  private IntUnaryOperator kept = minute -> minute * 500;
  private IntUnaryOperator sockets = minute -> 40;
  private UnaryOperator<Double> rates = minute -> rate;

  private Verdict verdict() {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int look = 0; look < 6; look++) {
        double seconds = minute * 60 + look * 10 + 10;
        boolean quiet = look == 5;
        double now = quiet ? Double.NaN : rates.apply(seconds / 60) + noise.nextGaussian();
        samples.add(
            sample(seconds, quiet, now, sockets.applyAsInt(minute), heap(minute, quiet ? 0 : 700)));
      }
    }
    return Verdict.of(samples, RATE);
  }

  private static Sample sample(
      double seconds, boolean quiet, double rate, int sockets, ClassHistogram heap) {
    Sample of = Sample.of(seconds, quiet, rate, 1, heap);
    return new Sample(
        seconds, quiet, rate, 1, 60, sockets, of.live(), of.entries(), of.kept(), of.ours());
  }

  private ClassHistogram heap(int minute, int more) {
    int held = kept.applyAsInt(minute);
    int blobs = bytes.applyAsInt(minute) + more * 1_000 + (int) (noise.nextGaussian() * 100_000);
    return ClassHistogram.of(
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         81234       %d  [B (java.base@17.0.15)
           2:            %d            %d  io.ailb.select.Lease
           3:            %d            %d  io.ailb.select.Holdings$Entry
           4:            %d             0  java.util.HashMap$Node (java.base@17.0.15)
           5:            %d             %d  java.util.LinkedHashMap$Entry (java.base@17.0.15)
           6:          4711             0  io.ailb.benchmarks.chaos.Ending
        Total        123456       12345678
        """
            .formatted(
                blobs,
                leases.applyAsInt(minute) + more,
                0,
                held,
                held * 24,
                nodes.applyAsInt(minute) + (int) (noise.nextGaussian() * 100),
                held,
                held * 64));
  }

  @Test
  void nothingGrows() {
    Verdict verdict = verdict();

    assertThat(verdict.failures()).as(verdict.toString()).isEmpty();
    assertThat(verdict.toString())
        .contains("throughput: 40", "live heap: 19", "io.ailb.select.Lease")
        .doesNotContain("benchmarks");
  }

  @Test
  void whatGrewWhileItWasWarmingUpDoesNotCount() {
    bytes = minute -> 10_000_000 + Math.min(minute, 12) * 1_000_000;
    leases = minute -> Math.min(minute, 12) * 100;

    assertThat(verdict().failures()).isEmpty();
  }

  @Test
  void anObjectForEachRequest() {
    bytes = minute -> 20_000_000 + minute * REQUESTS_A_MINUTE * 48;

    assertThat(verdict().failures()).singleElement().asString().startsWith("live heap");
  }

  @Test
  void anObjectOfOursForAHundredRequests() {
    leases = minute -> 12 + minute * REQUESTS_A_MINUTE / 100;

    assertThat(verdict().failures()).singleElement().asString().startsWith("io.ailb.select.Lease");
  }

  @Test
  void anEntryForTwentyRequests() {
    nodes = minute -> 9_000 + minute * REQUESTS_A_MINUTE / 20;

    assertThat(verdict().failures()).singleElement().asString().startsWith("entries of maps");
  }

  @Test
  void asocketAMinute() {
    sockets = minute -> 40 + minute;

    assertThat(verdict().failures()).singleElement().asString().startsWith("sockets");
  }

  @Test
  void throughputFallsByATenth() {
    rates = minute -> rate * (1 - 0.2 * minute / MINUTES);

    assertThat(verdict().failures()).singleElement().asString().startsWith("throughput");
  }

  @Test
  void idsAreKeptUpToTheirBound() {
    kept = minute -> Math.min(100_000, minute * 10_000);
    assertThat(verdict().failures()).isEmpty();

    kept = minute -> minute * 10_000;
    assertThat(verdict().failures()).singleElement().asString().startsWith("ids kept");
  }

  @Test
  void whatScattersIsNotTakenForGrowth() {
    leases = minute -> noise.nextInt(400);

    assertThat(verdict().failures()).isEmpty();
  }
}

package io.ailb.benchmarks.soak;

import com.sun.management.OperatingSystemMXBean;
import io.ailb.benchmarks.chaos.Crowd;
import io.ailb.benchmarks.chaos.Tally;
import io.ailb.simulator.Simulator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A run: stretches of a steady load, each with two reloads of the configuration, and after each a
 * moment in which nobody asks.
 */
final class Soak {
  private static final double JDK = 0.4;

  /** In which alarms of calls that are over have come to nothing. */
  private static final Duration LULL = Duration.ofMillis(1_500);

  private static final Duration CLEANING = Duration.ofMillis(200);

  /**
   * What keeps the latest 200 requests of each of three pools is full after so many; in a short run
   * it was not by the second half, and its growth looked like any other.
   */
  private static final int FILL = 900;

  private static final double FILL_RATE = 40;

  private final Plan plan;
  private final Consumer<String> out;
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private long began;
  private long cpuBegan;
  private long since;
  private long ended;
  private long cpu;
  private long requests;
  private long answers;

  /**
   * How it goes.
   *
   * @param stretch of steady load, until all comes to rest
   * @param look how often the heap is looked into meanwhile
   * @param rate requests a second
   */
  record Plan(Duration length, Duration stretch, Duration look, double rate) {}

  private Soak(Plan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  static Soak run(Simulator simulator, long seed, Plan plan, Consumer<String> out)
      throws IOException, InterruptedException {
    Soak soak = new Soak(plan, out);
    soak.run(simulator, seed);
    return soak;
  }

  private void run(Simulator simulator, long seed) throws IOException, InterruptedException {
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try (Crowd crowd = Crowd.of(simulator, seed, JDK)) {
      out.accept("%d requests fill what keeps the latest ones".formatted(FILL));
      take(crowd.ask(0, FILL, FILL_RATE));
      out.accept(Sample.HEAD);
      began = System.nanoTime();
      cpuBegan = system.getProcessCpuTime();
      int size = (int) (plan.rate() * plan.stretch().toNanos() / 1e9);
      for (int next = FILL; seconds() < plan.length().toNanos() / 1e9; next += size) {
        int from = next;
        reset(crowd);
        take(watch(beside.submit(() -> crowd.ask(from, from + size, plan.rate())), crowd));
        TimeUnit.NANOSECONDS.sleep(LULL.toNanos());
        ClassHistogram.take(); // finds what a cleaner has to do
        TimeUnit.NANOSECONDS.sleep(CLEANING.toNanos());
        sample(crowd, true);
      }
      take(crowd.end());
    } finally {
      beside.shutdownNow();
    }
  }

  /** Looks while they ask, and has the configuration changed, and changed back. */
  private Tally watch(Future<Tally> stretch, Crowd crowd) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long length = plan.stretch().toNanos();
    int reloads = 0;
    for (int look = 1; ; look++) {
      long next = Math.min(begin + look * plan.look().toNanos(), begin + length);
      try {
        return stretch.get(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (next - begin >= length) {
          return last(stretch);
        }
        sample(crowd, false);
        if (System.nanoTime() - begin > (1 + reloads) * length / 3 && reloads < 2) {
          crowd.reload(reloads++ == 0);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("the run itself is broken", e);
      }
    }
  }

  private static Tally last(Future<Tally> stretch) throws InterruptedException {
    try {
      return stretch.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the run itself is broken", e);
    }
  }

  private void take(Tally tally) {
    requests += tally.requests();
    answers += tally.answers();
    for (String breach : tally.breaches()) {
      breaches.add(breach);
      out.accept(breach);
    }
  }

  private void reset(Crowd crowd) {
    since = System.nanoTime();
    ended = crowd.ended();
    cpu = system.getProcessCpuTime();
  }

  private void sample(Crowd crowd, boolean quiet) {
    long now = System.nanoTime();
    long count = crowd.ended() - ended;
    double rate = count * 1e9 / (now - since);
    double cpuMillis = (system.getProcessCpuTime() - cpu) / 1e6 / count;
    Sample sample =
        Sample.of(
            seconds(),
            quiet,
            quiet ? Double.NaN : rate,
            quiet ? Double.NaN : cpuMillis,
            ClassHistogram.take());
    samples.add(sample);
    out.accept(sample.toString());
    reset(crowd);
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  List<Sample> samples() {
    return samples;
  }

  /** Requests that ended otherwise than they may, and what was left over of them. */
  List<String> breaches() {
    return breaches;
  }

  long requests() {
    return requests;
  }

  long answers() {
    return answers;
  }

  /** CPU time of this process for each second of the run. */
  double cores() {
    return (system.getProcessCpuTime() - cpuBegan) / 1e9 / seconds();
  }
}

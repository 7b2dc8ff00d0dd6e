package io.ailb.benchmarks.chaos;

import io.ailb.simulator.Simulator;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;

/**
 * A run: many threads ask, each the next request. Every few thousand all come to rest, which shows
 * whether anything is left over; then the requests are judged.
 */
final class Chaos {
  private static final int BATCH = 2_500;
  private static final double AT_ONCE = Double.POSITIVE_INFINITY;

  /** The threads of ai-lb's chores live on for ten seconds. */
  private static final Duration CHORES = Duration.ofSeconds(12);

  private Chaos() {}

  /**
   * Makes the requests from one to before another.
   *
   * @param jdk which share of them the JDK's own client sends
   */
  static Tally run(Simulator simulator, long seed, int from, int to, double jdk)
      throws IOException, InterruptedException {
    return run(simulator, seed, from, to, chain -> chain.proceed(chain.request()), jdk);
  }

  /**
   * The same, by OkHttp.
   *
   * @param between the application and ai-lb: to see what is found of something that behaves badly
   */
  static Tally run(Simulator simulator, long seed, int from, int to, Interceptor between)
      throws IOException, InterruptedException {
    return run(simulator, seed, from, to, between, 0);
  }

  private static Tally run(
      Simulator simulator, long seed, int from, int to, Interceptor between, double jdk)
      throws IOException, InterruptedException {
    Field field = new Field(simulator);
    Crowd.warmUp(field, seed, jdk);
    Tally tally = new Tally(seed);
    Threads threads = new Threads();
    try (Crowd crowd = new Crowd(field, seed, between, jdk, () -> 0)) {
      for (int begin = from; begin < to; begin += BATCH) {
        crowd.ask(begin, Math.min(begin + BATCH, to), AT_ONCE, tally);
      }
      crowd.end(tally);
    }
    if (!Crowd.isWithin(CHORES, () -> threads.more().isEmpty())) {
      tally.breach("threads left: " + threads.more());
    }
    return tally;
  }
}

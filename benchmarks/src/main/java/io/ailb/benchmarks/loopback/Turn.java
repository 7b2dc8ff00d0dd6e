package io.ailb.benchmarks.loopback;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A contender's turn in its JVM: threads that call until its time is over. */
final class Turn {
  private final Caller caller;
  private final Load load;
  private final long start = System.nanoTime();
  private final long until;

  Turn(Caller caller, Load load, long nanos) {
    this.caller = caller;
    this.load = load;
    until = start + nanos;
  }

  /** What one thread has timed. */
  private record Timed(Samples each, Samples events) {}

  Slice run(ExecutorService threads) throws Exception {
    List<Future<Timed>> running = new ArrayList<>();
    for (int i = 0; i < load.threads(); i++) {
      running.add(threads.submit(this::call));
    }
    Samples each = new Samples();
    Samples events = new Samples();
    for (Future<Timed> one : running) {
      each.addAll(one.get().each);
      events.addAll(one.get().events);
    }
    return Slice.of(System.nanoTime() - start, each, events);
  }

  private Timed call() throws Exception {
    Samples each = new Samples();
    Samples events = new Samples();
    for (long now = System.nanoTime(); now < until; ) {
      if (load.isStreamed()) {
        each.add(caller.listen(events) - now);
        now = System.nanoTime();
      } else {
        caller.ask();
        long then = System.nanoTime();
        each.add(then - now);
        now = then;
      }
    }
    return new Timed(each, events);
  }
}

package io.ailb.benchmarks.speed;

import com.sun.management.ThreadMXBean;
import io.ailb.benchmarks.speed.Entrant.Role;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets the entrants of a contest take turns in one process, each round in another order, and counts
 * CPU time of the threads that work: on a machine that has other work, too, wall time can be off
 * threefold, and a minute later everybody may be slower; what one does against another in the same
 * round repeats.
 */
final class Turns {
  /** How thoroughly. */
  enum Care {
    /** For tests of this class: what is measured is not worth saying. */
    TINY(3, 200_000, 20_000_000),
    /** For CI: seconds, and without peers, which nobody is held to. */
    GATE(11, 4_000_000, 700_000_000L),
    SHORT(11, 4_000_000, 700_000_000L),
    FULL(31, 10_000_000, 2_000_000_000L);

    private final int rounds;
    private final long turnNanos;
    private final long warmNanos;

    Care(int rounds, long turnNanos, long warmNanos) {
      this.rounds = rounds;
      this.turnNanos = turnNanos;
      this.warmNanos = warmNanos;
    }
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Read by nobody; what is kept cannot be optimised away. */
  static volatile long kept;

  private final Contest contest;
  private final Care care;
  private final List<Entrant> entrants;
  private final List<Work> works = new ArrayList<>();

  Turns(Contest contest, Care care) {
    this.contest = contest;
    this.care = care;
    this.entrants =
        contest.entrants().stream()
            .filter(entrant -> care != Care.GATE || entrant.role() != Role.PEER)
            .toList();
  }

  /** Everyone's standing, in the order in which they entered. */
  List<Standing> take() throws Exception {
    for (Entrant entrant : entrants) {
      works.add(entrant.making().call());
    }
    ExecutorService hands = Executors.newFixedThreadPool(contest.threads());
    try {
      return standings(rounds(hands));
    } finally {
      hands.shutdownNow();
    }
  }

  private Cost[][] rounds(ExecutorService hands) throws Exception {
    int count = works.size();
    int[] runs = new int[count];
    for (int i = 0; i < count; i++) {
      runs[i] = warm(hands, works.get(i));
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Random dice = new Random(1);
    Cost[][] rounds = new Cost[care.rounds][count];
    for (Cost[] round : rounds) {
      Collections.shuffle(order, dice);
      for (int i : order) {
        round[i] = turn(hands, works.get(i), runs[i]);
      }
    }
    return rounds;
  }

  /** Until it is compiled; returns how many runs make a turn. */
  private int warm(ExecutorService hands, Work work) throws Exception {
    double nanos = 0;
    int runs = 1;
    double each = 0;
    while (nanos < care.warmNanos) {
      Cost cost = turn(hands, work, runs);
      each = cost.nanos * contest.operations();
      nanos += each * runs * contest.threads();
      runs = (int) Math.max(1, Math.min(runs * 2L, (long) (care.turnNanos / Math.max(1, each))));
    }
    return runs;
  }

  /** What an operation cost. */
  private record Cost(double nanos, double bytes) {}

  private Cost turn(ExecutorService hands, Work work, int runs) throws Exception {
    CyclicBarrier together = new CyclicBarrier(contest.threads());
    Callable<Cost> share =
        () -> {
          together.await();
          return timed(work, runs);
        };
    double nanos = 0;
    double bytes = 0;
    for (Future<Cost> one : hands.invokeAll(Collections.nCopies(contest.threads(), share))) {
      nanos += one.get().nanos / contest.threads();
      bytes += one.get().bytes / contest.threads();
    }
    return new Cost(nanos, bytes);
  }

  private Cost timed(Work work, int runs) throws Exception {
    long sum = 0;
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < runs; i++) {
      sum += work.run();
    }
    nanos = THREADS.getCurrentThreadCpuTime() - nanos;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    kept = sum;
    double operations = (double) runs * contest.operations();
    return new Cost(nanos / operations, bytes / operations);
  }

  private List<Standing> standings(Cost[][] rounds) {
    int base = index(Role.BASE);
    int floor = index(Role.FLOOR);
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < works.size(); i++) {
      double[] nanos = new double[rounds.length];
      double[] bytes = new double[rounds.length];
      double[] floors = new double[rounds.length];
      for (int round = 0; round < rounds.length; round++) {
        Cost[] costs = rounds[round];
        boolean less = base >= 0 && i != base;
        nanos[round] = costs[i].nanos - (less ? costs[base].nanos : 0);
        bytes[round] = costs[i].bytes - (less ? costs[base].bytes : 0);
        floors[round] =
            floor < 0 || i == base
                ? Double.NaN
                : nanos[round] / (costs[floor].nanos - (base >= 0 ? costs[base].nanos : 0));
      }
      Arrays.sort(nanos);
      Arrays.sort(bytes);
      Arrays.sort(floors);
      Entrant entrant = entrants.get(i);
      standings.add(
          new Standing(
              entrant.role(),
              entrant.name(),
              nanos[nanos.length / 2],
              bytes[bytes.length / 2],
              floors[floors.length / 2],
              floors[floors.length / 4],
              floors[floors.length * 3 / 4]));
    }
    return standings;
  }

  private int index(Role role) {
    for (int i = 0; i < entrants.size(); i++) {
      if (entrants.get(i).role() == role) {
        return i;
      }
    }
    return -1;
  }
}

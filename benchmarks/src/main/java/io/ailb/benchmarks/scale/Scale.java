package io.ailb.benchmarks.scale;

import com.sun.management.ThreadMXBean;
import io.ailb.benchmarks.scale.Fleet.Held;
import io.ailb.flow.Exchange;
import io.ailb.flow.Step;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Measures what many endpoints and many requests take. Time is CPU time of who does it. */
final class Scale {
  private static final List<Integer> SIZES = List.of(3, 10, 100, 1_000);
  private static final int MANY = 1_000;
  private static final int ROUNDS = 15;

  /** So often each endpoint is asked until it counts as used. */
  private static final int USE = 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final List<Figure> figures = new ArrayList<>();
  private final Consumer<String> out;
  private final boolean classes;

  /**
   * Measures nothing yet.
   *
   * @param classes whether it is also told which classes have the heap
   */
  Scale(Consumer<String> out, boolean classes) {
    this.out = out;
    this.classes = classes;
  }

  List<Figure> run() throws Exception {
    start("cold");
    start("again");
    for (int size : SIZES) {
      idle(size);
    }
    used();
    beans();
    snapshot();
    for (int count : List.of(1_000, 10_000)) {
      inFlight("%,d requests under way".formatted(count), count, 0, "");
      inFlight("%,d, at endpoints with limits".formatted(count), count, 0, "rpm: 1000000");
      inFlight("%,d streams, ten words of each read".formatted(count), count, 10, "");
    }
    queued();
    reload();
    return figures;
  }

  private void figure(String what, double value, String unit) {
    Figure figure = new Figure(what, value, unit);
    figures.add(figure);
    out.accept(figure.toString());
  }

  private void heap(String what, Heap before, int count) {
    figure(what, (double) before.more() / count, "B each");
    if (classes) {
      before.classes(count).forEach(out);
    }
  }

  private void start(String when) throws IOException {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long cpu = threads.getCurrentThreadCpuTime();
    Fleet fleet = Fleet.of(MANY, "", false);
    long took = threads.getCurrentThreadCpuTime() - cpu;
    long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    fleet.close();
    figure("start with 1,000 endpoints, " + when, took / 1e6, "ms");
    figure("start with 1,000 endpoints, " + when + ", allocated", bytes / 1e6, "MB");
  }

  private void idle(int size) throws IOException {
    Heap before = new Heap();
    Fleet fleet = Fleet.of(size, "", false);
    figure("idle pool of %,d endpoints".formatted(size), before.more() / 1024.0, "KB");
    if (size == MANY) {
      heap("endpoint of 1,000 that are idle", before, MANY);
    }
    fleet.close();
  }

  /** All have been answered in up to half a minute. */
  private void used() throws IOException {
    Heap before = new Heap();
    try (Fleet fleet = Fleet.of(MANY, "", false)) {
      for (int i = 0; i < USE; i++) {
        fleet.ask(MANY);
      }
      heap("endpoint of 1,000 that are used, one model each", before, MANY);
    }
  }

  private void beans() throws IOException {
    Heap before = new Heap();
    long cpu = threads.getCurrentThreadCpuTime();
    Fleet fleet = Fleet.of(MANY, "", true);
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    heap("endpoint of 1,000 that are idle, with its MBean", before, MANY);
    fleet.close();
    figure("start with 1,000 endpoints and their MBeans, again", cpu / 1e6, "ms");
  }

  private void snapshot() throws Exception {
    try (Fleet fleet = Fleet.of(MANY, "", false)) {
      fleet.ask(MANY);
      measured("Stats of 1,000 endpoints", () -> fleet.balancer().stats());
    }
  }

  /** The median of several, all after as many. */
  private void measured(String what, Callable<?> work) throws Exception {
    List<Long> nanos = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (int round = 0; round < 2 * ROUNDS; round++) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      work.call();
      nanos.add(threads.getCurrentThreadCpuTime() - cpu);
      bytes.add(threads.getCurrentThreadAllocatedBytes() - allocated);
    }
    figure(what, median(nanos) / 1e6, "ms");
    figure(what + ", allocated", median(bytes) / 1e6, "MB");
  }

  private static double median(List<Long> all) {
    return all.subList(ROUNDS, all.size()).stream().sorted().toList().get(ROUNDS / 2);
  }

  private void inFlight(String what, int count, int words, String limits) throws IOException {
    try (Fleet fleet = Fleet.of(10, limits, false)) {
      fleet.ask(MANY);
      List<Held> all = new ArrayList<>(count);
      Heap before = new Heap();
      for (int i = 0; i < count; i++) {
        all.add(fleet.hold(words));
      }
      heap(what + ", 2 KB of body included", before, count);
      all.forEach(held -> held.exchange().abandoned());
      all.clear();
      heap("left of each of them once they are over", before, count);
    }
  }

  private record Waiting(Exchange exchange, Step.Wait step) {}

  /** As many as a queue takes by default. */
  private void queued() throws IOException {
    try (Fleet fleet = Fleet.of(1, "concurrency: 1", false)) {
      Held first = fleet.hold(0);
      List<Waiting> waiting = new ArrayList<>(MANY);
      Heap before = new Heap();
      while (waiting.size() < MANY) {
        Exchange exchange = fleet.begin();
        if (!(exchange.next() instanceof Step.Wait wait)) {
          throw new IllegalStateException("does not wait, after " + waiting.size());
        }
        waiting.add(new Waiting(exchange, wait));
      }
      heap("1,000 requests in the queue, 2 KB of body included", before, MANY);
      waiting.forEach(one -> one.exchange().abandoned());
      Fleet.answer(first);
    }
  }

  /** All endpoints change, and back, while requests run. */
  private void reload() throws Exception {
    try (Fleet fleet = Fleet.of(MANY, "", true)) {
      for (int i = 0; i < USE; i++) {
        fleet.ask(MANY); // until their histograms have grown
      }
      fleet.reload(MANY, 2);
      Heap before = new Heap();
      Asking asking = Asking.start(fleet);
      int[] weight = {2};
      measured(
          "reload of 1,000 endpoints, all of them changed",
          () -> {
            weight[0] = 3 - weight[0];
            fleet.reload(MANY, weight[0]);
            return fleet;
          });
      figure("requests answered meanwhile", (double) asking.end(), "");
      figure("CPU time of the longest of them", asking.longest() / 1e6, "ms");
      fleet.reload(MANY, 2);
      figure("left of 31 reloads", before.more() / 1024.0, "KB");
    }
  }
}

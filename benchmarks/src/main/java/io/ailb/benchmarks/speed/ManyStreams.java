package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.ailb.LoadBalancer;
import io.ailb.benchmarks.About;
import io.ailb.benchmarks.FigureFile;
import io.ailb.benchmarks.Refusal;
import io.ailb.model.Dialect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Streams by the thousand, all open at once, in one process: an event of each in turn. What an
 * event costs must not depend on how many other streams there are, but for what caches of the
 * processor make of it, which bare OkHttp pays as well; and an open stream must not take much
 * memory.
 */
final class ManyStreams {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Dialect DIALECT = Dialect.OPENAI_CHAT;

  /** Events of one round, whoever they belong to. */
  private static final int ROUND = 40_000;

  private static final int ROUNDS = 15;

  /** So often everybody has a turn before it counts. */
  private static final int WARM_ROUNDS = 25;

  private ManyStreams() {}

  public static void main(String[] arguments) throws Exception {
    FigureFile out = new FigureFile(Path.of("many-streams.json"));
    List<Integer> counts = new ArrayList<>();
    try {
      for (String argument : arguments) {
        if (argument.startsWith("--out=")) {
          out = FigureFile.of(argument.substring("--out=".length()));
        } else if (argument.matches("[1-9][0-9]{0,5}")) {
          counts.add(Integer.valueOf(argument));
        } else {
          throw new IllegalArgumentException(argument + " is no option, and no number of streams");
        }
      }
    } catch (IllegalArgumentException e) {
      Refusal.exit("benchmarks/many-streams", e);
    }
    if (counts.isEmpty()) {
      counts.addAll(List.of(10, 100, 1_000, 10_000));
    }
    ObjectNode about = About.command("benchmarks/many-streams", String.join(" ", arguments));
    ArrayNode rows = about.putArray("rows");
    System.out.print(
        """
        | open streams | event, bare OkHttp | with ai-lb | added | allocated | heap, bare | with ai-lb | added |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        """);
    for (int count : counts) {
      measure(count, rows.addObject().put("streams", count));
    }
    out.write(about);
    System.exit(0);
  }

  private static void measure(int count, ObjectNode row) throws Exception {
    Open bare = new Open(null, count);
    Open ours = new Open(Streamed.balancer(DIALECT, "active"), count);
    for (int i = 0; i < WARM_ROUNDS; i++) {
      bare.round();
      ours.round();
    }
    for (int i = 0; i < ROUNDS; i++) {
      bare.timed(i);
      ours.timed(i);
    }
    double each = ours.nanos() - bare.nanos();
    row.put("bareNanos", bare.nanos()).put("nanos", ours.nanos()).put("bytes", ours.bytes());
    row.put("bareHeap", bare.heap).put("heap", ours.heap);
    System.out.printf(
        Locale.ROOT,
        "| %,d | %s | %s | %s | %s | %s | %s | %s |%n",
        count,
        Said.nanos(bare.nanos()),
        Said.nanos(ours.nanos()),
        Said.nanos(each),
        Said.bytes(ours.bytes()),
        Said.bytes(bare.heap),
        Said.bytes(ours.heap),
        Said.bytes(ours.heap - bare.heap));
  }

  /** Open streams of one kind. */
  private static final class Open {
    private final Work[] streams;
    private final double[] nanos = new double[ROUNDS];
    private final double[] bytes = new double[ROUNDS];

    /** Of one of them, after it has read a few events. */
    private final double heap;

    private int next;

    Open(@Nullable LoadBalancer balancer, int count) throws Exception {
      OkHttpStream opening =
          new OkHttpStream(DIALECT, balancer, Sent.endless(DIALECT), UnaryOperator.identity());
      opening.reading(1).run(); // what is made once is not theirs
      streams = new Work[count];
      long before = used();
      for (int i = 0; i < count; i++) {
        streams[i] = opening.reading(1);
        for (int event = 0; event < 10; event++) {
          streams[i].run();
        }
      }
      heap = (double) (used() - before) / count;
    }

    private static long used() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long round() throws Exception {
      long length = 0;
      for (int i = 0; i < ROUND; i++) {
        length += streams[next].run();
        next = next + 1 == streams.length ? 0 : next + 1;
      }
      return length;
    }

    private void timed(int round) throws Exception {
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long time = THREADS.getCurrentThreadCpuTime();
      Turns.kept = round();
      nanos[round] = (double) (THREADS.getCurrentThreadCpuTime() - time) / ROUND;
      bytes[round] = (double) (THREADS.getCurrentThreadAllocatedBytes() - allocated) / ROUND;
    }

    private double nanos() {
      return median(nanos);
    }

    private double bytes() {
      return median(bytes);
    }

    private static double median(double[] figures) {
      double[] sorted = figures.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }
}

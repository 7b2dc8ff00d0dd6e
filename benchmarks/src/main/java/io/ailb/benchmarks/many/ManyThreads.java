package io.ailb.benchmarks.many;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The application: so many threads, each with one call. */
public final class ManyThreads {
  private ManyThreads() {}

  /**
   * {@code args}: {@link Clients}, how many, {@code virtual} or {@code platform}, {@code streamed}
   * or {@code whole}, the ports of the providers, how often. Prints a line for each time: wall and
   * CPU time in milliseconds, and failures.
   */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    boolean virtual = args[2].equals("virtual");
    boolean streamed = args[3].equals("streamed");
    Asking asking = Clients.valueOf(args[0]).asking(Clients.ports(args[4]), count);
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int times = Integer.parseInt(args[5]); times > 0; times--) {
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      CountDownLatch done = new CountDownLatch(count);
      long cpu = system.getProcessCpuTime();
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        int number = i;
        start(virtual, () -> ask(asking, number, streamed, failures, done));
      }
      boolean ended = done.await(150, TimeUnit.SECONDS);
      System.out.printf(
          Locale.ROOT,
          "%d %d %d%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
          TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - cpu),
          failures.size() + done.getCount());
      if (!ended || !failures.isEmpty()) {
        System.err.println(done.getCount() + " wait yet; " + failures.peek());
        System.exit(1);
      }
    }
    System.exit(0);
  }

  private static void ask(
      Asking asking, int number, boolean streamed, Queue<String> failures, CountDownLatch done) {
    try {
      String answer = asking.ask(number, streamed);
      if (!answer.contains("\"yes\"") || answer.contains("[DONE]") != streamed) {
        failures.add(answer);
      }
    } catch (Exception e) {
      failures.add(e.toString());
    } finally {
      done.countDown();
    }
  }

  /** Java 17 has no virtual threads. */
  private static void start(boolean virtual, Runnable task) throws ReflectiveOperationException {
    if (!virtual) {
      new Thread(task).start();
      return;
    }
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}

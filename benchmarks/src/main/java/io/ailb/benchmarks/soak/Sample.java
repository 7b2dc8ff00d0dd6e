package io.ailb.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The JVM at a moment.
 *
 * @param seconds since the run began
 * @param quiet whether nobody asked, and all that was asked had ended
 * @param rate requests that ended in a second, since the sample before; NaN = nobody asked then
 * @param cpuMillis of this process, for each of those requests
 * @param threads of the platform
 * @param sockets open ones; where the system does not tell, all open files
 * @param live bytes of the heap that are in use, but for what is kept for later requests on purpose
 * @param entries of maps and queues, but for those
 * @param kept entries of what is kept on purpose
 * @param ours objects of ai-lb's classes
 */
record Sample(
    double seconds,
    boolean quiet,
    double rate,
    double cpuMillis,
    int threads,
    long sockets,
    long live,
    long entries,
    long kept,
    Counts ours) {

  /** Who issued an id, so that what asks for it later finds its way: 100,000 at most. */
  static final String KEPT = "io.ailb.select.Holdings$Entry";

  static final String KEEPER = "io.ailb.select.Holding";

  /** What such an entry takes by itself: its place in a linked map, 40, its number, 24. */
  private static final int ENTRY = 40 + 24;

  private static final Path FILES = Path.of("/proc/self/fd");

  /** Of now. */
  static Sample of(
      double seconds, boolean quiet, double rate, double cpuMillis, ClassHistogram heap) {
    long kept = heap.instances(KEPT);
    return new Sample(
        seconds,
        quiet,
        rate,
        cpuMillis,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        openSockets(),
        heap.bytes() - heap.bytes(KEPT) - heap.bytes(KEEPER) - ENTRY * kept,
        heap.entries() - kept,
        kept,
        heap.ours());
  }

  private static long openSockets() {
    if (Files.isDirectory(FILES)) {
      try (Stream<Path> files = Files.list(FILES)) {
        return files.filter(Sample::isSocket).count();
      } catch (IOException e) {
        return openFiles();
      }
    }
    return openFiles();
  }

  private static boolean isSocket(Path file) {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static long openFiles() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
  }

  static final String HEAD =
      "     time  requests/s  CPU/request  live heap  threads  sockets  ai-lb's objects  entries of"
          + " maps, queues  ids kept";

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%7.0f s  %10s  %11s  %6.2f MB  %7d  %7d  %15d  %23d  %8d%s",
        seconds,
        Double.isNaN(rate) ? "" : String.format(Locale.ROOT, "%.1f", rate),
        Double.isNaN(cpuMillis) ? "" : String.format(Locale.ROOT, "%.2f ms", cpuMillis),
        live / 1e6,
        threads,
        sockets,
        ours.sum() - ours.of(KEPT) - ours.of(KEEPER),
        entries,
        kept,
        quiet ? "  quiet" : "");
  }
}

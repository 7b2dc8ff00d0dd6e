package io.ailb.benchmarks.batch;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import java.lang.ProcessHandle.Info;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One batch by one policy, on providers of its own. */
final class Trial {
  private Trial() {}

  /**
   * What came of it.
   *
   * @param breaches what must never be
   */
  record Outcome(Figures figures, List<String> breaches) {}

  static Outcome run(
      String name, Policy policy, Enforcement enforcement, int factor, int requests, long seed)
      throws Exception {
    try (Simulator simulator = SimulatorProcess.start()) {
      Pool pool = new Pool(simulator, enforcement, factor);
      double cpu = cpuSeconds(Stream.of(ProcessHandle.current()));
      double providersCpu = cpuSeconds(ProcessHandle.current().children());
      Ledger ledger = new Ledger(requests, seed);
      policy.run(pool, ledger);
      if (Boolean.getBoolean("course")) {
        java.util.TreeMap<Long, String> all = new java.util.TreeMap<>();
        long first = Long.MAX_VALUE;
        for (var e : simulator.log()) first = Math.min(first, e.atMillis());
        java.util.TreeMap<Long, int[]> per = new java.util.TreeMap<>();
        for (var e : simulator.log()) {
          int i = e.endpoint().equals("openai-primary") ? 0 : e.endpoint().equals("openai-secondary") ? 1 : 2;
          per.computeIfAbsent((e.atMillis() - first) / 1000, k -> new int[6])[i + (e.status() != null && e.status() == 429 ? 3 : 0)]++;
        }
        per.forEach((k, v) -> System.err.println(k + " " + java.util.Arrays.toString(v)));
      }
      Figures figures =
          Figures.of(
              name,
              pool,
              ledger,
              cpuSeconds(Stream.of(ProcessHandle.current())) - cpu,
              cpuSeconds(ProcessHandle.current().children()) - providersCpu);
      return new Outcome(figures, ledger.breaches());
    }
  }

  private static double cpuSeconds(Stream<ProcessHandle> processes) {
    return processes
            .map(ProcessHandle::info)
            .map(Info::totalCpuDuration)
            .flatMap(Optional::stream)
            .mapToLong(Duration::toMillis)
            .sum()
        / 1e3;
  }
}

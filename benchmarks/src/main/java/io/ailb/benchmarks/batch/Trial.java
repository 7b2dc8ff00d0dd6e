package io.ailb.benchmarks.batch;

import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import java.lang.ProcessHandle.Info;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** One batch by one policy, on providers of its own. */
final class Trial {
  /** Of other providers, that are asked first: neither JVM compiles its code for a batch. */
  private static final int WARM = 300;

  private Trial() {}

  static Figures run(
      String name, Policy policy, Enforcement enforcement, int factor, int requests, long seed)
      throws Exception {
    try (Simulator simulator = SimulatorProcess.start()) {
      policy.run(
          new Pool(simulator, "warm-", Enforcement.buckets(60), factor), new Ledger(WARM, ~seed));
      Pool pool = new Pool(simulator, "", enforcement, factor);
      double cpu = cpuSeconds(Stream.of(ProcessHandle.current()));
      double providersCpu = cpuSeconds(ProcessHandle.current().children());
      Ledger ledger = new Ledger(requests, seed);
      policy.run(pool, ledger);
      return Figures.of(
          name,
          pool,
          ledger,
          cpuSeconds(Stream.of(ProcessHandle.current())) - cpu,
          cpuSeconds(ProcessHandle.current().children()) - providersCpu);
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

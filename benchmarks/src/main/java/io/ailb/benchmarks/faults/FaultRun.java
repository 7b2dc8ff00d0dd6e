package io.ailb.benchmarks.faults;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.faults.Variant.Client;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the scorecard of the sixteen faults; {@code benchmarks/faults} says how. */
public final class FaultRun {
  private FaultRun() {}

  /** Exits with 1 when a fault was failed. */
  public static void main(String[] args) throws Exception {
    List<String> recoveries = List.of("error");
    List<Provider> healthy = List.of(Provider.OPENAI);
    List<Client> clients = null;
    Times times = Times.SHORT;
    Path agent = null;
    boolean attached = false;
    boolean oneTier = false;
    boolean elsewhere = false;
    Draw draw = Draw.AS_DESCRIBED;
    for (String argument : args) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.equals("--full")) {
        times = Times.FULL;
      } else if (argument.startsWith("--recovery=")) {
        recoveries = List.of(value.split(","));
      } else if (argument.startsWith("--healthy=")) {
        healthy = List.of(Provider.valueOf(value.toUpperCase(java.util.Locale.ROOT)));
      } else if (argument.startsWith("--clients=")) {
        clients = Stream.of(value.split(",")).map(Client::of).toList();
      } else if (argument.equals("--one-tier")) {
        oneTier = true;
      } else if (argument.equals("--elsewhere")) {
        elsewhere = true;
      } else if (argument.startsWith("--seed=")) {
        draw = Draw.of(Long.parseLong(value));
      } else if (argument.startsWith("--agent=")) {
        agent = Path.of(value);
      } else if (argument.startsWith("--attach=")) {
        agent = Path.of(value);
        attached = true;
      } else {
        System.err.println("unknown: " + argument);
        System.exit(2);
      }
    }
    if (clients == null) {
      boolean byAgent = agent != null;
      clients = Stream.of(Client.values()).filter(one -> byAgent || !one.isByAgentOnly()).toList();
    }
    List<Variant> variants = new ArrayList<>();
    for (String recovery : recoveries) {
      for (Provider provider : healthy) {
        for (Client client : clients) {
          variants.add(
              elsewhere
                  ? Variant.elsewhere(client, provider)
                  : new Variant(client, recovery, provider, oneTier));
        }
      }
    }
    long began = System.nanoTime();
    System.out.println(draw);
    Scorecard card =
        agent == null
            ? balanced(times, draw, variants)
            : attached
                ? joined(times, draw, variants, agent)
                : underAgent(times, draw, variants, agent);
    System.out.print(card);
    System.out.printf("%nin %d s%n", (System.nanoTime() - began) / 1_000_000_000);
    System.exit(
        card.rows().stream().anyMatch(row -> row.judgement().verdict() == Verdict.FAIL) ? 1 : 0);
  }

  /** By the interceptor, and by the JDK's client balanced. */
  static Scorecard balanced(Times times, Draw draw, List<Variant> variants)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("ai-lb-faults", ".yaml");
    try (Simulator simulator = SimulatorProcess.start();
        Suite suite = new Suite(simulator, times, draw, variants)) {
      Files.writeString(file, suite.configuration());
      try (LoadBalancer balancer = LoadBalancer.load(file)) {
        return run(suite, Callers.balanced(clients(variants), balancer), Ledger::of);
      }
    } finally {
      Files.delete(file);
    }
  }

  /** By the agent, with which the JVM of the clients begins; they know nothing of it. */
  static Scorecard underAgent(Times times, Draw draw, List<Variant> variants, Path jar)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("ai-lb-faults", ".yaml");
    try (Simulator simulator = SimulatorProcess.start();
        Suite suite = new Suite(simulator, times, draw, variants)) {
      Files.writeString(file, suite.configuration());
      try (ApplicationProcess application = new ApplicationProcess(jar, file)) {
        return run(suite, Callers.all(clients(variants), application::caller), application::books);
      }
    } finally {
      Files.delete(file);
    }
  }

  /** By the agent, which joins this very JVM. */
  private static Scorecard joined(Times times, Draw draw, List<Variant> variants, Path jar)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("ai-lb-faults", ".yaml");
    try (Simulator simulator = SimulatorProcess.start();
        Suite suite = new Suite(simulator, times, draw, variants)) {
      Files.writeString(file, suite.configuration());
      attach(jar, file);
      return run(suite, Callers.plain(clients(variants)), Ledger::of);
    } finally {
      Files.delete(file);
    }
  }

  private static void attach(Path jar, Path file) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "attach",
                String.valueOf(ProcessHandle.current().pid()),
                file.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("the agent could not be attached: " + code);
    }
  }

  private static Set<Client> clients(List<Variant> variants) {
    return variants.stream()
        .map(Variant::client)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Client.class)));
  }

  private static Scorecard run(
      Suite suite, Map<Client, Caller> callers, Function<String, Evidence.Books> ledger)
      throws InterruptedException {
    try {
      return new Scorecard(suite.run(callers, ledger));
    } finally {
      callers.values().forEach(Caller::close);
    }
  }
}

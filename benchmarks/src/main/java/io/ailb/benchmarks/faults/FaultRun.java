package io.ailb.benchmarks.faults;

import io.ailb.LoadBalancer;
import io.ailb.benchmarks.faults.Variant.Client;
import io.ailb.okhttp.LoadBalancingInterceptor;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;

/** Prints the scorecard of the sixteen faults; {@code benchmarks/faults} says how. */
public final class FaultRun {
  private FaultRun() {}

  /** Exits with 1 when a fault was failed. */
  public static void main(String[] args) throws Exception {
    List<String> recoveries = List.of("error");
    List<Provider> healthy = List.of(Provider.OPENAI);
    Times times = Times.SHORT;
    Path agent = null;
    boolean oneTier = false;
    for (String argument : args) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.equals("--full")) {
        times = Times.FULL;
      } else if (argument.startsWith("--recovery=")) {
        recoveries = List.of(value.split(","));
      } else if (argument.startsWith("--healthy=")) {
        healthy = List.of(Provider.valueOf(value.toUpperCase(java.util.Locale.ROOT)));
      } else if (argument.equals("--one-tier")) {
        oneTier = true;
      } else if (argument.startsWith("--agent=")) {
        agent = Path.of(value);
      } else {
        System.err.println("unknown: " + argument);
        System.exit(2);
      }
    }
    List<Variant> variants = new ArrayList<>();
    for (String recovery : recoveries) {
      for (Provider provider : healthy) {
        for (Client client : Client.values()) {
          variants.add(new Variant(client, recovery, provider, oneTier));
        }
      }
    }
    long began = System.nanoTime();
    Scorecard card = agent == null ? balanced(times, variants) : underAgent(times, variants, agent);
    System.out.print(card);
    System.out.printf("%nin %d s%n", (System.nanoTime() - began) / 1_000_000_000);
    System.exit(
        card.rows().stream().anyMatch(row -> row.judgement().verdict() == Verdict.FAIL) ? 1 : 0);
  }

  /** By the interceptor. */
  static Scorecard balanced(Times times, List<Variant> variants)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("ai-lb-faults", ".yaml");
    try (Simulator simulator = SimulatorProcess.start();
        Suite suite = new Suite(simulator, times, variants)) {
      Files.writeString(file, suite.configuration());
      try (LoadBalancer balancer = LoadBalancer.load(file)) {
        LoadBalancingInterceptor interceptor = new LoadBalancingInterceptor(balancer);
        return run(
            suite,
            new OkHttpCaller(new OkHttpClient.Builder().addInterceptor(interceptor)),
            new OpenAiCaller(builder -> builder.addInterceptor(interceptor)));
      }
    } finally {
      Files.delete(file);
    }
  }

  /** By the agent, which joins this very JVM; the clients know nothing of it. */
  private static Scorecard underAgent(Times times, List<Variant> variants, Path jar)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("ai-lb-faults", ".yaml");
    try (Simulator simulator = SimulatorProcess.start();
        Suite suite = new Suite(simulator, times, variants)) {
      Files.writeString(file, suite.configuration());
      attach(jar, file);
      return run(
          suite, new OkHttpCaller(new OkHttpClient.Builder()), new OpenAiCaller(builder -> {}));
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

  private static Scorecard run(Suite suite, Caller okHttp, Caller openAi)
      throws InterruptedException {
    try (okHttp;
        openAi) {
      return new Scorecard(suite.run(Map.of(Client.OKHTTP, okHttp, Client.OPENAI_JAVA, openAi)));
    }
  }
}

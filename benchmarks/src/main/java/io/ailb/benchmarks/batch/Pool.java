package io.ailb.benchmarks.batch;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.EndpointStats;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tutorial's pool, its endpoints started in a simulator. */
final class Pool {
  /** Pieces of an answer; a refusal comes after the first of the times. */
  private static final int TOKENS = 12;

  private final Simulator simulator;
  private final Enforcement enforcement;
  private final List<Member> members = new ArrayList<>();

  /**
   * One endpoint.
   *
   * @param startedAt when its minutes began to be counted, by {@link System#nanoTime}
   */
  record Member(
      SimulatedEndpoint simulated, int rpm, double weight, double latency, long startedAt) {
    String name() {
      return simulated.name();
    }

    String key() {
      return "sk-secret-of-" + name();
    }

    boolean speaksOpenAi() {
      return simulated.provider() == Provider.OPENAI;
    }
  }

  /**
   * Starts it.
   *
   * @param prefix of the endpoints' names
   * @param factor how many times the tutorial's limits
   */
  Pool(Simulator simulator, String prefix, Enforcement enforcement, int factor) {
    this.simulator = simulator;
    this.enforcement = enforcement;
    start(prefix + "openai-primary", Provider.OPENAI, 500 * factor, 2, new Latency(80, 120, 20));
    start(prefix + "openai-secondary", Provider.OPENAI, 500 * factor, 1, new Latency(80, 120, 20));
    start(
        prefix + "anthropic-backup",
        Provider.ANTHROPIC,
        300 * factor,
        0.5,
        new Latency(80, 170, 30));
  }

  private void start(String name, Provider provider, int rpm, double weight, Latency latency) {
    SimulatedEndpoint simulated =
        simulator.start(
            EndpointSpec.builder(name, provider)
                .keys(List.of("sk-secret-of-" + name))
                .tokens(TOKENS)
                .latency(latency)
                .limits(enforcement.limits(members.size(), rpm))
                .build());
    double seconds =
        (latency.headersMillis()
                + latency.firstTokenMillis()
                + (TOKENS - 1) * latency.perTokenMillis())
            / 1e3;
    members.add(new Member(simulated, rpm, weight, seconds, System.nanoTime()));
  }

  List<Member> members() {
    return members;
  }

  /** What the load balancer is configured with. */
  String configuration() {
    StringBuilder text =
        new StringBuilder("management: {jmx: {enabled: false}}\npools:\n  - endpoints:\n");
    for (Member member : members) {
      text.append(
          """
                - name: %s
                  provider: %s
                  baseUrl: "%s"
                  apiKey: %s
                  limits: {rpm: %d}
                  weight: %s
          """
              .formatted(
                  member.name(),
                  member.simulated().provider().name().toLowerCase(Locale.ROOT),
                  member.simulated().baseUrl(),
                  member.key(),
                  member.rpm(),
                  member.weight()));
      if (!member.speaksOpenAi()) {
        text.append("        models: {\"gpt-*\": claude-haiku-4-5}\n");
      }
    }
    return text.toString();
  }

  /** What the limits allow from a moment on. */
  Allowance from(long nanos) {
    List<Allowance.Share> shares = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      double phase = enforcement.phases().get(i) - (nanos - member.startedAt) / 1e9;
      shares.add(
          enforcement.windows()
              ? Allowance.window(member.rpm, phase, member.latency)
              : Allowance.bucket(member.rpm, enforcement.burstSeconds(), member.latency));
    }
    return new Allowance(shares);
  }

  /** Requests that came. */
  long asked() {
    return stats().stream().mapToLong(EndpointStats::requests).sum();
  }

  /** Requests that were too many. */
  long refused() {
    return stats().stream().mapToLong(EndpointStats::limited).sum();
  }

  /** Of the latest requests, how many each endpoint answered and refused in each second. */
  String course() {
    Map<Long, long[]> course = new TreeMap<>();
    for (int i = 0; i < members.size(); i++) {
      for (LogEntry entry : simulator.log(members.get(i).name())) {
        boolean refused = Integer.valueOf(429).equals(entry.status());
        course
            .computeIfAbsent(entry.atMillis() / 1_000, second -> new long[6])[
            i + (refused ? 3 : 0)]++;
      }
    }
    StringBuilder text = new StringBuilder("second: answered, refused by each endpoint\n");
    course.forEach((second, counts) -> text.append(second + ": " + Arrays.toString(counts) + "\n"));
    return text.toString();
  }

  private List<EndpointStats> stats() {
    return members.stream().map(member -> simulator.stats(member.name())).toList();
  }
}

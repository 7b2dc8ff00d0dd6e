package io.ailb.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.ailb.LoadBalancer;
import io.ailb.okhttp.LoadBalancingInterceptor;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One scenario twice: in virtual time, and in real time over HTTP, asked by openai-java. What is
 * measured in virtual time is worth as much as the two agree.
 */
@Timeout(120)
class TwinTest {
  /** {@code -Dailb.twin.requests=700} takes about forty seconds. */
  private static final int REQUESTS = Integer.getInteger("ailb.twin.requests", 250);

  private static final int WORKERS = 20;

  /** How far the twins may be apart: shares, the time that all takes, refusals for each request. */
  private static final double SHARE = 0.05;

  private static final double TIME = 0.15;
  private static final double REFUSALS = 0.02;

  private static final String SCENARIO =
      """
      {'id': 'twin', 'seed': 1,
       'workload': {'mode': 'batch', 'requests': %d, 'workers': [%d], 'tokens': {
         'input': {'median': 20, 'sigma': 0, 'min': 20, 'max': 20},
         'output': {'median': 12, 'sigma': 0, 'min': 12, 'max': 12}, 'max_tokens': 50}},
       'endpoints': [%s, %s]}
      """;

  private static final String ENDPOINT =
      """
      {'name': '%s', 'provider': 'openai', 'weight': %d, 'configured': {'rpm': %d},
       'server': {'enforcement': 'bucket', 'rpm': %d, 'burst_s': 5, 'headers': true,
         'retry_after': true, 'tpm_charge': 'max',
         'latency': {'ttft_median_s': 0.2, 'per_token_s': 0.01, 'reject_s': 0.005}}}
      """;

  private record Twin(double seconds, double shareOfFirst, double refusals) {}

  @Test
  void virtualAndRealTimeAgree() throws Exception {
    String file =
        SCENARIO.formatted(
            REQUESTS,
            WORKERS,
            ENDPOINT.formatted("a", 2, 600, 600),
            ENDPOINT.formatted("b", 1, 300, 300));
    Scenario scenario = Small.parse(file);

    Twin virtual = inVirtualTime(scenario);
    warmUp(scenario);
    Twin real = inRealTime(scenario, REQUESTS);

    System.out.println("virtual " + virtual + ", real " + real);
    assertThat(real.shareOfFirst).isCloseTo(virtual.shareOfFirst, offset(SHARE));
    assertThat(real.seconds).isCloseTo(virtual.seconds, offset(TIME * virtual.seconds));
    assertThat(real.refusals).isCloseTo(virtual.refusals, offset(REFUSALS));
  }

  private static Twin inVirtualTime(Scenario scenario) {
    Journal journal =
        Simulation.run(
                scenario,
                WORKERS,
                1,
                1,
                (s, dice, loop, server) ->
                    new LoadBalancerPolicy(s, "adaptive", dice, loop, server))
            .journal();
    assertThat(journal.jobs()).allMatch(Job::isGood);
    double seconds = journal.jobs().stream().mapToLong(Job::endedAt).max().orElseThrow() / 1e9;
    long first = journal.attempts().stream().filter(e -> e.isGood() && e.endpoint() == 0).count();
    long refused = journal.attempts().stream().filter(entry -> entry.kind().isLimit()).count();
    return new Twin(seconds, (double) first / REQUESTS, (double) refused / REQUESTS);
  }

  /** A first call loads classes, for a second or two on a busy machine. */
  private static void warmUp(Scenario scenario) throws Exception {
    var unused = inRealTime(scenario, WORKERS);
  }

  private static Twin inRealTime(Scenario scenario, int requests) throws Exception {
    try (Simulator simulator = SimulatorProcess.start();
        LoadBalancer balancer = balancer(scenario, simulator)) {
      OpenAIClient sdk =
          OpenAIOkHttpClient.builder()
              .apiKey("the-callers-own-key")
              .maxRetries(0)
              .addInterceptor(new LoadBalancingInterceptor(balancer))
              .build();
      ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
      try {
        List<Future<?>> asked = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < requests; i++) {
          asked.add(workers.submit(() -> ask(sdk)));
        }
        for (Future<?> one : asked) {
          one.get();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long first = count(simulator.log("a"), 200);
        long refused = count(simulator.log("a"), 429) + count(simulator.log("b"), 429);
        return new Twin(seconds, (double) first / requests, (double) refused / requests);
      } finally {
        workers.shutdownNow();
        sdk.close();
      }
    }
  }

  private static long count(List<LogEntry> log, int status) {
    return log.stream().filter(entry -> Integer.valueOf(status).equals(entry.status())).count();
  }

  private static void ask(OpenAIClient sdk) {
    sdk.chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("hello")
                .maxCompletionTokens(50)
                .build());
  }

  /** The simulator's endpoints behave, and the pool is configured, as the scenario says. */
  private static LoadBalancer balancer(Scenario scenario, Simulator simulator) {
    List<SimulatedEndpoint> started = new ArrayList<>();
    for (Endpoint endpoint : scenario.endpoints()) {
      Endpoint.Conduct server = endpoint.server();
      long perToken = Math.round(server.perToken() * 1_000);
      started.add(
          simulator.start(
              EndpointSpec.builder(endpoint.name(), Provider.OPENAI)
                  .keys(List.of("sk-secret-key-of-" + endpoint.name()))
                  .limits(
                      Limits.builder()
                          .rpm((int) server.rpm())
                          .burstSeconds((int) server.burst())
                          .build())
                  // From the head on it is one token less.
                  .latency(
                      new Latency(Math.round(server.firstToken() * 1_000) + perToken, 0, perToken))
                  .build()));
    }
    return LoadBalancer.builder()
        .set("management.jmx.enabled", false)
        .pool(
            pool -> {
              pool.set("queue.maxWait", null);
              for (int i = 0; i < started.size(); i++) {
                Endpoint endpoint = scenario.endpoints().get(i);
                String url = started.get(i).baseUrl();
                pool.endpoint(
                    e ->
                        e.name(endpoint.name())
                            .provider("openai")
                            .baseUrl(url)
                            .apiKey("sk-secret-key-of-" + endpoint.name())
                            .weight(endpoint.weight())
                            .set("limits.rpm", Math.round(endpoint.limit("rpm"))));
              }
            })
        .build();
  }
}

package io.ailb.jdkhttp;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancer;
import io.ailb.PoolBuilder;
import io.ailb.expose.EndpointStats;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.ProviderSimulator;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A pool over simulated endpoints, and a client that addresses OpenAI. */
final class Lab implements AutoCloseable {
  final ProviderSimulator simulator = new ProviderSimulator();
  final Map<String, SimulatedEndpoint> endpoints = new LinkedHashMap<>();
  LoadBalancer balancer;

  private final List<Consumer<PoolBuilder>> described = new ArrayList<>();

  /** Two OpenAI endpoints, a before b. */
  static Lab two() {
    return new Lab().endpoint("a").endpoint("b").start();
  }

  Lab endpoint(String name) {
    return endpoint(name, Provider.OPENAI, spec -> spec, e -> {});
  }

  Lab endpoint(
      String name,
      Provider provider,
      UnaryOperator<EndpointSpec.Builder> spec,
      Consumer<EndpointBuilder> pooled) {
    EndpointSpec.Builder builder = EndpointSpec.builder(name, provider).keys(List.of(key(name)));
    SimulatedEndpoint started = simulator.start(spec.apply(builder).build());
    endpoints.put(name, started);
    described.add(
        pool ->
            pool.endpoint(
                e -> {
                  e.name(name)
                      .provider(provider.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                      .baseUrl(started.baseUrl())
                      .apiKey(key(name));
                  pooled.accept(e);
                }));
    return this;
  }

  /** More settings of the pool. */
  Lab with(Consumer<PoolBuilder> settings) {
    described.add(settings);
    return this;
  }

  Lab start() {
    balancer =
        LoadBalancer.builder()
            .set("management.jmx.enabled", false)
            .pool(
                pool -> {
                  pool.set("routing.strategy", "ordered");
                  described.forEach(one -> one.accept(pool));
                })
            .build();
    return this;
  }

  static String key(String name) {
    return "sk-" + name + "-secret-key";
  }

  Lab script(String name, FaultRule... rules) {
    simulator.script(name, List.of(rules));
    return this;
  }

  List<LogEntry> log(String name) {
    return simulator.log(name);
  }

  EndpointStats pooled(String name) {
    return balancer.stats().pools().get(0).endpoints().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  HttpClient client() {
    return client(HttpClient.newHttpClient());
  }

  HttpClient client(HttpClient plain) {
    return BalancedHttpClient.wrap(plain, balancer);
  }

  static HttpRequest.Builder chat(boolean stream) {
    return chat(
        "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"
            + (stream ? ",\"stream\":true" : "")
            + "}");
  }

  static HttpRequest.Builder chat(String body) {
    return HttpRequest.newBuilder(URI.create("https://api.openai.com/v1/chat/completions"))
        .header("Authorization", "Bearer the-callers-own-key")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** Looks until it is so, for at most ten seconds. */
  static void eventually(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it never came to be");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  int inFlight() {
    return balancer.stats().pools().get(0).inFlight();
  }

  @Override
  public void close() {
    balancer.close();
    simulator.close();
  }
}

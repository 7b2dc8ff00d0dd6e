package io.ailb.client;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancer;
import io.ailb.PoolBuilder;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.ProviderSimulator;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A pool over simulated endpoints, and a client of it. */
final class Lab implements AutoCloseable {
  final ProviderSimulator simulator;
  final LoadBalancer balancer;
  final LoadBalancedClient client;

  private Lab(ProviderSimulator simulator, Consumer<PoolBuilder> pool) {
    this.simulator = simulator;
    balancer = LoadBalancer.builder().set("management.jmx.enabled", false).pool(pool).build();
    client = LoadBalancedClient.builder(balancer).model("gpt-4o-mini").build();
  }

  /** What a lab consists of. */
  static final class Plan {
    private final List<Part> parts = new ArrayList<>();
    private final List<Consumer<PoolBuilder>> settings = new ArrayList<>();

    private record Part(
        String name,
        Provider provider,
        UnaryOperator<EndpointSpec.Builder> spec,
        Consumer<EndpointBuilder> pooled) {}

    Plan endpoint(String name) {
      return endpoint(name, Provider.OPENAI, spec -> spec, e -> {});
    }

    Plan endpoint(
        String name,
        Provider provider,
        UnaryOperator<EndpointSpec.Builder> spec,
        Consumer<EndpointBuilder> pooled) {
      parts.add(new Part(name, provider, spec, pooled));
      return this;
    }

    Plan with(Consumer<PoolBuilder> setting) {
      settings.add(setting);
      return this;
    }

    Lab start() {
      ProviderSimulator simulator = new ProviderSimulator();
      List<SimulatedEndpoint> started = new ArrayList<>();
      for (Part part : parts) {
        EndpointSpec.Builder spec =
            EndpointSpec.builder(part.name, part.provider).keys(List.of(key(part.name)));
        started.add(simulator.start(part.spec.apply(spec).build()));
      }
      return new Lab(
          simulator,
          pool -> {
            for (int i = 0; i < parts.size(); i++) {
              Part part = parts.get(i);
              String url = started.get(i).baseUrl();
              pool.endpoint(
                  e -> {
                    e.name(part.name)
                        .provider(part.provider.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .baseUrl(url)
                        .apiKey(key(part.name));
                    part.pooled.accept(e);
                  });
            }
            settings.forEach(setting -> setting.accept(pool));
          });
    }
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

  int inFlight() {
    return balancer.stats().pools().get(0).inFlight();
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

  @Override
  public void close() {
    client.close();
    balancer.close();
    simulator.close();
  }
}

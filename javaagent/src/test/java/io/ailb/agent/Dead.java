package io.ailb.agent;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Pools of two endpoints that fail for ever, a pool for each way to fail, asked whole and as a
 * stream. The model asked for chooses: {@code server-error-stream} fails with 500. Without a
 * breaker, which would only stretch a loop.
 */
final class Dead implements AutoCloseable {
  private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

  static {
    FAULTS.put("server-error", Fault.status(500));
    FAULTS.put("lost", new Fault.Reset());
    FAULTS.put("dead-port", null);
    FAULTS.put("full", Fault.rateLimit(120)); // for longer than anybody waits
    FAULTS.put("full-who-knows", Fault.rateLimit());
  }

  final SimulatorProcess simulator = SimulatorProcess.start();
  private final Provider provider;
  private final String path;
  private final SimulatedEndpoint own;
  private final String configuration;

  Dead(Provider provider) {
    this.provider = provider;
    own = simulator.start(EndpointSpec.builder("own", provider).build());
    path = URI.create(own.baseUrl()).getPath();
    StringBuilder yaml = new StringBuilder("pools:\n");
    models().forEach(model -> yaml.append(pool(model)));
    configuration = Providers.file("dead", yaml.toString()).toString();
  }

  static List<String> models() {
    return FAULTS.keySet().stream().flatMap(f -> List.of(f, f + "-stream").stream()).toList();
  }

  private String pool(String model) {
    String fault = model.replace("-stream", "");
    return """
          - name: %s
            match: {hosts: ["127.0.0.1:%d"], models: [%s]}
            queue: {maxWait: %s}
            breaker: {consecutiveFailures: null, failureRatio: null}
            endpoints:
        """
            .formatted(model, own.port(), model, fault.equals("full-who-knows") ? "0s" : "60s")
        + endpoint(model, "a", FAULTS.get(fault))
        + endpoint(model, "b", FAULTS.get(fault));
  }

  private String endpoint(String model, String name, Fault fault) {
    String url =
        fault == null
            ? "http://127.0.0.1:" + deadPort() + path
            : started(model + "-" + name, fault);
    return "      - {name: %s, provider: %s, baseUrl: \"%s\", apiKey: key-of-%s-%s, models: {%s: theirs}}\n"
        .formatted(name, provider.name().toLowerCase(Locale.ROOT), url, model, name, model);
  }

  private String started(String name, Fault fault) {
    return simulator
        .start(EndpointSpec.builder(name, provider).script(List.of(FaultRule.of(fault))).build())
        .baseUrl();
  }

  /** Nobody listens there, as far as anybody can know. */
  private static int deadPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return own.baseUrl();
  }

  String configuration() {
    return configuration;
  }

  /** How many requests the providers of this pool have seen; nobody can count at a dead port. */
  OptionalInt seen(String model) {
    return model.startsWith("dead")
        ? OptionalInt.empty()
        : OptionalInt.of(simulator.log(model + "-a").size() + simulator.log(model + "-b").size());
  }

  int seenByOwn() {
    return simulator.log("own").size();
  }

  @Override
  public void close() {
    simulator.close();
  }
}

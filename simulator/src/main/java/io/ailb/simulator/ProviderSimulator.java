package io.ailb.simulator;

import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.Leak;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.log.RequestLog;
import io.ailb.simulator.wire.Certificate;
import io.ailb.simulator.wire.LineServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Simulated endpoints in this JVM. Needs mockwebserver3 and its OkHttp on the class path. */
public final class ProviderSimulator implements Simulator {
  static final int LOG_CAPACITY = 200_000;

  /** An endpoint and what listens for it. */
  private record Open(Endpoint endpoint, LineServer server, SimulatedEndpoint handle) {}

  private final LongSupplier nanos;
  private final RequestLog log;
  private final KeyRing keys = new KeyRing();
  private final Map<String, Open> endpoints = new LinkedHashMap<>(); // guarded by this
  private @Nullable Certificate certificate; // guarded by this

  /** Keeps the latest 200,000 requests. */
  public ProviderSimulator() {
    this(LOG_CAPACITY);
  }

  /** Keeps that many of the latest requests. */
  public ProviderSimulator(int logCapacity) {
    this(logCapacity, System::nanoTime);
  }

  /**
   * @param nanos what limits and scripts take for the time
   */
  ProviderSimulator(int logCapacity, LongSupplier nanos) {
    this.nanos = nanos;
    log = new RequestLog(logCapacity, System::nanoTime);
  }

  @Override
  public synchronized SimulatedEndpoint start(EndpointSpec spec) {
    if (endpoints.containsKey(spec.name())) {
      throw new IllegalArgumentException("there is an endpoint " + spec.name() + " already");
    }
    Endpoint endpoint = new Endpoint(spec, keys, log, nanos);
    Certificate shown = spec.tls() ? certificate() : null;
    try {
      LineServer server = new LineServer(spec.port(), shown, spec.http2(), endpoint);
      SimulatedEndpoint handle =
          SimulatedEndpoint.of(spec, server.port(), shown == null ? null : shown.pem());
      endpoints.put(spec.name(), new Open(endpoint, server, handle));
      return handle;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on port " + spec.port() + " for " + spec.name(), e);
    }
  }

  // guarded by this
  private Certificate certificate() {
    if (certificate == null) {
      certificate = new Certificate();
    }
    return certificate;
  }

  @Override
  public synchronized List<SimulatedEndpoint> endpoints() {
    return endpoints.values().stream().map(Open::handle).toList();
  }

  @Override
  public void script(String endpoint, List<FaultRule> rules) {
    open(endpoint).endpoint().script(rules);
  }

  @Override
  public void clearScript(String endpoint) {
    script(endpoint, List.of());
  }

  @Override
  public void limits(String endpoint, @Nullable Limits limits) {
    open(endpoint).endpoint().limits(limits);
  }

  @Override
  public void down(String endpoint) {
    try {
      open(endpoint).server().down();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take down " + endpoint, e);
    }
  }

  @Override
  public void up(String endpoint) {
    try {
      open(endpoint).server().up();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen again for " + endpoint, e);
    }
  }

  @Override
  public void canaries(Map<String, String> canaries) {
    canaries.forEach((name, key) -> keys.add(name, List.of(key)));
  }

  @Override
  public List<LogEntry> log() {
    return log.entries(null);
  }

  @Override
  public List<LogEntry> log(String endpoint) {
    return log.entries(open(endpoint).endpoint().spec.name());
  }

  @Override
  public EndpointStats stats(String endpoint) {
    return open(endpoint).endpoint().stats();
  }

  @Override
  public List<Leak> leaks() {
    return log.leaks();
  }

  @Override
  public synchronized void resetLog() {
    log.clear();
    endpoints.values().forEach(open -> open.endpoint().resetStats());
  }

  @Override
  public synchronized void close() {
    List<IOException> failures = new ArrayList<>();
    for (Open open : endpoints.values()) {
      try {
        open.server().close();
      } catch (IOException e) {
        failures.add(e);
      }
    }
    endpoints.clear();
    if (!failures.isEmpty()) {
      throw new UncheckedIOException("not all endpoints closed", failures.get(0));
    }
  }

  private synchronized Open open(String endpoint) {
    Open open = endpoints.get(endpoint);
    if (open == null) {
      throw new IllegalArgumentException(
          "no endpoint " + endpoint + ", there are " + endpoints.keySet());
    }
    return open;
  }
}

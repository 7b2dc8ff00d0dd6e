package io.ailb.simulator;

import io.ailb.simulator.dialect.Provider;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that was started.
 *
 * @param port on 127.0.0.1
 * @param baseUrl what the provider's own SDK takes as its base URL; without the path, {@link
 *     #origin} has it
 * @param certificatePem for clients to trust; null without TLS
 */
public record SimulatedEndpoint(
    String name, Provider provider, int port, String baseUrl, @Nullable String certificatePem) {

  /** Scheme, host and port. */
  public String origin() {
    return (certificatePem == null ? "http" : "https") + "://127.0.0.1:" + port;
  }

  static SimulatedEndpoint of(EndpointSpec spec, int port, @Nullable String certificatePem) {
    String scheme = certificatePem == null ? "http" : "https";
    String baseUrl = scheme + "://127.0.0.1:" + port + spec.provider().basePath();
    return new SimulatedEndpoint(spec.name(), spec.provider(), port, baseUrl, certificatePem);
  }
}

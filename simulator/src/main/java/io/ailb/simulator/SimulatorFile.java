package io.ailb.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Main} reads.
 *
 * @param controlPort 0 or null for any free one
 * @param logCapacity requests to keep; 200,000 when null
 * @param canaries keys that must not arrive anywhere, by name
 */
record SimulatorFile(
    @Nullable Integer controlPort,
    @Nullable Integer logCapacity,
    @Nullable Map<String, String> canaries,
    @Nullable List<EndpointSpec> endpoints) {

  static final SimulatorFile EMPTY = new SimulatorFile(null, null, null, null);
}

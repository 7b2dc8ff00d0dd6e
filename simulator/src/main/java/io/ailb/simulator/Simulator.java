package io.ailb.simulator;

import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.Leak;
import io.ailb.simulator.log.LogEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of simulated endpoints, in this JVM or in another. Thread-safe.
 *
 * <p>Every method that takes an endpoint's name throws {@link IllegalArgumentException} when there
 * is none of that name.
 */
public interface Simulator extends AutoCloseable {

  /** Starts an endpoint; it listens when this returns. */
  SimulatedEndpoint start(EndpointSpec spec);

  /** All endpoints, in the order in which they were started. */
  List<SimulatedEndpoint> endpoints();

  /** Replaces the endpoint's faults; of several rules the first that applies wins. */
  void script(String endpoint, List<FaultRule> rules);

  /** The same for rules at hand. */
  default void script(String endpoint, FaultRule... rules) {
    script(endpoint, List.of(rules));
  }

  /** Lets the endpoint work as it should. */
  void clearScript(String endpoint);

  /**
   * Replaces the endpoint's limits; all budgets are full again and its peaks begin anew.
   *
   * @param limits null for none
   */
  void limits(String endpoint, @Nullable Limits limits);

  /**
   * Takes the endpoint off the net: its connections are reset, its port is really closed, and a new
   * connection is refused by the kernel. The port stays reserved.
   */
  void down(String endpoint);

  /** Puts the endpoint back, on the same port. */
  void up(String endpoint);

  /**
   * Makes more keys known that must not arrive anywhere, such as the application's own.
   *
   * @param keys by the name a leak is to tell
   */
  void canaries(Map<String, String> keys);

  /** The latest requests of all endpoints, in the order of their arrival. */
  List<LogEntry> log();

  /** The latest requests of one endpoint. */
  List<LogEntry> log(String endpoint);

  EndpointStats stats(String endpoint);

  /** Keys that went where they do not belong. */
  List<Leak> leaks();

  /** Forgets log, leaks and statistics. Limits and scripts stay as they are. */
  void resetLog();

  /** Closes all endpoints. */
  @Override
  void close();
}

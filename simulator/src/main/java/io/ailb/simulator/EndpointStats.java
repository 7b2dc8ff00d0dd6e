package io.ailb.simulator;

import io.ailb.simulator.limit.Peaks;
import java.util.Map;

/**
 * What an endpoint has seen since it started or was reset. The figures are read one after the
 * other, so while requests run they need not add up.
 *
 * @param admitted answered with what was asked for, as far as no fault bent it
 * @param limited refused because of a limit; a scripted 429 is not among them
 * @param byStatus requests by the status sent; under 0 those that got none
 * @param inFlight arrived and not yet ended
 * @param tokensIn input of the admitted requests
 * @param tokensOut output of the admitted requests
 * @param peaks the busiest minutes of each key, by the name it has in the log
 */
public record EndpointStats(
    String endpoint,
    long requests,
    long admitted,
    long limited,
    Map<Integer, Long> byStatus,
    long leaks,
    int inFlight,
    int maxInFlight,
    long tokensIn,
    long tokensOut,
    Map<String, Peaks> peaks) {}

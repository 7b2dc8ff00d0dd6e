package io.ailb.expose;

import java.time.Instant;
import java.util.Map;

/**
 * An endpoint's figures; percentages 0 to 100, -1 = no limit or not known.
 *
 * @param available whether it takes calls now
 * @param requests sent to it, each try counted
 * @param translated of them that were answered, in another dialect than the caller's
 * @param failures of them that failed, rate limits not counted
 * @param inputEstimateErrorPercent how far estimates of prompts' tokens are off, on average
 * @param cost in the endpoint's currency
 * @param lastError empty = none
 * @param lastErrorAt the epoch if there was none
 * @param errorsByKind by class, such as {@code rate_limit}
 */
public record EndpointStats(
    String name,
    String provider,
    String state,
    boolean available,
    String stateReason,
    double weight,
    int tier,
    int inFlight,
    long requests,
    long translated,
    long failures,
    long rateLimited,
    long timeouts,
    double errorPercent,
    int consecutiveFailures,
    long requestsPerMinuteUsed,
    long requestsPerMinuteLimit,
    long tokensPerMinuteUsed,
    long tokensPerMinuteLimit,
    long requestsPerDayUsed,
    long requestsPerDayLimit,
    double capacityPercent,
    double latencyMillisP50,
    double latencyMillisP95,
    double latencyMillisP99,
    double firstByteMillisP95,
    long inputTokens,
    long outputTokens,
    double inputEstimateErrorPercent,
    double cost,
    String lastError,
    Instant lastErrorAt,
    Map<String, Long> errorsByKind) {}

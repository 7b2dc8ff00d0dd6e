package io.ailb.simulator.limit;

/**
 * The busiest minutes and days of one key, whether or not its requests were admitted. A bucket with
 * a burst may rightly let through more than its limit in some minute; a fixed window never does.
 *
 * @param requestsInAnyMinute most requests in any 60 seconds
 * @param tokensInAnyMinute most tokens in any 60 seconds, as the limits charge them
 * @param requestsInFixedMinute most requests in one window
 * @param tokensInFixedMinute most tokens in one window
 * @param requestsOver requests that came while the last 60 seconds were above {@code rpm}
 * @param tokensOver requests that came while the last 60 seconds were above {@code tpm}
 * @param minutesOverRpm windows with more requests than {@code rpm}
 * @param minutesOverTpm windows with more tokens than {@code tpm}
 * @param requestsInDay most requests in one day; days begin when the endpoint starts
 * @param daysOverRpd days with more requests than {@code rpd}
 */
public record Peaks(
    long requestsInAnyMinute,
    long tokensInAnyMinute,
    long requestsInFixedMinute,
    long tokensInFixedMinute,
    long requestsOver,
    long tokensOver,
    long minutesOverRpm,
    long minutesOverTpm,
    long requestsInDay,
    long daysOverRpd) {}

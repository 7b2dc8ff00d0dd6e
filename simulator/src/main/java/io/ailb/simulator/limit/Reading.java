package io.ailb.simulator.limit;

import java.time.Duration;

/**
 * One quota at one moment, as rate-limit headers tell it.
 *
 * @param limit units in the quota's period
 * @param remaining units left now
 * @param reset until a bucket is full again or the next window begins
 */
public record Reading(QuotaKind kind, long limit, long remaining, Duration reset) {}

/**
 * What a provider allows a key. Start at {@link io.ailb.simulator.limit.Limiter}: it keeps one
 * account a key, each account has a few quotas ({@code Bucket} refills all the time, {@code Window}
 * all at once), and every request is either admitted by all of them or refused by one. {@link
 * io.ailb.simulator.limit.MinuteWatch} only looks: it knows the busiest minute. Time is a supplier
 * of nanoseconds, so tests turn it by hand.
 */
@NullMarked
package io.ailb.simulator.limit;

import org.jspecify.annotations.NullMarked;

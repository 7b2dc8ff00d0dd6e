package io.ailb.observe;

/**
 * No endpoint of a pool could take a request in time.
 *
 * @param reason the class of error that the application sees, such as {@code rate_limit}
 * @param message one full sentence: which pool, which model, what stands in the way where
 */
public record PoolExhausted(String request, String pool, String reason, String message) {}

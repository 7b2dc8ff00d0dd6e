package io.ailb.observe;

/**
 * No endpoint of a pool could take a request in time.
 *
 * @param message one full sentence: which pool, which model, what stands in the way where
 */
public record PoolExhausted(String request, String pool, String message) {}

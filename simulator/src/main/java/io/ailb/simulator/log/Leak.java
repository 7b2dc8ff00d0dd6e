package io.ailb.simulator.log;

/**
 * A key that went where it does not belong.
 *
 * @param request number of the log entry
 * @param endpoint where it arrived
 * @param where the header, query parameter or body it was found in, such as {@code header
 *     authorization}
 * @param owner the endpoint or canary whose key it is; never the key itself
 */
public record Leak(long request, String endpoint, String where, String owner) {}

package io.ailb.observe;

/**
 * Something in ai-lb itself failed; the request was kept from harm.
 *
 * @param doing what was being done, such as {@code choosing an endpoint}
 */
public record Bug(String doing, Throwable cause) {}

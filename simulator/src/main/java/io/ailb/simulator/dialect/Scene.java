package io.ailb.simulator.dialect;

/**
 * What an error's text and headers mention besides the error.
 *
 * @param requestId the id the provider gives the request
 * @param model the model asked for, or a placeholder when none could be read
 */
public record Scene(String requestId, String model) {}

package io.ailb.agent.batch;

/**
 * Why an item failed.
 *
 * @param code for programs
 * @param message for people
 */
record Problem(String code, String message) {}

package io.ailb.observe;

/**
 * A pool has spent what it may.
 *
 * @param message how much of what, for people
 */
public record BudgetSpent(String pool, String message) {}

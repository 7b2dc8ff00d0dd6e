package io.ailb.observe;

import io.ailb.model.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A request looked like one for a pool, but was sent on untouched.
 *
 * @param model that it asks for, if it could be read
 * @param reason a few words for people
 */
public record PassedThrough(
    String host, Operation operation, @Nullable String model, String reason) {}

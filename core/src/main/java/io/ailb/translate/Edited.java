package io.ailb.translate;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A caller's request with small changes for a host of its own dialect.
 *
 * @param body with the model's name there in it
 * @param dropped names of the fields that were left out
 */
public record Edited(ByteBuffer body, Set<String> dropped) {}

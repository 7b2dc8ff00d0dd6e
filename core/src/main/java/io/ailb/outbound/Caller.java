package io.ailb.outbound;

import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * A request as the application made it.
 *
 * @param path without the query
 * @param query as written, without the question mark; null = none
 */
public record Caller(
    AiCall call,
    String method,
    String path,
    @Nullable String query,
    HttpFields headers,
    CallBody body) {}

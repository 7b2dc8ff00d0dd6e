package io.ailb.outbound;

import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.HttpFields;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as the application made it.
 *
 * @param path without the query
 * @param query as written, without the question mark; null = none
 * @param poolCredentials lower-case names of the header fields in which endpoints of the pool carry
 *     their keys, beside the usual ones
 */
public record Caller(
    AiCall call,
    String method,
    String path,
    @Nullable String query,
    HttpFields headers,
    Set<String> poolCredentials,
    CallBody body) {}

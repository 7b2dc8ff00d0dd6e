package io.ailb.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param content its text, all parts together; empty if it has none, such as a call of a tool
 * @param json the whole body in the dialect that was asked in; of a stream, all of its lines
 * @param status of HTTP
 * @param requestId by which its provider knows it; null = none was said
 * @param endpoint that gave it
 * @param model that was asked there; null = the request named none
 * @param attempts that were made in all
 * @param inputTokens -1 = the provider did not say
 * @param outputTokens -1 = the provider did not say
 * @param cost in {@code currency}; 0 if no price is known
 * @param currency null = no price is known
 * @param latency from asking to the answer's end, with all waiting
 * @param waited the part of it before an endpoint had a place
 */
public record ChatResult(
    String content,
    String json,
    int status,
    @Nullable String requestId,
    String endpoint,
    @Nullable String model,
    int attempts,
    long inputTokens,
    long outputTokens,
    double cost,
    @Nullable String currency,
    Duration latency,
    Duration waited) {}

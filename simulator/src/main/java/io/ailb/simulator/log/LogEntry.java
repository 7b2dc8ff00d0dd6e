package io.ailb.simulator.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the endpoint saw it. An entry of a request that is still served has null in {@code
 * endedAtMillis}. Known keys appear as {@code <key of NAME>}, other credentials as {@code <unknown
 * key>}.
 *
 * @param number counts all requests of the simulator from 1, in the order of their arrival
 * @param atMillis since the simulator started
 * @param atNanos the same, finer
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}
 * @param query decoded, keys masked; empty for none
 * @param headers names in lower case, keys masked
 * @param body keys masked, at most 64 KiB; null unless the endpoint keeps bodies
 * @param keyOwner whose key came where the provider reads its key; null for none or an unknown one
 * @param doubleCredential whether more than one credential came at once
 * @param model null when none could be read
 * @param retryCount what {@code x-stainless-retry-count} said, or null
 * @param status null when no head was sent
 * @param fault the type of the fault it met, or null
 * @param events content events sent
 * @param complete whether the answer was sent to its end
 * @param clientLeftAtMillis when the client was seen to have left before that, or null
 * @param endedAtMillis when nothing more was sent
 */
public record LogEntry(
    long number,
    String endpoint,
    long atMillis,
    long atNanos,
    String protocol,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    @Nullable String body,
    @Nullable String keyOwner,
    boolean doubleCredential,
    @Nullable String model,
    boolean stream,
    @Nullable Integer retryCount,
    @Nullable Integer status,
    @Nullable String fault,
    int events,
    boolean complete,
    @Nullable Long clientLeftAtMillis,
    @Nullable Long endedAtMillis) {}

package io.ailb.config;

import io.ailb.flow.RetrySettings;
import io.ailb.flow.StreamSettings;
import io.ailb.flow.TimeoutSettings;
import io.ailb.flow.TranslationSettings;
import io.ailb.recognise.Match;
import io.ailb.select.PoolSettings;
import java.util.Map;

/**
 * What a configuration says of one pool.
 *
 * @param priorityHeader in which a request says how urgent it is
 * @param stream what becomes of streams that break
 * @param timeouts by endpoint
 * @param outputTokens expected of a request that names no bound
 * @param responseHeaders whether answers say who served them
 * @param translation between dialects
 */
public record PoolConfig(
    Match match,
    PoolSettings pool,
    RetrySettings retries,
    String priorityHeader,
    StreamSettings stream,
    Map<String, TimeoutSettings> timeouts,
    long outputTokens,
    boolean responseHeaders,
    TranslationSettings translation) {}

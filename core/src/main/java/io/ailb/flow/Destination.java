package io.ailb.flow;

import io.ailb.limit.RetryBudget;
import io.ailb.model.Endpoint;
import io.ailb.recognise.Match;
import io.ailb.select.Pool;
import java.util.Map;

/**
 * A pool as the flow uses it.
 *
 * @param match which requests it takes
 * @param retryBudget how many retries it may still make
 * @param priorityHeader in which a request says how urgent it is
 * @param stream what becomes of streams that break
 * @param timeouts of its endpoints, by name
 * @param outputTokens expected of a request that names no bound
 * @param responseHeaders whether answers say who served them
 * @param translation between dialects
 */
public record Destination(
    Match match,
    Pool pool,
    RetrySettings retries,
    RetryBudget retryBudget,
    String priorityHeader,
    StreamSettings stream,
    Map<String, TimeoutSettings> timeouts,
    long outputTokens,
    boolean responseHeaders,
    TranslationSettings translation) {

  TimeoutSettings timeouts(Endpoint endpoint) {
    return timeouts.getOrDefault(endpoint.name(), TimeoutSettings.DEFAULTS);
  }
}

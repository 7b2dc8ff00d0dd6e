package io.ailb.select;

import io.ailb.limit.Demand;
import io.ailb.model.AiCall;
import java.util.Set;

/**
 * A call that looks for a place.
 *
 * @param demand what it is expected to use
 * @param tags that an endpoint must have
 */
public record Request(AiCall call, Demand demand, Set<String> tags) {}

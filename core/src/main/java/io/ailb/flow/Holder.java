package io.ailb.flow;

import io.ailb.model.AiCall;
import io.ailb.select.Holding;
import io.ailb.select.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that keeps what a request refers to, in one of the pools that the request may use.
 */
record Holder(Destination destination, Member member) {

  /** Who keeps the first of {@code ids} that anybody is known to keep, and can serve the call. */
  static @Nullable Holder of(
      Engine engine, List<Destination> destinations, List<String> ids, AiCall call) {
    Holding holding = engine.holdings().of(ids);
    Holder closest = null;
    if (holding != null) {
      for (Destination destination : destinations) {
        Member member = destination.pool().holder(holding, call);
        if (member != null
            && (closest == null
                || holding.closeness(member.endpoint())
                    > holding.closeness(closest.member.endpoint()))) {
          closest = new Holder(destination, member);
        }
      }
    }
    return closest;
  }
}

package io.ailb.select;

import io.ailb.limit.BytesPerToken;
import io.ailb.limit.Demand;
import io.ailb.model.AiCall;
import java.util.Set;

/**
 * A call that looks for a place.
 *
 * @param demand what it is expected to use
 * @param tags that an endpoint must have, whatever their case
 * @param gate who can be asked at all
 * @param ties to single endpoints
 * @param windowAbove tokens of a context window that was too small for it: only a larger, declared
 *     one will do; {@link #ANY_WINDOW} if none was
 * @param urgency how soon it is wanted
 */
public record Request(
    AiCall call,
    Demand demand,
    Set<String> tags,
    Gate gate,
    Ties ties,
    long windowAbove,
    Urgency urgency) {
  /** Nothing is known to be too small. */
  public static final long ANY_WINDOW = -1;

  /** Any context that the estimate fits in will do, and any time. */
  public Request(AiCall call, Demand demand, Set<String> tags, Gate gate, Ties ties) {
    this(call, demand, tags, gate, ties, ANY_WINDOW, Urgency.NONE);
  }

  /** The same of a call that any endpoint may answer. */
  public Request(AiCall call, Demand demand, Set<String> tags, Gate gate) {
    this(call, demand, tags, gate, Ties.NONE);
  }

  /** The same of a call that anybody can be asked. */
  public Request(AiCall call, Demand demand, Set<String> tags) {
    this(call, demand, tags, Gate.OPEN);
  }

  /** Whether nothing but its size tells endpoints apart, as far as their configuration goes. */
  boolean isForAnybody() {
    return tags.isEmpty() && ties.holder() == null && windowAbove == ANY_WINDOW;
  }

  /**
   * Whether its text is all that its model reads: neither files in it nor what an endpoint keeps
   * for it.
   */
  boolean isSelfContained() {
    return call.files() == 0 && ties.holder() == null;
  }

  /** What it is expected to use of a model whose tokens have so many bytes of text. */
  Demand demand(double bytesPerToken) {
    return isEstimated() && bytesPerToken != AiCall.BYTES_PER_TOKEN
        ? new Demand(call.estimatedInput(bytesPerToken), demand.output())
        : demand;
  }

  /** No model takes it for more tokens, as far as they are estimated. */
  long mostTokens() {
    return Math.max(demand.input(), call.estimatedInput(BytesPerToken.LEAST)) + demand.output();
  }

  private boolean isEstimated() {
    return demand.input() > 0 && demand.input() == call.estimatedInput();
  }

  /** The same where a context of so many tokens was too small. */
  public Request above(long window) {
    return new Request(call, demand, tags, gate, ties, window, urgency);
  }

  /** The same with so many bytes more of text, which only some can be asked. */
  public Request longer(int bytes, Gate who) {
    AiCall longer = call.longer(bytes);
    Demand more = isEstimated() ? new Demand(longer.estimatedInput(), demand.output()) : demand;
    return new Request(longer, more, tags, who, ties, windowAbove, urgency);
  }

  /** The same, wanted so soon. */
  public Request by(Urgency when) {
    return new Request(call, demand, tags, gate, ties, windowAbove, when);
  }
}

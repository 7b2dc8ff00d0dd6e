package io.ailb.observe;

/**
 * Hears what happens to requests and endpoints. Implement what is of interest. Called by many
 * threads at once, on the request path: return at once, never block.
 */
public interface Listener {
  /** A request is a pool's from now on. */
  default void takenOver(TakenOver event) {}

  /** A try on an endpoint is over. */
  default void attemptEnded(AttemptEnded event) {}

  /** The application has its answer, its error, or has left. */
  default void requestEnded(RequestEnded event) {}

  /** A request looked like one for a pool, but was sent on untouched. */
  default void passedThrough(PassedThrough event) {}

  /** An endpoint stands otherwise than before. */
  default void endpointChanged(EndpointChanged event) {}

  /** No endpoint of a pool could take a request in time. */
  default void poolExhausted(PoolExhausted event) {}

  /** A pool has spent what it may. */
  default void budgetSpent(BudgetSpent event) {}

  /** A request asks for something that no endpoint of its pool can do. */
  default void nobodyCan(NobodyCan event) {}

  /** The application lost an answer without closing it; its place was given back. */
  default void answerLost(AnswerLost event) {}

  /** Something in ai-lb itself failed; the request was kept from harm. */
  default void bug(Bug event) {}
}

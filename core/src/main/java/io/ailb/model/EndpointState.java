package io.ailb.model;

/** How an endpoint stands, in one word; the worst of what holds. */
public enum EndpointState {
  /** Takes calls. */
  READY,
  /** Would take calls, but has as many as it may have now. */
  BUSY,
  /** Rests after a refusal. */
  COOLING,
  /** Taken out of use by its breaker. */
  OPEN,
  /** Being probed by its breaker. */
  HALF_OPEN,
  /** Finishes what it has and takes nothing new. */
  DRAINING,
  /** Taken out of use by somebody. */
  DISABLED
}

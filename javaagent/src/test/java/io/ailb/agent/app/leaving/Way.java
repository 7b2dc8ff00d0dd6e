package io.ailb.agent.app.leaving;

/** How an application leaves. */
public enum Way {
  /** It cancels the request, the future or the subscription. */
  CANCEL,
  /** It cancels the request while it reads nothing, and then reads. */
  BETWEEN,
  /** Its thread is interrupted. */
  INTERRUPT,
  /** It closes what it reads. */
  CLOSE,
  /** The client's own limit for an answer, or for a read of one. */
  TIMEOUT,
  /** A limit of Reactor's, around all. */
  OPERATOR;

  /** Whether it leaves by itself, after a while. */
  boolean isTimed() {
    return this == TIMEOUT || this == OPERATOR;
  }
}

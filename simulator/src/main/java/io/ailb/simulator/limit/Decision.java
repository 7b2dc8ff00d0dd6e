package io.ailb.simulator.limit;

import java.util.List;

/** What the limiter says to one request; both answers carry the quotas as they are afterwards. */
public sealed interface Decision {

  List<Reading> readings();

  /** The request may go on; its share is taken. */
  record Admitted(List<Reading> readings) implements Decision {}

  /**
   * The request is over a limit.
   *
   * @param kind the quota that refused it, the one to wait for longest
   * @param limit that quota's limit
   * @param used how much of it was in use
   * @param requested how much the request wanted
   * @param tooLarge true when it can never fit, however long it waits
   * @param hint when to come back
   */
  record Refused(
      QuotaKind kind,
      long limit,
      long used,
      long requested,
      boolean tooLarge,
      RetryHint hint,
      List<Reading> readings)
      implements Decision {}
}

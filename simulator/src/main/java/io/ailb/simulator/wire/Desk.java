package io.ailb.simulator.wire;

import io.ailb.simulator.dialect.Request;
import io.ailb.simulator.log.Visit;
import io.ailb.simulator.plan.Plan;

/** Where requests are received: decides what will happen to each. Called by many threads. */
public interface Desk {

  /**
   * Decides about one request.
   *
   * @param protocol {@code HTTP/1.1} or {@code HTTP/2}
   */
  Service receive(Request request, String protocol);

  /** A plan, and the visit to tell about it. */
  record Service(Plan plan, Visit visit) {}
}

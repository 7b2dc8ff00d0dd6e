package io.ailb.expose;

import java.util.List;

/** How a pool stands now. Every method is cheap and never throws. */
public interface PoolView {
  String name();

  String strategy();

  /** Requests that wait for a place. */
  int queued();

  /** The spent share of the tightest budget; -1 without one. */
  double budgetUsedPercent();

  /** Of requests that went on with a conversation, those that found it where it was; -1 = none. */
  double affinityHitPercent();

  /** In the order of the configuration. */
  List<EndpointView> endpoints();
}

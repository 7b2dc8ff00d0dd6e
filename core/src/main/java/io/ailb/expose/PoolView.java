package io.ailb.expose;

import java.util.List;

/** How a pool stands now. Every method is cheap and never throws. */
public interface PoolView {
  String name();

  String strategy();

  /** Requests that wait for a place. */
  int queued();

  /** In the order of the configuration. */
  List<EndpointView> endpoints();
}

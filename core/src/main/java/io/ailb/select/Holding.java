package io.ailb.select;

import io.ailb.model.Endpoint;
import io.ailb.model.Operation;
import io.ailb.model.Provider;

/**
 * Who keeps something under an id that it issued: as a provider knows it, the account behind a key.
 * It outlives the endpoint as it was configured then.
 */
public final class Holding {
  private final String pool;
  private final String name;
  private final String keyId;
  private final String server;
  private final Operation keptBy;

  Holding(Endpoint endpoint) {
    pool = endpoint.pool();
    name = endpoint.name();
    keyId = endpoint.keyId();
    server = endpoint.baseUrl().getRawAuthority();
    keptBy =
        endpoint.provider() == Provider.ANTHROPIC
            ? Operation.KEPT_BY_ANTHROPIC
            : Operation.KEPT_BY_OPENAI;
  }

  /** By which call of its provider's something is asked for that is kept. */
  public Operation keptBy() {
    return keptBy;
  }

  /**
   * How surely this endpoint reaches what is held, 0 if it does not: the same one does best, then
   * one with the same key at the same server; then the one of that name at that server, whose key
   * was exchanged, probably for another of the same account.
   */
  public int closeness(Endpoint endpoint) {
    if (!server.equals(endpoint.baseUrl().getRawAuthority())) {
      return 0;
    }
    boolean sameKey = keyId.equals(endpoint.keyId());
    boolean sameName = name.equals(endpoint.name()) && pool.equals(endpoint.pool());
    return sameKey ? (sameName ? 3 : 2) : sameName ? 1 : 0;
  }
}

package io.ailb.select;

import io.ailb.health.Rest;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.QuotaSet;
import io.ailb.model.Endpoint;
import io.ailb.time.Ticker;
import io.ailb.time.WallClock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All accounts, over all pools and beyond reloads: what was counted for a key stays counted as long
 * as anything uses the key. Thread-safe.
 */
public final class Accounts {
  /**
   * Model names come from callers. Past this many, a key's further models share one account, which
   * errs on the side of using less.
   */
  private static final int MAX_ACCOUNTS = 10_000;

  private static final String ALL_MODELS = "*";

  private final Ticker ticker;
  private final WallClock clock;
  private final Map<Key, Account> accounts = new ConcurrentHashMap<>();
  private final Map<Key, Rest> keyRests = new ConcurrentHashMap<>();

  private record Key(String owner, String host, String model) {}

  public Accounts(Ticker ticker, WallClock clock) {
    this.ticker = ticker;
    this.clock = clock;
  }

  /** The account from which {@code endpoint} serves {@code model}; its limits become these. */
  Account of(Endpoint endpoint, String model, LimitSettings limits) {
    Key key = new Key(owner(endpoint), endpoint.host(), limits.perModel() ? model : ALL_MODELS);
    if (accounts.size() >= MAX_ACCOUNTS && !accounts.containsKey(key)) {
      key = new Key(key.owner, key.host, ALL_MODELS);
    }
    long now = ticker.nanos();
    Account account =
        accounts.computeIfAbsent(
            key, created -> new Account(new QuotaSet(limits, clock, now), new Rest()));
    account.quotas().apply(limits, now);
    return account;
  }

  /** The same account if it is known already, else one that is forgotten at once. */
  Account peek(Endpoint endpoint, String model, LimitSettings limits) {
    Account known =
        accounts.get(
            new Key(owner(endpoint), endpoint.host(), limits.perModel() ? model : ALL_MODELS));
    return known != null
        ? known
        : new Account(new QuotaSet(limits, clock, ticker.nanos()), new Rest());
  }

  /** The pause of a key for all models, after the key itself was refused. */
  Rest keyRest(Endpoint endpoint) {
    Key key = new Key(endpoint.keyId(), endpoint.host(), ALL_MODELS);
    return keyRests.computeIfAbsent(key, created -> new Rest());
  }

  private static String owner(Endpoint endpoint) {
    return endpoint.quotaGroup() != null
        ? "group " + endpoint.quotaGroup()
        : "key " + endpoint.keyId();
  }
}

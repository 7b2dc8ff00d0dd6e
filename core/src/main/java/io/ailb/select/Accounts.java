package io.ailb.select;

import io.ailb.health.Changes;
import io.ailb.health.Rest;
import io.ailb.limit.BytesPerToken;
import io.ailb.limit.LimitSettings;
import io.ailb.limit.QuotaSet;
import io.ailb.model.Endpoint;
import io.ailb.time.Door;
import io.ailb.time.Ticker;
import io.ailb.time.WallClock;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final Changes changes = new Changes();
  private final Map<Key, Account> accounts = new ConcurrentHashMap<>();
  private final Map<Key, Rest> keyRests = new ConcurrentHashMap<>();
  private final Map<Key, Rest> modelRests = new ConcurrentHashMap<>();

  /** By host and model sent. */
  private final Map<Key, Rest> overloads = new ConcurrentHashMap<>();

  /** By host and model sent. */
  private final Map<Key, BytesPerToken> bytesPerToken = new ConcurrentHashMap<>();

  /** Of all pools that are in use, those included that a reload has replaced. */
  private final List<WeakReference<Queue>> queues = new CopyOnWriteArrayList<>();

  private record Key(String owner, String model) {
    // Written out: a record's own are put together when they first run, 10 ms of each start.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && owner.equals(key.owner) && model.equals(key.model);
    }

    @Override
    public int hashCode() {
      return owner.hashCode() * 31 + model.hashCode();
    }
  }

  public Accounts(Ticker ticker, WallClock clock) {
    this.ticker = ticker;
    this.clock = clock;
  }

  /** The account from which {@code endpoint} serves {@code model}; its limits become these. */
  Account of(Endpoint endpoint, String model, LimitSettings limits) {
    Key key = new Key(endpoint.account(), limits.perModel() ? model : ALL_MODELS);
    if (accounts.size() >= MAX_ACCOUNTS && !accounts.containsKey(key)) {
      key = new Key(key.owner, ALL_MODELS);
    }
    long now = ticker.nanos();
    Account account =
        accounts.computeIfAbsent(
            key, created -> new Account(new QuotaSet(limits, clock, now), new Rest(changes)));
    account.quotas().apply(limits, now);
    return account;
  }

  /** The account and the pause of a model as far as they are known; nothing is kept of the rest. */
  ModelUse peek(Endpoint endpoint, String model, LimitSettings limits) {
    Account account =
        accounts.get(new Key(endpoint.account(), limits.perModel() ? model : ALL_MODELS));
    Rest rest = modelRests.get(key(endpoint, model));
    return new ModelUse(
        account != null
            ? account
            : new Account(new QuotaSet(limits, clock, ticker.nanos()), new Rest(changes)),
        rest != null ? rest : new Rest(changes),
        overloads.getOrDefault(hostKey(endpoint, model), new Rest(changes)),
        bytesPerToken.getOrDefault(hostKey(endpoint, model), new BytesPerToken()),
        new Door(),
        ticker.nanos());
  }

  /** The pause of a key for all models, after the key itself was refused. */
  Rest keyRest(Endpoint endpoint) {
    return keyRests.computeIfAbsent(key(endpoint, ALL_MODELS), created -> new Rest(changes));
  }

  /** The pause of one model for a key at its host; kept for as many models as accounts are. */
  Rest modelRest(Endpoint endpoint, String model) {
    return kept(modelRests, key(endpoint, model), () -> new Rest(changes));
  }

  /** The pause of one model at its host, whatever the key: what is overloaded is the provider. */
  Rest overload(Endpoint endpoint, String model) {
    return kept(overloads, hostKey(endpoint, model), () -> new Rest(changes));
  }

  /** What is known of the tokens of a model at a host; kept for as many models as accounts are. */
  BytesPerToken bytesPerToken(Endpoint endpoint, String model) {
    return kept(bytesPerToken, hostKey(endpoint, model), BytesPerToken::new);
  }

  private static <T> T kept(Map<Key, T> all, Key key, Supplier<T> unknown) {
    T known = all.get(key);
    if (known != null || all.size() >= MAX_ACCOUNTS) {
      return known != null ? known : unknown.get();
    }
    return all.computeIfAbsent(key, created -> unknown.get());
  }

  private static Key hostKey(Endpoint endpoint, String model) {
    return new Key(endpoint.baseUrl().getAuthority(), model);
  }

  private static Key key(Endpoint endpoint, String model) {
    return new Key(endpoint.keyId() + " at " + endpoint.baseUrl().getAuthority(), model);
  }

  /** What counts whenever something comes up that may stand in the way of a call, at anybody. */
  Changes changes() {
    return changes;
  }

  WallClock clock() {
    return clock;
  }

  void join(Queue queue) {
    queues.removeIf(other -> other.get() == null);
    queues.add(new WeakReference<>(queue));
  }

  /** What one pool gives back another one may wait for: they share accounts, and members. */
  void freed() {
    for (WeakReference<Queue> reference : queues) {
      Queue queue = reference.get();
      if (queue != null) {
        queue.stir();
      }
    }
  }
}

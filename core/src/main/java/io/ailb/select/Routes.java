package io.ailb.select;

import io.ailb.model.AiCall;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.profile.Profiles;
import io.ailb.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who could ever serve which call, worked out once for each kind of call. Thread-safe. */
final class Routes {
  /** Model names come from callers: past this many, routes are worked out anew. */
  private static final int MAX_ROUTES = 1_000;

  private final PoolSettings settings;
  private final List<Member> members;
  private final Accounts accounts;
  private final Ticker ticker;
  private final Map<Key, Route> routes = new ConcurrentHashMap<>();

  private record Key(Operation operation, String model, Origin origin) {
    // Written out: a record's own are put together when they first run, 10 ms of a first request.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && operation == key.operation
          && model.equals(key.model)
          && origin.equals(key.origin);
    }

    @Override
    public int hashCode() {
      return (operation.hashCode() * 31 + model.hashCode()) * 31 + origin.hashCode();
    }
  }

  /** {@code members} in the order of the settings. */
  Routes(PoolSettings settings, List<Member> members, Accounts accounts, Ticker ticker) {
    this.settings = settings;
    this.members = members;
    this.accounts = accounts;
    this.ticker = ticker;
  }

  Route of(AiCall call) {
    Key key = new Key(call.operation(), call.model() == null ? "" : call.model(), call.origin());
    Route route = routes.get(key);
    if (route == null) {
      route = find(call, false);
      if (routes.size() >= MAX_ROUTES) {
        routes.clear();
      }
      routes.put(key, route);
    }
    return route;
  }

  /** The same for one who only looks: nothing is kept of it. */
  Route peek(AiCall call) {
    return find(call, true);
  }

  private Route find(AiCall call, boolean onlyLooks) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      ModelTarget target = member.endpoint().serves(call);
      if (target != null
          && (settings.translates() || member.endpoint().hears(call.operation()))
          && settings.members().get(i).enabled()) {
        ModelUse use =
            onlyLooks
                ? member.peek(target.sent(), accounts)
                : member.use(target.sent(), accounts, ticker.nanos());
        ModelProfile profile = Profiles.known().of(member.endpoint(), target);
        Candidate candidate = new Candidate(member, target, use, profile);
        if (call.operation().kind() != Operation.Kind.EMBED
            || Vectors.areComparable(candidate, candidates)) {
          candidates.add(candidate);
        }
      }
    }
    Map<Integer, List<Candidate>> tiers = new TreeMap<>();
    for (Candidate candidate : candidates) {
      tiers
          .computeIfAbsent(candidate.member().endpoint().tier(), tier -> new ArrayList<>())
          .add(candidate);
    }
    List<Tier> inOrder = new ArrayList<>();
    for (List<Candidate> tier : tiers.values()) { // a stream's first would cost each start
      inOrder.add(new Tier(tier));
    }
    return new Route(List.copyOf(inOrder));
  }
}

package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.limit.Budget;
import io.ailb.model.AiCall;
import io.ailb.model.ErrorClass;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.profile.Profiles;
import io.ailb.select.SelectionPolicy.Look;
import io.ailb.time.Dice;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that stand in for each other. Finds a place for a request and holds it. Thread-safe;
 * its members are fixed, a new configuration makes a new pool of the same members.
 */
public final class Pool {
  /** Places lost to other threads between looking and reserving, before we look no further. */
  private static final int RESCANS = 3;

  /** Where no limit is known, slowness may be of our own making: so much more of it is borne. */
  private static final double UNLIMITED_MAY_BE = 2;

  /** Model names come from callers: past this many, routes are worked out anew. */
  private static final int MAX_ROUTES = 1_000;

  private final PoolSettings settings;
  private final List<Member> members;
  private final Budget budget;
  private final Accounts accounts;
  private final Pauses pauses;
  private final Ticker ticker;
  private final Conversations conversations;
  private final Dice dice;
  private final SelectionPolicy policy;

  /** Of requests that are part of a conversation. */
  private final SelectionPolicy sticky;

  private final SelectionPolicy frugally = Least.expensive();
  private final Queue queue;
  private final DecisionLog decisions;
  private final Map<RouteKey, Route> routes = new ConcurrentHashMap<>();

  private final Set<String> withheldFields;

  private record RouteKey(Operation operation, String model, Origin origin) {}

  Pool(
      PoolSettings settings,
      List<Member> members,
      Budget budget,
      DecisionLog decisions,
      Conversations conversations,
      Accounts accounts,
      Ticker ticker,
      Timer timer,
      Dice dice) {
    this.settings = settings;
    this.budget = budget;
    this.members = List.copyOf(members);
    this.accounts = accounts;
    this.pauses = new Pauses(settings.cooldown(), dice);
    this.conversations = conversations;
    this.policy = settings.routing().strategy().policy(settings.routing().factors(), budget, dice);
    this.sticky =
        settings.routing().strategy().spreads()
            ? new Sticky(policy, conversations, settings.routing().affinity().maxLoad())
            : policy;
    this.dice = dice;
    this.ticker = ticker;
    this.queue = new Queue(this, ticker, timer, settings.queue().maxSize());
    this.decisions = decisions;
    this.withheldFields = withheldFields(this.members, settings.routing().affinity());
    accounts.join(queue);
    for (Member member : this.members) {
      member.endpoint().key().onAnswer(another -> keyAnswered(member, another));
    }
  }

  /**
   * Makes a pool of these endpoints.
   *
   * @param before the pool that this one replaces, whose members it takes over where their name and
   *     key are the same; null = none
   */
  public static Pool of(
      PoolSettings settings,
      @Nullable Pool before,
      Accounts accounts,
      Ticker ticker,
      Timer timer,
      Dice dice) {
    List<Member> members = new ArrayList<>();
    for (MemberSettings endpoint : settings.members()) {
      Member known = before == null ? null : before.same(endpoint);
      if (known == null) {
        known = new Member(endpoint, settings.breaker(), accounts, dice, ticker.nanos());
      } else {
        known.apply(endpoint, settings.breaker(), accounts, ticker.nanos());
      }
      members.add(known);
    }
    Budget budget =
        before == null
            ? new Budget(settings.routing().budget(), accounts.clock(), ticker.nanos())
            : before.budget;
    budget.apply(settings.routing().budget());
    DecisionLog decisions = before == null ? new DecisionLog() : before.decisions;
    Conversations conversations =
        before == null ? new Conversations(settings.routing().affinity()) : before.conversations;
    conversations.apply(settings.routing().affinity());
    return new Pool(
        settings, members, budget, decisions, conversations, accounts, ticker, timer, dice);
  }

  private @Nullable Member same(MemberSettings endpoint) {
    for (Member member : members) {
      if (member.endpoint().name().equals(endpoint.endpoint().name())
          && member.endpoint().keyId().equals(endpoint.endpoint().keyId())) {
        return member;
      }
    }
    return null;
  }

  public PoolSettings settings() {
    return settings;
  }

  /** In the order of the configuration. */
  public List<Member> members() {
    return members;
  }

  /**
   * Lower-case names of header fields that do not travel with a request: those that endpoints have
   * chosen for their keys, and that which names a conversation.
   */
  public Set<String> withheldFields() {
    return withheldFields;
  }

  private static Set<String> withheldFields(List<Member> members, AffinitySettings affinity) {
    Set<String> fields = new HashSet<>();
    if (affinity.by() == AffinitySettings.By.HEADER || affinity.by() == AffinitySettings.By.AUTO) {
      fields.add(affinity.header().toLowerCase(Locale.ROOT));
    }
    for (Member member : members) {
      String header = member.endpoint().auth().header();
      if (header != null) {
        fields.add(header.toLowerCase(Locale.ROOT));
      }
    }
    return Set.copyOf(fields);
  }

  /** The member of this name, or null. */
  public @Nullable Member member(String name) {
    for (Member member : members) {
      if (member.endpoint().name().equals(name)) {
        return member;
      }
    }
    return null;
  }

  /**
   * The member in use that most surely reaches what is held, among those that can serve the call;
   * null if there is none.
   */
  public @Nullable Member holder(Holding holding, AiCall call) {
    Member closest = null;
    int closeness = 0;
    for (Tier tier : route(call).tiers()) {
      for (Candidate candidate : tier) {
        int close = holding.closeness(candidate.member().endpoint());
        if (close > closeness) {
          closest = candidate.member();
          closeness = close;
        }
      }
    }
    return closest;
  }

  /** Where requests wait that find no place. */
  public Queue queue() {
    return queue;
  }

  /** Why requests went where they went, while somebody wants to know. */
  public DecisionLog decisions() {
    return decisions;
  }

  /** The same of one that finds no place. */
  public Choice noChoice(Request request, Tried tried, long now) {
    return new Deliberation(this, request, tried, Awaited.NOTHING, now).of(null);
  }

  /** The share of its budget that is spent; -1 without one. */
  public double budgetUsed() {
    return budget.used();
  }

  /**
   * Of requests that went on with a conversation, the share that found it where it was, 0 to 1; -1
   * while there was none.
   */
  public double affinityHits() {
    return conversations.hitRatio();
  }

  /** Whether an endpoint in use could ever serve this call. */
  public boolean couldServe(AiCall call) {
    return !route(call).isEmpty();
  }

  Route route(AiCall call) {
    RouteKey key =
        new RouteKey(call.operation(), call.model() == null ? "" : call.model(), call.origin());
    Route route = routes.get(key);
    if (route == null) {
      route = findRoute(call, false);
      if (routes.size() >= MAX_ROUTES) {
        routes.clear();
      }
      routes.put(key, route);
    }
    return route;
  }

  private Route findRoute(AiCall call, boolean onlyLooks) {
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
    return new Route(tiers.values().stream().map(Tier::new).toList());
  }

  /**
   * Holds a place for {@code request}, or returns null if there is none now. Lower tiers come
   * first. In a tier, endpoints where it has not failed come first, then, once, a quick second try
   * where it has; only then the next tier, and that not while it is worth waiting for this one. A
   * request that has not been anywhere takes nothing that others wait for.
   *
   * @param backedOff whether the request has waited long enough to try any failed endpoint again
   */
  public @Nullable Lease reserve(Request request, Tried tried, boolean backedOff, long now) {
    Awaited awaited = tried.isEmpty() ? queue.awaitedBefore(request) : Awaited.NOTHING;
    Lease lease = reserve(request, tried, backedOff, awaited, now);
    if (lease != null) {
      queue.served(request, lease.candidate());
    }
    return lease;
  }

  @Nullable Lease reserve(
      Request request, Tried tried, boolean backedOff, Awaited awaited, long now) {
    Route route = route(request.call());
    for (int i = 0; i < route.tiers().size(); i++) {
      Tier tier = route.tiers().get(i);
      Lease lease = reserveIn(tier, request, tried, false, awaited, now);
      if (lease == null && !tried.isEmpty()) {
        lease = reserveQuickly(tier, request, tried, awaited, now);
      }
      boolean last = i == route.tiers().size() - 1;
      if (lease != null || (!last && heldUntil(tier, request, tried, now) > now)) {
        return lease;
      }
    }
    if (backedOff) {
      for (Tier tier : route.tiers()) {
        Lease lease = reserveIn(tier, request, tried, true, awaited, now);
        if (lease != null) {
          return lease;
        }
      }
    }
    hasten(route, request, now);
    return null;
  }

  /**
   * Until when a tier that has no place is waited for before the next one is used: where one of its
   * endpoints rests and said when it is back, if that is soon. One that is merely full said
   * nothing.
   */
  private long heldUntil(Tier tier, Request request, Tried tried, long now) {
    long patience = (long) (settings.routing().patience().toNanos() * (1 + Pauses.STATED_JITTER));
    long most = Math.min(tried.patience(patience, now), request.urgency().deadline());
    long back = now;
    for (Candidate candidate : tier) {
      if (most > now && admits(candidate, tried, false)) {
        Obstacle obstacle = candidate.obstacle(request, now);
        if (obstacle != null && obstacle.stated() && obstacle.until() <= most) {
          back = back == now ? obstacle.until() : Math.min(back, obstacle.until());
        }
      }
    }
    return back;
  }

  private @Nullable Lease reserveQuickly(
      Tier tier, Request request, Tried tried, Awaited awaited, long now) {
    int number = tier.number();
    if (!tried.mayRetryQuickly(number)) {
      return null;
    }
    Lease lease = reserveIn(tier, request, tried, true, awaited, now);
    if (lease != null) {
      tried.retriesQuickly(number);
    }
    return lease;
  }

  private @Nullable Lease reserveIn(
      Tier tier, Request request, Tried tried, boolean again, Awaited awaited, long now) {
    Predicate<Candidate> isFree =
        candidate ->
            admits(candidate, tried, again)
                && !awaited.has(candidate)
                && candidate.isFree(request, now)
                && crowded(candidate) == null
                && overBudget(candidate, request, now) == null;
    boolean probes = tried.isEmpty();
    for (int scan = 0; scan < RESCANS; scan++) {
      Candidate best = choose(tier, isFree, probes, request, now);
      if (best == null) {
        return null;
      }
      Budget.Hold cost = budget.hold(counted(best, best.highestPrice(request)), now);
      Choice choice =
          decisions.isOn(now)
              ? new Deliberation(this, request, tried, awaited, now).of(best)
              : null;
      Lease lease = cost == null ? null : best.reserve(request, this, cost, now);
      if (lease != null) {
        lease.because(choice);
        if (request.ties().conversation() != Ties.NO_CONVERSATION) {
          conversations.goesTo(request.ties().conversation(), best.member(), now);
        }
        return lease;
      }
      if (cost != null) {
        cost.settle(0, now);
      }
    }
    return null;
  }

  /** The one to ask, or null; all are looked at where those that a short look finds cannot be. */
  private @Nullable Candidate choose(
      Tier tier, Predicate<Candidate> isFree, boolean probes, Request request, long now) {
    SelectionPolicy choice = policyOfNow(request);
    int enough =
        choice.look() == Look.ALL ? tier.size() : settings.routing().choices().of(tier.size());
    if (enough < tier.size()) {
      boolean draws = choice.look() == Look.DRAWN;
      List<Candidate> few =
          draws
              ? tier.drawn(enough, isFree, dice, now)
              : tier.first(choice.start(tier.size()), isFree);
      Candidate best = best(few, draws, choice, probes, request, now);
      if (best != null) {
        return best;
      }
    }
    return best(tier.all(isFree), false, choice, probes, request, now);
  }

  SelectionPolicy policyOfNow(Request request) {
    if (settings.routing().budget().isSet() && budget.wantsCheapest()) {
      return frugally;
    }
    return request.ties().conversation() == Ties.NO_CONVERSATION ? policy : sticky;
  }

  /** Opens the breakers of those that have become slow, unless all have. */
  private void takeOutSlow(List<Candidate> free, long now) {
    Double most = settings.breaker().slowdown();
    if (most == null || free.size() < 2) {
      return;
    }
    List<Candidate> slow = null;
    for (int i = 0; i < free.size(); i++) {
      Candidate candidate = free.get(i);
      double bound = candidate.account().quotas().isLimited() ? most : UNLIMITED_MAY_BE * most;
      if (candidate.use().condition().slowdown(now) >= bound) {
        slow = slow == null ? new ArrayList<>() : slow;
        slow.add(candidate);
      }
    }
    if (slow != null && slow.size() < free.size()) {
      for (Candidate candidate : slow) {
        double slowdown = candidate.use().condition().slowdown(now);
        String what = String.format(Locale.ROOT, "%.1f times slower than usual", slowdown);
        candidate.member().breaker().trip(now, what);
      }
      free.removeIf(candidate -> candidate.member().breaker().admitsAt(now) > now);
    }
  }

  /** Where those to come free first are endpoints whose breakers are open, they are not spared. */
  private void hasten(Route route, Request request, long now) {
    long first = Obstacle.NEVER;
    List<Candidate> open = new ArrayList<>();
    for (Tier tier : route.tiers()) {
      for (Candidate candidate : tier) {
        Obstacle obstacle = candidate.obstacleOfNow(request, now);
        if (obstacle != null && obstacle.kind() == Obstacle.Kind.BREAKER) {
          open.add(candidate);
        } else {
          first = Math.min(first, obstacle == null ? now : obstacle.until());
        }
      }
    }
    for (Candidate candidate : open) {
      Breaker breaker = candidate.member().breaker();
      if (breaker.admitsAt(now) < first) {
        breaker.hasten();
      }
    }
  }

  /** One that waits for a probe: it is found out about before anything else. */
  private static @Nullable Candidate probed(List<Candidate> free, Request request, long now) {
    if (free.size() > 1) {
      for (int i = 0; i < free.size(); i++) {
        Candidate candidate = free.get(i);
        if (candidate.member().breaker().phase(now) == Breaker.Phase.HALF_OPEN
            && candidate.unsupported(request) == null) {
          return candidate;
        }
      }
    }
    return null;
  }

  @Nullable Obstacle obstacle(Candidate candidate, Request request, long now) {
    Obstacle obstacle = candidate.obstacle(request, now);
    if (obstacle == null) {
      obstacle = crowded(candidate);
    }
    return obstacle != null ? obstacle : overBudget(candidate, request, now);
  }

  /** What nobody has stated makes requests wait; it turns none away. */
  private @Nullable Obstacle crowded(Candidate candidate) {
    return waits() ? candidate.crowded() : null;
  }

  /** Whether a request that finds no place waits for one. */
  boolean waits() {
    return !Duration.ZERO.equals(settings.queue().maxWait());
  }

  private @Nullable Obstacle overBudget(Candidate candidate, Request request, long now) {
    if (!settings.routing().budget().isSet()) {
      return null;
    }
    long free = budget.freeAt(counted(candidate, candidate.highestPrice(request)), now);
    return free > now ? new Obstacle(Obstacle.Kind.BUDGET, free, budget.inWords()) : null;
  }

  /** What of a price counts toward the budget: amounts of different currencies are never added. */
  private double counted(Candidate candidate, double price) {
    boolean same =
        candidate.profile().price().currency().equals(settings.routing().budget().currency());
    return same ? price : 0;
  }

  double counted(Lease lease, double cost) {
    return counted(lease.candidate(), cost);
  }

  /** That its budget is spent, in words, once each time that happens; else null. */
  public @Nullable String budgetNews() {
    return settings.routing().budget().isSet() ? budget.news() : null;
  }

  /** The best of those that can be asked; null if none can. Empties {@code free} on the way. */
  private @Nullable Candidate best(
      List<Candidate> free,
      boolean drawn,
      SelectionPolicy choice,
      boolean probes,
      Request request,
      long now) {
    takeOutSlow(free, now);
    Candidate probed = probes ? probed(free, request, now) : null;
    if (probed != null) {
      return probed;
    }
    while (!free.isEmpty()) {
      Candidate best;
      if (free.size() == 1) {
        best = free.get(0);
      } else {
        best = drawn ? choice.chooseDrawn(free, request, now) : choice.choose(free, request, now);
      }
      if (best.unsupported(request) == null) {
        return best;
      }
      free.remove(best);
    }
    return null;
  }

  private static boolean admits(Candidate candidate, Tried tried, boolean again) {
    return again ? tried.mayRetry(candidate.member()) : !tried.contains(candidate.member());
  }

  /** Whether a place could be had now, other than where the request has failed. */
  public boolean hasOther(Request request, Tried tried, Member current, long now) {
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (candidate.member() != current
            && !tried.contains(candidate.member())
            && obstacle(candidate, request, now) == null) {
          return true;
        }
      }
    }
    return false;
  }

  /** Names of endpoints that cannot be asked for this at all. */
  Set<String> unsupported(Request request) {
    Set<String> names = new HashSet<>();
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (request.ties().allow(candidate.member()) && candidate.unsupported(request) != null) {
          names.add(candidate.member().endpoint().name());
        }
      }
    }
    return names;
  }

  /** How many contexts are large enough for the request, as far as known. */
  int fitting(Request request) {
    int fitting = 0;
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        fitting += candidate.fits(request) ? 1 : 0;
      }
    }
    return fitting;
  }

  /** When the request may find a place, if it has none now. */
  public Outlook outlook(Request request, Tried tried, long now) {
    return outlook(request, tried, true, new Awaited(), now);
  }

  /**
   * The same for a request that waits.
   *
   * @param awaited what older ones wait for; gets what this one waits for
   */
  Outlook outlook(Request request, Tried tried, boolean backedOff, Awaited awaited, long now) {
    long place = Obstacle.NEVER;
    long retry = Obstacle.NEVER;
    boolean firm = true;
    long held = now;
    for (Tier tier : route(request.call()).tiers()) {
      long from = held;
      held = Math.max(held, heldUntil(tier, request, tried, now));
      for (Candidate candidate : tier) {
        boolean fresh = !tried.contains(candidate.member());
        if (fresh || tried.mayRetry(candidate.member())) {
          Obstacle obstacle = obstacle(candidate, request, now);
          long free = obstacle != null ? obstacle.until() : Obstacle.UNKNOWN;
          if (obstacle == null && !awaited.has(candidate)) {
            free = from;
          }
          place = fresh ? Math.min(place, free) : place;
          retry = fresh ? retry : Math.min(retry, free);
          firm &= obstacle != null && obstacle.isFirm();
          if (fresh || backedOff) {
            awaited.add(candidate, obstacle);
          }
        }
      }
    }
    return new Outlook(place, retry, firm);
  }

  /** How fast those can be served at best who could be where this request can. */
  Drain drain(Request request, Crowd crowd, long now) {
    Drain drain = new Drain(crowd);
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        Obstacle obstacle = candidate.obstacle(request, now);
        long from = obstacle != null && obstacle.isFirm() ? obstacle.until() : now;
        if (from != Obstacle.NEVER) {
          drain.add(candidate, from);
        }
      }
    }
    return drain;
  }

  /**
   * How long the answer takes where that is quickest, in nanoseconds; 0 while nothing is known, and
   * where its beginning is enough.
   */
  long quickest(Request request, long now) {
    long quickest = Long.MAX_VALUE;
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        long expected = candidate.use().condition().expected(request.demand().output());
        Obstacle obstacle = expected < 0 ? null : candidate.obstacle(request, now);
        if (expected >= 0 && (obstacle == null || obstacle.until() != Obstacle.NEVER)) {
          quickest = Math.min(quickest, expected);
        }
      }
    }
    return quickest == Long.MAX_VALUE || !request.urgency().entire() ? 0 : quickest;
  }

  /**
   * A request waits at the head of its lane: where only a limit keeps it away, that may be tried
   * beyond what is known to be safe.
   *
   * @return when it may be so again; {@link Obstacle#NEVER} if there is nothing to try
   */
  long explore(Request request, Tried tried, long now) {
    long again = Obstacle.NEVER;
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (!tried.contains(candidate.member())) {
          Obstacle obstacle = obstacle(candidate, request, now);
          if (obstacle != null && obstacle.kind() == Obstacle.Kind.LIMIT) {
            again =
                Math.min(
                    again, candidate.account().quotas().explore(candidate.demand(request), now));
          }
        }
      }
    }
    return again;
  }

  /** All endpoints that could ever serve the request, lowest tier first. */
  public List<Option> options(Request request, Tried tried, long now) {
    List<Option> options = new ArrayList<>();
    for (Tier tier : route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (!request.ties().allow(candidate.member())) {
          continue; // it is no option
        }
        Obstacle obstacle = obstacle(candidate, request, now);
        boolean failed = tried.contains(candidate.member());
        if (failed && (obstacle == null || !tried.mayRetry(candidate.member()))) {
          obstacle = Obstacle.lasting(Obstacle.Kind.TRIED, "failed this request");
        }
        options.add(new Option(candidate.member(), obstacle));
      }
    }
    return options;
  }

  /** Who would serve a request that nobody makes, lowest tier first: nothing is kept of it. */
  public List<Prospect> preview(Request request, long now) {
    List<Prospect> prospects = new ArrayList<>();
    boolean found = false;
    Obstacle patience = null;
    for (Tier tier : findRoute(request.call(), true).tiers()) {
      List<Candidate> free = new ArrayList<>(tier.size());
      List<Prospect> inTier = new ArrayList<>(tier.size());
      for (Candidate candidate : tier) {
        Obstacle obstacle = obstacle(candidate, request, now);
        obstacle = obstacle == null ? patience : obstacle;
        if (obstacle == null) {
          free.add(candidate);
        }
        inTier.add(new Prospect(candidate, obstacle, 0, null));
      }
      if (!found && !free.isEmpty()) {
        found = true;
        double[] chances = policy.chances(free, request, now);
        inTier.replaceAll(
            p ->
                p.obstacle == null
                    ? new Prospect(
                        p.candidate,
                        null,
                        chances[free.indexOf(p.candidate)],
                        policy.score(p.candidate, free, request, now))
                    : p);
      }
      prospects.addAll(inTier);
      patience = found || patience != null ? patience : patience(tier, request, now);
    }
    return prospects;
  }

  /** What keeps a request that nobody makes from the tiers above this one, which has no place. */
  private @Nullable Obstacle patience(Tier tier, Request request, long now) {
    long until = waits() ? heldUntil(tier, request, Tried.NOTHING, now) : now;
    String words = "tier " + tier.number() + " is waited for";
    return until > now ? new Obstacle(Obstacle.Kind.PATIENCE, until, words) : null;
  }

  /**
   * An endpoint for a request that nobody makes.
   *
   * @param obstacle what stands in the way there; null = nothing
   * @param chance to be chosen now, 0 to 1
   * @param score why it stands where it does among those of its tier; null = there is none
   */
  public record Prospect(
      Candidate candidate, @Nullable Obstacle obstacle, double chance, @Nullable Score score) {}

  /** An endpoint, and what stands in the way there; null = nothing. */
  public record Option(Member member, @Nullable Obstacle obstacle) {}

  /** Something ended or changed: those who wait may have a chance. */
  public void freed() {
    accounts.freed();
  }

  Pauses pauses() {
    return pauses;
  }

  private void keyAnswered(Member member, boolean another) {
    if (another) {
      member.keyRest().end();
    } else {
      String reason = "401, and its source has no other key";
      pauses.unauthorized(member.keyRest(), reason, ErrorClass.AUTH, ticker.nanos());
    }
    freed();
  }
}

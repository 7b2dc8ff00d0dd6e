package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.health.Changes;
import io.ailb.limit.Budget;
import io.ailb.model.AiCall;
import io.ailb.model.ErrorClass;
import io.ailb.model.Outcome;
import io.ailb.time.Dice;
import io.ailb.time.Ticker;
import io.ailb.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that stand in for each other. Finds a place for a request and holds it. Thread-safe;
 * its members are fixed, a new configuration makes a new pool of the same members.
 */
public final class Pool {
  /** Places lost to other threads between looking and reserving, before we look no further. */
  private static final int RESCANS = 3;

  private final PoolSettings settings;
  private final List<Member> members;
  private final Budget budget;
  private final Accounts accounts;
  private final Pauses pauses;
  private final Ticker ticker;
  private final Conversations conversations;
  private final Routes routes;
  private final Chooser chooser;
  private final Forecast forecast = new Forecast(this);
  private final Queue queue;
  private final DecisionLog decisions;
  private final Set<String> withheldFields;
  private final boolean waits;
  private final boolean comparesPaces;
  private final boolean hasBudget;

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
    this.routes = new Routes(settings, this.members, accounts, ticker);
    this.chooser = new Chooser(settings, budget, conversations, dice);
    this.ticker = ticker;
    this.queue = new Queue(this, ticker, timer, settings.queue().maxSize());
    this.decisions = decisions;
    this.withheldFields = withheldFields(this.members, settings.routing().affinity());
    this.waits = !Duration.ZERO.equals(settings.queue().maxWait());
    this.comparesPaces = settings.routing().strategy() == Strategy.FASTEST;
    this.hasBudget = settings.routing().budget().isSet();
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

  /** What requests can expect. */
  public Forecast forecast() {
    return forecast;
  }

  Chooser chooser() {
    return chooser;
  }

  Route route(AiCall call) {
    return routes.of(call);
  }

  /** The same for one who only looks: nothing is kept of it. */
  Route peek(AiCall call) {
    return routes.peek(call);
  }

  /** Whether an endpoint in use could ever serve this call. */
  public boolean couldServe(AiCall call) {
    return !route(call).isEmpty();
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
      if (lease != null || (!last && forecast.heldUntil(tier, request, tried, now) > now)) {
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
    Search search = new Search(this, request, tried, again, awaited, now);
    for (int scan = 0; scan < RESCANS; scan++) {
      Candidate best = chooser.choose(tier, search);
      if (best == null) {
        return null;
      }
      double most = hasBudget ? counted(best, best.highestPrice(request)) : 0;
      Budget.Hold cost = budget.hold(most, now);
      Choice choice =
          decisions.isOn(now)
              ? new Deliberation(this, request, tried, awaited, now).of(best)
              : null;
      Lease lease = cost == null ? null : best.reserve(request, this, cost, now);
      if (lease != null) {
        if (choice != null) {
          lease.because(choice);
        }
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

  /** Of the ticker. */
  long now() {
    return ticker.nanos();
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
    return isCrowded(candidate) ? candidate.crowded() : null;
  }

  /** Whether it has nothing of its own that may keep a request from an endpoint. */
  boolean isFree() {
    return !hasBudget;
  }

  /** Whether nothing stands in the way there that is the pool's own. */
  boolean hasRoom(Candidate candidate, Request request, long now) {
    return !isCrowded(candidate) && (!hasBudget || overBudget(candidate, request, now) == null);
  }

  private boolean isCrowded(Candidate candidate) {
    return waits && candidate.isCrowded();
  }

  /** Whether a request that finds no place waits for one. */
  boolean waits() {
    return waits;
  }

  /** Whether it is worth knowing how fast answers come: only one strategy asks. */
  boolean comparesPaces() {
    return comparesPaces;
  }

  private @Nullable Obstacle overBudget(Candidate candidate, Request request, long now) {
    if (!hasBudget) {
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

  /** What an outcome adds to what is spent. */
  double counted(Lease lease, Outcome outcome) {
    return hasBudget ? counted(lease.candidate(), lease.costOf(outcome)) : 0;
  }

  /** That its budget is spent, in words, once each time that happens; else null. */
  public @Nullable String budgetNews() {
    return hasBudget ? budget.news() : null;
  }

  /** Something ended or changed: those who wait may have a chance. */
  public void freed() {
    accounts.freed();
  }

  Changes changes() {
    return accounts.changes();
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

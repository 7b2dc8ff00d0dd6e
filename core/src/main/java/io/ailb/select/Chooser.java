package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.health.Condition;
import io.ailb.limit.Budget;
import io.ailb.select.SelectionPolicy.Look;
import io.ailb.time.Dice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one endpoint of a tier: what has become slow goes out of use, who waits for a probe gets
 * it, and all else is the policy's. Thread-safe.
 */
final class Chooser {
  /** Where no limit is known, slowness may be of our own making: so much more of it is borne. */
  private static final double UNLIMITED_MAY_BE = 2;

  private final PoolSettings settings;
  private final Budget budget;
  private final Dice dice;
  private final SelectionPolicy policy;

  /** Of requests that are part of a conversation. */
  private final SelectionPolicy sticky;

  private final SelectionPolicy frugally = Least.expensive();

  /** From this slowdown on an endpoint goes out of use; infinite = never. */
  private final double slow;

  /** Whether it bears all that is taken for usual: who does as usual is not looked at then. */
  private final boolean toleratesUsual;

  private final boolean hasBudget;

  Chooser(PoolSettings settings, Budget budget, Conversations conversations, Dice dice) {
    Routing routing = settings.routing();
    this.settings = settings;
    this.budget = budget;
    this.dice = dice;
    this.policy = routing.strategy().policy(routing.factors(), budget, dice);
    this.sticky =
        routing.strategy().spreads()
            ? new Sticky(policy, conversations, routing.affinity().maxLoad())
            : policy;
    Double most = settings.breaker().slowdown();
    this.slow = most == null ? Double.POSITIVE_INFINITY : most;
    this.toleratesUsual = slow >= Condition.SLOW;
    this.hasBudget = routing.budget().isSet();
  }

  /** The one to ask, or null; all are looked at where those that a short look finds cannot be. */
  @Nullable Candidate choose(Tier tier, Search search) {
    SelectionPolicy choice = policyOfNow(search.request());
    int enough =
        choice.look() == Look.ALL ? tier.size() : settings.routing().choices().of(tier.size());
    if (enough < tier.size()) {
      boolean draws = choice.look() == Look.DRAWN;
      Shortlist few =
          draws
              ? tier.drawn(enough, search, dice, search.now())
              : tier.first(choice.start(tier.size()), search);
      Candidate best = best(few, draws, choice, search);
      if (best != null) {
        return best;
      }
    }
    return best(search.among(tier), false, choice, search);
  }

  /** The strategy, for requests that are part of no conversation. */
  SelectionPolicy usual() {
    return policy;
  }

  /** What chooses for this request now. */
  SelectionPolicy policyOfNow(Request request) {
    if (hasBudget && budget.wantsCheapest()) {
      return frugally;
    }
    return request.ties().conversation() == Ties.NO_CONVERSATION ? policy : sticky;
  }

  /** The best of those that can be asked; null if none can. */
  private @Nullable Candidate best(
      Shortlist all, boolean drawn, SelectionPolicy choice, Search search) {
    Request request = search.request();
    long now = search.now();
    Shortlist free = all;
    boolean sound = toleratesUsual && search.foundOnlySound();
    if (free.size() > 1 && !sound && !areSound(free, now)) {
      free = withoutSlow(free, now);
      Candidate probed = search.probes() ? probed(free, request, now) : null;
      if (probed != null) {
        return probed;
      }
    }
    while (!free.isEmpty()) {
      Candidate best =
          free.size() == 1
              ? free.get(0)
              : drawn ? choice.chooseDrawn(free, request, now) : choice.choose(free, request, now);
      if (best.unsupported(request) == null) {
        return best;
      }
      free = free.only(other -> !other.equals(best));
    }
    return null;
  }

  /** Whether there is nothing special about any of them, as nearly always. */
  private boolean areSound(Shortlist free, long now) {
    for (int i = 0; i < free.size(); i++) {
      Candidate candidate = free.get(i);
      if (!candidate.isClear(now) || isSlow(candidate, now)) {
        return false;
      }
    }
    return true;
  }

  /** Opens the breakers of those that have become slow, unless all have. */
  private Shortlist withoutSlow(Shortlist free, long now) {
    Shortlist slow = free.only(candidate -> isSlow(candidate, now));
    if (slow.isEmpty() || slow.size() == free.size()) {
      return free;
    }
    for (int i = 0; i < slow.size(); i++) {
      double slowdown = slow.get(i).condition().slowdown(now);
      String what = String.format(Locale.ROOT, "%.1f times slower than usual", slowdown);
      slow.get(i).member().breaker().trip(now, what);
    }
    return free.only(candidate -> candidate.member().breaker().admitsAt(now) <= now);
  }

  /** Whether it is so slow that it goes out of use while others are sound. */
  boolean isSlow(Candidate candidate, long now) {
    if (toleratesUsual && candidate.condition().isUsual(now)) {
      return false;
    }
    double slowdown = candidate.condition().slowdown(now);
    return slowdown >= slow
        && (candidate.quotas().isLimited() || slowdown >= UNLIMITED_MAY_BE * slow);
  }

  /** One that waits for a probe: it is found out about before anything else. */
  private static @Nullable Candidate probed(Shortlist free, Request request, long now) {
    for (int i = 0; free.size() > 1 && i < free.size(); i++) {
      Candidate candidate = free.get(i);
      if (candidate.member().breaker().phase(now) == Breaker.Phase.HALF_OPEN
          && candidate.unsupported(request) == null) {
        return candidate;
      }
    }
    return null;
  }
}

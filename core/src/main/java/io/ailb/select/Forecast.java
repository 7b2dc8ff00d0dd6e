package io.ailb.select;

import io.ailb.health.Breaker;
import io.ailb.model.AiCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request can expect of a pool: who could serve it, what stands in the way and until when.
 * Thread-safe.
 */
public final class Forecast {
  private final Pool pool;

  Forecast(Pool pool) {
    this.pool = pool;
  }

  /** Whether a place could be had now, other than where the request has failed. */
  public boolean hasOther(Request request, Tried tried, Member current, long now) {
    return otherFrom(request, tried, current, now) == now;
  }

  /**
   * When an endpoint other than {@code current}, where it has not failed, could take the request as
   * things stand: {@code now}, later, {@link Obstacle#UNKNOWN} or {@link Obstacle#NEVER}.
   */
  public long otherFrom(Request request, Tried tried, Member current, long now) {
    long earliest = Obstacle.NEVER;
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (candidate.member() != current && !tried.contains(candidate.member())) {
          Obstacle obstacle = pool.obstacle(candidate, request, now);
          if (obstacle == null) {
            return now;
          }
          earliest = Math.min(earliest, Math.max(obstacle.until(), now + 1));
        }
      }
    }
    return earliest;
  }

  /**
   * Whether an endpoint that could serve the call is in use, and not slow, beside this one. Where
   * there is none, slowness takes nobody out of use, nor keeps anybody out.
   */
  boolean hasSound(AiCall call, Member beside, long now) {
    for (Tier tier : pool.route(call).tiers()) {
      for (Candidate candidate : tier) {
        Member member = candidate.member();
        if (member != beside
            && member.obstacle(now) == null
            && member.breaker().phase(now) == Breaker.Phase.CLOSED
            && candidate.use().resting(now) == null
            && !pool.chooser().isSlow(candidate, now)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Names of endpoints that cannot be asked for this at all. */
  Set<String> unsupported(Request request) {
    Set<String> names = new HashSet<>();
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (request.ties().allow(candidate.member())
            && (candidate.unsupported(request) != null
                || candidate.tooLarge(request, pool.now()) != null)) {
          names.add(candidate.member().endpoint().name());
        }
      }
    }
    return names;
  }

  /** How many contexts are large enough for the request, as far as known. */
  int fitting(Request request) {
    int fitting = 0;
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        fitting += candidate.fits(request) ? 1 : 0;
      }
    }
    return fitting;
  }

  /**
   * Until when a tier that has no place is waited for before the next one is used: where one of its
   * endpoints rests and said when it is back, if that is soon. One that is merely full said
   * nothing.
   */
  long heldUntil(Tier tier, Request request, Tried tried, long now) {
    long patience =
        (long) (pool.settings().routing().patience().toNanos() * (1 + Pauses.STATED_JITTER));
    long most = Math.min(tried.patience(patience, now), request.urgency().deadline());
    long back = now;
    for (Candidate candidate : tier) {
      if (most > now && !tried.contains(candidate.member())) {
        Obstacle obstacle = candidate.obstacle(request, now);
        if (obstacle != null && obstacle.stated() && obstacle.until() <= most) {
          back = back == now ? obstacle.until() : Math.min(back, obstacle.until());
        }
      }
    }
    return back;
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
    for (Tier tier : pool.route(request.call()).tiers()) {
      long from = held;
      held = Math.max(held, heldUntil(tier, request, tried, now));
      for (Candidate candidate : tier) {
        boolean fresh = !tried.contains(candidate.member());
        if (fresh || tried.mayRetry(candidate.member())) {
          Obstacle obstacle = pool.obstacle(candidate, request, now);
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
    for (Tier tier : pool.route(request.call()).tiers()) {
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
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        long expected = candidate.condition().expected(request.demand().output());
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
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (!tried.contains(candidate.member())) {
          Obstacle obstacle = pool.obstacle(candidate, request, now);
          if (obstacle != null && obstacle.kind() == Obstacle.Kind.LIMIT) {
            again = Math.min(again, candidate.quotas().explore(candidate.demand(request), now));
          }
        }
      }
    }
    return again;
  }

  /** All endpoints that could ever serve the request, lowest tier first. */
  public List<Option> options(Request request, Tried tried, long now) {
    List<Option> options = new ArrayList<>();
    for (Tier tier : pool.route(request.call()).tiers()) {
      for (Candidate candidate : tier) {
        if (!request.ties().allow(candidate.member())) {
          continue; // it is no option
        }
        Obstacle obstacle = pool.obstacle(candidate, request, now);
        boolean failed = tried.contains(candidate.member());
        if (failed && (obstacle == null || !tried.mayRetry(candidate.member()))) {
          obstacle = Obstacle.lasting(Obstacle.Kind.TRIED, "failed this request");
        }
        if (obstacle == null && pool.queue().awaitedBefore(request).has(candidate)) {
          obstacle = candidate.awaited(now);
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
    for (Tier tier : pool.peek(request.call()).tiers()) {
      Shortlist free = new Shortlist(tier.size());
      List<Prospect> inTier = new ArrayList<>(tier.size());
      for (Candidate candidate : tier) {
        Obstacle obstacle = pool.obstacle(candidate, request, now);
        obstacle = obstacle == null ? patience : obstacle;
        if (obstacle == null) {
          free.add(candidate);
        }
        inTier.add(new Prospect(candidate, obstacle, 0, null));
      }
      if (!found && !free.isEmpty()) {
        found = true;
        double[] chances = pool.chooser().usual().chances(free, request, now);
        inTier.replaceAll(
            p ->
                p.obstacle == null
                    ? new Prospect(
                        p.candidate,
                        null,
                        chances[free.indexOf(p.candidate)],
                        pool.chooser().usual().score(p.candidate, free, request, now))
                    : p);
      }
      prospects.addAll(inTier);
      patience = found || patience != null ? patience : patience(tier, request, now);
    }
    return prospects;
  }

  /** What keeps a request that nobody makes from the tiers above this one, which has no place. */
  private @Nullable Obstacle patience(Tier tier, Request request, long now) {
    long until = pool.waits() ? heldUntil(tier, request, Tried.NOTHING, now) : now;
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
}

package io.ailb.select;

import io.ailb.select.Choice.Considered;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How everybody stands for a request at the moment of a choice; made only if somebody asks. */
record Deliberation(Pool pool, Request request, Tried tried, Awaited awaited, long now) {
  /** Of a pool with more endpoints, those are told that come first. */
  private static final int MOST = 20;

  private static final Obstacle OLDER =
      Obstacle.lasting(Obstacle.Kind.TRIED, "an older request waits for it");

  private static final Obstacle FAILED =
      Obstacle.lasting(Obstacle.Kind.TRIED, "failed this request");

  /** With {@code chosen} as what comes of it; null = nobody. */
  Choice of(@Nullable Candidate chosen) {
    List<Considered> all = new ArrayList<>();
    for (Tier tier : pool.route(request.call()).tiers()) {
      List<Obstacle> obstacles = new ArrayList<>(tier.size());
      Shortlist free = new Shortlist(tier.size());
      for (Candidate candidate : tier) {
        Obstacle obstacle = candidate.equals(chosen) ? null : obstacle(candidate);
        obstacles.add(obstacle);
        if (obstacle == null) {
          free.add(candidate);
        }
      }
      boolean weighed = chosen != null && tier.has(chosen);
      SelectionPolicy policy = pool.chooser().policyOfNow(request);
      double[] chances = weighed ? policy.chances(free, request, now) : new double[0];
      for (int i = 0; i < tier.size(); i++) {
        Candidate candidate = tier.get(i);
        boolean counts = weighed && obstacles.get(i) == null;
        all.add(
            new Considered(
                candidate.member().endpoint().name(),
                candidate.member().endpoint().tier(),
                obstacles.get(i),
                counts ? chances[free.indexOf(candidate)] : 0,
                counts ? policy.score(candidate, free, request, now) : null));
      }
    }
    String name = chosen == null ? null : chosen.member().endpoint().name();
    all.sort((one, other) -> rank(one, name) - rank(other, name));
    int shown = Math.min(MOST, all.size());
    return new Choice(name, all.subList(0, shown), all.size() - shown, now);
  }

  /** The chosen one first, then who was free, then the others; else as they stand. */
  private static int rank(Considered considered, @Nullable String chosen) {
    if (considered.endpoint().equals(chosen)) {
      return 0;
    }
    return considered.score() != null || considered.chance() > 0 ? 1 : 2;
  }

  private @Nullable Obstacle obstacle(Candidate candidate) {
    Obstacle obstacle = pool.obstacle(candidate, request, now);
    if (obstacle != null) {
      return obstacle;
    }
    if (tried.contains(candidate.member())) {
      return FAILED;
    }
    return awaited.has(candidate) ? OLDER : null;
  }
}

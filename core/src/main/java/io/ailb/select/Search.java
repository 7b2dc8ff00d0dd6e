package io.ailb.select;

import java.util.function.Predicate;

/** One look for a place: who can be asked for it now. For one thread. */
final class Search implements Predicate<Candidate> {
  private final Pool pool;
  private final Request request;
  private final Tried tried;
  private final boolean again;
  private final Awaited awaited;
  private final long now;

  /** Whether nobody is out of the question but for how he stands himself, as nearly always. */
  private final boolean isPlain;

  private final long mostTokens;

  private boolean foundSpecial;

  /**
   * Begins to look.
   *
   * @param tried where the request has failed
   * @param again whether only those are looked at where it has
   * @param awaited what others wait for
   */
  Search(Pool pool, Request request, Tried tried, boolean again, Awaited awaited, long now) {
    this.pool = pool;
    this.request = request;
    this.tried = tried;
    this.again = again;
    this.awaited = awaited;
    this.now = now;
    this.isPlain =
        tried.isEmpty() && !again && awaited.isNothing() && request.isForAnybody() && pool.isFree();
    this.mostTokens = request.mostTokens();
  }

  Request request() {
    return request;
  }

  long now() {
    return now;
  }

  /** Whether it may be sent to find out how an endpoint does: it has not failed anywhere yet. */
  boolean probes() {
    return tried.isEmpty();
  }

  /** Those of a tier that can be asked: mostly these are all there are, which is quickly told. */
  Shortlist among(Tier tier) {
    return takeAll(tier.all()) ? tier.all() : tier.all(this);
  }

  private boolean takeAll(Shortlist all) {
    boolean take = isPlain;
    int changes = pool.changes().soFar();
    for (int i = 0; take && i < all.size(); i++) {
      take = all.get(i).surelyTakes(mostTokens, changes, now);
    }
    return take;
  }

  /** Whether {@code candidate} can be asked. */
  @Override
  public boolean test(Candidate candidate) {
    if (isPlain && candidate.surelyTakes(mostTokens, pool.changes().soFar(), now)) {
      return true;
    }
    foundSpecial = true;
    return (probes() ? !again : admits(candidate))
        && !awaited.has(candidate)
        && candidate.isFree(request, now)
        && pool.hasRoom(candidate, request, now);
  }

  private boolean admits(Candidate candidate) {
    return again ? tried.mayRetry(candidate.member()) : !tried.contains(candidate.member());
  }

  /** Whether there was nothing special about any that it looked at so far. */
  boolean foundOnlySound() {
    return !foundSpecial;
  }
}

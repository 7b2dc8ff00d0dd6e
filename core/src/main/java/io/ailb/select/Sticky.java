package io.ailb.select;

import io.ailb.model.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a conversation where it is, as far as that does no harm; else another policy decides. It
 * only chooses among those who can take the call now, so that breakers, limits and tiers come
 * first, and gives nobody much more than its share, so that one busy conversation cannot burden one
 * endpoint (selection, section 3: rendezvous hashing with bounded loads).
 *
 * <p>Where it has not been of late, a conversation goes where its key ranks highest: the same in
 * every process, and in proportion to the weights. An endpoint that comes or goes moves no
 * conversation but its own.
 */
final class Sticky implements SelectionPolicy {
  private final SelectionPolicy others;
  private final Conversations conversations;
  private final double maxLoad;

  Sticky(SelectionPolicy others, Conversations conversations, double maxLoad) {
    this.others = others;
    this.conversations = conversations;
    this.maxLoad = maxLoad;
  }

  @Override
  public Candidate choose(Shortlist free, Request request, long now) {
    Candidate sticky = sticky(free, request.ties().conversation(), now);
    return sticky == null ? others.choose(free, request, now) : sticky;
  }

  /** Where it is, or ranks highest, may be anywhere: of a large tier this takes its time. */
  @Override
  public Look look() {
    return Look.ALL;
  }

  /** Null if all have their share already. */
  private @Nullable Candidate sticky(Shortlist free, long conversation, long now) {
    Member last = conversations.last(conversation, now);
    long underWay = 0;
    double weights = 0;
    for (int i = 0; i < free.size(); i++) {
      Candidate candidate = free.get(i);
      underWay += candidate.member().inFlight();
      weights += candidate.member().weight();
    }
    Candidate first = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < free.size(); i++) {
      Candidate candidate = free.get(i);
      Member member = candidate.member();
      double share = (underWay + 1) * member.weight() / weights;
      if (member.inFlight() + 1 <= maxLoad * share + 1) {
        if (member == last) {
          return candidate;
        }
        double rank = rank(conversation, member);
        if (rank < lowest) {
          lowest = rank;
          first = candidate;
        }
      }
    }
    return first;
  }

  /** The lowest of several falls to each as often as its weight says. */
  private static double rank(long conversation, Member member) {
    long bits = Fingerprint.of(conversation, member.identity()) >>> 11;
    return -Math.log((bits + 0.5) * 0x1p-53) / member.weight();
  }

  @Override
  public double[] chances(Shortlist free, Request request, long now) {
    Candidate sticky = sticky(free, request.ties().conversation(), now);
    return sticky == null
        ? others.chances(free, request, now)
        : SelectionPolicy.certain(free.indexOf(sticky), free.size());
  }

  @Override
  public @Nullable Score score(Candidate candidate, Shortlist free, Request request, long now) {
    return others.score(candidate, free, request, now);
  }
}

package io.ailb.flow;

import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.AnswerLost;
import io.ailb.observe.Listener;
import io.ailb.select.Lease;
import io.ailb.time.Reaper;
import io.ailb.time.Ticker;

/**
 * Gives back the places of answers that the application dropped without closing them, once the
 * garbage collector has found that out.
 */
public final class LostAnswers {
  private final Reaper reaper;
  private final Ticker ticker;
  private final Listener listener;

  public LostAnswers(Reaper reaper, Ticker ticker, Listener listener) {
    this.reaper = reaper;
    this.ticker = ticker;
    this.listener = listener;
  }

  /** Settles {@code lease} when {@code body} is gone and nobody has settled it before. */
  void watch(Object body, Lease lease, String request) {
    // What runs must not lead back to the body, or it would never be gone: it holds the lease only.
    reaper.afterLossOf(body, new GiveBack(lease, request, this));
  }

  /** Settles {@code lease} of an answer that nobody has read for long. */
  void unread(Lease lease, String request) {
    new GiveBack(lease, request, this).run();
  }

  private record GiveBack(Lease lease, String request, LostAnswers told) implements Runnable {
    @Override
    public void run() {
      if (lease.settle(new Outcome.Abandoned(Usage.NONE, true), told.ticker.nanos())) {
        told.listener.answerLost(
            new AnswerLost(request, lease.endpoint().pool(), lease.endpoint().name()));
      }
    }
  }
}

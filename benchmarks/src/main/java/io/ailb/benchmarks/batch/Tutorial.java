package io.ailb.benchmarks.batch;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pool and caller of the tutorial: it counts a request once it has succeeded, and gives up at
 * once where nobody seems to have capacity.
 */
final class Tutorial implements Policy {
  private static final int TRIES = 3;
  private static final int ERRORS = 3;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Workers workers;
  private final SplittableRandom dice; // guarded by this
  private List<Slot> slots = List.of();

  Tutorial(Workers workers, long seed) {
    this.workers = workers;
    this.dice = new SplittableRandom(seed);
  }

  /** What is known of an endpoint; guarded by its policy. The pool has no limits by the day. */
  private static final class Slot {
    private final Pool.Member member;
    private int minute;
    private long minuteBegan = System.nanoTime();
    private int errors;
    private long lastError;

    private Slot(Pool.Member member) {
      this.member = member;
    }

    private double share(long now) {
      if (now - minuteBegan >= MINUTE) {
        minute = 0;
        minuteBegan = now;
      }
      boolean healthy = errors < ERRORS || now - lastError >= MINUTE;
      double capacity = Math.max(0, 1 - (double) minute / member.rpm());
      return healthy ? capacity * member.weight() : 0;
    }
  }

  @Override
  public void run(Pool pool, Ledger ledger) throws Exception {
    slots = pool.members().stream().map(Slot::new).toList();
    Asker asker = new Asker();
    workers.run(ledger.requests(), number -> request(asker, ledger, number));
  }

  private void request(Asker asker, Ledger ledger, int number) throws InterruptedException {
    String why = "three tries have failed";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Slot chosen = choose();
      if (chosen == null) {
        why = "no endpoint is available";
        break;
      }
      Reply reply = asker.ask(chosen.member, ledger.question(number));
      long pause = learn(chosen, reply, attempt);
      if (reply.isGood()) {
        ledger.answered(number, reply.text());
        return;
      }
      if (pause == 0) {
        why = reply.text();
        break;
      }
      TimeUnit.SECONDS.sleep(pause);
    }
    ledger.failed(number, why);
  }

  private synchronized @Nullable Slot choose() {
    long now = System.nanoTime();
    double[] shares = slots.stream().mapToDouble(slot -> slot.share(now)).toArray();
    double point = 0;
    for (double share : shares) {
      point += share;
    }
    point *= dice.nextDouble();
    for (int i = 0; i < shares.length; i++) {
      point -= shares[i];
      if (shares[i] > 0 && point < 0) {
        return slots.get(i);
      }
    }
    return null;
  }

  /** Seconds until the next try; 0 = there is none. */
  private synchronized long learn(Slot slot, Reply reply, int attempt) {
    if (reply.isGood()) {
      slot.errors = 0;
      slot.minute++;
      return 0;
    }
    slot.errors++;
    slot.lastError = System.nanoTime();
    if (reply.isRateLimit() && slot.member.speaksOpenAi()) {
      slot.minute = slot.member.rpm();
      return 1;
    }
    return reply.status() == 0 || reply.status() == 500 ? 1L << attempt : 0;
  }
}

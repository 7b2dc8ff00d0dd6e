package io.ailb.benchmarks.batch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What most people write first: the endpoints in turn, and where one fails the next one, after one
 * second, then two; three tries in all.
 */
final class RoundRobin implements Policy {
  private static final int TRIES = 3;

  private final Workers workers;
  private final AtomicInteger turn = new AtomicInteger();

  RoundRobin(Workers workers) {
    this.workers = workers;
  }

  @Override
  public void run(Pool pool, Ledger ledger) throws Exception {
    Asker asker = new Asker();
    workers.run(
        ledger.requests(),
        number -> {
          Reply reply = ask(asker, pool.members(), ledger.question(number));
          for (int again = 0; again < TRIES - 1 && !reply.isGood(); again++) {
            TimeUnit.SECONDS.sleep(1L << again);
            reply = ask(asker, pool.members(), ledger.question(number));
          }
          if (reply.isGood()) {
            ledger.answered(number, reply.text());
          } else {
            ledger.failed(number, reply.text());
          }
        });
  }

  private Reply ask(Asker asker, List<Pool.Member> members, String question)
      throws InterruptedException {
    return asker.ask(members.get(turn.getAndIncrement() % members.size()), question);
  }
}

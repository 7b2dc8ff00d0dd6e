package io.ailb.flow;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * One thread that loops: asks, sends, waits for each event as long as patience lasts. What it lends
 * it spoils as soon as it may.
 */
final class BlockingAdapter implements TestAdapter {
  @Override
  public Call run(World world, Call call) {
    long began = world.time.nanos();
    Exchange exchange = TestAdapter.begin(world, call);
    if (exchange == null) {
      return call;
    }
    if (call.leavesAfter != null) {
      world.time.in(call.leavesAfter.toNanos(), exchange::abandoned);
    }
    while (true) {
      Step step = exchange.next();
      if (step instanceof Step.Wait wait) {
        while (!wait.ready().isDone() && world.time.toNextAlarm()) {}
        if (!wait.ready().isDone()) {
          throw new AssertionError("waits for ever");
        }
      } else if (step instanceof Step.Send send) {
        Verdict verdict = attempt(world, call, exchange, send, began);
        if (verdict != Verdict.DROP) {
          break;
        }
      } else {
        finish(world, call, exchange, step, began);
        break;
      }
    }
    call.endAt = TestAdapter.since(world, began);
    return call;
  }

  private static void finish(World world, Call call, Exchange exchange, Step step, long began) {
    if (step instanceof Step.Answer) {
      present(world, call, exchange, began);
    } else if (step instanceof Step.Fail fail) {
      call.failure = fail.why();
    } else {
      call.untouched = true;
    }
  }

  private static Verdict attempt(
      World world, Call call, Exchange exchange, Step.Send send, long began) {
    Reply reply = world.reply(send.request());
    Attempt attempt = send.attempt();
    Verdict verdict = Verdict.HOLD;
    long last = world.time.nanos();
    byte[] lent = {};
    for (int i = 0; verdict == Verdict.HOLD || verdict == Verdict.PASS; ) {
      Reply.Event event = i < reply.events.size() ? reply.events.get(i) : null;
      long due = event == null ? Long.MAX_VALUE : last + event.after().toNanos();
      verdict = waitFor(world, attempt, due);
      if (verdict == null) {
        if (event.kind() == Reply.Kind.BODY) {
          byte[] piece = bytes(event);
          verdict = attempt.lend(piece, 0, piece.length);
          spoil(lent);
          lent = piece;
        } else {
          verdict = report(attempt, event);
        }
        last = world.time.nanos();
        i++;
      }
      boolean shown = call.answer != null;
      if (verdict == Verdict.PASS
          || verdict == Verdict.DONE
          || verdict == Verdict.FAIL
          || (verdict == Verdict.DROP && shown)) {
        present(world, call, exchange, began);
        spoil(lent);
      }
    }
    return verdict;
  }

  private static byte[] bytes(Reply.Event event) {
    byte[] bytes = new byte[event.bytes().remaining()];
    event.bytes().duplicate().get(bytes);
    return bytes;
  }

  private static void spoil(byte[] bytes) {
    Arrays.fill(bytes, (byte) '?');
  }

  /** Null if the event came in time; else what being late, or abandoned, led to. */
  private static Verdict waitFor(World world, Attempt attempt, long due) {
    while (true) {
      long patience = attempt.patience();
      long now = world.time.nanos();
      if (patience == 0) {
        return attempt.late();
      }
      if (due - now <= patience && due != Long.MAX_VALUE) {
        world.time.pass(Duration.ofNanos(due - now));
        return null;
      }
      // In slices, as something else may end the attempt meanwhile.
      world.time.pass(Duration.ofNanos(Math.min(patience, Duration.ofMillis(100).toNanos())));
      if (world.time.nanos() - now >= patience) {
        return attempt.late();
      }
    }
  }

  static Verdict report(Attempt attempt, Reply.Event event) {
    return switch (event.kind()) {
      case HEAD -> attempt.head(event.status(), event.headers());
      case BODY -> attempt.body(event.bytes().duplicate());
      case END -> attempt.end();
      case BREAK -> attempt.broke(event.why());
      case UNSENDABLE -> attempt.failedToSend(new IllegalArgumentException("a bad header"));
      case UNUSABLE -> attempt.unusable(true);
    };
  }

  static void present(World world, Call call, Exchange exchange, long began) {
    if (call.answer == null) {
      call.answer = exchange.answer();
      call.headAt = TestAdapter.since(world, began);
    }
    Verdict ended = exchange.ended();
    for (ByteBuffer next = exchange.take(); next != null; next = exchange.take()) {
      call.take(next);
    }
    if (ended != null) {
      call.ended = ended;
      call.failure = exchange.failure();
    }
  }
}

package io.ailb.flow;

import io.ailb.time.Timer;

/** No thread of its own: events and one alarm per attempt call back. */
final class AsyncAdapter implements TestAdapter {
  @Override
  public Call run(World world, Call call) {
    Exchange exchange = TestAdapter.begin(world, call);
    if (exchange == null) {
      return call;
    }
    Driver driver = new Driver(world, call, exchange);
    if (call.leavesAfter != null) {
      world.time.in(call.leavesAfter.toNanos(), driver::leave);
    }
    driver.step();
    while (!driver.over && world.time.toNextAlarm()) {}
    if (!driver.over) {
      throw new AssertionError("waits for ever");
    }
    call.endAt = TestAdapter.since(world, driver.began);
    return call;
  }

  private static final class Driver {
    private final World world;
    private final Call call;
    private final Exchange exchange;
    private final long began;
    private boolean over;
    private Flight flight;

    private Driver(World world, Call call, Exchange exchange) {
      this.world = world;
      this.call = call;
      this.exchange = exchange;
      this.began = world.time.nanos();
    }

    /** As a client that is cancelled: it closes what it has open; a wait ends by itself. */
    private void leave() {
      exchange.abandoned();
      if (flight != null) {
        flight.stop();
        over = true;
      }
    }

    private void step() {
      Step step = exchange.next();
      if (step instanceof Step.Wait wait) {
        var unused = wait.ready().thenRun(this::step);
      } else if (step instanceof Step.Send send) {
        flight = new Flight(world.reply(send.request()), send.attempt());
        flight.nextEvent();
      } else {
        if (step instanceof Step.Answer) {
          BlockingAdapter.present(world, call, exchange, began);
        } else if (step instanceof Step.Fail fail) {
          call.failure = fail.why();
        } else {
          call.untouched = true;
        }
        over = true;
      }
    }

    /** One attempt under way. */
    private final class Flight {
      private final Reply reply;
      private final Attempt attempt;
      private int index;
      private Timer.Alarm alarm;
      private Timer.Alarm event;

      private Flight(Reply reply, Attempt attempt) {
        this.reply = reply;
        this.attempt = attempt;
      }

      private void nextEvent() {
        if (index < reply.events.size()) {
          event = world.time.in(reply.events.get(index).after().toNanos(), this::arrives);
        }
        arm();
      }

      private void arm() {
        alarm = world.time.in(attempt.patience(), this::late);
      }

      private void arrives() {
        alarm.cancel();
        handle(BlockingAdapter.report(attempt, reply.events.get(index++)));
      }

      private void late() {
        Verdict verdict = attempt.late();
        if (verdict == Verdict.HOLD || verdict == Verdict.PASS) {
          if (verdict == Verdict.PASS) {
            BlockingAdapter.present(world, call, exchange, began);
          }
          alarm = world.time.in(Math.max(1, attempt.patience()), this::late);
        } else {
          handle(verdict);
        }
      }

      private void handle(Verdict verdict) {
        switch (verdict) {
          case HOLD -> nextEvent();
          case PASS -> {
            BlockingAdapter.present(world, call, exchange, began);
            nextEvent();
          }
          case DROP -> {
            stop();
            flight = null;
            step();
          }
          case DONE, FAIL -> {
            stop();
            BlockingAdapter.present(world, call, exchange, began);
            over = true;
          }
          case GONE -> {
            stop();
            over = true;
          }
        }
      }

      private void stop() {
        alarm.cancel();
        if (event != null) {
          event.cancel();
        }
      }
    }
  }
}

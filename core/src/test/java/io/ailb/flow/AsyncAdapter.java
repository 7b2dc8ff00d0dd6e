package io.ailb.flow;

import io.ailb.model.WireRequest;
import io.ailb.time.Timer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No thread of its own: a client that calls back, in a world without a network. */
final class AsyncAdapter implements TestAdapter {
  @Override
  public Call run(World world, Call call) {
    Exchange exchange = TestAdapter.begin(world, call);
    if (exchange == null) {
      return call;
    }
    Client client = new Client(world, call, exchange);
    AsyncCall driven = new AsyncCall(exchange, client, Runnable::run);
    client.call = driven;
    if (call.leavesAfter != null) {
      world.time.in(call.leavesAfter.toNanos(), client::leave);
    }
    driven.start();
    while (!client.over && world.time.toNextAlarm()) {}
    if (!client.over) {
      throw new AssertionError("waits for ever");
    }
    call.endAt = TestAdapter.since(world, client.began);
    return call;
  }

  private static final class Client implements AsyncCall.Client {
    private final World world;
    private final Call result;
    private final Exchange exchange;
    private final long began;
    private AsyncCall call;
    private boolean over;
    private Flight flight;

    private Client(World world, Call result, Exchange exchange) {
      this.world = world;
      this.result = result;
      this.exchange = exchange;
      this.began = world.time.nanos();
    }

    /** As a client that is cancelled: it closes what it has open; a wait ends by itself. */
    private void leave() {
      boolean toldNoMore = flight != null || result.answer != null;
      call.cancel();
      over |= toldNoMore;
    }

    @Override
    public void send(WireRequest request, AsyncCall.Leg leg) {
      Flight sent = new Flight(world.reply(request), leg);
      if (!sent.reply.events.isEmpty()
          && sent.reply.events.get(0).kind() == Reply.Kind.UNSENDABLE) {
        throw new IllegalArgumentException("a bad header");
      }
      flight = sent;
      leg.closeBy(sent::stop);
      sent.nextEvent();
    }

    @Override
    public void answer(AnswerHead head, AsyncCall.@Nullable Leg leg) {
      result.answer = head;
      result.headAt = TestAdapter.since(world, began);
      call.demand(Long.MAX_VALUE);
    }

    @Override
    public void bytes(List<ByteBuffer> pieces) {
      pieces.forEach(result::take);
    }

    @Override
    public void ended(@Nullable Failure failure) {
      result.ended = exchange.ended();
      result.failure = failure;
      over = true;
    }

    @Override
    public void left(Failure why) {
      result.failure = why;
      over = true;
    }

    @Override
    public void untouched() {
      result.untouched = true;
      over = true;
    }

    @Override
    public void broken(Throwable why) {
      throw new AssertionError(why);
    }

    /** One attempt under way. */
    private final class Flight {
      private final Reply reply;
      private final AsyncCall.Leg leg;
      private int index;
      private Timer.Alarm event;

      private Flight(Reply reply, AsyncCall.Leg leg) {
        this.reply = reply;
        this.leg = leg;
      }

      private void nextEvent() {
        if (index < reply.events.size()) {
          event = world.time.in(reply.events.get(index).after().toNanos(), this::arrives);
        }
      }

      private void arrives() {
        Reply.Event arrived = reply.events.get(index++);
        switch (arrived.kind()) {
          case HEAD -> leg.head(arrived.status(), arrived.headers(), this::nextEvent);
          case BODY ->
              leg.body(
                  List.of(
                      index % 2 == 0
                          ? arrived.bytes().duplicate()
                          : arrived.bytes().asReadOnlyBuffer())); // as the JDK's are
          case END -> leg.end();
          case BREAK -> leg.broke(arrived.why());
          case UNUSABLE -> leg.unusable(true);
          case UNSENDABLE -> throw new AssertionError("it was not sent");
        }
      }

      private void stop() {
        flight = null;
        if (event != null) {
          event.cancel();
        }
      }
    }
  }
}

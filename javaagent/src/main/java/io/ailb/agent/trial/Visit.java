package io.ailb.agent.trial;

import io.ailb.flow.AnswerHead;
import io.ailb.flow.AsyncCall;
import io.ailb.flow.Exchange;
import io.ailb.flow.Failure;
import io.ailb.model.WireRequest;
import io.ailb.time.EventLoop;
import io.ailb.time.Timer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An application's client for one request: nothing is decided here. */
abstract class Visit implements AsyncCall.Client {
  private final EventLoop loop;
  private final Random random;
  private final Account.Size size;
  private final Function<String, @Nullable Provider> providers;
  private final double came;
  private @Nullable AsyncCall call;
  private double sent;
  private int status;
  private @Nullable Provider by;

  /**
   * For one request.
   *
   * @param random the providers' luck
   * @param providers by the names of endpoints
   */
  Visit(
      EventLoop loop,
      Random random,
      Account.Size size,
      Function<String, @Nullable Provider> providers) {
    this.loop = loop;
    this.random = random;
    this.size = size;
    this.providers = providers;
    this.came = loop.seconds();
  }

  /** Begins. */
  final void start(Exchange exchange) {
    AsyncCall made = new AsyncCall(exchange, this, task -> loop.in(0, task));
    call = made;
    made.start();
  }

  /** It has a place with a provider; once for each try. */
  void placed() {}

  /**
   * It was answered well.
   *
   * @param by whom
   * @param waited until the try was sent that was answered, in seconds
   * @param took until the whole answer was there
   */
  abstract void good(Provider by, double waited, double took);

  /** It was not; by what its caller got. */
  abstract void bad(String why);

  @Override
  public final void send(WireRequest request, AsyncCall.Leg leg) {
    sent = loop.seconds();
    placed();
    Provider provider = providers.apply(leg.endpoint());
    if (provider == null) {
      throw new IllegalStateException("no endpoint is named " + leg.endpoint());
    }
    Provider.Plan plan = provider.receive(request.url(), size, sent, random.nextGaussian());
    Timer.Alarm arrival =
        loop.inSeconds(plan.after(), () -> new Reader(leg, plan.answer()).begin());
    leg.closeBy(arrival::cancel);
  }

  @Override
  public final void answer(AnswerHead head, AsyncCall.@Nullable Leg leg) {
    status = head.status();
    by = leg == null ? null : providers.apply(leg.endpoint());
    if (call != null) {
      call.demand(Long.MAX_VALUE);
    }
  }

  @Override
  public final void bytes(List<ByteBuffer> pieces) {}

  @Override
  public final void ended(@Nullable Failure failure) {
    if (failure == null && status == 200 && by != null) {
      by.served(size);
      good(by, sent - came, loop.seconds() - came);
    } else {
      bad(failure == null ? Integer.toString(status) : "a broken answer");
    }
  }

  @Override
  public final void left(Failure why) {
    bad("no answer in time");
  }

  @Override
  public final void untouched() {
    bad("sent on untouched");
  }

  @Override
  public final void broken(Throwable why) {
    throw new IllegalStateException("the simulation failed: " + why, why);
  }

  /** An answer on its way: the head, then the body, then its end, each when it is asked for. */
  private static final class Reader {
    private final AsyncCall.Leg leg;
    private final Answer answer;
    private boolean bodyRead;

    private Reader(AsyncCall.Leg leg, Answer answer) {
      this.leg = leg;
      this.answer = answer;
    }

    private void begin() {
      leg.head(answer.status(), answer.headers(), this::more);
    }

    private void more() {
      if (bodyRead) {
        leg.end();
      } else {
        bodyRead = true;
        leg.body(List.of(ByteBuffer.wrap(answer.body())));
      }
    }
  }
}

package io.ailb.flow;

import io.ailb.model.HttpFields;
import io.ailb.model.WireRequest;
import io.ailb.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what an {@link Exchange} says for a client that blocks nobody: it calls back when something
 * has come, and brings the next piece when it is asked for one. Everything that two such clients
 * need is here, so that an adapter converts types and moves bytes.
 *
 * <p>Threads: every report is handled by whichever thread brings it, or by one that is at it
 * already; so the client's side is never called by two at once. {@link #cancel()} takes effect at
 * once.
 */
public final class AsyncCall {
  /** Without a word from the application for so long, it is taken to have forgotten its answer. */
  private static final Duration UNREAD = Duration.ofMinutes(10);

  /** When nothing is due yet that was due, it is looked at again after this. */
  private static final long SOON = TimeUnit.MILLISECONDS.toNanos(1);

  /** Who asks for more than this at once keeps all there is, or reads as it comes. */
  private static final int FAR_AHEAD = 16;

  /** A reader that decodes is back with what it has by then, unless there seems to be more. */
  private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(20);

  /** An instant that nobody has looked at the clock for. */
  private static final long NO_INSTANT = Long.MIN_VALUE;

  private static final List<ByteBuffer> NOTHING = List.of(ByteBuffer.allocate(0));

  /** The client's side. Its methods are called one after the other, and must not block. */
  public interface Client {
    /** Sends, and reports to {@code leg}; what it throws counts as a fault of ours. */
    void send(WireRequest request, Leg leg);

    /**
     * The answer has a head. Afterwards {@link #demand} brings its bytes.
     *
     * @param leg through which it comes; null = it is ours
     */
    void answer(AnswerHead head, @Nullable Leg leg);

    /** For one that was demanded; may be of no bytes. */
    void bytes(List<ByteBuffer> pieces);

    /** After all bytes: null = a good end. */
    void ended(@Nullable Failure failure);

    /** There will be no answer: the application has left. */
    void left(Failure why);

    /** Sends the application's own request, as if nobody had looked at it. */
    void untouched();

    /** The client's side threw this, or a thread of ours is not to be had. */
    void broken(Throwable why);
  }

  private final Exchange exchange;
  private final Outlet outlet;
  private final Client client;
  private final Executor executor;
  private final Timer timer;

  private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();

  /** So many more pieces were asked for. */
  private final AtomicLong asked = new AtomicLong();

  /** Of both. */
  private final AtomicInteger unhandled = new AtomicInteger();

  private volatile @Nullable Leg current;
  private volatile boolean cancelled;

  // Only while a report is handled.
  private @Nullable List<ByteBuffer> pending;

  /** Nobody else has that list. */
  private boolean ownList;

  /** The pieces that are being reported. */
  private @Nullable List<ByteBuffer> reported;

  private long demand;
  private long demandedAt;
  private long mostDemanded;
  private int fillers;
  private boolean presented;
  private boolean over;
  private Timer.@Nullable Alarm alarm;
  private long alarmAt;
  private Timer.@Nullable Alarm forgotten;
  private Timer.@Nullable Alarm breath;
  private boolean breathed;

  /**
   * For one request.
   *
   * @param executor runs what is due at a time, and with it the client's side
   */
  public AsyncCall(Exchange exchange, Client client, Executor executor) {
    this.exchange = exchange;
    this.outlet = exchange.outlet();
    this.client = client;
    this.executor = executor;
    this.timer = exchange.engine().timer();
  }

  /** Begins. */
  public void start() {
    handle(this::step);
  }

  /** The application is ready for so many more {@link Client#bytes}. */
  public void demand(long count) {
    asked.accumulateAndGet(count, AsyncCall::sum);
    handleWhatCame();
  }

  private static long sum(long some, long more) {
    return some + more < 0 ? Long.MAX_VALUE : some + more;
  }

  /** The application has left. What is open is closed on this thread. */
  public void cancel() {
    cancelled = true;
    exchange.abandoned();
    Leg leg = current;
    if (leg != null) {
      leg.close();
    }
    handle(
        () -> {
          over |= presented; // who waits for a place is told so by the next step
          rest();
        });
  }

  /** Runs this when the client's side is not being called: now, or after what is under way. */
  public void between(Runnable task) {
    handle(task);
  }

  // One report after the other.

  // As there are many pieces, no object is made to ask for one and to report it.

  private void handle(Runnable report) {
    if (begins()) {
      run(report);
      handleRest();
    } else {
      handleAfter(report);
    }
  }

  /** Whether nobody is at it, so that this thread may handle something, and then the rest. */
  private boolean begins() {
    return unhandled.compareAndSet(0, 1);
  }

  private void handleAfter(Runnable report) {
    reports.add(report);
    handleWhatCame();
  }

  private void handleWhatCame() {
    if (unhandled.getAndIncrement() == 0) { // else whoever is at it handles this one, too
      handleNext();
      handleRest();
    }
  }

  private void handleRest() {
    while (unhandled.decrementAndGet() != 0) {
      handleNext();
    }
  }

  private void handleNext() {
    if (asked.get() > 0) {
      demanded(asked.getAndSet(0));
    }
    Runnable next = reports.poll();
    if (next != null) {
      run(next);
    }
  }

  private void run(Runnable report) {
    try {
      report.run();
    } catch (Throwable e) { // an Error, too: the application must not wait for ever
      fail(e);
    }
  }

  private void demanded(long count) {
    try {
      demand = sum(demand, count);
      mostDemanded = Math.max(mostDemanded, demand);
      long now = now();
      demandedAt = now;
      drain(now);
    } catch (Throwable e) { // as everywhere
      fail(e);
    }
  }

  private long now() {
    return exchange.engine().ticker().nanos();
  }

  private void fail(Throwable why) {
    if (!over) {
      over = true;
      exchange.abandoned();
      Leg leg = current;
      if (leg != null) {
        leg.close();
      }
      rest();
      client.broken(why);
    }
  }

  /** The last that the client's side hears, unless it fails in that. */
  private void end(Runnable last) {
    over = true;
    rest();
    try {
      last.run();
    } catch (Throwable e) { // as everywhere
      client.broken(e);
    }
  }

  private void later(Runnable report) {
    try {
      executor.execute(() -> handle(report));
    } catch (RejectedExecutionException e) { // its client is shut down
      handle(() -> fail(e));
    }
  }

  private void step() {
    if (over) {
      return;
    }
    Step step = exchange.next();
    if (step instanceof Step.Send send) {
      send(send);
    } else if (step instanceof Step.Wait wait) {
      var unused = wait.ready().thenRun(() -> later(this::step));
    } else if (step instanceof Step.Answer) {
      show(null);
    } else if (step instanceof Step.Fail fail) {
      end(() -> client.left(fail.why()));
    } else {
      end(client::untouched);
    }
  }

  private void send(Step.Send send) {
    Leg leg = new Leg(send.attempt());
    current = leg;
    if (cancelled) {
      leg.close();
      return;
    }
    try {
      client.send(send.request(), leg);
    } catch (RuntimeException | LinkageError bug) { // such as a header that it does not take
      verdict(leg, leg.attempt.failedToSend(bug));
      return;
    }
    arm(leg);
  }

  private void verdict(Leg leg, Verdict verdict) {
    switch (verdict) {
      case HOLD -> pull(leg, now());
      case PASS -> show(leg);
      case DROP -> {
        close(leg);
        if (presented) { // what has come does not wait for who goes on
          watch(UNREAD.toNanos());
          drain(NO_INSTANT);
        }
        step();
      }
      case DONE, FAIL -> {
        close(leg);
        show(leg);
      }
      case GONE -> leg.close();
    }
  }

  private void close(Leg leg) {
    leg.close();
    if (current == leg) {
      current = null;
    }
    rest();
  }

  private void show(@Nullable Leg leg) {
    AnswerHead head = presented ? null : exchange.answer();
    if (head != null) {
      presented = true;
      demandedAt = now();
      watch(UNREAD.toNanos());
      client.answer(head, leg);
    }
    drain(NO_INSTANT);
  }

  /** {@code asked}: when more was asked for, if that is now. */
  private void drain(long asked) {
    long now = asked;
    while (presented && !over) {
      Verdict ended = exchange.ended(); // first: what is not there now comes no more
      collect();
      List<ByteBuffer> pieces = pending;
      if (pieces != null) {
        if (demand == 0) {
          return;
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        pending = null;
        client.bytes(pieces);
        now = NO_INSTANT;
      } else if (ended == Verdict.DONE) {
        end(() -> client.ended(null));
      } else if (demand == 0) {
        return;
      } else if (ended == Verdict.FAIL && mayDropBytes()) {
        if (!breathed) {
          breathe();
          return;
        }
        fillers++;
        demand--;
        client.bytes(NOTHING);
      } else if (ended == Verdict.FAIL) {
        end(() -> client.ended(exchange.failure()));
      } else {
        Leg leg = current;
        if (leg != null) {
          pull(leg, now == NO_INSTANT ? now() : now);
        }
        return;
      }
    }
  }

  /**
   * Who hears of an error may drop what is still to be read, as the JDK's input stream does. It is
   * ahead of its reader by what it has ever asked for at once: after so much of nothing, its reader
   * has come to the end. But a reader that decodes goes on as long as anything is there, be it
   * nothing, and loses what it has decoded when that throws; so nothing comes a breath later.
   */
  private boolean mayDropBytes() {
    return mostDemanded <= FAR_AHEAD && fillers < mostDemanded;
  }

  private void breathe() {
    if (breath == null) {
      breath =
          timer.in(
              BREATH,
              () ->
                  later(
                      () -> {
                        breathed = true;
                        drain(NO_INSTANT);
                      }));
    }
  }

  /** Takes what there is: it was put there by a report, which nobody handles meanwhile. */
  private void collect() {
    for (ByteBuffer piece = outlet.take(); piece != null; piece = outlet.take()) {
      if (piece.hasRemaining()) {
        add(piece);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very buffer
  private void add(ByteBuffer piece) {
    List<ByteBuffer> came = reported;
    if (pending == null && came != null && came.size() == 1 && came.get(0) == piece) {
      pending = came; // as it is
      ownList = false;
      return;
    }
    List<ByteBuffer> list = pending == null ? new ArrayList<>(2) : pending;
    if (pending != null && !ownList) {
      list = new ArrayList<>(pending);
    }
    list.add(piece);
    pending = list;
    ownList = true;
  }

  private void pull(Leg leg, long now) {
    arm(leg, now);
    leg.pull();
  }

  // Time.

  /** Sets the alarm, unless it rings soon enough: if that is too early, it is set again then. */
  private void arm(Leg leg) {
    arm(leg, now());
  }

  private void arm(Leg leg, long now) {
    long patience = Math.max(SOON, leg.attempt.patience(now));
    long at = now + patience;
    if (alarm != null) {
      if (alarmAt <= at) {
        return;
      }
      alarm.cancel();
    }
    alarmAt = at;
    alarm = timer.in(patience, () -> later(() -> rings(leg)));
  }

  private void rings(Leg leg) {
    alarm = null;
    if (over || leg != current) {
      if (current != null && !over) {
        arm(current);
      }
      return;
    }
    if (!leg.awaited) {
      return; // the application does not ask, and idle time does not run: set again when it does
    }
    if (leg.attempt.patience() > 0) {
      arm(leg);
      return;
    }
    Verdict verdict = leg.attempt.late();
    if (verdict == Verdict.HOLD || verdict == Verdict.PASS) {
      arm(leg);
    }
    if (verdict != Verdict.HOLD) {
      verdict(leg, verdict);
    }
  }

  private void watch(long nanos) {
    forgotten = timer.in(nanos, () -> later(this::lookWhetherForgotten));
  }

  /** Of an answer that nobody reads the place is given back; the stream stays, should one come. */
  private void lookWhetherForgotten() {
    if (over) {
      return;
    }
    long silent = demand > 0 ? 0 : now() - demandedAt;
    if (silent >= UNREAD.toNanos()) {
      exchange.unread();
    } else {
      watch(UNREAD.toNanos() - silent);
    }
  }

  private void rest() {
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    if (forgotten != null) {
      forgotten.cancel();
      forgotten = null;
    }
    if (breath != null) {
      breath.cancel();
      breath = null;
    }
  }

  /** One attempt under way. Reports come in order. */
  public final class Leg {
    private final Attempt attempt;

    /** A report is due: it was sent, or the next piece was asked for. */
    private boolean awaited = true;

    private @Nullable Runnable next;

    // Guarded by this.
    private @Nullable Runnable closer;
    private boolean closed;

    private Leg(Attempt attempt) {
      this.attempt = attempt;
    }

    /** The name of the endpoint, for the client's own messages. */
    public String endpoint() {
      return attempt.endpoint();
    }

    /** How long to wait for a connection, in nanoseconds; 0 = as the client does. */
    public long connectPatience() {
      return attempt.connectPatience();
    }

    /** How to end it early: runs once at most, at once if it is too late already. */
    public void closeBy(Runnable newCloser) {
      synchronized (this) {
        if (!closed) {
          closer = newCloser;
          return;
        }
      }
      newCloser.run();
    }

    private void close() {
      Runnable last;
      synchronized (this) {
        closed = true;
        last = closer;
        closer = null;
      }
      if (last != null) {
        last.run();
      }
    }

    private void pull() {
      if (!awaited && next != null) {
        awaited = true;
        next.run();
      }
    }

    /**
     * The head has come.
     *
     * @param ask for the next piece of the body
     */
    public void head(int status, HttpFields headers, Runnable ask) {
      report(
          () -> {
            next = ask;
            return attempt.head(status, headers);
          });
    }

    /** The next piece of the body has come; the buffers are ours from now on. */
    public void body(List<ByteBuffer> pieces) {
      if (begins()) {
        try {
          came(pieces);
        } catch (Throwable e) { // as everywhere
          fail(e);
        }
        handleRest();
      } else {
        handleAfter(() -> came(pieces));
      }
    }

    private void came(List<ByteBuffer> pieces) {
      awaited = false;
      reported = pieces;
      Verdict verdict = Verdict.HOLD;
      int count = pieces.size();
      for (int i = 0; i < count && (verdict == Verdict.HOLD || verdict == Verdict.PASS); i++) {
        verdict = attempt.keep(pieces.get(i));
        collect();
      }
      reported = null;
      verdict(this, verdict);
    }

    /** The body has ended well. */
    public void end() {
      report(attempt::end);
    }

    /** It could not be sent, or broke. */
    public void broke(Throwable why) {
      report(() -> attempt.broke(why));
    }

    /**
     * The application's own client keeps this endpoint from being used.
     *
     * @param sent whether the provider can have counted the request
     */
    public void unusable(boolean sent) {
      report(() -> attempt.unusable(sent));
    }

    private void report(Supplier<Verdict> what) {
      handle(
          () -> {
            awaited = false;
            verdict(this, what.get());
          });
    }
  }
}

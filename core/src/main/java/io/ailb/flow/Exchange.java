package io.ailb.flow;

import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.model.WireRequest;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.BudgetSpent;
import io.ailb.observe.NobodyCan;
import io.ailb.observe.PoolExhausted;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.outbound.Caller;
import io.ailb.outbound.Outbound;
import io.ailb.select.Choice;
import io.ailb.select.Lease;
import io.ailb.select.Obstacle;
import io.ailb.select.Outlook;
import io.ailb.select.Pool;
import io.ailb.select.Priority;
import io.ailb.select.Queue;
import io.ailb.select.Request;
import io.ailb.select.Tried;
import io.ailb.select.Urgency;
import io.ailb.translate.Edited;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import io.ailb.translate.Transcript;
import io.ailb.translate.Words;
import io.ailb.translate.neutral.Problem;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an answer, over as many endpoints as it takes. {@link #next()} says
 * what to do; the adapter does it, and reports to the {@link Attempt}. What the application gets is
 * asked for here: {@link #answer()} when committed, then {@link #ended()} before each {@link
 * #take()}. {@link AsyncCall} and {@link BlockingAnswer} do that for clients of both kinds, and
 * hand over the bytes where they lie.
 *
 * <p>A stream that has been committed may break and go on elsewhere, perhaps several times. To an
 * adapter that is the loop that it has already: any report, {@link Attempt#late()} included, may be
 * answered with {@link Verdict#DROP} after {@link Verdict#PASS}. The attempt is closed, {@link
 * #next()} asked, what {@link #take()} gives goes on into the same body; a head is presented once.
 * What was lent by the closed attempt is not needed any more. {@link Step.Send} and {@link
 * Step.Wait} are as ever; with {@link Step.Answer} no more comes, and {@link #ended()} says how it
 * ends ({@link Verdict#FAIL} after the error event); with {@link Step.Fail} the application has
 * left.
 *
 * <p>Threads: {@code next} and the reports of an attempt come one after the other; {@link
 * #abandoned()} and {@link Attempt#late()} come from anywhere, any time. One lock guards all
 * decisions; it is never held while a future completes, and listeners are called outside it.
 */
public final class Exchange {
  private static final int TOO_MANY_REQUESTS = 429;

  private final Engine engine;
  private final Destination destination;
  private final Pool pool;
  private final Caller caller;
  private final Interpreter interpreter;

  /** Whether it may be tried again, which not every retry of the client's may. */
  private final boolean mayRetry;

  private final String id;
  private final long began;
  private final long deadline;

  /** What each piece of an answer goes through, and the lock of all. */
  private final Outlet outlet = new Outlet();

  // All below are guarded by it.
  private final Tried tried;
  private Request request;

  /** When the application stops waiting for its answer to begin; never, once it has. */
  private long headDeadline;

  /** The earlier of the two deadlines. */
  private long firstDeadline;

  private final boolean batch;

  /** Since when another try is looked for: since the request came, or its answer broke off. */
  private long looksSince;

  /** Of what has happened, what listeners have not been told yet; null = nothing. */
  private @Nullable Runnable news;

  private @Nullable Attempt current;
  private Queue.@Nullable Ticket ticket;

  /** Requests sent, and of those the ones that count against {@code maxAttempts}. */
  private int sent;

  private int counted;

  /** Of those sent, the ones that say nothing about their endpoints. */
  private int setAside;

  private int backoffs;
  private long firstWaited = Obstacle.NEVER;
  private long waited;
  private long decided;

  private @Nullable ErrorInfo lastError;
  private @Nullable Lease lastLease;
  private @Nullable AnswerHead answer;

  /** What became of the answer that the application has seen a part of, and who is to go on. */
  private @Nullable Breakage breakage;

  private @Nullable Resumption resumption;

  /** Of the text that stands in the request beside the caller's own. */
  private int givenBytes;

  /** Through which the application reads, in case that somebody else goes on with its answer. */
  private @Nullable WeakReference<Object> watched;

  /** Written when all that comes is in the outlet. */
  private volatile @Nullable Verdict ended;

  private @Nullable Failure failure;
  private boolean abandoned;

  /** An answer was lost of which content had come already. */
  private boolean lostContent;

  /** The last failure was of a kind after which nothing more is tried. */
  private boolean noMore;

  /** Why it does not wait any longer, or not at all, although there is something to wait for. */
  private @Nullable String noWait;

  private Queue.@Nullable Closed closed;

  /** The budget was asked for the tries up to this many that count. */
  private int drawn;

  /** Whether what nobody could take might be taken another time. */
  private boolean timeHelps = true;

  /** How it ended, and where. */
  private @Nullable RequestEnded reported;

  private @Nullable Lease reportedOf;

  Exchange(
      Engine engine,
      Destination destination,
      Caller caller,
      Interpreter interpreter,
      Request request,
      Priority priority,
      ClientRetry clientRetry,
      CallerTime time) {
    this.engine = engine;
    this.destination = destination;
    this.pool = destination.pool();
    this.caller = caller;
    this.interpreter = interpreter;
    this.tried = new Tried(destination.retries().perEndpoint());
    this.id = RequestIds.next();
    this.began = engine.ticker().nanos();
    this.looksSince = began;
    this.deadline = plus(began, time.totalNanos());
    this.headDeadline = plus(began, time.headNanos());
    this.firstDeadline = Math.min(deadline, headDeadline);
    this.batch = time.batch();
    boolean entire = !request.call().stream() || deadline <= headDeadline;
    this.request = request.by(new Urgency(priority, began, firstDeadline, entire));
    this.mayRetry = admit(clientRetry);
  }

  /**
   * Lets the client's own retry draw from the budget, as it is one of the pool's.
   *
   * @return whether there may be others
   */
  private boolean admit(ClientRetry clientRetry) {
    if (clientRetry == ClientRetry.NONE) {
      destination.retryBudget().count();
      return true;
    }
    return destination.retryBudget().draw(began) && clientRetry == ClientRetry.SAID;
  }

  private static long plus(long instant, long nanos) {
    return nanos >= Obstacle.UNKNOWN - Math.max(0, instant) ? Obstacle.UNKNOWN : instant + nanos;
  }

  /** Tells this request apart from others of this process, in logs and events. */
  public String id() {
    return id;
  }

  /** The next thing to do. Ask first, after each {@code DROP}, and after each completed wait. */
  public Step next() {
    Step step;
    Runnable untold;
    synchronized (outlet) {
      long now = engine.ticker().nanos();
      try {
        step = decide(now);
      } catch (RuntimeException | LinkageError e) {
        step = afterBug(e, now);
      }
      decided += engine.ticker().nanos() - now;
      untold = takeNews();
    }
    tell(untold);
    return step;
  }

  private Step decide(long now) {
    if (abandoned) {
      return new Step.Fail(new Failure(Failure.Kind.ABANDONED, "the caller has left", null));
    }
    if (ended != null) {
      return new Step.Answer();
    }
    boolean waitedInVain = false;
    Lease lease = null;
    if (ticket != null) {
      waited += tried.hasWaited(now);
      Queue.Ticket over = ticket;
      ticket = null;
      lease = over.take();
      waitedInVain = lease == null;
      noWait = over.wasShed() ? "its time became too short for an answer" : null;
    }
    if (lease == null && !waitedInVain && mayTry(now)) {
      boolean othersFirst = tried.isEmpty() && pool.queue().isAhead(request);
      lease = othersFirst ? null : pool.reserve(request, tried, false, now);
      if (lease == null && joinQueue(now)) {
        return new Step.Wait(ticketOrThrow().ready());
      }
      if (lease == null && tried.losesPatience()) {
        lease = pool.reserve(request, tried, false, now);
      }
    }
    if (lease != null && drawsFromBudget(now)) {
      return send(lease, now);
    }
    giveBack(lease, now);
    return setAside > 0 && setAside == sent ? untouched(now) : exhausted(now);
  }

  private Queue.Ticket ticketOrThrow() {
    if (ticket == null) {
      throw new IllegalStateException("not waiting");
    }
    return ticket;
  }

  private boolean mayTry(long now) {
    RetrySettings retries = destination.retries();
    return !noMore
        && (mayRetry || counted == 0)
        && counted < retries.maxAttempts()
        && now < firstDeadline
        && (sent == 0 || isSoonEnough(now) || firstTookItsTime());
  }

  private boolean isSoonEnough(long now) {
    return now - looksSince < destination.retries().maxElapsed().toNanos();
  }

  /** Whether the next try may be made: the first one may, and each that follows a rate limit. */
  private boolean drawsFromBudget(long now) {
    if (drawn < counted && !destination.retryBudget().draw(now)) {
      return false;
    }
    drawn = counted;
    return true;
  }

  private boolean hasBudget(long now) {
    return mayRetry && !destination.retryBudget().isEmpty(now);
  }

  /**
   * An endpoint may stay silent for as long as {@code maxElapsed}, by default just so long, and a
   * stream that is held back may take longer: one other gets its chance all the same.
   */
  private boolean firstTookItsTime() {
    return sent == 1
        && lastError != null
        && (lostContent || lastError.kind() == ErrorClass.TIMEOUT);
  }

  /** Until when another try may begin, if it has to wait. */
  private long retryBy() {
    return Math.min(firstDeadline, plus(looksSince, destination.retries().maxElapsed().toNanos()));
  }

  /** Joins the queue if there is something to wait for that comes in time. */
  private boolean joinQueue(long now) {
    firstWaited = Math.min(firstWaited, now);
    long retryBy = retryBy();
    long placeBy = sent == 0 ? firstDeadline : retryBy;
    Duration maxWait = pool.settings().queue().maxWait();
    if (maxWait != null && !batch) {
      placeBy = Math.min(placeBy, plus(firstWaited, maxWait.toNanos()));
    }
    Outlook outlook = pool.forecast().outlook(request, tried, now);
    long retryFrom = outlook.retry() == Obstacle.NEVER ? Obstacle.NEVER : now + backoff();

    long until = Long.MIN_VALUE;
    if (comes(outlook.place(), placeBy, now)) {
      until = placeBy;
    }
    if (retryFrom <= retryBy && comes(outlook.retry(), retryBy, now)) {
      until = Math.max(until, retryBy);
    }
    if (until == Long.MIN_VALUE) {
      return false;
    }
    tried.waits(now);
    ticket = pool.queue().enter(request, tried, until, retryFrom);
    if (ticket == null) {
      tried.hasWaited(now);
      Queue.Closed why = pool.queue().closed(request, tried, until);
      noWait =
          why.waiting() + " wait already" + (why.full() ? "" : ", more than can be served in time");
      closed = why;
    }
    return ticket != null;
  }

  private static boolean comes(long instant, long by, long now) {
    return instant == Obstacle.UNKNOWN ? now < by : instant <= by && instant != Obstacle.NEVER;
  }

  private long backoff() {
    return destination.retries().backoff().nanos(backoffs++, engine.dice().roll());
  }

  private Step send(Lease lease, long now) {
    Said said;
    Edited edited;
    WireRequest wire;
    try {
      said = said(lease);
      edited = said == null ? interpreter.edited(lease.candidate()) : null;
      wire = wire(lease, said, edited);
    } catch (RuntimeException | LinkageError e) {
      lease.settle(new Outcome.Abandoned(Usage.NONE, false), now);
      throw e;
    }
    sent++;
    noWait = null;
    closed = null;
    note(lease.choice());
    lastLease = lease;
    Set<String> dropped =
        said != null ? said.dropped() : edited != null ? edited.dropped() : Set.of();
    Transcript told = resumption == null ? null : resumption.told();
    Attempt attempt = new Attempt(this, lease, said, dropped, told, sent, now);
    current = attempt;
    Object body = watched == null ? null : watched.get();
    if (body != null) {
      engine.lost().watch(body, lease, id);
    }
    return new Step.Send(wire, attempt);
  }

  private @Nullable Said said(Lease lease) {
    return resumption == null
        ? interpreter.said(lease.candidate())
        : resumption.said(lease.candidate());
  }

  private WireRequest wire(Lease lease, @Nullable Said said, @Nullable Edited edited) {
    Caller asks = edited == null ? caller : caller.with(edited.body(), lease.model());
    return said == null
        ? Outbound.request(lease.endpoint(), asks, lease.model(), lease.key())
        : Outbound.translated(
            lease.endpoint(), caller, said.operation(), lease.model(), lease.key(), said.body());
  }

  /** Our own bug is not the application's. */
  private Step afterBug(Throwable bug, long now) {
    tellLater(() -> engine.bug("choosing an endpoint", bug));
    if (sent > 0) {
      return exhausted(now);
    }
    return untouched(now);
  }

  private Step untouched(long now) {
    report(Result.FAILURE, Usage.NONE, now);
    return new Step.Untouched();
  }

  /** Somebody wants to know why. */
  private void note(@Nullable Choice choice) {
    if (choice != null) {
      pool.decisions().note(id, choice);
    }
  }

  private Step exhausted(long now) {
    if (breakage != null) {
      fail(breakage, now);
      return new Step.Answer();
    }
    note(pool.decisions().isOn(now) ? pool.noChoice(request, tried, now) : null);
    Exhaustion exhaustion =
        new Exhaustion(
            pool,
            request,
            tried,
            lastError,
            lastEndpoint(),
            waited,
            noWait,
            closed == null ? now : closed.opens(),
            engine.redactor());
    Problem problem = exhaustion.problem(now);
    Dialect dialect = request.call().dialect();
    HttpFields.Builder headers =
        HttpFields.builder()
            .add("content-type", "application/json")
            .add("x-ai-lb-reason", problem.kind().id());
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      headers.add("retry-after", Long.toString(retryAfter.toSeconds()));
    }
    if (destination.retries().tellClient()) {
      headers.add("x-should-retry", "false");
    }
    addWho(headers, null, null);
    Words words = Words.answer(problem, dialect);
    answer = new AnswerHead(words.status(), headers.build());
    outlet.add(words.body().array());
    ended = Verdict.DONE;
    timeHelps = exhaustion.timeHelps(problem.kind());
    boolean callers = problem.kind().blame() == ErrorClass.Blame.CALLER;
    tellLater(() -> tellOf(problem));
    report(
        callers ? Result.CLIENT_ERROR : sent == 0 ? Result.REJECTED : Result.FAILURE,
        Usage.NONE,
        now);
    return new Step.Answer();
  }

  private void tellOf(Problem problem) {
    String name = pool.settings().name();
    if (problem.kind().blame() == ErrorClass.Blame.CALLER) {
      engine.listener().nobodyCan(new NobodyCan(id, name, problem.message()));
    } else {
      engine
          .listener()
          .poolExhausted(new PoolExhausted(id, name, problem.kind().id(), problem.message()));
    }
  }

  private @Nullable String lastEndpoint() {
    return lastLease == null ? null : lastLease.endpoint().name();
  }

  private void addWho(
      HttpFields.Builder headers, @Nullable Lease server, @Nullable Attempt attempt) {
    if (!destination.responseHeaders()) {
      return;
    }
    headers.set("x-ai-lb-pool", pool.settings().name());
    if (server != null) {
      headers.set("x-ai-lb-endpoint", server.endpoint().name());
      if (!server.model().isEmpty()) {
        headers.set("x-ai-lb-model", server.model());
      }
    }
    headers.set("x-ai-lb-attempts", sent == 1 ? "1" : Integer.toString(sent));
    Said said = attempt == null ? null : attempt.said();
    if (said != null) {
      headers.set("x-ai-lb-dialect", said.dialect().id());
    }
    if (attempt != null && !attempt.dropped().isEmpty()) {
      headers.set("x-ai-lb-dropped", Translated.names(attempt.dropped()));
    }
  }

  /** The head of the application's answer; null until the first {@code PASS}, {@code DONE}, … */
  public @Nullable AnswerHead answer() {
    synchronized (outlet) {
      return answer;
    }
  }

  /**
   * {@code DONE} or {@code FAIL} once nothing more comes, else null. Ask before {@link #take()}:
   * what is null after that stays null.
   */
  public @Nullable Verdict ended() {
    return ended;
  }

  /** The next bytes for the application, or null; good until the next piece is reported. */
  public @Nullable ByteBuffer take() {
    synchronized (outlet) {
      return outlet.take();
    }
  }

  /** What to throw after {@code FAIL}. */
  public @Nullable Failure failure() {
    synchronized (outlet) {
      return failure;
    }
  }

  /**
   * The application has left: closed, cancelled, timed out, was interrupted. Any thread, any time;
   * does nothing after the end.
   */
  public void abandoned() {
    Runnable untold;
    synchronized (outlet) {
      if (ended == null && !abandoned) {
        abandoned = true;
        long now = engine.ticker().nanos();
        if (ticket != null) {
          giveBack(ticket.leave(), now);
          ticket = null;
        }
        Attempt attempt = current;
        leave();
        if (attempt == null) {
          report(Result.ABANDONED, Usage.NONE, now);
        } else {
          attempt.abandoned(now);
        }
      }
      untold = takeNews();
    }
    tell(untold);
  }

  private static void giveBack(@Nullable Lease lease, long now) {
    if (lease != null) {
      lease.settle(new Outcome.Abandoned(Usage.NONE, false), now);
    }
  }

  /**
   * Names the object through which the application reads its answer: when it is lost without having
   * been closed, the place is given back.
   */
  public void watch(Object body) {
    synchronized (outlet) {
      if (destination.stream().recovery() == StreamSettings.Recovery.RESUME) {
        watched = new WeakReference<>(body); // else nobody goes on with it
      }
      if (current != null) {
        engine.lost().watch(body, current.lease(), id);
      }
    }
  }

  /** The application has not asked for more of its answer for long: the place is given back. */
  void unread() {
    Lease lease;
    synchronized (outlet) {
      lease = current == null ? null : current.lease();
    }
    if (lease != null) {
      engine.lost().unread(lease, id);
    }
  }

  // What attempts ask and decide; all of it with the lock held.

  Engine engine() {
    return engine;
  }

  Destination destination() {
    return destination;
  }

  Request request() {
    return request;
  }

  Outlet outlet() {
    return outlet;
  }

  long deadline() {
    return deadline;
  }

  /** When the application stops waiting for its answer to begin; may be after {@link #deadline}. */
  long headDeadline() {
    return headDeadline;
  }

  long began() {
    return began;
  }

  private void leave() {
    Attempt attempt = current;
    current = null;
    if (attempt != null) {
      attempt.isOver();
    }
  }

  /** Whether, if this attempt failed now, the request could go elsewhere at once. */
  boolean canMove(Attempt attempt, long now) {
    return canMove(attempt, request, now);
  }

  private boolean canMove(Attempt attempt, Request to, long now) {
    return hasAnotherTry(now) && pool.forecast().hasOther(to, tried, attempt.lease().member(), now);
  }

  private boolean hasAnotherTry(long now) {
    return counted + 1 < destination.retries().maxAttempts()
        && hasBudget(now)
        && (sent <= 1 || isSoonEnough(now))
        && now < firstDeadline;
  }

  /**
   * Whether, if this attempt failed now, another endpoint could take over, at once or after a wait:
   * one that is full for a moment is no reason to give up holding back.
   */
  boolean canReplace(Attempt attempt, long now) {
    if (!hasAnotherTry(now)) {
      return false;
    }
    long from = pool.forecast().otherFrom(request, tried, attempt.lease().member(), now);
    Duration maxWait = pool.settings().queue().maxWait();
    long waitsUntil = maxWait == null ? Obstacle.UNKNOWN : plus(now, maxWait.toNanos());
    return from == now || comes(from, Math.min(retryBy(), waitsUntil), now);
  }

  /** Whether a try that failed may have been carried out without harm when it is made again. */
  boolean isRepeatable() {
    return request.call().operation().kind() != Operation.Kind.KEPT
        || caller.method().equals("GET");
  }

  /**
   * Whether another try makes sense after this error, here or elsewhere.
   *
   * @param again whether the same endpoint may be tried once more
   */
  boolean movesOn(Attempt attempt, ErrorInfo error, boolean again, long now) {
    if (request.ties().holder() != null) {
      // Nobody else has what it refers to: what its provider says of it is the answer.
      return isRest(error)
          || (again
              && destination.retries().covers(error.kind())
              && hasBudget(now)
              && counted + 1 < destination.retries().maxAttempts()
              && tried.hasAnother(attempt.lease().member()));
    }
    if (isOfOurWords(attempt, error)) {
      return canMove(attempt, request, now); // it was we who asked for it there
    }
    return error.kind() == ErrorClass.CONTEXT_LENGTH
        ? canMove(attempt, above(attempt.lease()), now)
        : destination.retries().covers(error.kind())
            && !attempt.lease().isOfCallersKey(error.kind())
            && (isRest(error) || hasBudget(now));
  }

  /**
   * What is kept of the answer of a lease in case that it breaks off; null where it is not wanted,
   * or nobody could go on.
   */
  @Nullable Transcript told(Lease lease) {
    StreamSettings stream = destination.stream();
    return stream.recovery() == StreamSettings.Recovery.RESUME && request.ties().holder() == null
        ? interpreter.told(
            lease.candidate(), stream.bufferLimit(), engine.clock().now().getEpochSecond())
        : null;
  }

  /** Follows an answer that is passed on as it is. */
  Rendition shadow(Lease lease, HttpFields headers, Transcript told) {
    return interpreter.shadow(lease.candidate(), headers, told);
  }

  private boolean isOfOurWords(Attempt attempt, ErrorInfo error) {
    return (error.kind() == ErrorClass.UNSUPPORTED && attempt.said() != null)
        || (error.kind() == ErrorClass.INVALID_REQUEST && resumption != null);
  }

  /** A refusal that rests the endpoint says nothing about the request: it is no attempt. */
  private static boolean isRest(ErrorInfo error) {
    return switch (error.kind()) {
      case RATE_LIMIT, RATE_LIMIT_DAILY -> true;
      case BILLING -> error.status() == TOO_MANY_REQUESTS;
      default -> false;
    };
  }

  /** The request where this endpoint's context was too small. */
  private Request above(Lease lease) {
    Long window = lease.contextWindow();
    return request.above(window == null ? 0 : window);
  }

  /**
   * An attempt ended before the application saw anything of it: the request goes on.
   *
   * @param again whether the same endpoint may be tried once more
   */
  Verdict drop(Attempt attempt, ErrorInfo error, boolean again, long now) {
    lastError = error;
    noMore = !movesOn(attempt, error, again, now);
    lostContent |= attempt.hasContent();
    leave();
    if (error.kind() == ErrorClass.CONTEXT_LENGTH) {
      request = above(attempt.lease());
    }
    if (!isRest(error)) {
      counted++;
      tried.add(attempt.lease().member(), again);
    }
    return Verdict.DROP;
  }

  /** What no other try would change: the application gets this error, as nothing was shown yet. */
  Verdict giveUp(Attempt attempt, ErrorInfo error) {
    lastError = error;
    noMore = true;
    leave();
    counted++;
    tried.add(attempt.lease().member(), false);
    return Verdict.DROP;
  }

  /**
   * An attempt that says nothing about its endpoint, as what went wrong is on this side: the others
   * are tried, and where all end so, the request goes out as if nobody had looked at it.
   */
  Verdict setAside(Attempt attempt) {
    leave();
    setAside++;
    tried.add(attempt.lease().member(), false);
    return Verdict.DROP;
  }

  /**
   * An answer broke off of which the application has seen a part: somebody else goes on with it, if
   * that is wanted and the answer is such that it can be.
   *
   * @param again whether the same endpoint may be tried once more
   * @return false if it is over
   */
  boolean goesOn(Breakage broken, ErrorInfo error, boolean again, long now) {
    Transcript told = broken.attempt().told();
    if (told == null || !told.canGoOn() || !destination.retries().covers(error.kind())) {
      return false;
    }
    try {
      resumption = interpreter.resumption(told);
    } catch (RuntimeException | LinkageError bug) {
      tellLater(() -> engine.bug("going on with a stream", bug));
      return false;
    }
    breakage = broken;
    int given = givenBytes;
    givenBytes = told.bytes();
    headDeadline = Obstacle.UNKNOWN;
    firstDeadline = deadline;
    looksSince = now;
    Urgency urgency = request.urgency();
    request =
        request
            .longer(told.bytes() - given, resumption)
            .by(new Urgency(urgency.priority(), urgency.since(), deadline, true));
    outlet.keep();
    outlet.discard();
    drop(broken.attempt(), error, again, now);
    return true;
  }

  /** When this request may come again after this error, which is what its application gets. */
  @Nullable Duration comeback(ErrorInfo error, long now) {
    return Comeback.in(pool, request, error.kind(), now, now);
  }

  /** From now on the application gets what this attempt gets; its head it gets once. */
  void commit(Attempt attempt, int status, HttpFields headers) {
    if (answer != null) {
      return;
    }
    HttpFields.Builder all = headers.toBuilder();
    addWho(all, attempt.lease(), attempt);
    answer = new AnswerHead(status, all.build());
    outlet.open();
  }

  /** The application's answer is whole. */
  Verdict done(Result result, Usage usage, long now) {
    outlet.finish();
    leave();
    ended = Verdict.DONE;
    report(result, usage, now);
    return Verdict.DONE;
  }

  /** The application's answer broke off after it began, and that is its end. */
  Verdict fail(Breakage broken, long now) {
    outlet.discard();
    outlet.add(broken.lastWords());
    leave();
    lastLease = broken.attempt().lease();
    failure = broken.why();
    ended = Verdict.FAIL;
    report(Result.FAILURE, broken.usage(), now);
    return Verdict.FAIL;
  }

  void tellLater(AttemptEnded event, Lease lease, long now) {
    tellLater(
        () -> {
          engine.listener().attemptEnded(event);
          engine.states().check(pool, lease.member(), now);
          String news = pool.budgetNews();
          if (news != null) {
            engine.listener().budgetSpent(new BudgetSpent(pool.settings().name(), news));
          }
        });
  }

  void tellLater(Runnable event) {
    Runnable earlier = news;
    news =
        earlier == null
            ? event
            : () -> {
              try {
                earlier.run();
              } finally { // who listens to one may fail, and the next is told all the same
                event.run();
              }
            };
  }

  /** What is to be told after the lock was given back; null = nothing. */
  @Nullable Runnable takeNews() {
    Runnable untold = news;
    news = null;
    return untold;
  }

  void report(Result result, Usage usage, long now) {
    if (reported != null) {
      return;
    }
    Lease lease = result == Result.REJECTED ? null : lastLease;
    RequestEnded event =
        new RequestEnded(
            id,
            pool.settings().name(),
            lease == null ? null : lease.endpoint().name(),
            request.call().operation(),
            request.call().model(),
            result,
            answer == null ? 0 : answer.status(),
            sent,
            usage,
            cost(lease, result, usage),
            waited,
            decided,
            now - began);
    reported = event;
    reportedOf = lease;
    tellLater(() -> engine.listener().requestEnded(event));
  }

  /** Why it waits for a place, and until when, for people; null = it does not wait. */
  public @Nullable String waitsFor() {
    synchronized (outlet) {
      long now = engine.ticker().nanos();
      return ticket == null ? null : Delay.words(pool.forecast().options(request, tried, now), now);
    }
  }

  /** Whether it waits, and for nothing but keys and accounts that were refused. */
  public boolean waitsForRefusedKeys() {
    synchronized (outlet) {
      long now = engine.ticker().nanos();
      return ticket != null && Delay.isForRefusedKeys(pool.forecast().options(request, tried, now));
    }
  }

  /** What came of it; null until it has ended, and of one that is only observed. */
  public @Nullable Receipt receipt() {
    synchronized (outlet) {
      return reported == null ? null : Receipt.of(reported, reportedOf, timeHelps, lastError);
    }
  }

  private static double cost(@Nullable Lease lease, Result result, Usage usage) {
    boolean costs = result == Result.SUCCESS || (result == Result.ABANDONED && usage.isKnown());
    return lease != null && costs ? lease.cost(usage) : 0;
  }

  /** Calls listeners with what has happened; without the lock. */
  static void tell(@Nullable Runnable untold) {
    if (untold != null) {
      untold.run();
    }
  }
}

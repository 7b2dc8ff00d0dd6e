package io.ailb.flow;

import io.ailb.answer.AnswerWatch;
import io.ailb.answer.ErrorReader;
import io.ailb.answer.Gunzip;
import io.ailb.answer.RateLimitHeaders;
import io.ailb.flow.StreamSettings.Recovery;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorClass.Blame;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.LimitReading;
import io.ailb.model.Operation;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.Redactor;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.select.Lease;
import io.ailb.select.Obstacle;
import io.ailb.time.Ticker;
import io.ailb.translate.Rendition;
import io.ailb.translate.Said;
import io.ailb.translate.Transcript;
import io.ailb.translate.Words;
import io.ailb.translate.neutral.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One try on one endpoint: what the adapter reports of it, in order, each answered with what to do.
 * Nothing reaches the application before the commit point: the first content of a stream, all of a
 * small buffered answer, or, of a stream, as soon as no other endpoint is left: its application can
 * show what comes, while part of a buffered answer is of no use to anybody. A pool may have it
 * otherwise for streams: all of one is held back as long as another endpoint could replace it, or
 * nothing is, or another endpoint goes on where it broke off ({@link StreamSettings}). One that
 * goes on is held to the same: what it says is passed on as it comes, but only from its first
 * content on is its failure that of the answer.
 */
public final class Attempt {
  /** So much of an answer is held at most before it is committed or, of an error, read. */
  private static final int PREFIX = 64 * 1024;

  /** Larger pieces are copied anew: one of them would stay in memory for each stream. */
  private static final int LARGEST_COPY = 2 * 1024;

  /** A client's own watchdog may strike a little earlier than we count. */
  private static final long AT_DEADLINE = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int TOO_MANY_REQUESTS = 429;
  private static final byte[] NOTHING = {};

  private final Exchange exchange;

  // Of the exchange's; which each piece would have to look for there.
  private final Outlet outlet;
  private final Ticker ticker;

  private final Lease lease;
  private final @Nullable Said said;
  private final Set<String> dropped;

  /** Whether it goes on with an answer of which the application has seen a part. */
  private final boolean goesOn;

  private final int number;
  private final long sentAt;
  private final TimeoutSettings timeouts;
  private final StreamSettings streams;
  private final Patience patience;

  // Guarded by the exchange's lock, except that only the reporting thread feeds the watch.
  private int status;
  private HttpFields headers = HttpFields.none();
  private @Nullable AnswerWatch watch; // of a good answer

  /** The same of one that is being passed on as it comes, and nobody else reads. */
  private @Nullable AnswerWatch passedOn;

  private @Nullable ByteArrayOutputStream errorBody; // of a bad one
  private @Nullable Gunzip unfolding; // of one that is compressed, unasked
  private @Nullable Rendition rendition; // of a good answer in another dialect; the same as watch
  private @Nullable Transcript told; // in case that somebody has to go on
  private @Nullable Rendition shadow; // reads along in an answer that is passed on as it is
  private boolean erred; // inside an answer that began well
  private boolean errorSaid;
  private boolean committed;
  private boolean settled;

  /** Nothing that it reports is of interest any more. */
  private volatile boolean over;

  // Of the reporting thread.
  private long dueAt;
  private byte[] copy = NOTHING;

  /** When the first content of a stream came, or the first byte of any other answer. */
  private long firstAt = Obstacle.NEVER;

  /** How the request ends for the application if an error answer is what it gets. */
  private Result resultOfError = Result.FAILURE;

  Attempt(
      Exchange exchange,
      Lease lease,
      @Nullable Said said,
      Set<String> dropped,
      @Nullable Transcript told,
      int number,
      long now) {
    this.exchange = exchange;
    this.outlet = exchange.outlet();
    this.ticker = exchange.engine().ticker();
    this.lease = lease;
    this.said = said;
    this.dropped = dropped;
    this.told = told;
    this.goesOn = told != null;
    this.number = number;
    this.sentAt = now;
    this.streams = exchange.destination().stream();
    this.timeouts = exchange.destination().timeouts(lease.endpoint());
    this.patience =
        new Patience(
            timeouts,
            exchange.request().call(),
            lease.usualFirstToken(now),
            lease.probePatience(),
            exchange.deadline(),
            exchange.headDeadline(),
            exchange.began(),
            now);
  }

  Lease lease() {
    return lease;
  }

  /** What was said to an endpoint of another dialect; null if it got the caller's own words. */
  @Nullable Said said() {
    return said;
  }

  /** What the application was told; null where nobody is to go on with it. */
  @Nullable Transcript told() {
    return shadow != null && shadow.unreadable() ? null : told;
  }

  /** Names of the caller's fields that this endpoint did not get. */
  Set<String> dropped() {
    return dropped;
  }

  /** The name of the endpoint, for the adapter's own messages. */
  public String endpoint() {
    return lease.endpoint().name();
  }

  /** How long to wait for a connection, in nanoseconds; 0 = as the client does. */
  public long connectPatience() {
    Duration connect = timeouts.connect();
    return connect == null ? 0 : connect.toNanos();
  }

  /** The exchange goes on without it. */
  void isOver() {
    over = true;
  }

  // Reports.

  /** The status line and the headers have come. */
  public Verdict head(int answerStatus, HttpFields answerHeaders) {
    return report(
        now -> {
          status = answerStatus;
          headers = answerHeaders;
          patience.head(now);
          if (Gunzip.is(headers.first("content-encoding"))) {
            unfolding = new Gunzip();
            headers =
                headers.toBuilder().remove("content-encoding").remove("content-length").build();
          }
          lease.arrived(announced(), status == TOO_MANY_REQUESTS, now);
          if (status >= 400) {
            errorBody = new ByteArrayOutputStream();
            return Verdict.HOLD;
          }
          if (status < 300 && isWebPage(headers)) {
            return broken(Mishap.unreadable(false), null, now);
          }
          if (status >= 300 && said != null) {
            return broken(Mishap.unreadable(false), null, now);
          }
          AnswerWatch following = status >= 300 ? AnswerWatch.unread() : watch();
          watch = following;
          if (following.isStream() && headers.has("content-length")) {
            headers = headers.toBuilder().remove("content-length").build(); // its end may be ours
          }
          boolean show = following.isStream() ? isShownAtOnce(now) : following.contents() > 0;
          return show && !isHeldBack(following, now) ? pass() : Verdict.HOLD;
        });
  }

  private List<LimitReading> announced() {
    return RateLimitHeaders.areIn(headers)
        ? RateLimitHeaders.read(headers, exchange.engine().clock().now())
        : List.of();
  }

  /** Whether a stream is committed before anything of it has come. */
  private boolean isShownAtOnce(long now) {
    return streams.recovery() == Recovery.NONE || !exchange.canMove(this, now);
  }

  /** Whether this is (part of) a stream that is kept whole, and could still be replaced. */
  private boolean isHeldBack(AnswerWatch following, long now) {
    return !committed
        && isKeptWhole()
        && status < 300
        && !following.ended()
        && exchange.canReplace(this, now);
  }

  private boolean isKeptWhole() {
    return streams.recovery() == Recovery.BUFFER && exchange.request().call().stream();
  }

  /** Whether anything that the application could show has come. */
  boolean hasContent() {
    return watch != null && watch.contents() > 0;
  }

  private AnswerWatch watch() {
    if (said == null) {
      AnswerWatch following = AnswerWatch.of(exchange.request().call(), headers);
      if (following.isStream()) {
        beginReadingAlong();
      }
      return following;
    }
    Rendition translated = rendition(said);
    rendition = translated;
    headers = Translated.head(exchange.request().call().dialect(), translated, headers);
    return translated;
  }

  private Rendition rendition(Said words) {
    Transcript begun = told;
    if (begun != null) {
      return words.rest(headers, begun);
    }
    begun = exchange.told(lease);
    told = begun;
    return begun == null
        ? words.answer(headers, exchange.engine().clock().now().getEpochSecond())
        : words.answer(headers, begun);
  }

  /** What a gateway shows people when what is behind it is down; no model answers so. */
  private static boolean isWebPage(HttpFields headers) {
    String type = headers.first("content-type");
    return type != null && type.trim().toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /**
   * A piece of the body has come. The buffer is read to its end, and is the adapter's again after
   * it has taken what {@link Exchange#take()} gives.
   */
  public Verdict body(ByteBuffer piece) {
    return body(piece, false);
  }

  private Verdict body(ByteBuffer piece, boolean stays) {
    int length = piece.remaining();
    if (piece.hasArray()) {
      int from = piece.arrayOffset() + piece.position();
      piece.position(piece.limit());
      return reportBody(piece.array(), from, from + length, false, stays, null);
    }
    byte[] bytes = new byte[length];
    piece.get(bytes);
    return reportBody(bytes, 0, length, false, true, null);
  }

  /**
   * The same of a buffer that is the exchange's from now on: mostly it goes on as it is. One that
   * gives nobody its array is looked at in a copy.
   */
  Verdict keep(ByteBuffer piece) {
    int length = piece.remaining();
    if (piece.hasArray() || passedOn == null || length > LARGEST_COPY) {
      return body(piece, true);
    }
    if (copy.length < length) {
      copy = new byte[Math.min(LARGEST_COPY, length + length / 2)];
    }
    piece.get(piece.position(), copy, 0, length);
    return reportBody(copy, 0, length, false, false, piece);
  }

  /**
   * The same from one who waits, and asks for {@link #patience()} before each wait: silence counts
   * from then, so that it is of no interest when most pieces came.
   */
  public Verdict body(byte[] bytes, int from, int to) {
    return reportBody(bytes, from, to, true, false, null);
  }

  /**
   * The same with bytes that stay as they are until the next were reported, or what came of these
   * was taken: an answer that comes at once is held where it lies.
   */
  public Verdict lend(byte[] bytes, int from, int to) {
    return reportBody(bytes, from, to, true, true, null);
  }

  /**
   * As there are many of these, no object is made for what it reports.
   *
   * @param piece of which the bytes are a copy that is written again; null = of none
   */
  private Verdict reportBody(
      byte[] bytes, int from, int to, boolean awaited, boolean stays, @Nullable ByteBuffer piece) {
    Verdict verdict;
    Runnable untold;
    synchronized (outlet) {
      if (over) {
        return Verdict.GONE;
      }
      try {
        if (passedOn != null) {
          AnswerWatch following = passedOn;
          int before = following.contents();
          int good = following.feed(bytes, from, to);
          boolean more = following.isMore(); // as nearly all of a stream is
          if (more && piece != null && good == to && outlet.isEmpty()) {
            outlet.pass(piece);
            patience.more(now());
            return Verdict.PASS;
          }
          byte[] lasting = piece == null ? bytes : Arrays.copyOf(bytes, to);
          if (more) {
            outlet.feed(lasting, from, good, to, stays);
            patience.more(awaited ? Obstacle.NEVER : now());
            return Verdict.PASS;
          }
          verdict = body(following, before, lasting, from, good, to, stays);
        } else {
          verdict =
              unfolding == null
                  ? body(bytes, from, to, stays)
                  : unfolded(unfolding, bytes, from, to);
        }
      } catch (RuntimeException | LinkageError bug) {
        verdict = afterBug(bug, now());
      }
      untold = exchange.takeNews();
    }
    Exchange.tell(untold);
    return verdict;
  }

  private Verdict unfolded(Gunzip gunzip, byte[] bytes, int from, int to) {
    try {
      byte[] plain = gunzip.feed(bytes, from, to);
      return body(plain, 0, plain.length, false);
    } catch (DataFormatException e) {
      return broken(Mishap.unreadable(false), e, now());
    }
  }

  private Verdict body(byte[] bytes, int from, int to, boolean stays) {
    if (errorBody != null) {
      long now = now();
      patience.bytes(false, now);
      return errorBody(bytes, from, to, stays, now);
    }
    AnswerWatch following = following();
    int before = following.contents();
    int good = following.feed(bytes, from, to);
    return body(following, before, bytes, from, good, to, stays);
  }

  private Verdict body(
      AnswerWatch following, int before, byte[] bytes, int from, int good, int to, boolean stays) {
    long now = now();
    keeps(following);
    if (rendition != null) {
      feed(rendition.take());
    } else if (following.error() == null) {
      outlet.feed(bytes, from, good, to, stays);
      readAlong(bytes, from, following.unreadable() ? good : to);
    } else if (shadow != null && committed && !erred) {
      // The error waits until it is known whether somebody goes on.
      outlet.feed(bytes, from, following.errorFrom(), to, stays);
      readAlong(bytes, from, following.errorFrom());
    } else {
      outlet.feed(bytes, from, good, to, this::withoutKeys);
    }
    boolean content = following.contents() > before;
    patience.bytes(content, now);
    if (following.isStream() ? content : to > from) {
      firstAt = Math.min(firstAt, now);
    }
    if (content && before == 0 && following.isStream()) {
      lease.firstToken(now - sentAt, now);
    }
    if (following.error() != null) {
      return errorInside(following.error(), now);
    }
    if (following.unreadable() && !following.ended()) {
      return broken(Mishap.unreadable(following.isStream()), null, now);
    }
    if (following.ended()) {
      patience.ended(now);
      settle(answered(following, now), now);
    }
    // A buffered answer is passed on at its end, when it is known to be whole.
    boolean show = following.contents() > 0 || outlet.held() > PREFIX;
    if (show && isHeldBack(following, now)) {
      return outlet.held() > streams.bufferLimit() ? tooLarge(now) : Verdict.HOLD;
    }
    return committed || show ? pass() : Verdict.HOLD;
  }

  // An answer that is passed on is good, whatever becomes of who reads along.

  private void beginReadingAlong() {
    try {
      Transcript begun = exchange.told(lease);
      shadow = begun == null ? null : exchange.shadow(lease, headers, begun);
      told = begun;
    } catch (RuntimeException | LinkageError bug) {
      stopReadingAlong(bug);
    }
  }

  private void readAlong(byte[] bytes, int from, int to) {
    if (shadow == null) {
      return;
    }
    try {
      shadow.feed(bytes, from, to);
      shadow.take(); // the application has its provider's own words
    } catch (RuntimeException | LinkageError bug) {
      stopReadingAlong(bug);
    }
  }

  private void stopReadingAlong(Throwable bug) {
    shadow = null;
    told = null;
    exchange.tellLater(() -> exchange.engine().bug("reading along in a stream", bug));
  }

  /** More of a stream has come than is kept. */
  private Verdict tooLarge(long now) {
    if (streams.release()) {
      return pass();
    }
    settle(new Outcome.Abandoned(usedSoFar(), true), now);
    outlet.discard();
    return exchange.giveUp(this, Mishap.tooLarge(streams.bufferLimit()));
  }

  private Verdict errorBody(byte[] bytes, int from, int to, boolean stays, long now) {
    if (committed) {
      if (said == null) {
        outlet.feed(bytes, from, to, to, stays);
      }
      return Verdict.PASS;
    }
    ByteArrayOutputStream body = errorBody;
    if (body != null) {
      body.write(bytes, from, to - from);
      if (!goesOn) {
        outlet.feed(bytes, from, to, to, stays);
      }
      if (body.size() > PREFIX) {
        return refused(body, now);
      }
    }
    return Verdict.HOLD;
  }

  /** The body has ended as HTTP wants it. */
  public Verdict end() {
    return report(this::end);
  }

  private Verdict end(long now) {
    if (errorBody != null) {
      if (committed) {
        return exchange.done(resultOfError, Usage.NONE, now);
      }
      Verdict verdict = refused(errorBody, now);
      return verdict == Verdict.PASS ? exchange.done(resultOfError, Usage.NONE, now) : verdict;
    }
    AnswerWatch following = following();
    if (unfolding != null && !unfolding.complete()) {
      return broken(Mishap.cut(following.isStream()), null, now);
    }
    finish(following);
    if (following.error() != null) {
      if (said == null && (shadow == null || erred)) {
        outlet.clean(this::withoutKeys);
      }
      Verdict verdict = errorInside(following.error(), now);
      return verdict == Verdict.PASS ? whole(following, true, now) : verdict;
    }
    if (following.unreadable() && !following.ended()) {
      return broken(Mishap.unreadable(following.isStream()), null, now);
    }
    if (!following.whole()) {
      return broken(Mishap.cut(following.isStream()), null, now);
    }
    return whole(following, true, now);
  }

  /** Nothing more comes. */
  private void finish(AnswerWatch following) {
    following.end();
    keeps(following);
    if (rendition != null) {
      feed(rendition.take());
    }
  }

  /** Before the application sees an id, and may ask for what it names. */
  private void keeps(AnswerWatch following) {
    exchange.engine().holdings().issued(following.issued(), lease.endpoint());
  }

  private void feed(byte[] words) {
    outlet.feed(words, 0, words.length, words.length, true);
  }

  /**
   * Nothing of the answer is missing.
   *
   * @param ended whether its body has ended as HTTP wants it, so that what came last is no fragment
   */
  private Verdict whole(AnswerWatch following, boolean ended, long now) {
    if (rendition != null) {
      finish(following); // what ends it in the caller's dialect has not been written yet
    }
    if (!settled) {
      settle(answered(following, now), now);
    }
    if (!committed) {
      pass();
    }
    if (following.isStream() && (!ended || following.unreadable())) {
      outlet.finishSure();
    } else {
      outlet.finish();
    }
    outlet.add(following.missingEnd());
    Result result = following.error() == null ? Result.SUCCESS : Result.FAILURE;
    Usage usage = goesOn && told != null ? told.usage() : following.usage();
    return exchange.done(result, usage, now);
  }

  /** The connection could not be made, or broke. */
  public Verdict broke(Throwable why) {
    return report(now -> broke(why, now));
  }

  private Verdict broke(Throwable why, long now) {
    AnswerWatch following = watch;
    if (following != null && isOver(following)) {
      return whole(following, false, now);
    }
    // A client that blocks can only stop waiting by breaking its connection.
    Patience.Due due = due(now);
    boolean gaveUp =
        Mishap.isTimeout(why) && due.at() <= now && due.then() == Patience.Then.GIVE_UP;
    ErrorInfo error = gaveUp ? Mishap.silence(now - sentAt, due.limit()) : Mishap.breakage(why);
    return broken(exchange.engine().redacted(error), why, now);
  }

  /**
   * Whether, as nothing more comes, all of it has, or the provider's own error in place of the
   * rest.
   */
  private boolean isOver(AnswerWatch following) {
    if (rendition != null) {
      rendition.cut();
    }
    return following.ended()
        || (following.isStream() && following.whole())
        || (committed && following.error() != null);
  }

  /**
   * It could not be sent, by a fault of ours: another endpoint is tried, this one is not blamed.
   */
  public Verdict failedToSend(Throwable bug) {
    return report(
        now -> {
          exchange.tellLater(() -> exchange.engine().bug("writing a request", bug));
          return setAside(false, now);
        });
  }

  /**
   * The application's own client keeps this endpoint from being used, which is not to blame.
   *
   * @param sent whether the provider can have counted the request
   */
  public Verdict unusable(boolean sent) {
    return report(now -> setAside(sent, now));
  }

  private Verdict setAside(boolean sent, long now) {
    settle(new Outcome.Abandoned(Usage.NONE, sent), now);
    outlet.discard();
    return exchange.setAside(this);
  }

  /**
   * {@link #patience()} is over. From any thread, any time: asked too early, it answers with how
   * things stand.
   */
  public Verdict late() {
    return report(
        now -> {
          Patience.Due due = due(now);
          if (due.at() > now) {
            return committed ? Verdict.PASS : Verdict.HOLD;
          }
          return switch (due.then()) {
            case SHOW -> pass();
            case FINISH -> whole(following(), false, now);
            case GIVE_UP -> gaveUp(due, now);
          };
        });
  }

  private Verdict gaveUp(Patience.Due due, long now) {
    AnswerWatch following = watch;
    return following != null && isOver(following)
        ? whole(following, false, now)
        : broken(Mishap.silence(now - sentAt, due.limit()), null, now);
  }

  /**
   * How long this endpoint may keep us waiting from now on, in nanoseconds: ask before each wait,
   * and call {@link #late()} when it is over. 0 when it is over already.
   */
  public long patience() {
    return patience(now());
  }

  long patience(long now) {
    if (!committed) {
      synchronized (outlet) {
        patience.asked(now);
        return patienceUntil(due(now).at(), now);
      }
    }
    // Nothing but time matters any more, and only who reports changes anything of it.
    patience.asked(now);
    AnswerWatch following = watch;
    return patienceUntil(patience.shownUntil(following != null && following.isStream()), now);
  }

  private long patienceUntil(long instant, long now) {
    dueAt = instant;
    return over ? 0 : Math.max(0, instant - now);
  }

  /**
   * When the {@link #patience()} that was asked for last ends, as {@link System#nanoTime} counts.
   */
  public long patienceEnds() {
    return ticker.systemNanos(dueAt);
  }

  private long now() {
    return ticker.nanos();
  }

  private Patience.Due due(long now) {
    boolean stream = watch != null && watch.isStream();
    if (committed) {
      return patience.whileShown(stream);
    }
    if (!patience.minds(errorBody != null, stream)) {
      return patience.whileHeld(errorBody != null, stream, Elsewhere.NOBODY, now);
    }
    boolean movable = exchange.canMove(this, now);
    boolean replaceable = isKeptWhole() ? exchange.canReplace(this, now) : movable;
    boolean better = movable && lease.isProbe() && lease.hasSoundPeer(now);
    return patience.whileHeld(
        errorBody != null, stream, Elsewhere.of(movable, replaceable, better), now);
  }

  // Decisions.

  private Verdict pass() {
    if (!committed) {
      committed = true;
      passedOn = unfolding == null && rendition == null && shadow == null ? watch : null;
      exchange.commit(this, status, headers);
    }
    return Verdict.PASS;
  }

  /** An error answer has come, all of it or enough to judge it. */
  private Verdict refused(ByteArrayOutputStream body, long now) {
    ErrorInfo error =
        blamed(
            exchange
                .engine()
                .redacted(
                    ErrorReader.read(
                        status, headers, body.toByteArray(), exchange.engine().clock().now())));
    settle(new Outcome.Failed(error, true, Usage.NOTHING, now - sentAt), now);
    if (said != null && error.kind() == ErrorClass.UNSUPPORTED) {
      said.blamed(error).forEach(lease::lacks);
    }
    boolean again = mayTryAgainHere(error);
    if (!goesOn && !exchange.movesOn(this, error, again, now)) {
      boolean callers = isCallers(error);
      resultOfError = callers ? Result.CLIENT_ERROR : Result.FAILURE;
      if (said != null) {
        return say(error, now);
      }
      outlet.clean(this::withoutKeys);
      if (tells(error)) {
        headers = FinalFailure.head(headers, exchange.comeback(error, now));
      }
      return pass();
    }
    return drop(error, again, now);
  }

  /**
   * A field that we wrote and the provider does not know is no fault of the caller's. What may not
   * be done with something that is kept, or is not there, says nothing of a model.
   */
  private ErrorInfo blamed(ErrorInfo error) {
    boolean ofKept = exchange.request().call().operation().kind() == Operation.Kind.KEPT;
    if (ofKept
        && (error.kind() == ErrorClass.PERMISSION || error.kind() == ErrorClass.MODEL_NOT_FOUND)) {
      return error.as(ErrorClass.INVALID_REQUEST);
    }
    return said != null && "unknown_parameter".equals(error.code())
        ? error.as(ErrorClass.UNSUPPORTED)
        : error;
  }

  private boolean isCallers(ErrorInfo error) {
    return error.kind().blame() == Blame.CALLER || lease.isOfCallersKey(error.kind());
  }

  /** Whether the caller's own retry loop is told how things stand after this error. */
  private boolean tells(ErrorInfo error) {
    return !isCallers(error) && exchange.destination().retries().tellClient();
  }

  /** A provider's error in the words of the caller's dialect. */
  private Verdict say(ErrorInfo reported, long now) {
    if (errorSaid) {
      return Verdict.PASS;
    }
    errorSaid = true;
    Duration comeback = tells(reported) ? exchange.comeback(reported, now) : null;
    ErrorInfo error = comeback == null ? reported : reported.retryAfter(comeback);
    Problem problem = Problem.of(error, endpoint());
    if (committed && rendition != null) {
      feed(rendition.failure(problem));
      return Verdict.PASS;
    }
    Words words = Words.answer(problem, exchange.request().call().dialect());
    status = words.status();
    headers = Translated.errorHead(exchange.request().call().dialect(), error, headers);
    if (tells(error)) {
      headers = FinalFailure.head(headers, comeback);
    }
    outlet.discard();
    feed(words.body().array());
    return pass();
  }

  /** An error is passed on as it is, unless the provider repeats the pool's key in it. */
  private byte[] withoutKeys(byte[] held) {
    Redactor redactor = exchange.engine().redactor();
    if (!redactor.isExposed(held)) {
      return held;
    }
    headers = headers.toBuilder().remove("content-length").build();
    String clean = redactor.redact(new String(held, StandardCharsets.UTF_8));
    return clean.getBytes(StandardCharsets.UTF_8);
  }

  /** One quick second try makes sense where the failure may have been this one request's. */
  private boolean mayTryAgainHere(ErrorInfo error) {
    if (lease.hasAnotherKey()) {
      return true; // the advice was for the old one
    }
    if (!exchange.isRepeatable()) {
      return false;
    }
    String advice = headers.first("x-should-retry");
    if (advice != null) {
      return advice.equalsIgnoreCase("true");
    }
    return switch (error.kind()) {
      case NETWORK, CONFLICT -> true;
      case SERVER_ERROR -> error.status() == 500 || error.status() == 502 || error.status() < 400;
      default -> false;
    };
  }

  /** The provider reports an error inside an answer that began well. */
  private Verdict errorInside(ErrorInfo reported, long now) {
    ErrorInfo error = exchange.engine().redacted(reported);
    settle(new Outcome.Failed(error, true, usedSoFar(), now - sentAt), now);
    boolean again = mayTryAgainHere(error);
    boolean first = !erred;
    erred = true;
    if (committed && first && goesOnElsewhere(error, null, now)) {
      return Verdict.DROP;
    }
    if (shadow != null && first) {
      outlet.clean(this::withoutKeys);
    }
    if (committed || (!goesOn && !exchange.movesOn(this, error, again, now))) {
      patience.ended(now); // it ends the answer, and is or will be in the application's own dialect
      return said == null ? pass() : say(error, now);
    }
    return drop(error, again, now);
  }

  /** The answer will not come, or no more of it. */
  private Verdict broken(ErrorInfo error, @Nullable Throwable why, long now) {
    settle(new Outcome.Failed(error, !Mishap.neverSent(why), usedSoFar(), now - sentAt), now);
    if (!committed) {
      return drop(error, mayTryAgainHere(error), now);
    }
    return goesOnElsewhere(error, why, now)
        ? Verdict.DROP
        : exchange.fail(breakage(error, why), now);
  }

  private boolean goesOnElsewhere(ErrorInfo error, @Nullable Throwable why, long now) {
    return told() != null
        && !patience.isOver(now)
        && exchange.goesOn(breakage(error, why), error, mayTryAgainHere(error), now);
  }

  private Breakage breakage(ErrorInfo error, @Nullable Throwable why) {
    Failure.Kind kind =
        error.kind() == ErrorClass.TIMEOUT ? Failure.Kind.TIMEOUT : Failure.Kind.BROKEN;
    AnswerWatch following = watch;
    boolean stream = following != null && following.isStream();
    Usage usage = following == null ? Usage.NONE : following.usage();
    // Elsewhere it is plain whose error it is; the application is told.
    String message = "endpoint " + endpoint() + ": " + error.message();
    boolean mayTell = stream && streams.recovery() != Recovery.NONE;
    return new Breakage(
        this,
        new Failure(kind, message, why),
        mayTell ? new Problem(error.kind(), message) : null,
        usage);
  }

  /** What ends an answer that broke off, in the caller's dialect. */
  byte[] lastWords(Problem problem) {
    if (rendition != null) {
      try {
        return rendition.failure(problem);
      } catch (RuntimeException bug) {
        exchange.tellLater(() -> exchange.engine().bug("ending a stream", bug));
      }
    }
    return Words.event(problem, exchange.request().call().dialect());
  }

  private Verdict drop(ErrorInfo error, boolean again, long now) {
    outlet.discard();
    return exchange.drop(this, error, again, now);
  }

  /** The application has left. */
  void abandoned(long now) {
    AnswerWatch following = watch;
    Usage usage = following == null ? Usage.NONE : following.usage();
    boolean complete = following != null && following.ended();
    settle(wasSilent(now) ? silent(now) : new Outcome.Abandoned(usedSoFar(), true), now);
    exchange.report(complete ? Result.SUCCESS : Result.ABANDONED, usage, now);
  }

  /** What is known of it now; until a stream ends, its output is anybody's guess. */
  private Usage usedSoFar() {
    AnswerWatch following = watch;
    if (following == null) {
      return Usage.NONE;
    }
    Usage usage = following.usage();
    return following.isStream() && !following.ended() ? usage.withoutOutput() : usage;
  }

  /**
   * Whether the application's time is over, most of it spent here without a word: that is not the
   * application's doing, and an endpoint that says nothing must not stay in use for it. But where
   * an answer that comes as a whole often takes as long, and nobody else is in use who may be
   * quicker, that says nothing.
   */
  private boolean wasSilent(long now) {
    long time = exchange.deadline() - exchange.began();
    return status == 0
        && now + AT_DEADLINE >= exchange.deadline()
        && now - sentAt >= time / 2
        && (exchange.request().call().stream()
            || lease.isOverdue(now - sentAt)
            || lease.hasSoundPeer(now));
  }

  private Outcome silent(long now) {
    ErrorInfo error = Mishap.silence(now - sentAt, "the caller's own time");
    return new Outcome.Failed(error, true, usedSoFar(), now - sentAt);
  }

  private void settle(Outcome outcome, long now) {
    if (!settled) {
      settled = true;
      if (lease.settle(outcome, now)) {
        exchange.tellLater(
            new AttemptEnded(
                exchange.id(),
                lease.endpoint().pool(),
                lease.endpoint().name(),
                lease.model(),
                number,
                reworded(),
                outcome,
                lease.costOf(outcome)),
            lease,
            now);
      }
    }
  }

  private AttemptEnded.@Nullable Reworded reworded() {
    Dialect callers = exchange.request().call().dialect();
    Dialect spoken = said == null ? callers : said.dialect();
    return spoken == callers && dropped.isEmpty()
        ? null
        : new AttemptEnded.Reworded(callers, spoken, dropped);
  }

  private Outcome answered(AnswerWatch following, long now) {
    long first = Math.min(firstAt, now);
    return new Outcome.Answered(following.usage(), first - sentAt, now - sentAt);
  }

  private AnswerWatch following() {
    if (watch == null) {
      throw new IllegalStateException("a body without a head");
    }
    return watch;
  }

  // The frame of every report.

  @FunctionalInterface
  private interface Report {
    Verdict at(long now);
  }

  private Verdict report(Report report) {
    Verdict verdict;
    Runnable untold;
    synchronized (outlet) {
      if (over) {
        return Verdict.GONE;
      }
      long now = now();
      try {
        verdict = report.at(now);
      } catch (RuntimeException | LinkageError bug) {
        verdict = afterBug(bug, now);
      }
      untold = exchange.takeNews();
    }
    Exchange.tell(untold);
    return verdict;
  }

  private Verdict afterBug(Throwable bug, long now) {
    exchange.tellLater(() -> exchange.engine().bug("reading an answer", bug));
    ErrorInfo error = ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "ai-lb failed: " + bug);
    return broken(exchange.engine().redacted(error), bug, now);
  }
}

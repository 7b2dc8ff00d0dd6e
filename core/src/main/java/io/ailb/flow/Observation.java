package io.ailb.flow;

import io.ailb.answer.AnswerWatch;
import io.ailb.answer.ErrorReader;
import io.ailb.answer.Gunzip;
import io.ailb.answer.RateLimitHeaders;
import io.ailb.model.ErrorClass.Blame;
import io.ailb.model.ErrorInfo;
import io.ailb.model.HttpFields;
import io.ailb.model.Origin;
import io.ailb.model.Outcome;
import io.ailb.model.Usage;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import io.ailb.select.Choice;
import io.ailb.select.Lease;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Priority;
import io.ailb.select.Request;
import io.ailb.select.Tried;
import io.ailb.select.Urgency;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Follows a request where ai-lb only watches: it is decided who would be asked, the application's
 * own request goes out as it came, and its answer is read along in as it passes, whose bytes nobody
 * changes. All figures are "as if" that endpoint had given this answer. What would outlast them,
 * and be wrong once requests are taken over, is learned only of an endpoint that is the very server
 * which the application has asked: what it says of its limits, and its failures; and of none that
 * it does not like the application's key. Who would have waited, or gone elsewhere after a failure,
 * is not known.
 *
 * <p>An adapter reports as the answer passes, and can do nothing wrong: no report throws, and what
 * is reported after the end, or twice, counts for nothing. {@link #left()} comes from any thread.
 */
public final class Observation {
  /** So much of an error is read, as of one that is not only watched. */
  private static final int PREFIX = 64 * 1024;

  private static final int TOO_MANY_REQUESTS = 429;

  private static final Outcome UNKNOWN = new Outcome.Abandoned(Usage.NONE, true);

  private final Engine engine;
  private final Pool pool;
  private final Request request;
  private final OwnKeys ownKeys;
  private final String id = RequestIds.next();
  private final long began;
  private final long decided;

  /** Null where nobody would have been asked. */
  private final @Nullable Lease lease;

  /** Whether the application asks that very server by itself. */
  private final boolean atHome;

  /** Of a piece that does not let itself be looked at; the reporting thread's. */
  private byte[] copy = {};

  // Guarded by this.
  private int status;
  private HttpFields headers = HttpFields.none();
  private @Nullable AnswerWatch watch; // of a good answer
  private @Nullable ByteArrayOutputStream errorBody; // of a bad one
  private @Nullable Gunzip unfolding;
  private long firstAt = Obstacle.NEVER;
  private boolean over;

  Observation(
      Engine engine,
      Destination destination,
      Request asked,
      Priority priority,
      Origin target,
      OwnKeys ownKeys) {
    this.engine = engine;
    this.pool = destination.pool();
    this.ownKeys = ownKeys;
    this.began = engine.ticker().nanos();
    this.request = asked.by(new Urgency(priority, began, Obstacle.UNKNOWN, true));
    Tried nobody = new Tried(destination.retries().perEndpoint());
    this.lease = pool.reserve(request, nobody, false, began);
    this.atHome = lease != null && Origin.of(lease.endpoint().baseUrl()).equals(target);
    Choice choice =
        lease != null
            ? lease.choice()
            : pool.decisions().isOn(began) ? pool.noChoice(request, nobody, began) : null;
    if (choice != null) {
      pool.decisions().note(id, choice);
    }
    this.decided = engine.ticker().nanos() - began;
  }

  /** The status line and the headers have come. */
  public void head(int answerStatus, HttpFields answerHeaders) {
    report(
        now -> {
          status = answerStatus;
          headers = answerHeaders;
          if (Gunzip.is(headers.first("content-encoding"))) {
            unfolding = new Gunzip();
            headers = headers.toBuilder().remove("content-encoding").build();
          }
          if (lease != null && atHome) {
            lease.arrived(
                RateLimitHeaders.read(headers, engine.clock().now()),
                status == TOO_MANY_REQUESTS,
                now);
          }
          if (status >= 400) {
            errorBody = new ByteArrayOutputStream();
          } else {
            watch = status >= 300 ? AnswerWatch.unread() : AnswerWatch.of(request.call(), headers);
          }
          return null;
        });
  }

  /** A piece of the body passes. The buffer is left as it is. */
  public void body(ByteBuffer piece) {
    int length = piece.remaining();
    if (piece.hasArray()) {
      int from = piece.arrayOffset() + piece.position();
      body(piece.array(), from, from + length);
    } else {
      if (length > copy.length) {
        copy = new byte[length];
      }
      piece.duplicate().get(copy, 0, length);
      body(copy, 0, length);
    }
  }

  /** The same. As there are many of these, no object is made for what it reports. */
  public void body(byte[] bytes, int from, int to) {
    try {
      long now;
      Ending ending;
      synchronized (this) {
        if (over) {
          return;
        }
        now = engine.ticker().nanos();
        ending = readBody(bytes, from, to, now);
        over = ending != null;
      }
      if (ending != null) {
        tell(ending, now);
      }
    } catch (RuntimeException | LinkageError bug) {
      notCounted(bug);
    }
  }

  private @Nullable Ending readBody(byte[] bytes, int from, int to, long now) {
    try {
      if (unfolding == null) {
        return follow(bytes, from, to, now);
      }
      byte[] plain = unfolding.feed(bytes, from, to);
      return follow(plain, 0, plain.length, now);
    } catch (DataFormatException e) {
      return unread();
    } catch (RuntimeException | LinkageError bug) {
      return notRead(bug);
    }
  }

  /** The body has ended as HTTP wants it. */
  public void end() {
    report(
        now -> {
          AnswerWatch following = watch;
          if (errorBody != null || following == null) {
            return errorBody == null ? unread() : refused(errorBody, now);
          }
          following.end();
          if (following.error() != null) {
            return failed(following.error(), true, usedSoFar(), now);
          }
          if (isComplete(following)) {
            return answered(following, now);
          }
          ErrorInfo why =
              following.unreadable()
                  ? Mishap.unreadable(following.isStream())
                  : Mishap.cut(following.isStream());
          return failed(why, true, usedSoFar(), now);
        });
  }

  /** There will be no answer, or no more of it. */
  public void broke(Throwable why) {
    report(
        now ->
            watch != null && isComplete(watch)
                ? answered(watch, now)
                : failed(Mishap.breakage(why), !Mishap.neverSent(why), usedSoFar(), now));
  }

  /** The application has left: closed, cancelled, was interrupted. */
  public void left() {
    report(
        now -> {
          if (errorBody != null) {
            return refused(errorBody, now);
          }
          return watch != null && isComplete(watch) ? answered(watch, now) : unread();
        });
  }

  /** Names the object through which the application reads its answer, in case that it loses it. */
  public void watch(Object body) {
    if (lease != null) {
      engine.lost().watch(body, lease, id);
    }
  }

  /**
   * How it ended.
   *
   * @param told what is counted
   * @param learned what limits and health make of it
   */
  private record Ending(Outcome told, Outcome learned, Usage usage) {}

  private @Nullable Ending follow(byte[] bytes, int from, int to, long now) {
    if (errorBody != null) {
      errorBody.write(bytes, from, Math.min(to - from, PREFIX - errorBody.size()));
      return null;
    }
    AnswerWatch following = watch;
    if (following == null) {
      return unread(); // a body without a head
    }
    int before = following.contents();
    following.feed(bytes, from, to);
    boolean content = following.contents() > before;
    if (following.isStream() ? content : to > from) {
      firstAt = Math.min(firstAt, now);
    }
    if (content && before == 0 && following.isStream() && lease != null) {
      lease.firstToken(now - began, now);
    }
    if (following.error() != null) {
      return failed(following.error(), true, usedSoFar(), now);
    }
    return following.ended() ? answered(following, now) : null;
  }

  private Ending answered(AnswerWatch following, long now) {
    Outcome outcome =
        new Outcome.Answered(following.usage(), Math.min(firstAt, now) - began, now - began);
    return new Ending(outcome, outcome, following.usage());
  }

  private Ending refused(ByteArrayOutputStream body, long now) {
    ErrorInfo error = ErrorReader.read(status, headers, body.toByteArray(), engine.clock().now());
    return failed(error, true, Usage.NOTHING, now);
  }

  private Ending failed(ErrorInfo error, boolean sent, Usage used, long now) {
    ErrorInfo shown = engine.redacted(error.presentable(ownKeys::redact));
    Outcome told = new Outcome.Failed(shown, sent, used, now - began);
    boolean learns = atHome && error.kind().blame() != Blame.KEY;
    return new Ending(told, learns ? told : new Outcome.Abandoned(used, sent), used);
  }

  /** What it came to is not known. */
  private Ending unread() {
    Outcome outcome = new Outcome.Abandoned(usedSoFar(), true);
    return new Ending(outcome, outcome, usedSoFar());
  }

  private static boolean isComplete(AnswerWatch following) {
    return following.error() == null && following.whole() && !following.unreadable();
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

  /** What a report does; null = it goes on. */
  @FunctionalInterface
  private interface Report {
    @Nullable Ending at(long now);
  }

  private void report(Report report) {
    try {
      long now;
      Ending ending;
      synchronized (this) {
        if (over) {
          return;
        }
        now = engine.ticker().nanos();
        ending = readBy(report, now);
        over = ending != null;
      }
      if (ending != null) {
        tell(ending, now);
      }
    } catch (RuntimeException | LinkageError bug) {
      notCounted(bug);
    }
  }

  private void notCounted(Throwable bug) {
    engine.bug("counting a request that is only watched", bug);
  }

  private @Nullable Ending readBy(Report report, long now) {
    try {
      return report.at(now);
    } catch (RuntimeException | LinkageError bug) {
      return notRead(bug);
    }
  }

  private Ending notRead(Throwable bug) {
    engine.bug("reading along in an answer", bug);
    return new Ending(UNKNOWN, UNKNOWN, Usage.NONE);
  }

  private void tell(Ending ending, long now) {
    String name = pool.settings().name();
    double cost = lease == null ? 0 : lease.costOf(ending.told());
    if (lease != null) {
      lease.settle(ending.learned(), now);
      engine
          .listener()
          .attemptEnded(
              new AttemptEnded(
                  id, name, lease.endpoint().name(), lease.model(), 1, null, ending.told(), cost));
      engine.states().check(pool, lease.member());
    }
    engine
        .listener()
        .requestEnded(
            new RequestEnded(
                id,
                name,
                lease == null ? null : lease.endpoint().name(),
                request.call().operation(),
                request.call().model(),
                lease == null ? Result.REJECTED : Result.OBSERVED,
                status,
                lease == null ? 0 : 1,
                ending.usage(),
                cost,
                0,
                decided,
                now - began));
  }
}

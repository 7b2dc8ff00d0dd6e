package io.ailb.observe;

import io.ailb.model.EndpointState;
import io.ailb.model.OneLine;
import io.ailb.model.Outcome;
import io.ailb.time.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the log: changes of state once an edge, and at most a line a minute and
 * endpoint when it flaps; requests at DEBUG only; never a body, never a key.
 */
public final class LogListener implements Listener {
  private static final Logger ENDPOINT = LoggerFactory.getLogger("ailb.endpoint");
  private static final Logger POOL = LoggerFactory.getLogger("ailb.pool");
  private static final Logger REQUEST = LoggerFactory.getLogger("ailb.request");
  private static final Logger AILB = LoggerFactory.getLogger("ailb");

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** Named once each; model names come from callers. */
  private static final int MAX_NAMED = 1_000;

  private final Ticker ticker;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
  private final Set<PassedThrough> named = ConcurrentHashMap.newKeySet();

  public LogListener(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Lets a few lines a minute through, and counts the others. */
  private static final class Throttle {
    /** An edge there and back, and the next one. */
    private static final int PER_MINUTE = 3;

    private long minuteBegan;
    private int lines;
    private int dropped;

    /** The number of lines dropped before this one; -1 if this one is to be dropped, too. */
    synchronized int admit(long now) {
      if (lines == 0 || now - minuteBegan > MINUTE) {
        minuteBegan = now;
        lines = 0;
      }
      if (lines >= PER_MINUTE) {
        dropped++;
        return -1;
      }
      lines++;
      int before = dropped;
      dropped = 0;
      return before;
    }
  }

  @Override
  public void endpointChanged(EndpointChanged event) {
    String key = event.pool() + "/" + event.endpoint();
    int dropped = throttles.computeIfAbsent(key, created -> new Throttle()).admit(ticker.nanos());
    if (dropped < 0) {
      return;
    }
    Duration lasts = event.lasts();
    String line =
        event.endpoint()
            + " "
            + event.after()
            + (lasts == null ? "" : " " + Math.max(1, lasts.toSeconds()) + " s")
            + (event.reason().isEmpty() ? "" : ": " + event.reason())
            + (dropped == 0 ? "" : " (" + dropped + " more changes since the last line)");
    boolean good = event.after() == EndpointState.READY || event.after() == EndpointState.HALF_OPEN;
    if (good) {
      ENDPOINT.info("{} pool={}", line, event.pool());
    } else {
      ENDPOINT.warn("{} pool={}", line, event.pool());
    }
  }

  @Override
  public void poolExhausted(PoolExhausted event) {
    int dropped =
        throttles
            .computeIfAbsent("pool " + event.pool(), created -> new Throttle())
            .admit(ticker.nanos());
    if (dropped >= 0) {
      String more = dropped == 0 ? "" : " (" + dropped + " more since the last line)";
      POOL.warn("{}{} request={}", event.message(), more, event.request());
    }
  }

  @Override
  public void passedThrough(PassedThrough event) {
    if (named.size() < MAX_NAMED && named.add(event)) {
      AILB.info(
          "passed through untouched: {} {} at {}: {} (named once, counted always)",
          event.operation().suffix(),
          event.model() == null ? "" : "for " + OneLine.of(event.model()),
          event.host(),
          event.reason());
    }
  }

  @Override
  public void attemptEnded(AttemptEnded event) {
    if (REQUEST.isDebugEnabled()) {
      REQUEST.debug(
          "attempt {} at {}: {} pool={} request={}",
          event.number(),
          event.endpoint(),
          words(event.outcome()),
          event.pool(),
          event.request());
    }
  }

  private static String words(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answered) {
      return "answered in " + TimeUnit.NANOSECONDS.toMillis(answered.totalNanos()) + " ms";
    }
    if (outcome instanceof Outcome.Failed failed) {
      int status = failed.error().status();
      return failed.error().kind().id()
          + (status == 0 ? "" : " " + status)
          + ": "
          + failed.error().message();
    }
    return "abandoned by the caller";
  }

  @Override
  public void requestEnded(RequestEnded event) {
    if (REQUEST.isDebugEnabled()) {
      REQUEST.debug(
          "{} for {} by {} after {} attempts, {} ms pool={} request={}",
          event.result().id(),
          event.model() == null ? event.operation().suffix() : OneLine.of(event.model()),
          event.endpoint(),
          event.attempts(),
          TimeUnit.NANOSECONDS.toMillis(event.totalNanos()),
          event.pool(),
          event.request());
    }
  }

  @Override
  public void answerLost(AnswerLost event) {
    AILB.warn(
        "an answer of {} was dropped without being closed; its place is free again pool={}"
            + " request={}",
        event.endpoint(),
        event.pool(),
        event.request());
  }

  @Override
  public void bug(Bug event) {
    AILB.error(
        "ai-lb failed while {}; the request goes on as well as it can",
        event.doing(),
        event.cause());
  }
}

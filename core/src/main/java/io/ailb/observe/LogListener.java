package io.ailb.observe;

import io.ailb.model.EndpointState;
import io.ailb.model.OneLine;
import io.ailb.model.Outcome;
import io.ailb.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the log: changes of state, at most a line a minute and endpoint; requests
 * at DEBUG only; never a body, never a key.
 */
public final class LogListener implements Listener {
  /** Named once each; model names come from callers. */
  private static final int MAX_NAMED = 1_000;

  private final Logger ailb;
  private final Logger endpoint;
  private final Logger pool;
  private final Logger request;

  private final Timer timer;
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
  private final Set<PassedThrough> named = ConcurrentHashMap.newKeySet();

  public LogListener(Timer timer) {
    this(timer, LoggerFactory::getLogger);
  }

  LogListener(Timer timer, Function<String, Logger> loggers) {
    this.timer = timer;
    this.ailb = loggers.apply("ailb");
    this.endpoint = loggers.apply("ailb.endpoint");
    this.pool = loggers.apply("ailb.pool");
    this.request = loggers.apply("ailb.request");
  }

  private void say(String about, Throttle.Line line) {
    throttles.computeIfAbsent(about, created -> new Throttle(timer)).say(line);
  }

  @Override
  public void endpointChanged(EndpointChanged event) {
    say(event.pool() + "/" + event.endpoint(), more -> write(event, more));
  }

  private void write(EndpointChanged event, int more) {
    Duration lasts = event.lasts();
    String line =
        event.endpoint()
            + " "
            + event.after()
            + (lasts == null ? "" : " " + Math.max(1, lasts.toSeconds()) + " s")
            + (event.reason().isEmpty() ? "" : ": " + OneLine.of(event.reason()))
            + (more == 0 ? "" : " (" + more + " more changes since the last line)");
    boolean good = event.after() == EndpointState.READY || event.after() == EndpointState.HALF_OPEN;
    if (good) {
      endpoint.info("{} pool={}", line, event.pool());
    } else {
      endpoint.warn("{} pool={}", line, event.pool());
    }
  }

  @Override
  public void budgetSpent(BudgetSpent event) {
    pool.warn("pool \"{}\": its budget is spent, {}", event.pool(), event.message());
  }

  @Override
  public void poolExhausted(PoolExhausted event) {
    say(
        "pool " + event.pool(),
        more ->
            pool.warn(
                "{}{} request={}",
                event.message(),
                more == 0 ? "" : " (" + more + " more since the last line)",
                event.request()));
  }

  /** At DEBUG: it is the application's to hear, and it does. */
  @Override
  public void nobodyCan(NobodyCan event) {
    request.debug("{} pool={} request={}", event.message(), event.pool(), event.request());
  }

  @Override
  public void passedThrough(PassedThrough event) {
    if (named.size() < MAX_NAMED && named.add(event)) {
      ailb.info(
          "passed through untouched: {} {} at {}: {} (named once, counted always)",
          event.operation().suffix(),
          event.model() == null ? "" : "for " + OneLine.of(event.model()),
          event.host(),
          event.reason());
    }
  }

  @Override
  public void attemptEnded(AttemptEnded event) {
    if (request.isDebugEnabled()) {
      request.debug(
          "attempt {} at {}{}: {} pool={} request={}",
          event.number(),
          event.endpoint(),
          words(event.reworded()),
          words(event.outcome()),
          event.pool(),
          event.request());
    }
  }

  /** Names of fields, never what was in them. */
  private static String words(AttemptEnded.@Nullable Reworded reworded) {
    if (reworded == null) {
      return "";
    }
    List<String> words = new ArrayList<>();
    if (reworded.isTranslated()) {
      words.add(reworded.from().id() + " in " + reworded.to().id());
    }
    if (!reworded.dropped().isEmpty()) {
      words.add("without " + OneLine.of(String.join(", ", reworded.dropped())));
    }
    return " (" + String.join(", ", words) + ")";
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
    if (request.isDebugEnabled()) {
      request.debug(
          "{} for {} by {} after {} attempts, {} ms pool={} request={}",
          event.result().id(),
          event.model() == null ? event.operation().suffix() : OneLine.of(event.model()),
          event.endpoint() == null ? "nobody" : event.endpoint(),
          event.attempts(),
          TimeUnit.NANOSECONDS.toMillis(event.totalNanos()),
          event.pool(),
          event.request());
    }
  }

  @Override
  public void answerLost(AnswerLost event) {
    ailb.warn(
        "an answer of {} was dropped without being closed; its place is free again pool={}"
            + " request={}",
        event.endpoint(),
        event.pool(),
        event.request());
  }

  @Override
  public void bug(Bug event) {
    ailb.error(
        "ai-lb failed while {}; the request goes on as well as it can",
        event.doing(),
        event.cause());
  }
}

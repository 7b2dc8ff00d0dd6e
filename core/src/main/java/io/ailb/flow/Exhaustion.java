package io.ailb.flow;

import static io.ailb.select.Obstacle.Kind.CONTEXT;
import static io.ailb.select.Obstacle.Kind.TOO_LARGE;
import static io.ailb.select.Obstacle.Kind.UNSUPPORTED;

import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.OneLine;
import io.ailb.observe.Redactor;
import io.ailb.select.Forecast.Option;
import io.ailb.select.Obstacle;
import io.ailb.select.Pool;
import io.ailb.select.Request;
import io.ailb.select.Tried;
import io.ailb.translate.neutral.Problem;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Explains, to the application and its people, why no endpoint took a request.
 *
 * @param noWait why it did not wait, or no longer, in words; null = nothing special
 * @param opensAt when the queue will be open to it, of the ticker
 */
record Exhaustion(
    Pool pool,
    Request request,
    Tried tried,
    @Nullable ErrorInfo lastError,
    @Nullable String lastEndpoint,
    long waitedNanos,
    @Nullable String noWait,
    long opensAt,
    Redactor redactor) {

  Problem problem(long now) {
    List<Option> options = pool.forecast().options(request, tried, now);
    StringJoiner reasons = new StringJoiner(", ");
    for (Option option : options) {
      Obstacle obstacle = option.obstacle();
      String words = obstacle == null ? "was not asked any more" : words(obstacle, now);
      reasons.add(option.member().endpoint().name() + " " + words);
    }
    ErrorClass kind = kind(options);
    StringBuilder message = new StringBuilder();
    message.append("pool \"").append(pool.settings().name()).append("\": no endpoint can take ");
    String model = request.call().model();
    message.append(model == null ? "this request" : "model " + OneLine.of(model));
    message.append(isForGood(kind) ? " as it is asked here: " : " now: ");
    message.append(reasons).append('.');
    if (isForGood(kind)) {
      message.append(" Change the request, or add an endpoint that takes it.");
    }
    if (lastError != null) {
      message.append(" Last answer: [").append(lastEndpoint).append("] ");
      message.append(lastError.status() == 0 ? "" : lastError.status() + " ");
      message.append(lastError.message());
      message.append(lastError.message().endsWith(".") ? "" : ".");
    }
    if (waitedNanos > 0) {
      Duration most = pool.settings().queue().maxWait();
      boolean all = most != null && !most.isZero() && waitedNanos >= most.toNanos();
      message.append(" Waited ").append(duration(waitedNanos));
      message.append(all ? " (queue.maxWait)." : ".");
    }
    if (noWait != null) {
      message.append(" In the queue ").append(noWait).append('.');
    }
    return new Problem(
        kind,
        0,
        redactor.redact(message.toString()),
        null,
        null,
        Comeback.in(pool, request, kind, opensAt, now));
  }

  /** Whether some endpoint might take the same request another time. */
  boolean timeHelps(ErrorClass kind) {
    return kind.blame() != ErrorClass.Blame.CALLER && kind != ErrorClass.RATE_LIMIT_IMPOSSIBLE;
  }

  /** Whether time does not help, as no endpoint could ever take the request. */
  private boolean isForGood(ErrorClass kind) {
    return lastError == null && !timeHelps(kind);
  }

  private static String words(Obstacle obstacle, long now) {
    String detail = obstacle.detail();
    boolean known = obstacle.until() < Obstacle.UNKNOWN && obstacle.until() > now;
    String time = known ? duration(obstacle.until() - now) : "";
    return switch (obstacle.kind()) {
      case COOLING -> "cooling " + time + " (" + detail + ")";
      case BREAKER -> known ? "breaker open " + time : "breaker half-open, " + detail;
      case DISABLED -> known ? "disabled for " + time + " (" + detail + ")" : "disabled: " + detail;
      case DRAINING -> "draining (" + detail + ")";
      case LIMIT, CONCURRENCY, CONTEXT, TOO_LARGE, TAG, UNSUPPORTED, KEY, BUDGET -> detail;
      case TRIED, ELSEWHERE, PATIENCE -> detail;
    };
  }

  static String duration(long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    if (duration.toMillis() < 1000) {
      return Math.max(1, duration.toMillis()) + " ms";
    }
    long seconds = TimeUnit.MILLISECONDS.toSeconds(duration.toMillis() + 500);
    return seconds < 600 ? seconds + " s" : TimeUnit.SECONDS.toMinutes(seconds) + " min";
  }

  /**
   * What no endpoint could ever take is the caller's to change. A full pool is a rate limit; one
   * that fails has the class of its last failure; one that rests after refusals of another kind has
   * theirs, or people would look in the wrong place.
   */
  private ErrorClass kind(List<Option> options) {
    if (lastError != null) {
      return lastError.kind();
    }
    if (!options.isEmpty() && options.stream().allMatch(o -> isOneOf(o, UNSUPPORTED))) {
      return ErrorClass.UNSUPPORTED;
    }
    if (!options.isEmpty() && options.stream().allMatch(o -> isOneOf(o, UNSUPPORTED, CONTEXT))) {
      return ErrorClass.CONTEXT_LENGTH;
    }
    if (options.stream().allMatch(Exhaustion::lasts)
        && options.stream().anyMatch(o -> isOneOf(o, TOO_LARGE))) {
      return ErrorClass.RATE_LIMIT_IMPOSSIBLE;
    }
    ErrorClass refusal = null;
    for (Option option : options) {
      Obstacle obstacle = option.obstacle();
      if (obstacle == null || isFull(obstacle)) {
        return ErrorClass.RATE_LIMIT;
      }
      refusal = refusal == null ? obstacle.cause() : refusal;
    }
    return refusal == null ? ErrorClass.OVERLOADED : refusal;
  }

  private static boolean isOneOf(Option option, Obstacle.Kind... kinds) {
    Obstacle obstacle = option.obstacle();
    return obstacle != null && List.of(kinds).contains(obstacle.kind());
  }

  private static boolean lasts(Option option) {
    Obstacle obstacle = option.obstacle();
    return obstacle != null && obstacle.until() == Obstacle.NEVER;
  }

  private static boolean isFull(Obstacle obstacle) {
    return switch (obstacle.kind()) {
      case LIMIT, CONCURRENCY, BUDGET -> true;
      case COOLING ->
          obstacle.cause() == null
              || obstacle.cause() == ErrorClass.RATE_LIMIT
              || obstacle.cause() == ErrorClass.RATE_LIMIT_DAILY;
      default -> false;
    };
  }
}

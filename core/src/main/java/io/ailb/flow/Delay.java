package io.ailb.flow;

import io.ailb.model.ErrorClass;
import io.ailb.select.Forecast.Option;
import io.ailb.select.Obstacle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to people what a request that waits is waiting for. */
final class Delay {
  private Delay() {}

  /**
   * Such as {@code 2 endpoints at their limit, 1 resting; next in 3 s}.
   *
   * @param now of the ticker
   */
  static String words(List<Option> options, long now) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    long next = Obstacle.NEVER;
    for (Option option : options) {
      Obstacle obstacle = option.obstacle();
      if (obstacle == null || !passes(obstacle)) {
        continue; // free by now, or not what it waits for
      }
      reasons.merge(reason(obstacle.kind()), 1, Integer::sum);
      next = Math.min(next, obstacle.until());
    }
    if (reasons.isEmpty()) {
      return "a place is free";
    }
    return said(reasons, next, now);
  }

  /**
   * Whether all that is waited for are keys and accounts that were refused, without a word on when
   * they are good again: after their pause they are probably refused once more.
   */
  static boolean isForRefusedKeys(List<Option> options) {
    boolean any = false;
    for (Option option : options) {
      Obstacle obstacle = option.obstacle();
      if (obstacle == null) {
        return false;
      }
      if (passes(obstacle)) {
        ErrorClass cause = obstacle.cause();
        if (cause == null || cause.blame() != ErrorClass.Blame.KEY || obstacle.stated()) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static String said(Map<String, Integer> reasons, long next, long now) {
    boolean all = reasons.size() == 1;
    String words =
        reasons.entrySet().stream()
            .map(e -> count(e.getValue(), all) + " " + e.getKey())
            .collect(Collectors.joining(", "));
    if (next >= Obstacle.UNKNOWN) {
      return words + "; next when an answer ends";
    }
    return words + "; next in " + Exhaustion.duration(Math.max(0, next - now));
  }

  private static String count(int endpoints, boolean all) {
    String noun = endpoints == 1 ? " endpoint" : " endpoints";
    return all && endpoints > 1 ? "all " + endpoints + noun : endpoints + noun;
  }

  private static boolean passes(@Nullable Obstacle obstacle) {
    return obstacle != null && obstacle.until() != Obstacle.NEVER;
  }

  private static String reason(Obstacle.Kind kind) {
    return switch (kind) {
      case LIMIT -> "at the limit";
      case COOLING -> "resting";
      case BREAKER -> "with an open breaker";
      case CONCURRENCY -> "busy";
      case BUDGET -> "over budget";
      case DISABLED, DRAINING -> "out of use";
      case KEY -> "without a key yet";
      case TRIED -> "that failed";
      case PATIENCE, ELSEWHERE, TAG, CONTEXT, TOO_LARGE, UNSUPPORTED -> "kept back";
    };
  }
}

package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How fast a batch is of late. Over the last minute, not since the start: at first there is all
 * that limits allow at once, and then what they allow for good; and a minute that is counted as a
 * whole has its rush and its lull inside.
 */
final class Pace {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Marks that are closer than this tell nothing of their own. */
  private static final Duration APART = Duration.ofMillis(500);

  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(Duration at, long done, long tokens) {}

  Pace() {
    marks.add(new Mark(Duration.ZERO, 0, 0));
  }

  void saw(BatchProgress progress) {
    Mark mark =
        new Mark(
            progress.elapsed(), progress.done(), progress.inputTokens() + progress.outputTokens());
    if (marks.size() > 1 && closer(marks.getLast(), mark)) {
      marks.removeLast();
    }
    marks.add(mark);
    // The oldest one that is kept is a minute old, so that the minute is seen whole.
    for (Mark oldest = marks.removeFirst(); ; oldest = marks.removeFirst()) {
      if (marks.isEmpty() || mark.at.minus(marks.getFirst().at).compareTo(MINUTE) < 0) {
        marks.addFirst(oldest);
        return;
      }
    }
  }

  private static boolean closer(Mark one, Mark next) {
    return next.at.minus(one.at).compareTo(APART) < 0;
  }

  double perSecond() {
    return marks.getLast().done - marks.getFirst().done == 0
        ? 0
        : (marks.getLast().done - marks.getFirst().done) / seconds();
  }

  double tokensPerSecond() {
    long tokens = marks.getLast().tokens - marks.getFirst().tokens;
    return tokens == 0 ? 0 : tokens / seconds();
  }

  private double seconds() {
    return Math.max(0.001, marks.getLast().at.minus(marks.getFirst().at).toNanos() / 1e9);
  }

  /** For so many more items, at this pace; null = nothing comes, so nobody knows. */
  @Nullable Duration left(long items) {
    double perSecond = perSecond();
    if (items <= 0) {
      return Duration.ZERO;
    }
    return perSecond == 0 ? null : Duration.ofMillis(Math.round(1000 * items / perSecond));
  }
}

package io.ailb.agent.batch.estimate;

import io.ailb.agent.trial.BatchPlay;
import io.ailb.agent.trial.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Items to be played: all of them, or of many as many as it takes to see how fast they go for good.
 * Those that were chosen come again and again, as what limits allow at once would else be all that
 * is seen of them.
 */
final class Encore implements BatchPlay.Questions {
  /** By then what limits allow at once is long used up. */
  private static final double LONG_ENOUGH = 300;

  private final List<Question> chosen;
  private final long items;
  private final long most;
  private long played;

  /**
   * Of a sample.
   *
   * @param most more take longer than anybody waits
   */
  Encore(Sample sample, long most) {
    this.chosen = sample.chosen();
    this.items = sample.items();
    this.most = most;
  }

  @Override
  public @Nullable Question next(double seconds) {
    boolean enough = played >= chosen.size() && seconds > LONG_ENOUGH;
    if (played == items || played >= most || enough) {
      return null;
    }
    return chosen.get((int) (played++ % chosen.size()));
  }

  long played() {
    return played;
  }
}

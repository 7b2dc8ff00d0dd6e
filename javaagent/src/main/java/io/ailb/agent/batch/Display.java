package io.ailb.agent.batch;

import io.ailb.client.BatchProgress;
import io.ailb.client.BatchResult;
import org.jspecify.annotations.Nullable;

/** Shows how far a batch is, and what came of it. */
public interface Display {
  /** About once a second. */
  void progress(BatchProgress progress, Totals totals);

  /**
   * An item is through, and written down.
   *
   * @param problem why it failed; null = it did not
   */
  void came(BatchResult<?> result, @Nullable String problem);

  /** Something to know meanwhile; from any thread. */
  void say(String message);

  /** The last that is heard. */
  void end(BatchProgress progress, Totals totals, Ending ending);
}

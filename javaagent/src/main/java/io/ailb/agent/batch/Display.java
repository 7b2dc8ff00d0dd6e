package io.ailb.agent.batch;

import io.ailb.client.BatchProgress;

/** Shows how far a batch is, and what came of it. */
public interface Display {
  /** About once a second. */
  void progress(BatchProgress progress, Totals totals);

  /** Something to know meanwhile; from any thread. */
  void say(String message);

  /** The last that is heard. */
  void end(BatchProgress progress, Totals totals, Ending ending);
}

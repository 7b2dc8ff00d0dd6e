package io.ailb.agent.batch;

import io.ailb.client.BatchProgress;
import java.io.PrintWriter;

/** A line now and then. */
public final class PlainDisplay implements Display {
  private static final long EVERY_SECONDS = 5;

  private final PrintWriter out;
  private long said;

  public PlainDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void progress(BatchProgress progress, Totals totals) {
    if (progress.elapsed().toSeconds() / EVERY_SECONDS > said) {
      said = progress.elapsed().toSeconds() / EVERY_SECONDS;
      out.println(line(progress, totals));
    }
  }

  private static String line(BatchProgress progress, Totals totals) {
    return "%,d of %s done, %,d failed, %,d in flight, %,d waiting"
        .formatted(
            progress.done() + totals.done(),
            totals.items() < 0 ? "?" : "%,d".formatted(totals.items()),
            progress.failed(),
            progress.inFlight(),
            progress.waiting());
  }

  @Override
  public void say(String message) {
    out.println(message);
  }

  @Override
  public void end(BatchProgress progress, Totals totals, Ending ending) {
    out.println(line(progress, totals));
    if (ending.stopped() != null) {
      out.println("Stopped: " + ending.stopped() + ".");
    }
    ending.notes().forEach(out::println);
  }
}

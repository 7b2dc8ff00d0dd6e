package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.agent.batch.Display;
import io.ailb.agent.batch.Ending;
import io.ailb.agent.batch.Totals;
import io.ailb.agent.batch.screen.Screen;
import io.ailb.agent.batch.screen.Summary;
import io.ailb.agent.batch.screen.Tally;
import io.ailb.client.BatchProgress;
import io.ailb.client.BatchResult;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shows a batch on a screen. An interruption speaks from a thread of its own. */
final class BatchScreen implements Display {
  private final Screen screen;
  private final LoadBalancer balancer;
  private final UnaryOperator<String> redact;
  private final Tally tally;

  BatchScreen(Screen screen, LoadBalancer balancer, UnaryOperator<String> redact) {
    this.screen = screen;
    this.balancer = balancer;
    this.redact = redact;
    this.tally = new Tally(redact);
  }

  @Override
  public synchronized void progress(BatchProgress progress, Totals totals) {
    screen.progress(progress, totals.done(), total(totals));
  }

  @Override
  public synchronized void came(BatchResult<?> result, @Nullable String problem) {
    if (problem == null) {
      tally.add(result);
    } else {
      tally.failed(problem);
    }
  }

  @Override
  public synchronized void say(String message) {
    screen.note(redact.apply(message));
  }

  @Override
  public synchronized void end(BatchProgress progress, Totals totals, Ending ending) {
    String stopped = ending.stopped();
    screen.end(
        new Summary(
            progress,
            totals.done(),
            total(totals),
            tally.reasons(),
            tally.endpoints(balancer.stats()),
            stopped == null ? null : redact.apply(stopped),
            ending.notes().stream().map(redact).toList()));
  }

  private static @Nullable Long total(Totals totals) {
    return totals.items() < 0 ? null : totals.items();
  }
}

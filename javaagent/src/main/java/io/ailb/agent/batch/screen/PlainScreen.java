package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line now and then, where nobody watches: seldom enough that a long run has no long log. */
final class PlainScreen implements Screen {
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration SELDOM = Duration.ofMinutes(1);

  /** A line for so much of the time that has passed. */
  private static final int PART = 20;

  private final PrintWriter out;
  private final Pace pace = new Pace();
  private Duration next = OFTEN;

  PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void progress(BatchProgress progress, long before, @Nullable Long total) {
    pace.saw(progress);
    Duration elapsed = progress.elapsed();
    if (elapsed.compareTo(next) >= 0) {
      next = elapsed.plus(pause(elapsed));
      say(line(progress, before, total));
    }
  }

  private static Duration pause(Duration elapsed) {
    Duration part = elapsed.dividedBy(PART);
    if (part.compareTo(OFTEN) < 0) {
      return OFTEN;
    }
    return part.compareTo(SELDOM) > 0 ? SELDOM : part;
  }

  private String line(BatchProgress progress, long before, @Nullable Long total) {
    long done = before + progress.done();
    List<String> parts = new ArrayList<>();
    if (total == null) {
      parts.add(Figures.count(done) + " done");
    } else {
      parts.add(
          "%s of %s (%d %%)"
              .formatted(
                  Figures.count(done),
                  Figures.count(total),
                  total == 0 ? 100 : Math.min(100, 100 * done / total)));
    }
    if (progress.failed() > 0) {
      parts.add(Figures.count(progress.failed()) + " failed");
    }
    parts.add(Figures.pace(pace.perSecond()));
    parts.add("%,.0f tokens a second".formatted(pace.tokensPerSecond()));
    parts.add(Figures.money(progress.cost()));
    parts.add(Shares.of(progress.byEndpoint(), 120));
    parts.add(Figures.count(progress.inFlight()) + " in flight");
    String reason = progress.waitingFor();
    parts.add(
        Figures.count(progress.waiting())
            + " waiting"
            + (reason == null ? "" : " (" + reason + ")"));
    parts.add(total == null ? "" : Left.words(pace.left(total - done)));
    parts.removeIf(String::isEmpty);
    return Figures.duration(progress.elapsed()) + ": " + String.join(", ", parts);
  }

  @Override
  public void note(String line) {
    say(line);
  }

  @Override
  public void end(Summary summary) {
    summary.lines(Style.PLAIN).forEach(this::say);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}

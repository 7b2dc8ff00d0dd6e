package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A progress bar and the lines below it, drawn over and over at the bottom of a terminal. */
final class TerminalScreen implements Screen {
  /** Lines are not folded while it draws: of a terminal that is narrower than said, they end. */
  private static final String UNFOLDED = "\u001b[?7l";

  private static final String FOLDED = "\u001b[?7h";
  private static final String CLEAR = "\u001b[J";

  private static final int SHORTEST_BAR = 10;
  private static final int LONGEST_BAR = 60;

  private final PrintWriter out;
  private final Style style;
  private final int width;
  private final Pace pace = new Pace();
  private List<String> drawn = List.of();

  TerminalScreen(PrintWriter out, Style style, int columns) {
    this.out = out;
    this.style = style;
    this.width = columns - 1; // in the last column some terminals fold a line already
  }

  @Override
  public void progress(BatchProgress progress, long before, @Nullable Long total) {
    pace.saw(progress);
    List<String> lines = new ArrayList<>();
    lines.add(bar(progress, before, total));
    lines.add(figures(progress));
    String shares = Shares.of(progress.byEndpoint(), width - 2);
    if (!shares.isEmpty()) {
      lines.add("  " + shares);
    }
    String reason = progress.waitingFor();
    if (reason != null) {
      lines.add("  " + style.yellow(cut("waiting: " + reason, width - 2)));
    }
    show("", lines);
  }

  private String bar(BatchProgress progress, long before, @Nullable Long total) {
    long done = before + progress.done();
    if (total == null) {
      return cut(
          "  %s done, %s so far"
              .formatted(Figures.count(done, "item"), Figures.duration(progress.elapsed())),
          width);
    }
    String percent = "  %3d %% ".formatted(total == 0 ? 100 : Math.min(100, 100 * done / total));
    int length = length(total, width - percent.length() - 3);
    List<String> after =
        List.of(
            "%s of %s".formatted(Figures.count(done), Figures.count(total)),
            Left.words(pace.left(total - done)));
    if (length == 0) {
      return percent + " " + fit(width - percent.length() - 1, after);
    }
    int full = total == 0 ? length : (int) Math.min(length, length * done / total);
    String tip = full > 0 && full < length ? ">" : "";
    return "%s[%s%s] %s"
        .formatted(
            percent,
            style.green("=".repeat(full - tip.length()) + tip),
            " ".repeat(length - full),
            fit(width - percent.length() - 3 - length, after));
  }

  /** Of the bar, the same all the time; 0 = there is no room for one. */
  private static int length(long total, int room) {
    int figures = 2 * Figures.count(total).length() + " of ".length();
    int left = ", about 59 min 59 s left".length();
    int length = room - figures - left >= SHORTEST_BAR ? room - figures - left : room - figures;
    return length < SHORTEST_BAR ? 0 : Math.min(LONGEST_BAR, length);
  }

  private String figures(BatchProgress progress) {
    List<String> parts = new ArrayList<>();
    String failed = progress.failed() == 0 ? "" : Figures.count(progress.failed()) + " failed";
    parts.add(failed);
    parts.add(Figures.rate(pace.perSecond()) + "/s");
    parts.add("%,.0f tokens/s".formatted(pace.tokensPerSecond()));
    parts.add(Figures.money(progress.cost()));
    parts.add(Figures.count(progress.inFlight()) + " in flight");
    parts.add(Figures.count(progress.waiting()) + " waiting");
    parts.removeIf(String::isEmpty);
    String line = fit(width - 2, parts);
    return "  " + (failed.isEmpty() ? line : style.red(failed) + line.substring(failed.length()));
  }

  /** The parts that have room beside each other, first ones first. */
  private static String fit(int room, List<String> parts) {
    StringBuilder line = new StringBuilder(cut(parts.get(0), room));
    for (String part : parts.subList(1, parts.size())) {
      if (line.length() + 2 + part.length() > room) {
        break;
      }
      line.append(", ").append(part);
    }
    return line.toString();
  }

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, Math.max(0, room - 3)) + "...";
  }

  @Override
  public void note(String line) {
    show(line + System.lineSeparator(), drawn);
  }

  @Override
  public void end(Summary summary) {
    StringBuilder text = new StringBuilder();
    summary.lines(style).forEach(line -> text.append(line).append(System.lineSeparator()));
    show(text.toString(), List.of());
  }

  /** In one piece, so that nobody sees half of it. */
  private void show(String above, List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (!drawn.isEmpty()) {
      text.append("\r\u001b[").append(drawn.size()).append('A').append(CLEAR);
    }
    text.append(above);
    if (!lines.isEmpty()) {
      text.append(UNFOLDED);
      lines.forEach(line -> text.append(line).append(System.lineSeparator()));
      text.append(FOLDED);
    }
    out.print(text);
    out.flush();
    drawn = lines;
  }
}

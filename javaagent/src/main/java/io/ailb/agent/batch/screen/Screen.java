package io.ailb.agent.batch.screen;

import io.ailb.client.BatchProgress;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a batch while it runs. Time is what the progress says has passed. For one thread.
 */
public interface Screen {
  /**
   * How far it is.
   *
   * @param before items that earlier runs have done
   * @param total items in all, those of earlier runs included; null = not known yet
   */
  void progress(BatchProgress progress, long before, @Nullable Long total);

  /** A line that people should read now. */
  void note(String line);

  /** It is over. */
  void end(Summary summary);

  /** One JSON object a line, for programs. */
  static Screen json(PrintWriter out) {
    return new JsonScreen(out);
  }

  /** A line now and then, for log files. */
  static Screen plain(PrintWriter out) {
    return new PlainScreen(out);
  }

  /** A few lines that are drawn over and over, as wide as the terminal or {@code COLUMNS}. */
  static Screen terminal(PrintWriter out, Map<String, String> environment) {
    return new TerminalScreen(out, Style.of(environment), Width.of(environment));
  }

  /**
   * The one for these surroundings.
   *
   * @param isTerminal whether somebody watches
   */
  static Screen of(
      PrintWriter out, boolean json, boolean isTerminal, Map<String, String> environment) {
    if (json) {
      return json(out);
    }
    return isTerminal && moves(environment) ? terminal(out, environment) : plain(out);
  }

  /** Whether the cursor can be moved: consoles of old and dumb terminals show it as rubbish. */
  private static boolean moves(Map<String, String> environment) {
    String term = environment.get("TERM");
    return term == null ? environment.containsKey("WT_SESSION") : !term.equals("dumb");
  }
}

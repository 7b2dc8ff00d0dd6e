package io.ailb.agent.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the agent's log, one line a message: to standard error unless told otherwise, never
 * through the application's logging. Thread-safe.
 */
public final class AgentLog {
  /** The area of the agent's own messages. */
  public static final String AGENT = "agent";

  private static final String FILE = "file:";

  private static volatile Level level = Level.INFO;
  private static volatile boolean json;

  // Guarded by the class.
  private static String target = "stderr";
  private static @Nullable PrintStream file;

  private AgentLog() {}

  /** Formats dates; loaded with the first line, as many programs never get one. */
  private static final class Dates {
    static final DateTimeFormatter TEXT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS Z", Locale.ROOT);
  }

  /** Writes lines of this level and above from now on. */
  public static void level(Level newLevel) {
    level = newLevel;
  }

  /**
   * The same by its name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static void level(String name) {
    Level known = Level.named(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "a level is error, warn, info, debug or trace; was \"" + name + "\"");
    }
    level = known;
  }

  /** Whether lines are JSON objects. */
  public static void json(boolean newJson) {
    json = newJson;
  }

  /** Writes to {@code stderr}, {@code stdout} or {@code file:PATH}, to whose end it appends. */
  public static void target(String newTarget) {
    String problem = null;
    synchronized (AgentLog.class) {
      if (newTarget.equals(target)) {
        return;
      }
      if (file != null) {
        file.close();
        file = null;
      }
      target = newTarget;
      if (newTarget.startsWith(FILE)) {
        try {
          file =
              new PrintStream(
                  new FileOutputStream(newTarget.substring(FILE.length()), true),
                  true,
                  StandardCharsets.UTF_8);
        } catch (IOException e) {
          target = "stderr";
          problem = "cannot log to " + newTarget.substring(FILE.length()) + ": " + e.getMessage();
        }
      }
    }
    if (problem != null) {
      write(Level.WARN, AGENT, problem, null);
    }
  }

  static boolean isEnabled(Level of) {
    return of.compareTo(level) <= 0;
  }

  /** Writes a line, with the stack trace of {@code failure} below it. */
  public static void write(Level of, String area, String message, @Nullable Throwable failure) {
    if (isEnabled(of)) {
      String line =
          json ? JsonLine.of(of, area, message, failure) : text(of, area, message, failure);
      synchronized (AgentLog.class) {
        stream().println(line);
      }
    }
  }

  private static PrintStream stream() {
    if (file != null) {
      return file;
    }
    return target.equals("stdout") ? System.out : System.err;
  }

  private static String text(Level of, String area, String message, @Nullable Throwable failure) {
    String line =
        "[ai-lb "
            + ZonedDateTime.now(ZoneId.systemDefault()).format(Dates.TEXT)
            + "] ["
            + Thread.currentThread().getName()
            + "] "
            + of
            + " "
            + area
            + " - "
            + message;
    return failure == null ? line : line + System.lineSeparator() + trace(failure);
  }

  static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }
}

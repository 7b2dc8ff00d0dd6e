package io.ailb.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters: before {@code main} ({@code -javaagent}), later ({@code attach}), or as a
 * program ({@code java -jar ai-lb.jar}). Knows the JDK only, and hands over to the agent's own
 * loader at once. Nothing may escape from here: an exception out of {@code premain} ends the JVM.
 */
public final class Agent {
  private static final String INSTALLER = "io.ailb.agent.install.Installer";
  private static final String COMMAND_LINE = "io.ailb.agent.command.CommandLineMain";

  // Guarded by the class. A second jar, of another version perhaps, finds this class as it is.
  private static boolean started;

  private Agent() {}

  /** The JVM is about to start the application. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation, true);
  }

  /** The JVM has been asked to load the agent while it runs. */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation, false);
  }

  @SuppressWarnings("unchecked") // Installer implements it so
  private static void start(
      @Nullable String options, Instrumentation instrumentation, boolean beforeMain) {
    try {
      if (claim()) {
        AgentLoader loader = AgentLoader.ofThisJar();
        Object installer =
            loader
                .loadClass(INSTALLER)
                .getConstructor(File.class, Boolean.class)
                .newInstance(loader.jar(), beforeMain);
        ((BiConsumer<String, Instrumentation>) installer)
            .accept(options == null ? "" : options, instrumentation);
      } else {
        say("WARN", "is in this JVM already; loaded once more, it does nothing");
      }
    } catch (Throwable e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      say("ERROR", "did not start, the application runs without it: " + cause);
    }
  }

  private static synchronized boolean claim() {
    boolean first = !started;
    started = true;
    return first;
  }

  private static void say(String level, String message) {
    System.err.println("[ai-lb] " + level + " agent - ai-lb " + message);
  }

  /** The command line. */
  public static void main(String[] arguments) throws Exception {
    AgentLoader loader = AgentLoader.ofThisJar();
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass(COMMAND_LINE)
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }
}

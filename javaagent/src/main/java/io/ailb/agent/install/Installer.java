package io.ailb.agent.install;

import io.ailb.agent.log.AgentLog;
import io.ailb.agent.log.Level;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/**
 * Starts the agent. What a start costs is paid by every JVM that has the agent, also by those that
 * never call a model: so the load balancer, with its libraries, waits until a request may be for
 * one or a second has passed.
 */
public final class Installer implements BiConsumer<String, Instrumentation> {
  private final File jar;
  private final boolean beforeMain;

  /**
   * For the launcher.
   *
   * @param jar the agent's
   * @param beforeMain whether the application has not begun yet; if it has, it is never ended
   */
  public Installer(File jar, Boolean beforeMain) {
    this.jar = jar;
    this.beforeMain = beforeMain;
  }

  /** Starts the agent with the options after the {@code =} of {@code -javaagent:}. */
  @Override
  public void accept(String text, Instrumentation instrumentation) {
    if (isToolOfTheJdk()) {
      return; // JAVA_TOOL_OPTIONS reaches javac, jcmd and keytool, too
    }
    Options options = Options.parse(text);
    options.applyToLog();
    if (!options.isEnabled()) {
      return;
    }
    try {
      start(options, instrumentation);
    } catch (FatalProblem e) {
      AgentLog.write(Level.ERROR, AgentLog.AGENT, e.getMessage(), null);
      if (beforeMain) {
        System.exit(1);
      }
    }
  }

  private void start(Options options, Instrumentation instrumentation) throws FatalProblem {
    for (String warning : options.warnings()) {
      if (options.failOnError()) {
        throw new FatalProblem(warning);
      }
      AgentLog.write(Level.WARN, AgentLog.AGENT, warning, null);
    }
    File config = ConfigFile.find(options, jar);
    if (config == null) {
      AgentLog.write(
          Level.INFO,
          AgentLog.AGENT,
          "no configuration was found, so nothing is balanced: pass config=FILE, set AILB_CONFIG, or"
              + " put ai-lb.yaml into the working directory or beside the jar",
          null);
      return;
    }
    if (!config.isFile()) {
      String problem = "no such file: " + config + "; the application runs with its own key";
      if (options.failOnError()) {
        throw new FatalProblem(problem);
      }
      AgentLog.write(Level.ERROR, AgentLog.AGENT, problem, null); // at once, as it costs nothing
      return;
    }
    Balancer balancer = Balancer.of(config, options);
    if (options.failOnError() || ConfigFile.asksToFail(config)) {
      balancer.startOrFail();
    }
    new Weaver(instrumentation).install();
    balancer.startSoon();
  }

  /** Whether this JVM runs {@code javac}, {@code jcmd} or the like. */
  private static boolean isToolOfTheJdk() {
    String command = System.getProperty("sun.java.command", "");
    return command.startsWith("jdk.")
        || command.startsWith("java.")
        || command.startsWith("com.sun.tools.")
        || command.startsWith("sun.");
  }
}

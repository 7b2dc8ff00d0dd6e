package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.agent.log.AgentLog;
import io.ailb.config.Config;
import io.ailb.config.ConfigException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code java -jar ai-lb.jar}: without a command it says what there is. */
@Command(
    name = "ai-lb",
    header = "The load balancer for LLM calls that lives inside the JVM.",
    synopsisHeading = "%nUsage: java -jar ai-lb.jar ",
    customSynopsis = "COMMAND%n   or: java -javaagent:ai-lb.jar=ai-lb.yaml -jar YOUR-APP.jar",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nAgent options (after -javaagent:ai-lb.jar=, with commas between them):%n",
    footer = {
      "  FILE or config=FILE   the configuration; else ailb.config, AILB_CONFIG,",
      "                        ./ai-lb.yaml, ai-lb.yaml beside the jar",
      "  mode=MODE             active, observe (decide and count only) or off",
      "  log=LEVEL             error, warn, info, debug or trace",
      "  logFile=FILE          instead of standard error",
      "  failOnError=true      end the JVM when the agent cannot start",
      "  enabled=false         do nothing at all",
      "",
      "Exit codes: 0 good, 1 failed, 2 bad usage or bad configuration."
    },
    versionProvider = CommandLineMain.Version.class,
    subcommands = {
      Init.class,
      Validate.class,
      Explain.class,
      Simulate.class,
      Batch.class,
      Import.class,
      Schema.class,
      Attach.class,
      Help.class,
      ShowVersion.class
    })
public final class CommandLineMain implements Runnable {
  private final Map<String, String> environment;
  private final boolean terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Says this, or after a command how that is used.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Says which ai-lb this is.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean version;

  /**
   * For these surroundings; picocli fills in the rest.
   *
   * @param terminal whether somebody watches
   */
  @SuppressWarnings("NullAway.Init")
  CommandLineMain(Map<String, String> environment, boolean terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  /** For the launcher. */
  @SuppressWarnings("DefaultCharset") // a terminal has the platform's
  public static void main(String[] arguments) {
    AgentLog.level("error"); // what a command has to say it says itself
    Locale.setDefault(Locale.ROOT); // figures are to look alike everywhere
    System.exit(
        run(
            new CommandLineMain(System.getenv(), Terminal.isThere()),
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            arguments));
  }

  /** Environment variables. */
  Map<String, String> environment() {
    return environment;
  }

  /** Whether somebody watches who may be shown progress. */
  boolean terminal() {
    return terminal;
  }

  /** Says what the author of a configuration should know all the same. */
  void warn(Config config) {
    config.warnings().forEach(warning -> line().getErr().println("warning: " + warning));
  }

  /** This command line. */
  CommandLine line() {
    return spec.commandLine();
  }

  /** Returns the exit code. */
  static int run(CommandLineMain main, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(main)
        .setCommandName("java -jar ai-lb.jar")
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (failure, wrong) -> {
              CommandLine line = failure.getCommandLine();
              line.getErr()
                  .println("ai-lb: " + failure.getMessage() + ". --help says what there is.");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              boolean badFile = failure instanceof ConfigException;
              line.getErr()
                  .println(
                      "ai-lb: "
                          + (badFile ? "the configuration is not good:\n" : "")
                          + failure.getMessage());
              return badFile || failure instanceof Refused ? CommandLine.ExitCode.USAGE : 1;
            })
        .execute(arguments);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** Bad usage or a bad configuration; the message stands alone. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /** For {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ai-lb " + LoadBalancer.version() + " (Java " + Runtime.version() + ")"};
    }
  }
}

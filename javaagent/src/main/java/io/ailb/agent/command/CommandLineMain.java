package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      "  mode=active|off       whether requests are taken over",
      "  log=LEVEL             error, warn, info, debug or trace",
      "  logFile=FILE          instead of standard error",
      "  failOnError=true      end the JVM when the agent cannot start",
      "  enabled=false         do nothing at all",
      "",
      "Exit codes: 0 good, 1 failed, 2 bad usage or bad configuration."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLineMain.Version.class,
    subcommands = {Validate.class, Schema.class, Attach.class})
public final class CommandLineMain implements Runnable {
  @Spec private CommandSpec spec;

  /** For picocli, which fills in the rest. */
  @SuppressWarnings("NullAway.Init")
  public CommandLineMain() {}

  /** For the launcher. */
  public static void main(String[] arguments) {
    System.exit(
        run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  /** Returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new CommandLineMain())
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
              line.getErr().println("ai-lb: " + failure.getMessage());
              return failure instanceof Refused ? CommandLine.ExitCode.USAGE : 1;
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

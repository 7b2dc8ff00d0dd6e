package io.ailb.agent.command;

import io.ailb.agent.command.CommandLineMain.Refused;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code help [COMMAND]}. */
@Command(
    name = "help",
    header = "Says what there is, or how a command is used.",
    helpCommand = true)
final class Help implements Callable<Integer> {
  @ParentCommand private CommandLineMain main;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Such as simulate.")
  private List<String> command = List.of();

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Help() {}

  @Override
  public Integer call() throws Refused {
    CommandLine line = main.line();
    for (String name : command) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw new Refused("there is no command " + name + ". --help says what there is.");
      }
      line = next;
    }
    line.usage(main.line().getOut());
    return 0;
  }
}

package io.ailb.agent.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code version}. */
@Command(name = "version", header = "Says which ai-lb this is.")
final class ShowVersion implements Runnable {
  @ParentCommand private CommandLineMain main;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  ShowVersion() {}

  @Override
  public void run() {
    main.line().printVersionHelp(main.line().getOut());
  }
}

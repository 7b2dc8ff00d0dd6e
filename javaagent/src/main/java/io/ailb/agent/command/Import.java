package io.ailb.agent.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code import litellm FILE}. */
@Command(
    name = "import",
    header = "Makes a configuration of another program's.",
    description = "import litellm FILE reads LiteLLM's config.yaml.",
    subcommands = ImportLiteLlm.class)
final class Import implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Import() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "import needs to know from what: import litellm FILE");
  }
}

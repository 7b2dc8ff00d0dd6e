package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.agent.command.CommandLineMain.Refused;
import io.ailb.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate FILE}. */
@Command(
    name = "validate",
    description = "Checks a configuration and says all that is wrong with it.",
    mixinStandardHelpOptions = true)
final class Validate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, YAML or JSON.")
  private Path file;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Validate() {}

  @Override
  public Integer call() throws Refused {
    List<String> notes;
    try {
      notes = LoadBalancer.validate(file);
    } catch (ConfigException e) {
      throw new Refused("the configuration is not good:\n" + e.getMessage());
    }
    notes.forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}

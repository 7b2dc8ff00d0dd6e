package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of configurations, for editors.",
    mixinStandardHelpOptions = true)
final class Schema implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Schema() {}

  @Override
  public void run() {
    spec.commandLine().getOut().println(LoadBalancer.jsonSchema().stripTrailing());
  }
}

package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}. */
@Command(
    name = "schema",
    header = "Prints the JSON Schema of configurations, for editors.",
    description =
        "Save it beside the file, and let its first line be:%n"
            + "# yaml-language-server: $$schema=./ai-lb.schema.json")
final class Schema implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Schema() {}

  @Override
  public void run() {
    spec.commandLine().getOut().println(LoadBalancer.jsonSchema().stripTrailing());
  }
}

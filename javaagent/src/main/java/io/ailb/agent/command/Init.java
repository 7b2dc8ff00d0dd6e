package io.ailb.agent.command;

import io.ailb.agent.command.CommandLineMain.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code init [FILE]}. */
@Command(
    name = "init",
    header = "Writes a first configuration from the provider keys in the environment.",
    description = {
      "Keys are found by the names of their variables, such as OPENAI_API_KEY or"
          + " OPENAI_API_KEY_2, and written as references to them: no key gets into the file, nor"
          + " onto the screen."
    })
final class Init implements Callable<Integer> {
  @ParentCommand private CommandLineMain main;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      defaultValue = "ai-lb.yaml",
      paramLabel = "FILE",
      description = "Where to write it (${DEFAULT-VALUE}).")
  private Path file;

  @Option(names = "--force", description = "Overwrite a file that is there.")
  private boolean force;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Init() {}

  @Override
  public Integer call() throws IOException, Refused {
    if (Files.exists(file) && !force) {
      throw new Refused(file + " is there already, and stays as it is. --force overwrites it.");
    }
    Starter found = Starter.of(main.environment());
    Starter written = found.isEmpty() ? Starter.example() : found;
    Files.writeString(file, written.yaml());
    PrintWriter out = spec.commandLine().getOut();
    out.println("Wrote " + file + (found.isEmpty() ? ", an example:" : ":"));
    written.inWords().forEach(line -> out.println("  " + line));
    if (found.isEmpty()) {
      out.println();
      out.println("No provider's key is in the environment. Looked for:");
      out.println("  " + wanted().replace(", AZURE", ",\n  AZURE").replace(", DEEP", ",\n  DEEP"));
      out.println(
          "each also with an ending such as _2 or _EU. Export one and run this again with --force,");
      out.println("or export OPENAI_API_KEY for the example.");
    }
    out.println();
    out.println("Next:");
    out.println(
        "  1. Write the limits of your accounts into it, if you know them: learning them costs refusals.");
    out.println("  2. java -jar ai-lb.jar validate " + file);
    out.println("  3. java -javaagent:ai-lb.jar=" + file + " -jar YOUR-APP.jar");
    return 0;
  }

  private static String wanted() {
    return KnownProvider.ALL.stream()
        .flatMap(known -> known.variables().stream())
        .collect(Collectors.joining(", "));
  }
}

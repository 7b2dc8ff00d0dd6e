package io.ailb.agent.command;

import io.ailb.agent.command.CommandLineMain.Refused;
import io.ailb.agent.litellm.Conversion;
import io.ailb.agent.litellm.Conversion.Imported;
import io.ailb.config.ConfigException;
import io.ailb.config.ConfigReader;
import io.ailb.model.ApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import litellm FILE}. */
@Command(
    name = "litellm",
    header = "Makes a configuration of LiteLLM's config.yaml.",
    description = {
      "Model groups become pools, deployments endpoints, orders and fallbacks tiers. What has no"
          + " counterpart is listed with its place in the file, on standard error.",
      "Keys stay where they are: os.environ/NAME becomes $${NAME}, and a key that stands in the"
          + " file itself becomes a reference to a variable that you are told to set."
    })
final class ImportLiteLlm implements Callable<Integer> {
  private static final long MOST_BYTES = 4 << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "LiteLLM's configuration.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write ours; else to standard output.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Overwrite a file that is there.")
  private boolean force;

  @Option(
      names = "--gateway",
      paramLabel = "HOST[:PORT]",
      description = "Where your application reaches LiteLLM now, if its base URL is to stay.")
  private @Nullable String gateway;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  ImportLiteLlm() {}

  @Override
  public Integer call() throws IOException, Refused {
    if (output != null && Files.exists(output) && !force) {
      throw new Refused(output + " is there already, and stays as it is. --force overwrites it.");
    }
    if (gateway != null && !gateway.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new Refused("--gateway is a host such as litellm.internal:4000");
    }
    String name = file.getFileName().toString();
    Imported imported;
    try {
      imported = Conversion.of(name, text(), gateway);
    } catch (Conversion.Unreadable e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    imported.notes().forEach(err::println);
    String yaml = imported.yaml();
    if (yaml == null) {
      throw new Refused(name + " has no deployment that could be carried over");
    }
    if (output == null) {
      spec.commandLine().getOut().print(yaml);
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(output, yaml);
      spec.commandLine().getOut().println("Wrote " + output + ". Next:");
      spec.commandLine().getOut().println("  java -jar ai-lb.jar validate " + output);
    }
    return isGood(yaml) ? 0 : 1;
  }

  /** What LiteLLM lets pass may be an error here: better told now than at the first start. */
  private boolean isGood(String yaml) {
    try {
      var unused =
          new ConfigReader(name -> null, Map.of(), supplier -> ApiKey.none())
              .keyless()
              .read(output == null ? "ours" : output.getFileName().toString(), yaml);
      return true;
    } catch (ConfigException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("ai-lb: what was written needs your hand:");
      err.println(e.getMessage());
      return false;
    }
  }

  private String text() throws IOException, Refused {
    if (!Files.isReadable(file)) {
      throw new Refused("no such file, or not readable: " + file);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new Refused(file + " is larger than any configuration");
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new Refused(file + " is not UTF-8");
    }
  }
}

package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.config.ConfigException;
import io.ailb.config.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code validate FILE}. */
@Command(
    name = "validate",
    header = "Checks a configuration and says all that is wrong with it.",
    description =
        "Every problem at once, with its line and what to do. A variable that is not set here is"
            + " one. Of a good file: what it describes, and which facts about models are used.")
final class Validate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, YAML or JSON.")
  private Path file;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Validate() {}

  @Override
  public Integer call() {
    try {
      List<String> notes = LoadBalancer.validate(file);
      if (json) {
        print(Json.object("good", true, "problems", List.of(), "notes", notes));
      } else {
        notes.forEach(spec.commandLine().getOut()::println);
      }
      return 0;
    } catch (ConfigException e) {
      if (!json) {
        throw e;
      }
      List<Map<String, @Nullable Object>> problems =
          e.problems().stream().map(Validate::json).toList();
      print(Json.object("good", false, "problems", problems, "notes", List.of()));
      return CommandLine.ExitCode.USAGE;
    }
  }

  private void print(Object result) {
    spec.commandLine().getOut().println(Json.text(result));
  }

  private static Map<String, @Nullable Object> json(ConfigProblem problem) {
    return Json.object(
        "error", problem.isError(),
        "line", problem.line(),
        "column", problem.column(),
        "path", problem.path(),
        "message", problem.message());
  }
}

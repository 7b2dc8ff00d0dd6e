package io.ailb.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line, as another process. */
class MainTest {
  @TempDir Path folder;

  /** What a command printed, both streams together, and how it ended. */
  private record Run(String output, int exit) {}

  @Test
  void helpShowsHowToBegin() throws Exception {
    Run run = run("--help");

    assertThat(run.exit()).isZero();
    assertThat(run.output()).contains("io.ailb.simulator.Main", "\"endpoints\"", "curl");
  }

  @Test
  void aFileStartsItsEndpoints() throws Exception {
    Path file = file("{\"endpoints\": [{\"name\": \"o\", \"provider\": \"openai\", \"port\": 0}]}");

    Run run = run(Main.UNTIL_STDIN_CLOSES, file.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.output().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("o http://127\\.0\\.0\\.1:\\d+/v1"),
            line -> assertThat(line).matches("control http://127\\.0\\.0\\.1:\\d+"),
            line -> assertThat(line).isEqualTo("ready"));
  }

  @Test
  void aMistakeInTheFileIsNamedAndEndsIt() throws Exception {
    Run run = run(file("{\"endpoints\": [{\"name\": \"o\"}]}").toString());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("an endpoint needs a name and a provider");
  }

  @Test
  void aMistakeInTheCommandPointsToTheHelp() throws Exception {
    Run run = run("--prot", "4000");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.output()).contains("try --help");
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("simulator.json"), json);
  }

  private static Run run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    return new Run(output, process.exitValue());
  }
}

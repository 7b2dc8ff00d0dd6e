package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is sent. */
class BatchCommandTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";

  @TempDir private Path directory;
  private Path config;
  private Path in;
  private Path out;

  @BeforeEach
  void files() throws IOException {
    config = directory.resolve("pool.yaml");
    in = directory.resolve("in.jsonl");
    out = directory.resolve("out.jsonl");
    Files.writeString(
        config,
        "pools: [{endpoints: [{provider: openai, baseUrl: \"http://127.0.0.1:1/v1\", apiKey:"
            + " \"${KEY}\"}]}]");
    Files.writeString(in, "{\"prompt\":\"Hi\"}\n");
  }

  private Typed batch(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("batch"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    Typed typed =
        Typed.in(
            Map.of("KEY", CANARY, "AILB_CONFIG", config.toString()), all.toArray(String[]::new));
    assertThat(typed.all()).doesNotContain("canary", "\tat ");
    return typed;
  }

  private void refused(String why, Object... arguments) {
    Typed typed = batch(arguments);
    assertThat(typed.exit()).as(typed.all()).isEqualTo(2);
    assertThat(typed.err()).contains(why);
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void badUsageSaysWhatToDo() throws IOException {
    refused("Missing required parameter", in);
    refused("there is no such file", directory.resolve("none"), out);
    refused("cannot be read", directory, out);
    refused("the same file", in, in);
    refused("the input " + in + " is where items go that fail", in, out, "--failed", in);
    refused("output and --failed are the same file", in, out, "--failed", out);
    refused("no such directory", in, directory.resolve("no/out.jsonl"));
    refused("--resume goes on with a file", in, "-", "--resume");
    refused("--concurrency is 1 to 10000 or auto", in, out, "--concurrency", "0");
    refused("such as 5USD", in, out, "--budget", "5");
    refused("no pool is named \"x\"; there is default", in, out, "--pool", "x");
    refused("--grace is 0 or more", in, out, "--grace", "-1");
    refused("none.yaml", in, out, "--config", directory.resolve("none.yaml"));
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void badInputSaysWhatToDo() throws IOException {
    Path table = Files.writeString(directory.resolve("in.csv"), "text\nHi\n");
    refused("a table needs a --template", table, out);
    refused("--template has {word}, but the columns are text", table, out, "--template", "{word}");
    Files.write(in, "{\"prompt\":\"Hi\"}".getBytes(StandardCharsets.UTF_16));
    refused("is UTF-16: save it as UTF-8", in, out);
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws IOException {
    Files.writeString(out, "{\"custom_id\":\"line-1\"}\n");
    refused("has results already: --resume goes on with them", in, out);
    Files.writeString(out, "my shopping list\n");
    refused("line 1, is no result of a batch", in, out, "--resume");
    assertThat(Files.readString(out)).isEqualTo("my shopping list\n");
    Files.delete(out);
    Files.writeString(directory.resolve("out.failed.jsonl"), "{}\n");
    refused("has failed items of another run", in, out);
    assertThat(Files.readString(directory.resolve("out.failed.jsonl"))).isEqualTo("{}\n");
  }

  @Test
  void nothingToDoIsGood() throws IOException {
    Files.writeString(out, "{\"custom_id\":\"line-1\"}\n{\"custom_id\":\"gone\"}\n");
    Typed done = batch(in, out, "--resume");
    assertThat(done.exit()).as(done.all()).isZero();
    assertThat(done.err())
        .contains("All items are in the output: nothing to do.")
        .contains("Items of the output that are not in the input any more: 1.");

    Files.writeString(in, "\n");
    Typed empty = batch(in, directory.resolve("other.jsonl"));
    assertThat(empty.exit()).isZero();
    assertThat(empty.err()).contains("nothing to do");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFailureThatCannotBeWrittenDownIsNotInTheOutput() throws IOException {
    Files.writeString(in, "no item\n");
    Typed full = batch(in, out, "--failed", "/dev/full");
    assertThat(full.exit()).as(full.all()).isEqualTo(1);
    assertThat(full.err())
        .contains("Why: /dev/full cannot be written: No space left on device.")
        .contains(" --failed /dev/full --resume")
        .doesNotContain("lost");
    assertThat(Files.size(out)).isZero();

    Typed again = batch(in, out, "--resume");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(Files.readString(out)).contains("\"invalid_line\"");
    assertThat(Files.readString(directory.resolve("out.failed.jsonl")))
        .contains("\"ai_lb_line\":\"no item\"");
  }
}

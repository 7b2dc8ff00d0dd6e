package io.ailb.benchmarks.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what cannot be meant is told, and nothing passes because nothing was run. */
class ScenarioRunTest {
  private static final String FILES = "src/main/scenarios";

  private record Run(int status, String out, String errors) {}

  private static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ScenarioRun.run(
            new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8), arguments);
    return new Run(status, out.toString(UTF_8), errors.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seed=3 | --seed=3 is no option: use one of --no-gate",
        "--no-gate=1 | --no-gate=1 is no option",
        "--seeds | --seeds is no option",
        "--seeds=0 | --seeds=0 draws nothing: say a number from 1 on",
        "--seeds=-1 | --seeds=-1 draws nothing",
        "--seeds=x | --seeds=x is not a whole number",
        "--dice=x | --dice=x is not a whole number",
        "--only=[ | --only=[ is no regular expression",
        "--policies=( | --policies=( is no regular expression",
        "--policies=foo | --policies=foo selects nothing: use a part of one of ai-lb, tutorial",
        "--only=zzz | --only=zzz selects nothing: use a part of one of 01-seed-pool-bucket/10",
        "--wild=5..1 | --wild=5..1 ends before it begins",
        "--wild=x | --wild=x is no range of numbers",
        "--wild=1.. | --wild=1.. is no range of numbers",
        "--wild=1..99999999999999999999 | is no range of numbers",
        "--strategy=foo | --strategy=foo is no strategy: use one of adaptive, weighted",
        "--print | --print shows what is drawn",
        "nowhere.json | nowhere.json does not exist: name a file or a directory",
      })
  void whatCannotBeMeantIsOneSentenceAndStatus2(String argument, String told) {
    Run run = run(FILES, argument);

    assertThat(run.errors()).contains(told).hasLineCount(1).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void nothingToRunIsNoSuccess(@TempDir Path empty) throws Exception {
    assertThat(run().errors()).startsWith("nothing to run").hasLineCount(1);
    assertThat(run().status()).isEqualTo(2);
    assertThat(run(empty.toString()).errors()).contains("holds no scenario").hasLineCount(1);
    assertThat(run(empty.toString()).status()).isEqualTo(2);
    assertThat(run("--wild=1..2", "--only=zzz").status()).isEqualTo(2);

    Path bad = Files.writeString(empty.resolve("bad.json"), "{\"id\": 5}");
    assertThat(run(FILES, bad.toString()).errors()).contains("bad.json: id is 5").hasLineCount(1);
    assertThat(run(FILES, bad.toString()).status()).isEqualTo(2);
  }

  /** Useful to look at, but a gate that has nothing to judge by says so. */
  @Test
  void withoutATargetItRunsAndSaysThatThereIsNone(@TempDir Path place) throws Exception {
    Path file = Files.writeString(place.resolve("small.json"), small(""));

    Run run = run(file.toString(), "--seeds", "2");

    assertThat(run.errors()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("small/20"))).hasSize(5);
    assertThat(run.out()).containsPattern("small/20 +target +no target");
    assertThat(run.out()).contains("not judged: small/20 has no target");
  }

  @Test
  void aMissedTargetFailsUnlessItIsNoGate(@TempDir Path place) throws Exception {
    Path file = Files.writeString(place.resolve("small.json"), small(reference("20")));

    Run gate = run(file.toString(), "--policies=ai-lb");
    assertThat(gate.status()).isEqualTo(1);
    assertThat(gate.out())
        .contains("missed: small/20: p99_s <= 0.001")
        .doesNotContain("not judged");
    assertThat(run(file.toString(), "--no-gate", "--policies=ai-lb").status()).isZero();

    Run others = run(file.toString(), "--policies=tutorial");
    assertThat(others.status()).isZero();
    assertThat(others.out()).contains("not judged: small/20 has targets for ai-lb, which");
  }

  @Test
  void aReferenceOfNoRunIsTold(@TempDir Path place) throws Exception {
    Path file = Files.writeString(place.resolve("small.json"), small(reference("30")));

    assertThat(run(file.toString(), "--policies=round").out())
        .contains("not judged: small/30 has a reference, but is no run of its file")
        .contains("not judged: small/20 has no target");
  }

  private static String reference(String workers) {
    return ", 'reference': {'"
        + workers
        + "': {'oracle': {'ok': 300, 'makespan_s': 40}, 'target': {'max_p99_s': 0.001}}}";
  }

  private static String small(String reference) {
    String endpoint =
        "{'name': 'e', 'provider': 'openai', 'configured': {'rpm': 600}, 'server': {"
            + Small.SERVER
            + "}}";
    return ("{'id': 'small', 'workload': "
            + Small.BATCH
            + ", 'endpoints': ["
            + endpoint
            + "]"
            + reference
            + "}")
        .replace('\'', '"');
  }
}

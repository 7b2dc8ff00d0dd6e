package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch} in JVMs of its own: signals, full disks, and what is left in the files. */
@EnabledOnOs(OS.LINUX) // signals, limits and devices of a shell
class BatchCommandIT {
  private static final String CANARY = "sk-proj-canary0123456789canary";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 20 of the long form, which CONTRIBUTING.md has, take a minute. */
  private static final int KILLS = Integer.getInteger("ailb.kills", 4);

  private final SimulatorProcess simulator = SimulatorProcess.start();
  @TempDir private Path directory;

  @AfterEach
  void nothingLeaks() throws IOException {
    simulator.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(file -> !file.toString().endsWith(".yaml")).toList()) {
        assertThat(Files.size(file) > 10_000_000 || !Files.readString(file).contains("canary"))
            .as(file.toString())
            .isTrue();
      }
    }
  }

  /** A pool of one endpoint, which takes so long for an answer. */
  private void pool(long millis, FaultRule... script) throws IOException {
    String url =
        simulator
            .start(
                EndpointSpec.builder("one", Provider.OPENAI)
                    .keys(List.of(CANARY))
                    .latency(new Latency(millis, 0, 0))
                    .keepBodies(true)
                    .script(List.of(script))
                    .build())
            .baseUrl();
    Files.writeString(
        directory.resolve("ai-lb.yaml"),
        """
        pools:
          - endpoints: [{name: one, provider: openai, baseUrl: "%s", apiKey: %s}]
            retries: {backoff: {initial: 5ms, max: 5ms}}
        """
            .formatted(url, CANARY));
  }

  private void questions(int count) throws IOException {
    write(
        "in.jsonl",
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"custom_id\":\"q%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"item %d\"}]}}"
                        .formatted(i, i))
            .toList());
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(directory.resolve(name), lines);
  }

  private Child jvm() {
    return Child.on(Jdk.JDK_17).in(directory).option("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  private static Child start(Child jvm, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("-jar", ClassPaths.agentJar().toString(), "batch"));
    command.addAll(List.of(arguments));
    return jvm.start(command);
  }

  private Child batch(String... arguments) {
    Child ended = start(jvm(), arguments).end();
    assertThat(ended.toString()).doesNotContain("canary");
    return ended;
  }

  private long lines(String name) {
    Path file = directory.resolve(name);
    try (var lines = Files.lines(file)) {
      return Files.exists(file) ? lines.count() : 0;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static void until(Child child, BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      assertThat(child.isAlive()).as(child.toString()).isTrue();
      TimeUnit.MILLISECONDS.sleep(2); // another process: real time
    }
  }

  private Map<String, JsonNode> results() throws IOException {
    Map<String, JsonNode> results = new TreeMap<>();
    for (String line : Files.readAllLines(directory.resolve("out.jsonl"))) {
      JsonNode result = JSON.readTree(line);
      JsonNode before = results.put(result.path("custom_id").asText(), result);
      assertThat(before).as(line).isNull();
    }
    return results;
  }

  private void allIsAnswered(int count) throws IOException {
    Map<String, JsonNode> results = results();
    assertThat(results).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(results.get("q" + i).at("/response/status_code").asInt()).isEqualTo(200);
    }
  }

  /** How often each item reached the provider. */
  private Map<String, Long> asked() {
    return simulator.log("one").stream()
        .collect(
            Collectors.groupingBy(
                entry -> entry.body().replaceAll("(?s).*(item \\d+).*", "$1"),
                Collectors.counting()));
  }

  @Test
  void killedAtAnyMomentItGoesOnWithWhatIsMissing() throws Exception {
    int count = 2_000;
    int atOnce = 16;
    Random dice = new Random(Long.getLong("ailb.seed", 7));
    pool(15);
    questions(count);
    for (int kill = 0; kill < KILLS; kill++) {
      Child run = start(jvm(), "in.jsonl", "out.jsonl", "--resume", "--concurrency", "" + atOnce);
      long before = lines("out.jsonl");
      int more = 1 + dice.nextInt((count - 100) / KILLS);
      until(run, () -> lines("out.jsonl") >= before + more);
      TimeUnit.MICROSECONDS.sleep(dice.nextInt(20_000));
      run.kill();
      run.end();
      assertThat(lines("out.jsonl")).isLessThan(count);
      // Before an answer is written its request is in flight.
      assertThat(simulator.log("one").size() - lines("out.jsonl"))
          .isLessThanOrEqualTo((kill + 1L) * atOnce);
    }

    Child last = batch("in.jsonl", "out.jsonl", "--resume");

    assertThat(last.exit()).as(last.toString()).isZero();
    allIsAnswered(count);
    Map<String, Long> asked = asked();
    assertThat(asked).hasSize(count);
    long again = asked.values().stream().mapToLong(times -> times - 1).sum();
    assertThat(again).isLessThanOrEqualTo((long) KILLS * atOnce);
  }

  @Test
  void aSignalWaitsForWhatIsInFlight() throws Exception {
    pool(1_000);
    questions(100);
    for (String signal : List.of("INT", "TERM")) {
      Child run =
          start(
              jvm().through("env", "--default-signal=INT"),
              "in.jsonl",
              "out.jsonl",
              "--resume",
              "--concurrency",
              "20");
      int before = simulator.log("one").size();
      until(run, () -> simulator.log("one").size() > before);
      new ProcessBuilder("kill", "-" + signal, "" + run.pid()).start().waitFor();
      run.end();

      assertThat(run.exit()).isEqualTo(signal.equals("INT") ? 130 : 143);
      assertThat(lines("out.jsonl")).isEqualTo(simulator.log("one").size()).isLessThan(100);
      assertThat(String.join("\n", run.error()))
          .contains("in flight, at most 30 s", "it was interrupted")
          .containsPattern(
              "java -jar \\S+ai-lb.jar batch in.jsonl out.jsonl --resume --concurrency 20");
    }

    assertThat(batch("in.jsonl", "out.jsonl", "--resume").exit()).isZero();
    allIsAnswered(100);
    assertThat(asked().values()).containsOnly(1L);
  }

  @Test
  void whatTakesLongerThanTheGraceTimeIsGivenUp() throws Exception {
    pool(60_000);
    questions(3);
    // A resumed run reads the output before, which must not cost it its lock.
    write(
        "out.jsonl",
        List.of("{\"id\":\"1\",\"custom_id\":\"of before\",\"response\":null,\"error\":null}"));
    Child run =
        start(
            jvm().through("env", "--default-signal=INT"),
            "in.jsonl",
            "out.jsonl",
            "--grace",
            "0",
            "--resume");
    until(run, () -> simulator.log("one").size() == 3);
    Child second = batch("in.jsonl", "out.jsonl", "--resume");
    assertThat(second.exit()).isEqualTo(2);
    assertThat(String.join("\n", second.error())).contains("another run is writing to out.jsonl");
    new ProcessBuilder("kill", "-INT", "" + run.pid()).start().waitFor();
    run.end();

    assertThat(run.exit()).isEqualTo(130);
    assertThat(String.join("\n", run.error()))
        .contains("3 answers that were under way are lost", "To go on with what is left:");
    assertThat(lines("out.jsonl")).isOne();
  }

  @Test
  void aFullDiskKeepsWhatWasWritten() throws Exception {
    pool(0);
    questions(400);
    Child full =
        start(
                jvm().through("bash", "-c", "ulimit -f 64; exec \"$@\"", "bash"),
                "in.jsonl",
                "out.jsonl")
            .end();

    assertThat(full.exit()).isEqualTo(1);
    assertThat(String.join("\n", full.error()))
        .contains("out.jsonl cannot be written: File too large", "To go on with what is left:");
    assertThat(Files.size(directory.resolve("out.jsonl"))).isBetween(60_000L, 65_536L);
    assertThat(results()).hasSizeGreaterThan(30).hasSizeLessThan(400);

    assertThat(batch("in.jsonl", "out.jsonl", "--resume").exit()).isZero();
    allIsAnswered(400);

    Child device = batch("in.jsonl", "/dev/full", "--failed", "failed.jsonl");
    assertThat(device.exit()).isEqualTo(1);
    assertThat(String.join("\n", device.error()))
        .contains("/dev/full cannot be written: No space left on device");
  }

  @Test
  void badItemsFailAloneAndCanBeRunAgain() throws Exception {
    pool(
        0,
        FaultRule.of(new Fault.Status(400, "{\"error\":{\"message\":\"no " + CANARY + "\"}}", null))
            .skip(1)
            .times(1));
    String tenMegabytes = "{\"role\":\"user\",\"content\":\"" + "long ".repeat(2_000_000) + "\"}";
    write(
        "in.jsonl",
        List.of(
            "\uFEFF{\"prompt\":\"first\"}\r",
            "{\"prompt\":\"the provider refuses this\"}",
            "",
            "half {",
            "{\"custom_id\":\"x\",\"prompt\":\"x\"}",
            "{\"custom_id\":\"x\",\"prompt\":\"again\"}",
            "{\"custom_id\":\"url\",\"url\":\"/v1/no\",\"body\":{\"model\":\"gpt-4o-mini\"}}",
            "{\"custom_id\":\"big\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"of-any-context\",\"messages\":["
                + String.join(",", Collections.nCopies(5, tenMegabytes))
                + "]}}",
            "{\"custom_id\":\"bigger\",\"prompt\":\"" + "long ".repeat(14_000_000) + "\"}",
            "{\"prompt\":\"last\"}"));

    Child bad =
        start(jvm().option("-Xmx512m"), "in.jsonl", "out.jsonl", "--concurrency", "1").end();

    assertThat(bad.exit()).as(bad.toString()).isEqualTo(1);
    assertThat(String.join("\n", bad.error()))
        .contains("Items that failed are in out.failed.jsonl");
    Map<String, JsonNode> results = results();
    assertThat(results.keySet())
        .containsExactlyInAnyOrder(
            "line-1", "line-2", "line-4", "x", "line-6", "url", "big", "line-9", "line-10");
    for (String good : List.of("line-1", "x", "big", "line-10")) {
      assertThat(results.get(good).path("error").isNull()).as(good).isTrue();
      assertThat(results.get(good).at("/response/body/choices/0/message/content").asText())
          .startsWith("one answers");
    }
    assertThat(results.get("line-2").at("/response/status_code").asInt()).isEqualTo(400);
    assertThat(results.get("line-2").at("/error/message").asText()).contains("sk-...");
    assertThat(results.get("line-4").at("/error/message").asText()).startsWith("line 4: it is not");
    assertThat(results.get("line-6").at("/error/code").asText()).isEqualTo("duplicate_custom_id");
    assertThat(results.get("url").at("/error/message").asText()).contains("/v1/no");
    assertThat(results.get("line-9").at("/error/code").asText()).isEqualTo("line_too_long");

    Child again = batch("out.failed.jsonl", "again.jsonl");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(Files.readAllLines(directory.resolve("again.jsonl")))
        .hasSize(5)
        .filteredOn(line -> line.contains("\"error\":null"))
        .hasSize(2); // the provider has calmed down, and the id is the only one there
    Child resumed = batch("in.jsonl", "out.jsonl", "--resume");
    assertThat(String.join("\n", resumed.error())).contains("nothing to do");
    assertThat(results()).hasSize(9);
  }

  @Test
  void fromInputToOutputAsItComes() throws Exception {
    pool(0);
    Child pipe = start(jvm(), "-", "-", "--template", "Say {word}", "--failed", "f.jsonl");
    pipe.send("id,word");
    pipe.send("a,\"one, ");
    pipe.send("two\"");
    String first = pipe.awaitLine(line -> line.contains("\"custom_id\":\"a\""));
    assertThat(JSON.readTree(first).at("/response/status_code").asInt()).isEqualTo(200);
    pipe.send("b,three");
    pipe.closeInput();
    pipe.end();

    assertThat(pipe.exit()).as(pipe.toString()).isZero();
    assertThat(pipe.output()).hasSize(2);
    assertThat(simulator.log("one").get(0).body()).contains("Say one, \\ntwo");
    assertThat(Files.exists(directory.resolve("f.jsonl"))).isFalse();
  }

  @Test
  void aBudgetEndsItAndAChangedInputIsNoticed() throws Exception {
    pool(200);
    questions(200);
    Child first = batch("in.jsonl", "out.jsonl", "--budget", "0.0002USD");

    assertThat(first.exit()).isEqualTo(1);
    assertThat(String.join("\n", first.error()))
        .contains("the budget of", "is spent", "To go on with what is left:");
    assertThat(lines("out.jsonl")).isBetween(1L, 199L);
    Files.writeString(
        directory.resolve("in.jsonl"),
        Files.readString(directory.resolve("in.jsonl")).replace("item 0\"", "another item\""));
    int before = simulator.log("one").size();
    Child changed = batch("in.jsonl", "out.jsonl", "--resume");
    assertThat(changed.exit()).isEqualTo(2);
    assertThat(String.join("\n", changed.error())).contains("line 1: the output has \"q0\"");
    assertThat(simulator.log("one")).hasSize(before);
  }
}

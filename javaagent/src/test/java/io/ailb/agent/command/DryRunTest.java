package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";

  @TempDir private Path directory;

  @BeforeEach
  void aPoolWithoutKeys() throws IOException {
    write(
        "ai-lb.yaml",
        "pools:",
        "  - endpoints:",
        "      - {name: one, provider: openai, apiKey: \"${NOT_SET}\", limits: {rpm: 600}}",
        "      - {name: two, provider: openai, apiKey: " + CANARY + ", limits: {rpm: 600}}");
    write(
        "in.jsonl",
        IntStream.range(0, 1_300)
            .mapToObj(
                i ->
                    "{\"prompt\":\"Say %d\",\"model\":\"gpt-4o-mini\",\"max_tokens\":50}"
                        .formatted(i))
            .toArray(String[]::new));
  }

  private void write(String name, String... lines) throws IOException {
    Files.write(directory.resolve(name), List.of(lines));
  }

  private Typed dryRun(String in, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "batch",
                directory.resolve(in).toString(),
                directory.resolve("out.jsonl").toString(),
                "--config",
                directory.resolve("ai-lb.yaml").toString(),
                "--dry-run"));
    arguments.addAll(List.of(more));
    Typed typed = Typed.in(Map.of(), arguments.toArray(String[]::new));
    assertThat(typed.all()).doesNotContain("canary");
    return typed;
  }

  @Test
  void saysWhatItTakesAndTouchesNothing() throws IOException {
    Typed typed = dryRun("in.jsonl");
    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out().lines().toList().get(0))
        .startsWith("1,300 items: about ")
        .endsWith(" USD. Nothing was sent.");
    assertThat(typed.out())
        .contains("\n  one                 6")
        .contains("all together      1,300");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ai-lb.yaml", "in.jsonl");
    }
  }

  @Test
  void forPrograms() throws IOException {
    JsonNode json = new ObjectMapper().readTree(dryRun("in.jsonl", "--json").out());
    assertThat(json.path("items").asLong()).isEqualTo(1_300);
    assertThat(json.path("outputTokens").asLong()).isEqualTo(1_300 * 50);
    assertThat(json.path("seconds").asDouble()).isBetween(5.0, 30.0); // 100 more than at once
    assertThat(json.at("/endpoints/1/name").asText()).isEqualTo("two");
    assertThat(json.at("/cost/USD").asDouble()).isEqualTo(json.at("/costAtMost/USD").asDouble());
  }

  @Test
  void answersAreAsLongAsOneSays() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(dryRun("in.jsonl", "--json", "--output-tokens", "20").out());
    assertThat(json.path("outputTokens").asLong()).isEqualTo(1_300 * 20);
    assertThat(dryRun("in.jsonl", "--output-tokens", "0").exit()).isEqualTo(2);
  }

  @Test
  void whatAnEarlierRunHasDoneIsNotAskedAgain() throws IOException {
    write(
        "ids.jsonl",
        "{\"custom_id\":\"a\",\"prompt\":\"Hi\",\"model\":\"gpt-4o-mini\"}",
        "{\"custom_id\":\"b\",\"prompt\":\"Hi\",\"model\":\"gpt-4o-mini\"}");
    write("out.jsonl", "{\"custom_id\":\"a\",\"response\":{\"status_code\":200},\"error\":null}");
    assertThat(dryRun("ids.jsonl", "--resume").out()).startsWith("1 item: about ");
    assertThat(dryRun("ids.jsonl").out()).startsWith("2 items: about ");
  }

  @Test
  void whatWillFailIsSaid() throws IOException {
    write(
        "bad.jsonl",
        "{\"prompt\":\"Hi\",\"model\":\"gpt-4o-mini\"}",
        "half a line",
        "{\"custom_id\":\"x\",\"url\":\"/v1/no\",\"body\":{\"model\":\"m\"}}",
        "{\"custom_id\":\"y\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o-mini\"}}");
    Typed typed = dryRun("bad.jsonl");
    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("2 items cannot be asked as they are, and will fail");
    assertThat(dryRun("none.jsonl").exit()).isEqualTo(2);
  }
}

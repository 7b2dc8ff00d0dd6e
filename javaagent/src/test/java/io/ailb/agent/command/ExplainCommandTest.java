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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    file =
        Files.writeString(
            directory.resolve("pool.yaml"),
            """
            pools:
              - name: small
                match: {models: [gpt-4o-mini]}
                endpoints:
                  - {name: first, provider: openai, apiKey: "${NOT_SET}", limits: {rpm: 500, concurrency: 9}, contextWindow: 3000}
                  - {name: backup, provider: anthropic, apiKey: "${NOT_SET_EITHER}", models: {gpt-4o-mini: claude-haiku-4-5}, tier: 2}
              - name: large
                endpoints:
                  - {name: big, provider: openai, apiKey: "${NOT_SET}", models: {gpt-4o: gpt-4o}, cost: {input: 7, output: 8}}
            """);
  }

  private Typed explain(String... more) {
    List<String> arguments = new ArrayList<>(List.of("explain", file.toString()));
    arguments.addAll(List.of(more));
    Typed typed = Typed.in(Map.of(), arguments.toArray(String[]::new));
    assertThat(typed.exit()).as(typed.all()).isZero();
    return typed;
  }

  @Test
  void saysWhoServesItAndWhyNotTheOthers() {
    assertThat(explain("--model", "gpt-4o-mini").out())
        .contains("Pool small, strategy adaptive.")
        .contains("taken; first to first, https://api.openai.com/v1/chat/completions")
        .contains("backup (in translation): free, but of tier 2: only when tier 1 can take nothing")
        .contains("500 rpm, 9 calls at once; gpt-4o-mini at 0.15 in, 0.6 out USD per million")
        .contains("claude-haiku-4-5 at 1 in, 5 out USD per million tokens")
        .contains("Pool large does not take it: taken by pool small, which stands before.");
  }

  @Test
  void aLargePromptGoesWhereItFits() {
    assertThat(explain("--model", "gpt-4o-mini", "--tokens", "5000").out())
        .contains("taken; first to backup, https://api.anthropic.com/v1/messages")
        .contains("goes to backup now")
        .containsPattern("first: .*context");
  }

  @Test
  void withoutAModelEachPoolIsAskedForOneOfIts() {
    assertThat(explain().out())
        .contains("for gpt-4o-mini: taken; first to first")
        .contains("for gpt-4o: taken; first to big")
        .contains("gpt-4o at 7 in, 8 out USD per million tokens");
  }

  @Test
  void whatNobodyServesIsNotOurs() {
    assertThat(explain("--model", "nonsense").out())
        .contains("Pool small does not take it: none of its endpoints serves nonsense.")
        .contains("Pool large does not take it: none of its endpoints serves nonsense.");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(explain("--model", "gpt-4o-mini", "--stream", "--json").out());

    JsonNode small = json.at("/pools/0");
    assertThat(small.at("/requests/0/endpoint").asText()).isEqualTo("first");
    assertThat(small.at("/requests/0/stream").asBoolean()).isTrue();
    assertThat(small.at("/endpoints/0/limits/rpm").asInt()).isEqualTo(500);
    assertThat(small.at("/endpoints/1/sends").asText()).isEqualTo("claude-haiku-4-5");
    assertThat(small.at("/endpoints/1/price/output").asDouble()).isEqualTo(5);
    assertThat(small.path("reasons").toString()).contains("goes to first now");
    assertThat(json.at("/pools/1/requests/0/takenBy").asText()).isEqualTo("small");
    assertThat(json.at("/pools/1/endpoints/0/sends").isNull()).isTrue();
  }

  @Test
  void validateHasJsonToo() throws IOException {
    Typed bad = Typed.in(Map.of(), "validate", file.toString(), "--json");

    JsonNode json = new ObjectMapper().readTree(bad.out());
    assertThat(bad.exit()).isEqualTo(2);
    assertThat(bad.err()).isEmpty();
    assertThat(json.path("good").asBoolean()).isFalse();
    assertThat(json.at("/problems/0/line").asInt()).isEqualTo(5);
    assertThat(json.at("/problems/0/message").asText()).contains("NOT_SET is not set");
  }

  @Test
  void aBadFileIsBadUsage() throws IOException {
    Files.writeString(file, "pools: [{endpoints: [{provider: opnai}]}]");

    Typed typed = Typed.in(Map.of(), "explain", file.toString());

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).startsWith("ai-lb: the configuration is not good:").contains("opnai");
  }

  @Test
  void everyCommandSaysHowItIsUsed() {
    for (String command :
        List.of(
            "init", "validate", "explain", "simulate", "import", "schema", "attach", "version")) {
      Typed help = Typed.in(Map.of(), command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out())
          .contains("Usage: java -jar ai-lb.jar " + command)
          .doesNotContain("null")
          .isEqualTo(Typed.in(Map.of(), "help", command).out());
    }
    assertThat(Typed.in(Map.of(), "help", "import", "litellm").out()).contains("${NAME}");
    Typed nothing = Typed.in(Map.of(), "help", "nix");
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("there is no command nix");
  }
}

package io.ailb.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {
  private static final String CANARY = "sk-proj-canary0123456789canary";

  private static final String TWO_OPENAI_AND_ANTHROPIC =
      """
      pools:
        - endpoints:
            - {name: one, provider: openai, apiKey: "${NOT_SET_1}", limits: {rpm: 600}, weight: 3}
            - {name: two, provider: openai, apiKey: "${NOT_SET_2}", limits: {rpm: 600}}
            - name: other
              provider: anthropic
              apiKey: ${NOT_SET_3}
              models: {gpt-4o-mini: claude-haiku-4-5}
              tier: 2
      """;

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void aFile() throws IOException {
    file = write(TWO_OPENAI_AND_ANTHROPIC);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("pool.yaml"), yaml);
  }

  private Typed simulate(String... more) {
    return Typed.in(Map.of(), arguments(more));
  }

  private String[] arguments(String... more) {
    List<String> arguments = new ArrayList<>(List.of("simulate", file.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private JsonNode json(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("--json");
    Typed simulated = simulate(all.toArray(String[]::new));
    assertThat(simulated.exit()).as(simulated.err()).isZero();
    assertThat(simulated.err()).isEmpty();
    return new ObjectMapper().readTree(simulated.out());
  }

  @Test
  void belowTheLimitsAllIsServedByWeight() throws IOException {
    JsonNode light = json("--rps", "10", "--minutes", "5", "--input-tokens", "500");

    int requests = light.path("requests").asInt();
    assertThat(requests).isCloseTo(3000, within(200));
    assertThat(light.path("good").asInt()).isEqualTo(requests);
    assertThat(light.path("rateLimited").asInt()).isZero();
    assertThat(light.path("waitSeconds").path("p99").asDouble()).isZero();
    assertThat(light.at("/endpoints/0/name").asText()).isEqualTo("one");
    assertThat(light.at("/endpoints/0/share").asDouble()).isGreaterThan(0.6);
    assertThat(light.at("/endpoints/2/tries").asInt()).isZero();
    double perRequest =
        light.at("/endpoints/0/inputTokens").asDouble()
            / (requests * light.at("/endpoints/0/share").asDouble());
    assertThat(perRequest).isCloseTo(500, within(30.0));
  }

  @Test
  void beyondThemTheNextTierHelpsAndItsPriceCounts() throws IOException {
    JsonNode heavy = json("--rps", "40", "--minutes", "4");

    assertThat(heavy.path("good").asInt()).isEqualTo(heavy.path("requests").asInt());
    JsonNode one = heavy.at("/endpoints/0");
    JsonNode other = heavy.at("/endpoints/2");
    // A full bucket at the start, and what came in since.
    assertThat(one.path("good").asInt()).isLessThanOrEqualTo(600 * 5 + 5);
    assertThat(other.path("good").asInt()).isGreaterThan(2000);
    assertThat(other.path("cost").asDouble())
        .isCloseTo(
            other.path("inputTokens").asLong() / 1e6
                + other.path("outputTokens").asLong() * 5 / 1e6,
            within(0.01));
    assertThat(heavy.path("cost").path("USD").asDouble())
        .isCloseTo(
            one.path("cost").asDouble()
                + heavy.at("/endpoints/1/cost").asDouble()
                + other.path("cost").asDouble(),
            within(0.01));
    assertThat(heavy.path("assumed").toString()).contains("no limit at all").contains("other");
  }

  @Test
  void whatThePoolCannotServeWaitsAndIsRefused() throws IOException {
    file =
        write(
            "pools: [{endpoints: [{provider: openai, apiKey: \"${NO}\", limits: {rpm: 60}}],"
                + " queue: {maxWait: 10s}}]");

    JsonNode overloaded = json("--rps", "5", "--minutes", "5");

    assertThat(overloaded.path("good").asInt()).isBetween(290, 380);
    assertThat(overloaded.path("waitSeconds").path("p95").asDouble()).isBetween(0.5, 10.1);
    assertThat(overloaded.path("failed").path("429").asInt())
        .isEqualTo(overloaded.path("requests").asInt() - overloaded.path("good").asInt());
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    Typed one = simulate("--rps", "20", "--minutes", "2");
    Typed again = simulate("--rps", "20", "--minutes", "2");
    Typed other = simulate("--rps", "20", "--minutes", "2", "--seed", "2");

    assertThat(one.out()).isEqualTo(again.out()).isNotEqualTo(other.out());
    assertThat(one.out())
        .contains("Assumed:", "1,000 tokens", "600 ms", "one  ", "USD")
        .doesNotContain("\u001b", "\r");
  }

  @Test
  void everyDialectOfAnEndpointIsAnswered() throws IOException {
    file =
        write(
            """
            pools:
              - name: mixed
                routing: {strategy: round-robin}
                endpoints:
                  - {name: o, provider: openai, apiKey: "${A}", models: {m: gpt-4o}}
                  - {name: a, provider: anthropic, apiKey: "${B}", models: {m: claude-haiku-4-5}}
                  - {name: g, provider: gemini, apiKey: "${C}", models: {m: gemini-2.5-flash}}
                  - {name: z, provider: azure-openai, baseUrl: "${URL}", apiVersion: v1, apiKey: "${D}", models: {m: d}}
                  - {name: l, provider: openai-compatible, baseUrl: "http://localhost:11434", auth: {type: none}, models: {m: llama}}
            """);

    JsonNode mixed = json("--rps", "10", "--minutes", "1");

    assertThat(mixed.path("good")).isEqualTo(mixed.path("requests"));
    for (JsonNode endpoint : mixed.path("endpoints")) {
      assertThat(endpoint.path("share").asDouble()).as(endpoint.toString()).isBetween(0.15, 0.25);
    }
  }

  @Test
  void progressIsForTerminalsOnly() {
    String[] arguments = arguments("--rps", "1", "--minutes", "1");

    assertThat(Typed.in(Map.of(), arguments).err()).isEmpty();
    Typed watched = Typed.atATerminal(arguments);
    assertThat(watched.err()).contains("50 % simulated").endsWith("\r");
    assertThat(watched.out()).doesNotContain("simulated");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rps 0 --minutes 1|--rps is a number above 0",
        "--rps NaN --minutes 1|--rps is a number above 0",
        "--rps 1 --minutes -1|--minutes is a number above 0",
        "--rps 1000 --minutes 600|take fewer minutes",
        "--rps 1|--minutes",
        "--rps x --minutes 1|--rps",
        "--rps 1 --minutes 1 --pool nix|no pool is named \"nix\"; there are: default",
        "--rps 1 --minutes 1 --output-tokens 0|--output-tokens is a number above 0"
      })
  void badUsageIsSaid(String arguments, String why) {
    Typed typed = simulate(arguments.split(" ", -1));

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).contains(why);
  }

  @Test
  void aModelThatNobodyServesIsSaid() throws IOException {
    file = write("pools: [{endpoints: [{provider: openai, apiKey: \"${NO}\", models: {a: b}}]}]");

    Typed typed = simulate("--rps", "1", "--minutes", "1", "--model", "c");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("pool default takes no request for c");
  }

  @Test
  void keysAreNeitherNeededNorShown() throws IOException {
    file =
        write(
            "pools: [{endpoints: [{provider: openai, apiKey: "
                + CANARY
                + "1}, {provider: openai, apiKey: \"${KEY}\", headers: {X-A: \"${KEY}\"}}]}]");
    Map<String, String> environment = Map.of("KEY", CANARY + "2");

    for (String command : List.of("simulate --rps 1 --minutes 1", "explain --stream")) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
      arguments.add(file.toString());
      for (String more : List.of("--json", "")) {
        List<String> all = new ArrayList<>(arguments);
        if (!more.isEmpty()) {
          all.add(more);
        }
        Typed typed = Typed.in(environment, all.toArray(String[]::new));
        assertThat(typed.exit()).isZero();
        assertThat(typed.all()).doesNotContain("canary");
      }
    }
    file =
        write("pools: [{endpoints: [{provider: openai, apiKey: " + CANARY + "}, " + CANARY + "]}]");
    Typed bad = simulate("--rps", "1", "--minutes", "1");
    assertThat(bad.exit()).isEqualTo(2);
    assertThat(bad.all()).contains("not good").doesNotContain("canary");
  }
}

package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar as a program, and what is in it. */
class CommandLineIT {
  @TempDir private Path directory;

  private static Child run(Jdk jdk, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-jar", ClassPaths.agentJar().toString()));
    command.addAll(Arrays.asList(arguments));
    return Child.on(jdk).start(command).end();
  }

  @ParameterizedTest
  @EnumSource
  void withoutArgumentsItSaysWhatThereIs(Jdk jdk) {
    Child help = run(jdk);

    assertThat(help.exit()).isZero();
    assertThat(help.error()).isEmpty();
    assertThat(String.join("\n", help.output()))
        .contains("-javaagent:ai-lb.jar=ai-lb.yaml")
        .contains(
            "init",
            "validate",
            "explain",
            "simulate",
            "import",
            "attach",
            "failOnError=true",
            "Exit codes")
        .doesNotContain("\u001b");
    assertThat(run(jdk, "--help").output()).isEqualTo(help.output());
    assertThat(run(jdk, "--version").output())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("ai-lb 0"));
  }

  @Test
  void badUsageEndsWithTwo() {
    assertThat(run(Jdk.JDK_17, "nonsense").exit()).isEqualTo(2);
    assertThat(run(Jdk.JDK_17, "validate").exit()).isEqualTo(2);
    Child attach = run(Jdk.JDK_17, "attach", "me");
    assertThat(attach.exit()).isEqualTo(2);
    assertThat(attach.error())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("a PID is a number, got \"me\""));
  }

  @Test
  void attachingToNobodyFails() {
    Child attach = run(Jdk.JDK_17, "attach", "999999999");

    assertThat(attach.exit()).isEqualTo(1);
    assertThat(attach.error()).noneMatch(line -> line.startsWith("\tat "));
    assertThat(attach.error().get(0)).startsWith("ai-lb: JVM 999999999 did not take it");
  }

  @Test
  void validateSaysAllThatIsWrong() throws IOException {
    Path file = directory.resolve("ai-lb.yaml");
    Files.writeString(file, "pools:\n  - endpoint: []\n    breaker: {openFor: 60}\n");

    Child bad = run(Jdk.JDK_17, "validate", file.toString());

    assertThat(bad.exit()).isEqualTo(2);
    assertThat(String.join("\n", bad.error()))
        .contains("ai-lb.yaml:2:5: pools[0].endpoint: unknown key. Did you mean \"endpoints\"?")
        .contains("ai-lb.yaml:3:24: pools[0].breaker.openFor: a duration needs a unit, got 60.");

    Files.writeString(
        file, "pools:\n  - endpoints:\n      - {provider: openai, apiKey: \"${HOME}\"}\n");
    Child good = run(Jdk.JDK_17, "validate", file.toString());
    assertThat(good.exit()).as(good.toString()).isZero();
    assertThat(good.output())
        .containsExactly(
            "pool default: openai-1",
            "  openai-1: openai at api.openai.com, models as requested",
            "ai-lb.yaml is good.");
  }

  @ParameterizedTest
  @EnumSource
  void fromKeysInTheEnvironmentToFiguresOfAPool(Jdk jdk) throws IOException {
    String canary = "sk-proj-canary0123456789canary";
    Map<String, String> keys =
        Map.of("OPENAI_API_KEY", canary + "1", "ANTHROPIC_API_KEY", canary + "2");
    List<String> said = new ArrayList<>();

    said.add(good(inDirectory(jdk, keys, "init")));
    assertThat(inDirectory(jdk, keys, "init").exit()).isEqualTo(2);
    said.add(good(inDirectory(jdk, keys, "validate", "ai-lb.yaml")));
    // From here on without keys.
    said.add(good(inDirectory(jdk, Map.of(), "explain", "ai-lb.yaml", "--stream")));
    Child simulated =
        inDirectory(
            jdk, Map.of(), "simulate", "ai-lb.yaml", "--rps", "50", "--minutes", "10", "--json");
    said.add(good(simulated));

    JsonNode json = new ObjectMapper().readTree(String.join("\n", simulated.output()));
    assertThat(json.path("requests").asInt()).isBetween(29_000, 31_000);
    assertThat(json.path("good")).isEqualTo(json.path("requests"));
    assertThat(Files.readString(directory.resolve("ai-lb.yaml"))).contains("${OPENAI_API_KEY}");
    assertThat(String.join("\n", said) + Files.readString(directory.resolve("ai-lb.yaml")))
        .doesNotContain("canary", "\u001b", "\r");
  }

  @Test
  void liteLlmsFileIsImported() throws IOException {
    Files.writeString(
        directory.resolve("config.yaml"),
        "model_list: [{model_name: m, litellm_params: {model: gpt-4o, api_key: sk-canary012345}}]");

    Child imported = inDirectory(Jdk.JDK_17, Map.of(), "import", "litellm", "config.yaml");

    assertThat(imported.exit()).isZero();
    assertThat(String.join("\n", imported.output())).contains("apiKey: ${LITELLM_OPENAI_KEY_1}");
    assertThat(imported.error()).singleElement().asString().startsWith("config.yaml:1:71: ");
    assertThat(imported.toString()).doesNotContain("canary");
  }

  private Child inDirectory(Jdk jdk, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-jar", ClassPaths.agentJar().toString()));
    command.addAll(Arrays.asList(arguments));
    return Child.on(jdk).in(directory).environment(environment).start(command).end();
  }

  private static String good(Child child) {
    assertThat(child.exit()).as(child.toString()).isZero();
    return child.toString();
  }

  @Test
  void schemaPrintsTheJsonSchema() throws IOException {
    Child schema = run(Jdk.JDK_17, "schema");

    JsonNode json = new ObjectMapper().readTree(String.join("\n", schema.output()));
    assertThat(json.path("$schema").asText()).contains("draft-07");
    assertThat(json.path("properties").has("pools")).isTrue();
  }

  @Test
  void nothingOfTheJarIsForAnApplicationToFind() throws IOException {
    try (JarFile jar = new JarFile(ClassPaths.agentJar().toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()).filter(name -> name.endsWith(".class")))
          .map(name -> name.replaceFirst("\\$.*", ".class")) // with what they have inside
          .containsOnly("io/ailb/agent/Agent.class", "io/ailb/agent/AgentLoader.class");
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(name -> name.startsWith("META-INF/services"))
          .noneMatch(name -> name.startsWith("inst/okhttp3") || name.startsWith("inst/kotlin"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Can-Redefine-Classes"))
          .isEqualTo("false");
      assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
          .startsWith("0");
    }
    assertThat(Files.size(ClassPaths.agentJar())).isLessThan(6_000_000);
  }
}

package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.HelloApp;
import io.ailb.agent.app.OkHttpApp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the agent starts, or does not, and what the application notices of it. */
class StartIT {
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";
  private static final Providers PROVIDERS = new Providers();

  @TempDir private Path directory;

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  private static Child one(Child child, String url) {
    return child.run(ClassPaths.okHttp(4), OkHttpApp.class, url, "one");
  }

  private Path broken() throws IOException {
    Path file = directory.resolve("ai-lb.yaml");
    Files.writeString(
        file,
        "pools:\n  - endpoints:\n      - {provider: openai, apiKey: \"${HOME}\", limits: {rpm: 5OO}}\n");
    return file;
  }

  // What it does to a program without a client.

  @ParameterizedTest
  @EnumSource
  void aProgramWithoutAClientNoticesNothing(Jdk jdk) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.applications().toString(), HelloApp.class);

    assertThat(app.output()).containsExactly("hello", "log manager: OwnLogManager", "visible: ");
    assertThat(app.error()).isEmpty();
    assertThat(app.exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void afterASecondTheAgentSaysWhatItWouldDo(Jdk jdk) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.applications().toString(), HelloApp.class, "3000");

    assertThat(app.error())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .matches(
                        "\\[ai-lb \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [-+]\\d{4}] \\[ai-lb-start] INFO ailb - ai-lb .*")
                    .contains(" active: " + PROVIDERS.configuration() + ", 2 pools, 4 endpoints"));
  }

  @Test
  void toolsOfTheJdkAreLeftAlone() {
    Child javac =
        Child.on(Jdk.JDK_17)
            .environment(
                Map.of(
                    "JAVA_TOOL_OPTIONS",
                    "-javaagent:" + ClassPaths.agentJar() + "=no-such-file.yaml"))
            .start(List.of("--module", "jdk.compiler/com.sun.tools.javac.Main", "--version"))
            .end();

    assertThat(javac.exit()).isZero();
    assertThat(javac.log()).isEmpty();
  }

  @Test
  void theEnvironmentCanBringTheAgentIn() {
    Child app =
        one(
            Child.on(Jdk.JDK_17)
                .environment(
                    Map.of(
                        "JAVA_TOOL_OPTIONS",
                        "-javaagent:" + ClassPaths.agentJar(),
                        "AILB_CONFIG",
                        PROVIDERS.configuration())),
            OPENAI);

    assertThat(app.said("one")).as(app.toString()).startsWith("200 whole by a");
    assertThat(app.output()).containsExactly("one: " + app.said("one"), "end");
  }

  // Where the configuration is.

  @Test
  void theWorkingDirectorysConfigurationIsTaken() throws IOException {
    Files.copy(Path.of(PROVIDERS.configuration()), directory.resolve("ai-lb.yaml"));

    Child app = one(Child.on(Jdk.JDK_17).agent("").in(directory), OPENAI);

    assertThat(app.said("one")).as(app.toString()).startsWith("200 whole by a");
    assertThat(app.log().get(app.log().size() - 1))
        .contains(directory.toRealPath().resolve("ai-lb.yaml").toString());
  }

  @Test
  void theConfigurationBesideTheJarIsTakenLast() throws IOException {
    Path jar = Files.copy(ClassPaths.agentJar(), directory.resolve("copy of ai-lb.jar"));
    Files.copy(Path.of(PROVIDERS.configuration()), directory.resolve("ai-lb.yaml"));

    assertThat(one(Child.on(Jdk.JDK_17).agent(jar, ""), OPENAI).said("one"))
        .startsWith("200 whole by a");
  }

  @Test
  void anOptionWinsOverAPropertyAndThatOverTheEnvironment() {
    Map<String, String> environment = Map.of("AILB_CONFIG", "third.yaml");
    String second = "-Dailb.config=second.yaml";

    assertThat(
            one(
                    Child.on(Jdk.JDK_17)
                        .agent("config=" + PROVIDERS.configuration())
                        .option(second)
                        .environment(environment),
                    OPENAI)
                .said("one"))
        .startsWith("200 whole by a");
    assertThat(
            one(
                    Child.on(Jdk.JDK_17).agent("").option(second).environment(environment),
                    PROVIDERS.ownUrl())
                .log()
                .get(0))
        .contains("second.yaml")
        .doesNotContain("third.yaml");
    assertThat(
            one(Child.on(Jdk.JDK_17).agent("").environment(environment), PROVIDERS.ownUrl())
                .log()
                .get(0))
        .contains("third.yaml");
  }

  @Test
  void aCommaInAPathIsEscaped() throws IOException {
    Path file = directory.resolve("a,b.yaml");
    Files.copy(Path.of(PROVIDERS.configuration()), file);

    String escaped = file.toString().replace(",", "\\,");
    assertThat(one(Child.on(Jdk.JDK_17).agent(escaped + ",log=info"), OPENAI).said("one"))
        .startsWith("200 whole by a");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAConfigurationOneLineSaysSoAndNothingIsBalanced(Jdk jdk) {
    Child app = one(Child.on(jdk).agent("").in(directory), PROVIDERS.ownUrl());

    assertThat(app.said("one")).startsWith("200 whole by null");
    assertThat(app.error())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("INFO agent - no configuration was found"));
  }

  // What is wrong.

  @ParameterizedTest
  @EnumSource
  void aBrokenConfigurationLeavesTheApplicationAsItIs(Jdk jdk) throws IOException {
    Child app = one(Child.on(jdk).agent(broken().toString()), PROVIDERS.ownUrl());

    assertThat(app.said("one")).as(app.toString()).startsWith("200 whole by null");
    assertThat(PROVIDERS.simulator.log("own")).hasSize(1);
    PROVIDERS.nothingLeaked();
    assertThat(app.exit()).isZero();
    List<String> errors = app.log().stream().filter(line -> line.contains(" ERROR ")).toList();
    assertThat(errors)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("the application runs with its own key")
                    .contains(
                        "ai-lb.yaml:3:61: pools[0].endpoints[0].limits.rpm: expected a whole number such as 500 or 10k, got \"5OO\"."));
    assertThat(app.error()).noneMatch(line -> line.startsWith("\tat "));
  }

  @ParameterizedTest
  @EnumSource
  void withFailOnErrorTheJvmEndsWithTheMessageOnly(Jdk jdk) throws IOException {
    Child app = one(Child.on(jdk).agent(broken() + ",failOnError=true"), PROVIDERS.ownUrl());

    assertThat(app.exit()).as(app.toString()).isEqualTo(1);
    assertThat(app.output()).isEmpty();
    assertThat(app.error()).anyMatch(line -> line.contains("limits.rpm: expected a whole number"));
    assertThat(app.error())
        .noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    assertThat(PROVIDERS.simulator.log("own")).isEmpty();
  }

  @Test
  void failOnErrorCountsInABrokenFileToo() throws IOException {
    Path file = broken();
    Files.writeString(file, Files.readString(file) + "agent: {failOnError: true}\n");

    assertThat(one(Child.on(Jdk.JDK_17).agent(file.toString()), PROVIDERS.ownUrl()).exit())
        .isEqualTo(1);
  }

  @Test
  void aConfigurationThatIsNotThereIsAnError() {
    Child app = one(Child.on(Jdk.JDK_17).agent("nowhere.yaml"), PROVIDERS.ownUrl());

    assertThat(app.said("one")).startsWith("200 whole by null");
    assertThat(app.log())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("ERROR")
                    .contains("no such file: ")
                    .contains("nowhere.yaml"));
  }

  @Test
  void anUnknownOptionIsNamedWithTheNearestOne() {
    Child app =
        one(Child.on(Jdk.JDK_17).agent("confg=x," + "config=" + PROVIDERS.configuration()), OPENAI);

    assertThat(app.said("one")).startsWith("200 whole by a");
    assertThat(app.log().get(0))
        .contains("WARN agent - unknown option \"confg\"")
        .contains("Did you mean \"config\"?");

    Child strict =
        one(
            Child.on(Jdk.JDK_17)
                .agent(PROVIDERS.configuration() + ",failOnErr=true,failOnError=true"),
            OPENAI);
    assertThat(strict.exit()).isEqualTo(1);
    assertThat(strict.log())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("Did you mean \"failOnError\"?"));
  }

  @Test
  void aSwitchThatIsNeitherTrueNorFalseIsNamed() {
    Child app =
        one(Child.on(Jdk.JDK_17).agent(PROVIDERS.configuration() + ",failOnError=yes,=x"), OPENAI);

    assertThat(app.said("one")).startsWith("200 whole by a");
    assertThat(String.join("\n", app.log()))
        .contains("option failOnError: expected true or false, got \"yes\"")
        .contains("\"=x\" has no name");
  }

  @Test
  void aJarThatWasMergedIntoAnotherSaysSo() throws IOException {
    Path merged = directory.resolve("merged.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Launcher-Agent-Class", "io.ailb.agent.Agent");
    manifest.getMainAttributes().putValue("Main-Class", HelloApp.class.getName());
    try (OutputStream file = Files.newOutputStream(merged);
        JarOutputStream out = new JarOutputStream(file, manifest);
        java.util.jar.JarFile agent = new java.util.jar.JarFile(ClassPaths.agentJar().toFile())) {
      for (var entries = agent.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (!entry.isDirectory() && !entry.getName().endsWith("MANIFEST.MF")) {
          out.putNextEntry(new java.util.jar.JarEntry(entry.getName()));
          out.write(agent.getInputStream(entry).readAllBytes());
        }
      }
      for (String name : List.of("HelloApp.class", "HelloApp$OwnLogManager.class")) {
        out.putNextEntry(new java.util.jar.JarEntry("io/ailb/agent/app/" + name));
        out.write(
            Files.readAllBytes(ClassPaths.applications().resolve("io/ailb/agent/app/" + name)));
      }
    }

    Child app = Child.on(Jdk.JDK_17).start(List.of("-jar", merged.toString())).end();

    assertThat(app.output()).contains("hello");
    assertThat(app.error())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("ERROR agent")
                    .contains("cannot be merged into another jar"));
  }

  // Switches.

  @Test
  void switchedOffItIsNotThere() {
    for (Child child :
        List.of(
            Child.on(Jdk.JDK_17).agent(PROVIDERS.configuration() + ",enabled=false"),
            Child.on(Jdk.JDK_17).agent(PROVIDERS.configuration()).option("-Dailb.enabled=false"),
            Child.on(Jdk.JDK_17)
                .agent(PROVIDERS.configuration())
                .environment(Map.of("AILB_ENABLED", "false")))) {
      Child app = one(child, PROVIDERS.ownUrl());
      assertThat(app.said("one")).as(app.toString()).startsWith("200 whole by null");
      assertThat(app.error()).isEmpty();
    }
  }

  @Test
  void modeAndClientsSwitchBalancingOff() throws IOException {
    Child off =
        one(
            Child.on(Jdk.JDK_17).agent(PROVIDERS.configuration() + ",mode=off"),
            PROVIDERS.ownUrl());
    assertThat(off.said("one")).startsWith("200 whole by null");
    assertThat(off.log()).singleElement().satisfies(line -> assertThat(line).contains(" off: "));

    Path others =
        Providers.file(
            "others",
            Files.readString(Path.of(PROVIDERS.configuration())) + "agent: {clients: [jdk]}\n");
    assertThat(one(Child.on(Jdk.JDK_17).agent(others.toString()), PROVIDERS.ownUrl()).said("one"))
        .startsWith("200 whole by null");
  }

  @ParameterizedTest
  @EnumSource
  void twiceOnTheCommandLineItIsThereOnce(Jdk jdk) {
    Child app =
        one(
            Child.on(jdk).agent(PROVIDERS.configuration()).agent(PROVIDERS.configuration()),
            OPENAI);

    assertThat(app.said("one")).startsWith("200 whole by a");
    assertThat(PROVIDERS.seen()).containsEntry("a", 1);
    assertThat(app.error()).anyMatch(line -> line.contains("is in this JVM already"));
  }

  // The log.

  @Test
  void theLogCanGoToAFileAndBeJson() throws IOException {
    Path log = directory.resolve("agent.log");
    Path configuration =
        Providers.file(
            "json",
            Files.readString(Path.of(PROVIDERS.configuration()))
                + "log: {format: json, level: debug}\n");

    Child app = one(Child.on(Jdk.JDK_17).agent(configuration + ",logFile=" + log), OPENAI);

    assertThat(app.error()).isEmpty();
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).allMatch(line -> line.startsWith("{\"ts\":\"") && line.endsWith("}"));
    assertThat(lines)
        .anyMatch(
            line ->
                line.contains("\"level\":\"debug\",\"logger\":\"request\"")
                    && line.contains("\"pool\":\"default\"")
                    && line.contains("\"request\":\""));
  }

  @Test
  void theOptionsLevelWinsOverTheFiles() throws IOException {
    Path configuration =
        Providers.file(
            "debug",
            Files.readString(Path.of(PROVIDERS.configuration())) + "log: {level: debug}\n");

    Child app = one(Child.on(Jdk.JDK_17).agent(configuration + ",log=error"), OPENAI);

    assertThat(app.said("one")).startsWith("200 whole by a");
    assertThat(app.error()).isEmpty();
  }
}

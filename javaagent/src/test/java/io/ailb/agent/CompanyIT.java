package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ailb.agent.app.JdkHttpApp;
import io.ailb.agent.app.OkHttpApp;
import io.ailb.agent.app.ShortLivedApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside another copy of itself, another agent, modules, and classes that a JVM has prepared. */
class CompanyIT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final String BALANCED = "200 whole by a for api.openai.com";
  private static final Providers PROVIDERS = new Providers();

  /** With {@code -Pagent-long}: all of it. */
  private static final boolean LONG = Boolean.getBoolean("agent.long");

  @TempDir private Path directory;

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
  }

  @AfterEach
  void nothingLeaked() {
    PROVIDERS.nothingLeaked();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  private Path copy() throws IOException {
    return Files.copy(ClassPaths.agentJar(), directory.resolve("other.jar"));
  }

  private static Child one(Child child, Class<?> application, String url) {
    return child.run(ClassPaths.okHttp(4), application, url, "one");
  }

  // Beside another copy, attached later; OnceIT has the one on the command line.

  @ParameterizedTest
  @EnumSource
  void anotherCopyThatIsAttachedLaterDoesNothing(Jdk jdk) throws Exception {
    Child app =
        Child.on(jdk)
            .option(jdk == Jdk.JDK_25 ? "-XX:+EnableDynamicAgentLoading" : "-Dnothing=here")
            .agent(PROVIDERS.configuration())
            .start(ClassPaths.applications().toString(), JdkHttpApp.class, OPENAI, "attach");
    app.awaitLine(line -> line.startsWith("ready"));
    app.attach(copy(), PROVIDERS.configuration());
    app.sendLine();
    app.end();

    assertThat(app.said("after")).as(app.toString()).isEqualTo(BALANCED);
    assertThat(PROVIDERS.seen()).containsEntry("a", 3);
    assertThat(app.error()).anyMatch(line -> line.contains("is in this JVM already"));
  }

  // Switches.

  @ParameterizedTest
  @EnumSource
  void aClientThatIsNotListedIsLeftAlone(Client client) {
    String others =
        Stream.of(Client.values())
            .map(Client::option)
            .distinct()
            .filter(option -> !option.equals(client.option()))
            .collect(Collectors.joining(", "));
    Child app =
        client.run(
            Child.on(client.jdk).agent(PROVIDERS.configurationFor(others)), PROVIDERS.ownUrl());

    assertThat(client.ways())
        .as(app.toString())
        .allMatch(way -> app.said(way).startsWith("200 whole by null"));
    assertThat(PROVIDERS.seen()).containsEntry("own", client.ways().size()).containsEntry("a", 0);
    assertThat(app.error()).as("what is wrong").allMatch(line -> line.contains(" INFO "));
  }

  @Test
  void theMasterSwitchLeavesTheJdksClientAsItIs() {
    Child app =
        one(
            Child.on(Jdk.JDK_25).agent(PROVIDERS.configuration() + ",enabled=false"),
            JdkHttpApp.class,
            PROVIDERS.ownUrl());

    assertThat(app.said("one")).startsWith("200 whole by null");
    assertThat(app.error()).isEmpty();
  }

  // Modules.

  @ParameterizedTest
  @EnumSource
  void anApplicationThatIsAModuleIsBalanced(Jdk jdk) throws IOException {
    Path source = directory.resolve("source/module-info.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "module the.application { requires java.net.http; }\n");
    Path classes = directory.resolve("classes");
    String name = JdkHttpApp.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(classes.resolve(name).getParent());
    Files.copy(ClassPaths.applications().resolve(name), classes.resolve(name));
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                    System.out,
                    System.err,
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    source.toString()))
        .isZero();

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
            .start(
                List.of(
                    "-p",
                    classes.toString(),
                    "-m",
                    "the.application/" + JdkHttpApp.class.getName(),
                    OPENAI,
                    "all"))
            .end();

    assertThat(app.said("sync")).as(app.toString()).isEqualTo(BALANCED);
    assertThat(app.said("async lines")).isEqualTo(BALANCED);
    assertThat(app.exit()).isZero();
    assertThat(app.error()).hasSize(1);
  }

  // Loaders.

  static Stream<Arguments> withAndWithout() {
    return Stream.of(Jdk.values())
        .flatMap(jdk -> Stream.of(Arguments.of(jdk, true), Arguments.of(jdk, false)));
  }

  @ParameterizedTest(name = "{0}, with the agent: {1}")
  @MethodSource("withAndWithout")
  void manyApplicationsThatCameAndWentLeaveNoLoaderBehind(Jdk jdk, boolean with) {
    String many = LONG ? "100" : "10";
    Child child = Child.on(jdk);
    Child app =
        (with ? child.agent(PROVIDERS.configuration()) : child)
            .run(
                ClassPaths.applications().toString(),
                ShortLivedApp.class,
                many,
                ClassPaths.okHttp(4));

    assertThat(app.said("woven")).as(app.toString()).isEqualTo(with ? many : "0");
    assertThat(app.said("left")).isEqualTo("0");
  }

  // Prepared classes: JDK 25's AOT cache, of a training run without the agent or with it.

  @ParameterizedTest(name = "trained with the agent: {0}")
  @ValueSource(booleans = {false, true})
  void withAnAotCacheRequestsAreBalanced(boolean trainedWithAgent) throws IOException {
    assumeTrue(LONG, "mvn verify -Pagent-long");
    // A cache takes jars only.
    Path jar = directory.resolve("app.jar");
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "-cf",
            jar.toString(),
            "-C",
            ClassPaths.applications().toString(),
            ".");
    String classPath =
        ClassPaths.okHttp(4).replace(ClassPaths.applications().toString(), jar.toString());
    Path cache = directory.resolve("app.aot");
    for (Class<?> application : List.of(OkHttpApp.class, JdkHttpApp.class)) {
      Files.deleteIfExists(cache);
      Child training = Child.on(Jdk.JDK_25).option("-XX:AOTCacheOutput=" + cache);
      if (trainedWithAgent) {
        training
            .option("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent")
            .agent(PROVIDERS.configuration());
      } else {
        training.option("--add-modules", "java.instrument");
      }
      training.run(classPath, application, PROVIDERS.ownUrl(), "one");
      assertThat(cache).as(training.toString()).exists();

      Child app = Child.on(Jdk.JDK_25).option("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
      if (trainedWithAgent) {
        app.option("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent");
      }
      app.agent(PROVIDERS.configuration()).run(classPath, application, OPENAI, "one");

      assertThat(app.said("one")).as(app.toString()).isEqualTo(BALANCED);
      assertThat(app.exit()).isZero();
      assertThat(app.log()).as(app.toString()).hasSize(1);
    }
  }

  // OpenTelemetry's agent, whose jar -Dagent.otel names, as -Pagent-long does.

  static Stream<Arguments> orders() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdk.values()) {
      for (Class<?> application : List.of(OkHttpApp.class, JdkHttpApp.class)) {
        all.add(Arguments.of(jdk, application, true));
        all.add(Arguments.of(jdk, application, false));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, ours first: {2}")
  @MethodSource("orders")
  void besideOpenTelemetrysAgentRequestsAreBalanced(
      Jdk jdk, Class<?> application, boolean oursFirst) {
    String otel = System.getProperty("agent.otel", "");
    assumeTrue(!otel.isEmpty(), "mvn verify -Pagent-long");
    Child child =
        Child.on(jdk)
            .option(
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none");
    if (oursFirst) {
      child.agent(PROVIDERS.configuration());
    }
    child.option("-javaagent:" + otel);
    if (!oursFirst) {
      child.agent(PROVIDERS.configuration());
    }

    child.run(ClassPaths.okHttp(4), application, OPENAI, "all");

    for (String way : List.of("sync", "stream", "async", "cancelled")) {
      assertThat(child.said(way))
          .as(child.toString())
          .matches(way.equals("cancelled") ? ".+" : BALANCED);
    }
    assertThat(child.exit()).isZero();
    assertThat(child.log()).as(child.toString()).hasSize(1);
  }
}

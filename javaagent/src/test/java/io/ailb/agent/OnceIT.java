package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.OnceApp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However many floors of a stack ai-lb could meet a request at, an engine counts it once, and its
 * provider sees it once; and nothing that is said to ai-lb, or by it to itself, goes over the wire.
 */
class OnceIT {
  /** Nobody can reach this from here: who gets an answer was balanced. */
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final Providers PROVIDERS = new Providers();

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

  /** Each stack, and on which JDK: those with two of ours in them on both. */
  static Stream<Arguments> stacks() {
    return Stream.of(
        Arguments.of(Jdk.JDK_17, "library's interceptor", ClassPaths.library(4)),
        Arguments.of(Jdk.JDK_25, "library's interceptor", ClassPaths.library(5)),
        Arguments.of(Jdk.JDK_17, "library's client", ClassPaths.library(4)),
        Arguments.of(Jdk.JDK_25, "library's client", ClassPaths.library(4)),
        Arguments.of(Jdk.JDK_17, "SDK over OkHttp", ClassPaths.sdks()),
        Arguments.of(Jdk.JDK_25, "RestClient over the JDK", ClassPaths.reactorNetty("1.3")),
        Arguments.of(
            Jdk.JDK_25,
            "RestClient over Apache 5",
            ClassPaths.reactorNetty("1.3") + File.pathSeparator + ClassPaths.apache5(6)),
        Arguments.of(Jdk.JDK_17, "WebClient over the JDK", ClassPaths.reactorNetty("1.2")),
        Arguments.of(Jdk.JDK_25, "WebClient over Reactor Netty", ClassPaths.reactorNetty("1.3")));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("stacks")
  void aRequestMeetsOneEngineOnce(Jdk jdk, String stack, String classPath) {
    assertAskedOnce(run(Child.on(jdk).agent(PROVIDERS.configuration()), stack, classPath));
  }

  @ParameterizedTest
  @EnumSource
  void twoCopiesOfTheAgentMeetARequestOnce(Jdk jdk) throws IOException {
    Path copy = Files.copy(ClassPaths.agentJar(), directory.resolve("other.jar"));
    Child app =
        run(
            Child.on(jdk).agent(PROVIDERS.configuration()).agent(copy, PROVIDERS.configuration()),
            "java.net.http",
            ClassPaths.applications().toString());

    assertAskedOnce(app);
    assertThat(app.error()).anyMatch(line -> line.contains("is in this JVM already"));
  }

  private static Child run(Child child, String stack, String classPath) {
    return child.run(classPath, OnceApp.class, stack, OPENAI, PROVIDERS.configuration());
  }

  private static void assertAskedOnce(Child app) {
    assertThat(app.said("whole")).as(app.toString()).isEqualTo("200 whole after 1");
    assertThat(app.said("streamed")).as(app.toString()).isEqualTo("200 whole after 1");
    assertThat(app.said("counted")).as("by all engines of the JVM").isEqualTo("2");
    assertThat(PROVIDERS.seen())
        .containsEntry("a", 2)
        .containsEntry("b", 0)
        .containsEntry("own", 0);
    assertThat(PROVIDERS.simulator.log("a"))
        .allSatisfy(
            entry -> {
              assertThat(entry.keyOwner()).isEqualTo("a");
              assertThat(List.copyOf(entry.headers().keySet()))
                  .isNotEmpty()
                  .noneMatch(OnceIT::isOurs);
            });
  }

  private static boolean isOurs(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return name.contains("ai-lb") || name.contains("ailb");
  }
}

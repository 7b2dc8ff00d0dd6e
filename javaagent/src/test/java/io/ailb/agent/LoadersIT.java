package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.LibraryApp;
import io.ailb.agent.app.OkHttpApp;
import io.ailb.agent.app.TwoLoadersApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications that are not on a flat class path, and one that has the library, too. */
class LoadersIT {
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

  @ParameterizedTest
  @EnumSource
  void aSpringBootFatJarIsBalanced(Jdk jdk) throws IOException {
    Path jar = FatJar.of(directory.resolve("app.jar"), OkHttpApp.class, 5);

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .start(List.of("-jar", jar.toString(), OPENAI, "all"))
            .end();

    assertThat(app.said("sync")).as(app.toString()).isEqualTo("200 whole by a for api.openai.com");
    assertThat(app.said("async stream")).isEqualTo("200 whole by a for api.openai.com");
    assertThat(app.exit()).isZero();
    assertThat(app.error()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void twoApplicationsWithTwoVersionsOfOkHttpAreBothBalancedAndCanBothBeDropped(Jdk jdk) {
    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(
                ClassPaths.applications().toString(),
                TwoLoadersApp.class,
                OPENAI,
                ClassPaths.okHttp(3),
                ClassPaths.okHttp(5));

    assertThat(app.output())
        .as(app.toString())
        .contains(
            "application 1 has its own classes: true", "application 2 has its own classes: true")
        .contains("woven: 1 and 1", "dropped: true");
    assertThat(app.output().stream().filter("sync: 200 whole by a for api.openai.com"::equals))
        .hasSize(2);
    assertThat(
            app.output().stream().filter("async stream: 200 whole by a for api.openai.com"::equals))
        .hasSize(2);
    assertThat(PROVIDERS.seen()).containsEntry("a", 14);
    assertThat(app.error()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aClientWithTheLibrarysInterceptorIsBalancedOnceAndByTheLibrarysPool(Jdk jdk) {
    // The library's pool has b alone, the agent's a before b.
    String text = read(PROVIDERS.configuration());
    Path ofLibrary =
        Providers.file(
            "library",
            text.lines()
                .filter(line -> !line.contains("name: a,"))
                .reduce("", (all, line) -> all + line + "\n"));

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .run(ClassPaths.library(4), LibraryApp.class, OPENAI, ofLibrary.toString());

    assertThat(app.said("with")).as(app.toString()).isEqualTo("200 whole by b for api.openai.com");
    assertThat(app.said("with, streamed")).isEqualTo("200 whole by b for api.openai.com");
    assertThat(app.said("without")).isEqualTo("200 whole by a for api.openai.com");
    assertThat(app.output()).contains("library took over 2", "end");
    assertThat(PROVIDERS.seen()).containsEntry("a", 1).containsEntry("b", 2);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

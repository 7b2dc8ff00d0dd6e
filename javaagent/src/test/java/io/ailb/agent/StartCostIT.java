package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.OkHttpApp;
import io.ailb.agent.app.PlainHelloApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each JVM pays for the agent, by what can be counted the same each time: the jar's size and
 * the classes that are loaded. {@code benchmarks/startup} measures time and memory.
 */
class StartCostIT {
  private static final long MAX_JAR = 6_000_000;

  /** Each costs tens of milliseconds, and waits for a client, a request, or a second. */
  private static final List<String> HEAVY =
      List.of(
          "com.fasterxml.",
          "org.snakeyaml.",
          "org.slf4j.",
          "picocli.",
          "net.bytebuddy.",
          "io.ailb.LoadBalancer",
          "io.ailb.flow.",
          "io.ailb.select.",
          "io.ailb.model.",
          "java.lang.AiLbDispatcher",
          "java.lang.management.",
          "javax.management.",
          "java.util.logging.",
          "java.util.regex.Matcher",
          "sun.instrument.InstrumentationImpl$$Lambda");

  private static final int MAX_OWN = 20;

  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  private static final Providers PROVIDERS = new Providers();

  @TempDir private Path directory;

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  @Test
  void theJarHoldsWhatIsUsedAndNothingElse() throws IOException {
    assertThat(Files.size(ClassPaths.agentJar())).isLessThan(MAX_JAR);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramWithoutAClientLoadsNothingHeavy(Jdk jdk) throws IOException {
    Path log = directory.resolve("loaded.txt");

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .option("-Xlog:class+load:file=" + log)
            .run(ClassPaths.applications().toString(), PlainHelloApp.class);

    assertThat(app.output()).as(app.toString()).containsExactly("hello");
    List<String> loaded = loaded(log);
    assertThat(loaded).contains("io.ailb.agent.install.Weaver");
    assertThat(loaded).noneMatch(name -> HEAVY.stream().anyMatch(name::startsWith));
    assertThat(loaded).noneMatch(name -> name.startsWith("io.ailb.agent.") && isLambda(name));
    assertThat(loaded.stream().filter(name -> name.startsWith("io.ailb.")).toList())
        .hasSizeLessThanOrEqualTo(MAX_OWN);
  }

  /** Such a class costs several times what one costs that is in the jar. */
  @ParameterizedTest
  @EnumSource
  void aBalancedCallHasTheJvmMakeNoClassOfALambdaOfOurs(Jdk jdk) throws IOException {
    Path log = directory.resolve("loaded.txt");

    Child app =
        Child.on(jdk)
            .agent(PROVIDERS.configuration())
            .option("-Xlog:class+load:file=" + log)
            .run(ClassPaths.okHttp(4), OkHttpApp.class, OPENAI, "one");

    assertThat(app.said("one")).as(app.toString()).startsWith("200 whole by");
    List<String> loaded = loaded(log);
    assertThat(loaded).contains("io.ailb.flow.Exchange");
    assertThat(loaded).noneMatch(name -> name.startsWith("io.ailb.") && name.contains("/0x"));
  }

  private static List<String> loaded(Path log) throws IOException {
    return Files.readAllLines(log).stream().map(line -> line.split(" ", -1)[1]).sorted().toList();
  }

  private static boolean isLambda(String name) {
    return name.contains("$$Lambda");
  }
}

package io.ailb.benchmarks.many;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ailb.benchmarks.many.Trial.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No provider answers before all threads have asked. So if anything of ours kept a carrier, or let
 * one call wait for another's end, none would ever be answered, however fast the machine is.
 */
@Timeout(180)
class ManyThreadsTest {
  private static final int VIRTUAL = Integer.getInteger("ailb.threads", 1_000);
  private static final int PLATFORM = Math.min(VIRTUAL, 500);

  @ParameterizedTest
  @CsvSource({"OKHTTP_AI_LB, true", "JDK_AI_LB, false"})
  void virtualThreadsOnTwoCarriersAllWaitAtTheSameTime(Clients client, boolean streamed)
      throws Exception {
    Optional<Path> java = jdk25();
    String missing = "JDK 25 was not found: set JAVA_HOME_25 or put it beside the other";
    if (java.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    assumeTrue(java.isPresent(), missing);

    Trial trial = new Trial(client, VIRTUAL, true, streamed, null);
    List<Time> times = trial.run(java.orElseThrow(), 1, true);

    assertThat(times).hasSize(1).allSatisfy(time -> assertThat(time.wall()).isGreaterThan(900));
  }

  @ParameterizedTest
  @CsvSource({"OKHTTP_AI_LB, false", "JDK_AI_LB, true"})
  void platformThreadsAllWaitAtTheSameTime(Clients client, boolean streamed) throws Exception {
    Trial trial = new Trial(client, PLATFORM, false, streamed, null);
    List<Time> times = trial.run(Path.of(System.getProperty("java.home"), "bin", "java"), 1, true);

    assertThat(times).hasSize(1).allSatisfy(time -> assertThat(time.wall()).isGreaterThan(900));
  }

  private static Optional<Path> jdk25() throws IOException {
    String variable = System.getenv("JAVA_HOME_25");
    if (variable != null && !variable.isEmpty()) {
      return Optional.of(Path.of(variable, "bin", "java"));
    }
    Path running = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> siblings = Files.list(running.getParent())) {
      return siblings
          .filter(ManyThreadsTest::is25)
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static boolean is25(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .anyMatch(line -> line.matches("JAVA_VERSION=\"25[.\"].*"));
    } catch (IOException e) {
      return false;
    }
  }
}

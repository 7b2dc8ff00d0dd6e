package io.ailb.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs under test. */
enum Jdk {
  JDK_17(17),
  JDK_25(25);

  private final int version;
  private final Optional<Path> home;

  Jdk(int version) {
    this.version = version;
    this.home = find(version);
  }

  /** By JAVA_HOME_17 and JAVA_HOME_25, or beside the running one. */
  private static Optional<Path> find(int version) {
    String variable = System.getenv("JAVA_HOME_" + version);
    if (variable != null && !variable.isEmpty()) {
      return Optional.of(Path.of(variable));
    }
    Path running = Path.of(System.getProperty("java.home"));
    try (Stream<Path> siblings = Files.list(running.toRealPath().getParent())) {
      return Stream.concat(Stream.of(running), siblings.sorted(Comparator.reverseOrder()))
          .filter(home -> Files.isExecutable(home.resolve("bin/java")) && is(home, version))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean is(Path home, int version) {
    try {
      List<String> release = Files.readAllLines(home.resolve("release"));
      return release.stream()
          .anyMatch(line -> line.matches("JAVA_VERSION=\"" + version + "[.\"].*"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Its java; where it is missing, the test is left out, which is said, or fails on CI. */
  Path java() {
    String missing =
        "JDK "
            + version
            + " was not found: set JAVA_HOME_"
            + version
            + " or put it beside the other";
    if (home.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    assumeTrue(home.isPresent(), missing);
    return home.orElseThrow().resolve("bin/java");
  }
}

package io.ailb.benchmarks.speed;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.benchmarks.speed.Turns.Care;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Starts {@link SpeedFork}s. */
final class Fork {
  private final Care care;

  Fork(Care care) {
    this.care = care;
  }

  List<Standing> hold(Contest contest) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A method waits for its compilation, so that what is warm is compiled.
                "-Xbatch",
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmx512m",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                SpeedFork.class.getName(),
                contest.id(),
                care.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = child.waitFor();
      if (status != 0) {
        throw new IOException(contest.id() + " ended with status " + status);
      }
      return new ObjectMapper().readValue(said, new TypeReference<>() {});
    } finally {
      child.destroy();
    }
  }
}

package io.ailb.benchmarks.loopback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contenders before one provider, that take turns. */
final class Loopback implements AutoCloseable {
  private final Path folder = Files.createTempDirectory("ai-lb-loopback");
  private final Running provider;
  private final List<Entrant> entrants = new ArrayList<>();

  Loopback(List<Contender> contenders, Path agent) throws IOException, InterruptedException {
    provider = Running.java(List.of(), Provider.class, List.of());
    try {
      int port = Integer.parseInt(provider.hear());
      Files.writeString(folder.resolve("ai-lb.yaml"), configuration(port));
      for (Contender contender : contenders) {
        Path own = Files.createDirectories(folder.resolve(contender.name()));
        entrants.add(
            new Entrant(contender, provider, port, folder.resolve("ai-lb.yaml"), own, agent));
      }
      for (Entrant entrant : entrants) {
        entrant.ready();
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Three keys of one provider, and no other setting. */
  private static String configuration(int port) {
    StringBuilder yaml = new StringBuilder("pools:\n  - endpoints:\n");
    for (int i = 1; i <= 3; i++) {
      yaml.append(
          "      - {name: endpoint-%d, provider: openai, baseUrl: \"http://127.0.0.1:%d/v1\", apiKey: key-%d}\n"
              .formatted(i, port, i));
    }
    return yaml.toString();
  }

  /**
   * Rounds before those that count, with many callers: code is compiled once it has been called
   * often. What only a client in front of a gateway calls has been by half of them.
   */
  void warm(int rounds, Duration time) throws IOException {
    List<Load> loads = List.of(Load.SIXTEEN_STREAMS, Load.SIXTEEN, Load.SIXTEEN);
    for (int round = 0; round < rounds; round++) {
      for (Entrant entrant : entrants) {
        if (2 * round < rounds || entrant.contender().gateway() == null) {
          for (Load load : loads) {
            entrant.turn(load, time);
          }
        }
      }
    }
  }

  /** So many rounds, in each of which each takes its turn under each load. */
  Map<Contender, Course> run(int rounds, Duration time) throws IOException {
    Map<Contender, Course> courses = new LinkedHashMap<>();
    List<Entrant> order = new ArrayList<>(entrants);
    for (int round = 0; round < rounds; round++) {
      for (Load load : Load.values()) {
        for (Entrant entrant : order) {
          Course course = courses.computeIfAbsent(entrant.contender(), none -> new Course());
          course.add(load, entrant.turn(load, time));
        }
      }
      Collections.reverse(order); // so that each has another before it
    }
    return courses;
  }

  @Override
  public void close() throws IOException {
    entrants.forEach(Entrant::close);
    provider.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

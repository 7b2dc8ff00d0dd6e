package io.ailb.benchmarks.compatibility;

import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A client under test: a line of {@code clients.tsv}.
 *
 * @param carrier the HTTP client below it, for people
 * @param app the class that uses it, of the folder beside the table
 * @param coordinates of its jars, without what they depend on
 */
record Subject(
    String name, String carrier, Provider dialect, String app, List<String> coordinates) {

  static List<Subject> in(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Subject::of)
        .toList();
  }

  /** A name for files. */
  String place() {
    return (name + "-" + carrier).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  private static Subject of(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length < 5) {
      throw new IllegalArgumentException("clients.tsv wants five columns: " + line);
    }
    return new Subject(
        cells[0],
        cells[1],
        Provider.valueOf(cells[2].toUpperCase(Locale.ROOT).replace('-', '_')),
        cells[3],
        Stream.of(cells[4].split(" ", -1)).filter(one -> !one.isBlank()).toList());
  }
}

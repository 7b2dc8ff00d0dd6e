package io.ailb.benchmarks.compatibility;

import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client under test: a line of {@code clients.tsv}.
 *
 * @param carrier the HTTP client below it, for people
 * @param dialect empty for one that is to be left alone
 * @param app the class that uses it, of the folder beside the table
 * @param coordinates of its jars, without what they depend on
 * @param traits what it is and does by itself
 */
record Subject(
    String name,
    String carrier,
    Optional<Provider> dialect,
    String app,
    List<String> coordinates,
    Set<Trait> traits) {

  /** What a row has to know of a client, with or without the agent. */
  enum Trait {
    /** It runs from one jar with jars in it, as Spring Boot's plugin makes one. */
    FAT_JAR,
    /** It hands out an event when it has the next. */
    READS_AHEAD,
    /** It hands out a stream when it has all of it. */
    GATHERS
  }

  static List<Subject> in(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Subject::of)
        .toList();
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** As people call it, with its versions. */
  String title() {
    String versions =
        coordinates.stream()
            .map(coordinate -> coordinate.substring(coordinate.lastIndexOf(':') + 1))
            .distinct()
            .collect(Collectors.joining(", "));
    return (name + " " + versions).trim() + (is(Trait.FAT_JAR) ? ", fat jar" : "");
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
        Optional.of(cells[2])
            .filter(dialect -> !dialect.equals("none"))
            .map(dialect -> Provider.valueOf(dialect.toUpperCase(Locale.ROOT).replace('-', '_'))),
        cells[3],
        Stream.of(cells[4].split(" ", -1)).filter(one -> !one.isBlank()).toList(),
        Stream.of(cells.length > 5 ? cells[5].split(", ", -1) : new String[0])
            .map(trait -> Trait.valueOf(trait.toUpperCase(Locale.ROOT).replace(' ', '_')))
            .collect(Collectors.toUnmodifiableSet()));
  }
}

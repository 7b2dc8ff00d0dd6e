package io.ailb.benchmarks.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the matrix of clients and JDKs, and prints its table. */
public final class MatrixRun {
  private static final Path HOME = Path.of("compatibility");
  private static final Path PAGE = Path.of("docs/compatibility.md");
  private static final String BEGIN = "<!-- begin: compatibility/run --write -->";
  private static final String END = "<!-- end -->";

  private static final Path AGENT = Path.of("javaagent/target/ai-lb.jar");

  private MatrixRun() {}

  /** Takes what {@code compatibility/run} does. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> wanted = new ArrayList<>();
    List<String> jdks = List.of("17", "25");
    boolean write = false;
    for (String argument : arguments) {
      if (argument.startsWith("--jdk=")) {
        jdks = Arrays.asList(argument.substring("--jdk=".length()).split(",", -1));
      } else if (argument.equals("--write")) {
        write = true;
      } else if (argument.startsWith("--")) {
        System.err.println("unknown option " + argument + "; see the head of compatibility/run");
        System.exit(2);
      } else {
        wanted.add(argument);
      }
    }
    List<Subject> subjects =
        Subject.in(HOME.resolve("clients.tsv")).stream()
            .filter(subject -> subject.dialect().isPresent() && (wanted.isEmpty() || wanted.contains(subject.name())))
            .toList();
    if (subjects.isEmpty()) {
      System.err.println("no such client in compatibility/clients.tsv: " + wanted);
      System.exit(2);
    }
    String table = run(subjects, jdks);
    System.out.print(table);
    if (write) {
      write(table);
    }
    System.exit(table.contains("no:") ? 1 : 0); // the simulators' threads stay
  }

  private static String run(List<Subject> subjects, List<String> jdks)
      throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    table.append("| client | carried by | ");
    table.append(Stream.of(Check.values()).map(Check::title).collect(Collectors.joining(" | ")));
    table.append(" |\n| --- | --- |");
    table.append(" --- |".repeat(Check.values().length)).append('\n');
    Workshop workshop = new Workshop(HOME.toAbsolutePath());
    int done = 0;
    for (Subject subject : subjects) {
      Map<Check, List<String>> cells = new EnumMap<>(Check.class);
      List<String> program;
      try {
        program = workshop.program(subject);
      } catch (IOException e) { // the others can be tried all the same
        System.err.println(e.getMessage());
        cells.put(Check.TEXT, List.of("no: it could not be built"));
        table.append(row(subject, cells));
        done += jdks.size();
        continue;
      }
      for (String jdk : jdks) {
        System.err.printf(
            "%d of %d: %s on JDK %s%n", ++done, subjects.size() * jdks.size(), subject.name(), jdk);
        Trial.of(subject, java(jdk), AGENT, program)
            .forEach(
                (check, wrong) ->
                    cells
                        .computeIfAbsent(check, c -> new ArrayList<>())
                        .add(wrong.isEmpty() ? "" : "no: " + wrong + " (" + jdk + ")"));
      }
      table.append(row(subject, cells));
    }
    return table.toString();
  }

  private static String row(Subject subject, Map<Check, List<String>> cells) {
    StringBuilder row = new StringBuilder();
    row.append("| ").append(subject.title()).append(" | ").append(subject.carrier()).append(" |");
    for (Check check : Check.values()) {
      String wrong =
          cells.getOrDefault(check, List.of()).stream()
              .filter(cell -> !cell.isEmpty())
              .collect(Collectors.joining("; "));
      String cell = cells.containsKey(check) ? "yes" : "not tried";
      row.append(' ').append(wrong.isEmpty() ? cell : shortened(wrong)).append(" |");
    }
    return row.append('\n').toString();
  }

  private static String shortened(String text) {
    String flat = text.replace('|', '/').replaceAll("\\s+", " ");
    return flat.length() > 160 ? flat.substring(0, 160) + "..." : flat;
  }

  private static Path java(String version) throws IOException {
    String variable = System.getenv("JAVA_HOME_" + version);
    if (variable != null && !variable.isEmpty()) {
      return Path.of(variable, "bin/java");
    }
    Path running = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> homes = Files.list(running.getParent())) {
      return homes
          .filter(home -> isOf(home, version))
          .map(home -> home.resolve("bin/java"))
          .findFirst()
          .orElseThrow(
              () -> new IOException("JDK " + version + " was not found: set JAVA_HOME_" + version));
    }
  }

  private static boolean isOf(Path home, String version) {
    try {
      return Files.isExecutable(home.resolve("bin/javac"))
          && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"" + version);
    } catch (IOException e) {
      return false;
    }
  }

  private static void write(String table) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IOException(PAGE + " has no place for the table: " + BEGIN + " ... " + END);
    }
    String words =
        "%s%nRun on %s, JDK %s, on two cores.%n%n%s"
            .formatted(
                BEGIN, LocalDate.now(ZoneOffset.UTC), System.getProperty("java.version"), table);
    Files.writeString(PAGE, page.substring(0, begin) + words + page.substring(end));
  }
}

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
        System.err.println(
            "unknown option " + argument + "; compatibility/run --help says what there is");
        System.exit(2);
      } else {
        wanted.add(argument);
      }
    }
    List<Subject> subjects =
        Subject.in(HOME.resolve("clients.tsv")).stream()
            .filter(subject -> wanted.isEmpty() || wanted.contains(subject.name()))
            .toList();
    if (subjects.isEmpty()) {
      System.err.println("no such client in compatibility/clients.tsv: " + wanted);
      System.exit(2);
    }
    Table balanced = new Table(Check.OF_BALANCED);
    Table others = new Table(Check.OF_OTHERS);
    run(subjects, jdks, balanced, others);
    String tables = balanced + "\nLeft alone, in a pool that takes every host:\n\n" + others;
    System.out.print(tables);
    if (write) {
      write(jdks, tables);
    }
    System.exit(balanced.isGood() && others.isGood() ? 0 : 1); // the simulators' threads stay
  }

  private static void run(List<Subject> subjects, List<String> jdks, Table balanced, Table others)
      throws IOException, InterruptedException {
    Workshop workshop = new Workshop(HOME.toAbsolutePath());
    int done = 0;
    for (Subject subject : subjects) {
      Map<Check, List<String>> found = new EnumMap<>(Check.class);
      Table table = subject.dialect().isPresent() ? balanced : others;
      List<String> program;
      try {
        program = workshop.program(subject);
      } catch (IOException e) { // the others can be tried all the same
        System.err.println(e.getMessage());
        System.err.print(table.row(subject, found));
        done += jdks.size();
        continue;
      }
      for (String jdk : jdks) {
        System.err.printf(
            "%d of %d: %s over %s on JDK %s%n",
            ++done, subjects.size() * jdks.size(), subject.name(), subject.carrier(), jdk);
        tried(subject, home(jdk).resolve("bin/java"), options(jdk, program))
            .forEach(
                (check, wrong) ->
                    found
                        .computeIfAbsent(check, c -> new ArrayList<>())
                        .add(wrong.isEmpty() ? "" : wrong + " (" + jdk + ")"));
      }
      System.err.print(table.row(subject, found));
    }
  }

  /** Later JDKs warn of what Netty does, whenever it does it, unless they are told that it may. */
  private static List<String> options(String jdk, List<String> program) {
    List<String> all = new ArrayList<>(program);
    if (Integer.parseInt(jdk) >= 24) {
      all.addAll(
          0,
          List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    }
    return all;
  }

  private static Map<Check, String> tried(Subject subject, Path java, List<String> program)
      throws IOException, InterruptedException {
    return subject.dialect().isPresent()
        ? Trial.of(subject, java, AGENT, program)
        : LeftAlone.check(java, AGENT, program);
  }

  private static Path home(String version) throws IOException {
    String variable = System.getenv("JAVA_HOME_" + version);
    if (variable != null && !variable.isEmpty()) {
      return Path.of(variable);
    }
    Path running = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> homes = Files.list(running.getParent())) {
      return homes
          .filter(home -> isOf(home, version))
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

  private static void write(List<String> jdks, String tables) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IOException(PAGE + " has no place for the table: " + BEGIN + " ... " + END);
    }
    List<String> versions = new ArrayList<>();
    for (String jdk : jdks) {
      versions.add(
          Files.readString(home(jdk).resolve("release"))
              .replaceFirst("(?s).*JAVA_VERSION=\"([^\"]*)\".*", "$1"));
    }
    String words =
        "%s%nRun on %s, JDK %s, on %d cores.%n%n%s"
            .formatted(
                BEGIN,
                LocalDate.now(ZoneOffset.UTC),
                String.join(" and ", versions),
                Runtime.getRuntime().availableProcessors(),
                tables);
    Files.writeString(PAGE, page.substring(0, begin) + words + page.substring(end));
  }
}

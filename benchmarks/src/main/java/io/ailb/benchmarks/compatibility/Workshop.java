package io.ailb.benchmarks.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Fetches a client's jars, compiles the application that uses it, and packs both if need be. */
final class Workshop {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>io.ailb.compatibility</groupId>
        <artifactId>%s</artifactId>
        <version>1</version>
        <dependencies>
      %s  </dependencies>
      %s</project>
      """;

  /** What was compiled lies there already; the jar goes beside it. */
  private static final String BUILD =
      """
        <build>
          <directory>packed</directory>
          <outputDirectory>classes</outputDirectory>
          <finalName>app</finalName>
        </build>
      """;

  private final Path home;
  private final Path target;

  /** In the project's {@code compatibility} folder. */
  Workshop(Path home) {
    this.home = home;
    this.target = home.resolve("target");
  }

  /** What java takes to run the application; what was fetched before is not fetched again. */
  List<String> program(Subject subject) throws IOException, InterruptedException {
    Path place = target.resolve(subject.place());
    Path jars = place.resolve("lib");
    Path pom = place.resolve("pom.xml");
    String wanted = pom(subject, "");
    if (!Files.exists(pom) || !Files.readString(pom).equals(wanted)) {
      empty(jars); // of another version
      if (!subject.coordinates().isEmpty()) {
        Path draft = Files.writeString(place.resolve("draft.xml"), wanted);
        run(
            place,
            "fetching the jars of " + subject.name(),
            List.of(
                "mvn",
                "-B",
                "-q",
                "-f",
                draft.toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + jars));
      }
      Files.writeString(pom, wanted);
    }
    Path classes = place.resolve("classes");
    Files.createDirectories(classes);
    run(
        place,
        "compiling " + subject.app(),
        List.of(
            "javac",
            "--release",
            "17",
            "-nowarn",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            jars + "/*",
            "-sourcepath",
            home.resolve("apps").toString(),
            source("Main").toString(),
            source(subject.app()).toString()));
    if (!subject.is(Subject.Trait.FAT_JAR)) {
      return List.of("-cp", classes + ":" + jars + "/*", "Main", subject.app());
    }
    Path jar = place.resolve("packed/app.jar");
    if (!Files.exists(jar) || isOlder(jar, pom) || isOlder(jar, sources(classes))) {
      pack(subject, place);
    }
    return List.of("-jar", jar.toString(), subject.app());
  }

  /** By Spring Boot's own plugin, of the version that the client has. */
  private static void pack(Subject subject, Path place) throws IOException, InterruptedException {
    String version = subject.coordinates().get(0).replaceFirst(".*:", "");
    Path draft = Files.writeString(place.resolve("packing.xml"), pom(subject, BUILD));
    run(
        place,
        "packing " + subject.name(),
        List.of(
            "mvn",
            "-B",
            "-q",
            "-f",
            draft.toString(),
            "jar:jar",
            "org.springframework.boot:spring-boot-maven-plugin:" + version + ":repackage"));
  }

  private static void empty(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isOlder(Path jar, Path... others) throws IOException {
    FileTime packed = Files.getLastModifiedTime(jar);
    for (Path other : others) {
      if (Files.getLastModifiedTime(other).compareTo(packed) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Of what was compiled: the folder has those of all other clients too. */
  private Path[] sources(Path classes) throws IOException {
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> source(file.getFileName().toString().replaceFirst("[$.].*", "")))
          .distinct()
          .toArray(Path[]::new);
    }
  }

  private Path source(String name) {
    return home.resolve("apps").resolve(name + ".java");
  }

  private static String pom(Subject subject, String build) {
    StringBuilder dependencies = new StringBuilder();
    for (String coordinate : subject.coordinates()) {
      String[] parts = coordinate.split(":", -1);
      dependencies.append(
          "    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>%n"
              .formatted(parts[0], parts[1], parts[2]));
    }
    return POM.formatted(subject.place(), dependencies, build);
  }

  private static void run(Path place, String what, List<String> command)
      throws IOException, InterruptedException {
    Path log = place.resolve("log.txt");
    List<String> all = new ArrayList<>(command);
    int status =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      try (Stream<String> lines = Files.lines(log)) {
        throw new IOException(what + " failed: " + String.join("\n  ", lines.limit(20).toList()));
      }
    }
  }
}

package io.ailb.benchmarks.many;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * So many calls at the same time, from one JVM to providers in another.
 *
 * @param virtual threads, which are carried by two of the platform's; else each is one
 * @param agent jar of the agent that the application has; null = none
 */
record Trial(Clients client, int count, boolean virtual, boolean streamed, @Nullable Path agent) {

  /** Milliseconds that all of them took, and of CPU that their process did. */
  record Time(long wall, long cpu) {}

  /**
   * Makes them.
   *
   * @param java of the application
   * @param times that they are made, on the same connections
   * @param together whether no answer comes before all have asked
   * @throws IOException if a single one fails
   */
  List<Time> run(Path java, int times, boolean together) throws IOException, InterruptedException {
    Process provider =
        started(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            List.of("-XX:+UseSerialGC", "-Xmx512m"),
            SlowProvider.class,
            List.of(String.valueOf(together ? count : 0)));
    Path configuration = Files.createTempFile("ai-lb-many", ".yaml");
    try (BufferedReader said = provider.inputReader()) {
      String ports = said.readLine();
      if (ports == null) {
        throw new IOException("the provider ended before it listened");
      }
      Files.writeString(configuration, Clients.configuration(Clients.ports(ports)));
      return times(
          started(java, options(configuration), ManyThreads.class, arguments(ports, times)));
    } finally {
      provider.destroy();
      Files.delete(configuration);
    }
  }

  private List<String> options(Path configuration) {
    List<String> options = new ArrayList<>(List.of("-Xmx1500m"));
    if (virtual) {
      options.add("-Djdk.virtualThreadScheduler.parallelism=2");
    }
    if (agent != null) {
      options.add("-javaagent:" + agent + "=" + configuration);
    }
    return options;
  }

  private List<String> arguments(String ports, int times) {
    return List.of(
        client.name(),
        String.valueOf(count),
        virtual ? "virtual" : "platform",
        streamed ? "streamed" : "whole",
        ports,
        String.valueOf(times));
  }

  private static Process started(
      Path java, List<String> options, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options);
    command.addAll(List.of("-Dslf4j.internal.verbosity=ERROR", "-cp", classPath(), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Surefire gives its own by the manifest of a jar, and tells the real one. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<Time> times(Process app) throws IOException, InterruptedException {
    List<Time> all = new ArrayList<>();
    String said = new String(app.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = app.waitFor();
    for (String line : said.lines().toList()) {
      List<String> words = Stream.of(line.split(" ", -1)).toList();
      if (line.matches("\\d+ \\d+ 0")) {
        all.add(new Time(Long.parseLong(words.get(0)), Long.parseLong(words.get(1))));
      }
    }
    if (status != 0) {
      throw new IOException("ended with status " + status + " and said " + said);
    }
    return all;
  }
}

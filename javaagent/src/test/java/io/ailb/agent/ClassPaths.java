package io.ailb.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Class paths for applications: real jars, none of ours, none of the tests'. */
final class ClassPaths {
  private static final Path TARGET = Path.of(System.getProperty("agent.target"));

  /** Ours, the tests', and what is chosen by version instead. */
  private static final Set<String> NOT_THE_APPLICATIONS =
      Set.of(
          "io/ailb",
          "org/junit",
          "org/opentest4j",
          "org/assertj",
          "org/apiguardian",
          "com/tngtech",
          "net/bytebuddy",
          "info/picocli",
          "org/snakeyaml",
          "org/springframework",
          "org/reactivestreams",
          "io/micrometer",
          "io/netty",
          "io/projectreactor",
          "com/squareup");

  private ClassPaths() {}

  /** The applications of {@code io.ailb.agent.app} alone. */
  static Path applications() {
    return TARGET.resolve("applications");
  }

  static Path agentJar() {
    return TARGET.resolve("ai-lb.jar");
  }

  /**
   * An application with OkHttp and nothing else.
   *
   * @param version 3, 4 or 5
   */
  static String okHttp(int version) {
    return Stream.concat(Stream.of(applications()), jars(version).stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * An application with Apache HttpClient 5, a log that says nothing, and nothing else.
   *
   * @param minor 1 or 6
   */
  static String apache5(int minor) {
    return Stream.concat(Stream.of(applications()), clients("apache5-" + minor).stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * An application with Reactor Netty and Spring's WebClient.
   *
   * @param version 1.2, with Spring 6.2, or 1.3, with Spring 7
   */
  static String reactorNetty(String version) {
    return Stream.concat(Stream.of(applications()), clients("reactor-netty-" + version).stream())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  static List<Path> jars(int version) {
    return clients("okhttp-" + version);
  }

  private static List<Path> clients(String name) {
    try (Stream<Path> jars = Files.list(TARGET.resolve("clients").resolve(name))) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An application with openai-java, anthropic-java and google-genai, the OkHttp that they bring,
   * and their Jackson.
   */
  static String sdks() {
    return okHttp(4) + File.pathSeparator + String.join(File.pathSeparator, sdkJars());
  }

  private static List<String> sdkJars() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(
            entry ->
                NOT_THE_APPLICATIONS.stream()
                    .noneMatch(group -> entry.replace('\\', '/').contains("/" + group + "/")))
        .filter(entry -> !entry.contains("kotlin-stdlib-1") && !entry.contains("kotlin-stdlib-2"))
        .toList();
  }

  /**
   * An application with Spring AI, and the OkHttp that it brings or is given. As two lines of it
   * cannot be on one class path, its class is compiled here and now.
   *
   * @param version 1 or 2
   */
  static String springAi(int version) {
    Path home = TARGET.resolve("../../clients/spring-ai-" + version + "/target/jars").normalize();
    try (Stream<Path> files = Files.list(home)) {
      String jars =
          Stream.concat(files.sorted(), version == 1 ? jars(4).stream() : Stream.of())
              .map(Path::toString)
              .collect(
                  Collectors.joining(File.pathSeparator, applications() + File.pathSeparator, ""));
      Path classes = Files.createDirectories(TARGET.resolve("spring-ai-" + version));
      Path source = TARGET.resolve("../src/test/spring-ai/SpringAi" + version + ".java");
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-nowarn",
                  "-Xlint:-removal",
                  "-cp",
                  jars,
                  "-d",
                  classes.toString(),
                  source.normalize().toString());
      if (result != 0) {
        throw new AssertionError(source + " does not compile");
      }
      return classes + File.pathSeparator + jars;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The library beside its own dependencies, for an application that uses it. */
  static String library(int version) {
    return okHttp(version) + File.pathSeparator + ours();
  }

  /** The same with SDKs. */
  static String sdksAndLibrary() {
    return sdks() + File.pathSeparator + ours();
  }

  private static String ours() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .map(entry -> entry.replace('\\', '/'))
        .filter(
            entry ->
                entry.contains("/core/target/")
                    || entry.contains("/okhttp-interceptor/target/")
                    || entry.contains("/jdk-http-client/target/")
                    || entry.contains("/snakeyaml-engine/")
                    || entry.contains("/jackson-")
                    || entry.contains("/slf4j-api/"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

package io.ailb.examples;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a program of this module in a JVM of its own, under the agent. */
final class AgentJvm {
  private final Path configuration;
  private final List<String> options = new ArrayList<>();

  AgentJvm(Path configuration) {
    this.configuration = configuration;
  }

  /** One more option of the JVM. */
  AgentJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Starts {@code main} with keys that are no good anywhere but look like an application's own. */
  Process start(Class<?> main, Redirect output, Redirect error, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + agent() + "=" + configuration.toString().replace(",", "\\,"));
    command.addAll(options);
    command.add("-cp");
    command.add(property("examples.classpath"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output).redirectError(error);
    builder.environment().put("OPENAI_API_KEY", "the-applications-own-openai-key");
    builder.environment().put("ANTHROPIC_API_KEY", "the-applications-own-anthropic-key");
    return builder.start();
  }

  private static Path agent() {
    Path jar = Path.of(property("examples.agent"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is not there: build it with mvn package");
    }
    return jar;
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("start this with examples/run or ./demo, which set " + name);
    }
    return value;
  }
}

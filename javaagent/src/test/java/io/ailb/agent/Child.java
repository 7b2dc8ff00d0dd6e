package io.ailb.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A JVM with an application, with the agent or without. */
final class Child {
  private static final long PATIENCE_SECONDS = 90;

  /** So that a JVM which lives for seconds does not compile for hours. */
  private static final String QUICK = System.getProperty("agent.jvm", "-XX:+TieredCompilation");

  private final Path java;
  private final List<String> wrapper = new ArrayList<>();
  private final List<String> jvmOptions = new ArrayList<>(List.of(QUICK));
  private Path directory = ClassPaths.applications();
  private Map<String, String> environment = Map.of();

  private Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> error = new CopyOnWriteArrayList<>();
  private CompletableFuture<Void> outputRead;
  private CompletableFuture<Void> errorRead;

  private Child(Path java) {
    this.java = java;
  }

  static Child on(Jdk jdk) {
    return new Child(jdk.java());
  }

  /** With the compiler that an application has after hours, where code has to be hot. */
  Child withWholeCompiler() {
    jvmOptions.remove(QUICK);
    return this;
  }

  /** With the agent, and these options for it. */
  Child agent(String options) {
    return agent(ClassPaths.agentJar(), options);
  }

  Child agent(Path jar, String options) {
    return option("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
  }

  Child option(String... options) {
    jvmOptions.addAll(List.of(options));
    return this;
  }

  /** Not by itself, but by this program, which is given the command. */
  Child through(String... program) {
    wrapper.addAll(List.of(program));
    return this;
  }

  Child in(Path newDirectory) {
    directory = newDirectory;
    return this;
  }

  Child environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  Child start(String classPath, Class<?> main, String... arguments) {
    List<String> rest = new ArrayList<>(List.of("-cp", classPath, main.getName()));
    rest.addAll(List.of(arguments));
    return start(rest);
  }

  Child start(List<String> programAndArguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(java.toString());
    command.add("-Xmx256m");
    command.addAll(jvmOptions);
    command.addAll(programAndArguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AILB_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    outputRead =
        CompletableFuture.runAsync(() -> read(process.getInputStream(), output), Child::go);
    errorRead = CompletableFuture.runAsync(() -> read(process.getErrorStream(), error), Child::go);
    return this;
  }

  private static void go(Runnable task) {
    Thread thread = new Thread(task, "child-output");
    thread.setDaemon(true);
    thread.start();
  }

  private static void read(InputStream in, List<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(reading stopped: " + e + ")");
    }
  }

  Child run(String classPath, Class<?> main, String... arguments) {
    return start(classPath, main, arguments).end();
  }

  /** Waits for its end; a JVM that hangs is ended and shown. */
  Child end() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end\n" + this);
      }
      outputRead.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      errorRead.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return this;
    } catch (AssertionError e) {
      throw e;
    } catch (Exception e) {
      process.destroyForcibly();
      throw new AssertionError("waiting for it failed\n" + this, e);
    }
  }

  /** Waits for a line of its output. */
  String awaitLine(Predicate<String> wanted) throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 50; i++) { // another process: real time
      for (String line : output) {
        if (wanted.test(line)) {
          return line;
        }
      }
      if (!process.isAlive()) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.destroyForcibly();
    throw new AssertionError("the line never came\n" + this);
  }

  /** Lets an agent into it, as it runs. */
  void attach(Path jar, String configuration) {
    Child attach =
        new Child(java)
            .start(List.of("-jar", jar.toString(), "attach", Long.toString(pid()), configuration))
            .end();
    if (attach.exit() != 0) {
      throw new AssertionError("it could not be attached to\n" + attach);
    }
  }

  void sendLine() throws IOException {
    send("");
  }

  void send(String line) throws IOException {
    process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  int exit() {
    return process.exitValue();
  }

  List<String> output() {
    return output;
  }

  /** The rest of the line of the output that begins so. */
  String said(String label) {
    return output.stream()
        .filter(line -> line.startsWith(label + ": "))
        .map(line -> line.substring(label.length() + 2))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing said of " + label + "\n" + this));
  }

  List<String> error() {
    return error;
  }

  /** The lines of the agent's log. */
  List<String> log() {
    return error.stream().filter(line -> line.startsWith("[ai-lb")).toList();
  }

  @Override
  public String toString() {
    return "output:\n  "
        + String.join("\n  ", output)
        + "\nerror output:\n  "
        + String.join("\n  ", error);
  }
}

package io.ailb.benchmarks.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM with an application under the agent, which does what it is told to. */
final class Child implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Thread errorReader;

  /**
   * Starts it.
   *
   * @param options of the JVM, the agent among them
   * @param program the class path with the main class, or the jar, and what they take
   */
  Child(Path java, List<String> options, List<String> program) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx512m"));
    command.addAll(options);
    command.addAll(program);
    process = new ProcessBuilder(command).start();
    Thread unused = read(process.getInputStream(), line -> said.add(line));
    errorReader = read(process.getErrorStream(), errors::add);
  }

  private interface Sink {
    void take(String line);
  }

  private static Thread read(InputStream in, Sink sink) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                  sink.take(line);
                }
              } catch (IOException e) {
                sink.take("(reading stopped: " + e + ")");
              }
            },
            "child-output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** What came of a command: the cells of its answer's line. */
  List<String> does(String command) throws IOException, InterruptedException {
    try {
      OutputStream out = process.getOutputStream();
      out.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) { // it has ended: what it said is told below
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < until) {
      @Nullable String line = said.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith("said\t")) {
        return List.of(line.substring("said\t".length()).split("\t", -1));
      }
      if (line == null && !process.isAlive()) {
        return List.of("ended", "the JVM ended: " + String.join(" ", errors));
      }
    }
    return List.of("hung", "nothing came within " + PATIENCE_SECONDS + " s");
  }

  /** All of its error output, after its end. */
  List<String> errorsAtItsEnd() throws IOException, InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) { // it has ended already, before it read what it was told
    }
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    errorReader.join(TimeUnit.SECONDS.toMillis(5));
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

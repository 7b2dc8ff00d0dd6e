package io.ailb.benchmarks.loopback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that was started here, with its children. */
final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;

  /** Starts it; what it complains of is seen. */
  Running(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** A JVM with this one's class path. */
  static Running java(List<String> options, Class<?> program, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m", "-Dslf4j.internal.verbosity=ERROR"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return new Running(new ProcessBuilder(command));
  }

  /** A port that nobody has. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void tell(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  String hear() throws IOException {
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException("it has ended: " + process.info().commandLine().orElse("a process"));
    }
    return line;
  }

  /** Waits until it takes connections. */
  void awaitPort(int port) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > until) {
          throw new IOException("nothing listens at " + port, e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** CPU time that it has had, user's and system's; counted in ticks, often of 10 ms. */
  Duration cpu() {
    return handles()
        .flatMap(handle -> handle.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Stream<ProcessHandle> handles() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        handles().toList().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      handles().toList().forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}

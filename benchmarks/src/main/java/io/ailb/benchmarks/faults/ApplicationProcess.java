package io.ailb.benchmarks.faults;

import io.ailb.benchmarks.faults.Application.Ask;
import io.ailb.benchmarks.faults.Application.Count;
import io.ailb.benchmarks.faults.Application.Done;
import io.ailb.benchmarks.faults.Application.Order;
import io.ailb.benchmarks.faults.Evidence.Books;
import io.ailb.benchmarks.faults.Variant.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The {@link Application}, seen from here: started with the agent, it is balanced from its begin.
 */
final class ApplicationProcess implements AutoCloseable {
  private final Process process;
  private final PrintStream in;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<Serializable>> asked = new ConcurrentHashMap<>();

  /** With the same Java and classes as here. */
  ApplicationProcess(Path agent, Path configuration) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agent + "=" + configuration,
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    Thread reader = new Thread(this::read, "application");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Done done = (Done) Application.read(line);
        CompletableFuture<Serializable> one = asked.remove(done.number());
        if (one != null) {
          one.complete(done.result());
        }
      }
    } catch (IOException e) {
      // It has ended, which is told below.
    }
    asked.values().forEach(one -> one.completeExceptionally(new IOException("it has ended")));
  }

  private Serializable order(Order order) {
    CompletableFuture<Serializable> one = new CompletableFuture<>();
    asked.put(order.number(), one);
    synchronized (in) {
      in.println(Application.write(order));
    }
    try {
      return one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the application has died", e);
    }
  }

  /** One of its clients. */
  Caller caller(Client client) {
    return new Caller() {
      @Override
      public Experience ask(String baseUrl, Mode mode, int request) {
        return (Experience)
            order(new Ask(numbers.incrementAndGet(), client, baseUrl, mode, request));
      }

      @Override
      public void close() {}
    };
  }

  /** What its load balancer counts. */
  Books books(String pool) {
    return (Books) order(new Count(numbers.incrementAndGet(), pool));
  }

  @Override
  public void close() {
    in.close();
    process.destroy();
  }
}

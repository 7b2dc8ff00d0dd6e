package io.ailb.benchmarks.faults;

import io.ailb.benchmarks.faults.Variant.Client;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An application in a JVM of its own, which knows nothing of load balancers: does what the lines of
 * its input say, all at once, and answers each with a line. It ends with its input.
 */
public final class Application {
  private Application() {}

  /** One thing to do, and what came of it; the number tells which. */
  sealed interface Order extends Serializable {
    long number();
  }

  record Ask(long number, Client client, String baseUrl, Mode mode, int request) implements Order {}

  record Count(long number, String pool) implements Order {}

  record Done(long number, Serializable result) implements Serializable {}

  /** Begins. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    Map<Client, Caller> callers = Callers.plain(EnumSet.allOf(Client.class));
    ExecutorService threads = Executors.newCachedThreadPool();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Order order = (Order) read(line);
      threads.execute(() -> out.println(write(done(order, callers))));
    }
    System.exit(0);
  }

  private static Done done(Order order, Map<Client, Caller> callers) {
    if (order instanceof Ask ask) {
      Caller caller = callers.get(ask.client());
      if (caller == null) {
        throw new IllegalArgumentException("no client " + ask.client());
      }
      return new Done(ask.number(), caller.ask(ask.baseUrl(), ask.mode(), ask.request()));
    }
    Count count = (Count) order;
    return new Done(count.number(), Ledger.of(count.pool()));
  }

  static String write(Serializable object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static Object read(String line) {
    byte[] bytes = Base64.getDecoder().decode(line);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}

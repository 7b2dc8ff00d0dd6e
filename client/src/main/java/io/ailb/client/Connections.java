package io.ailb.client;

import java.net.http.HttpClient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of our own, with a few threads however many requests are under way. */
final class Connections implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ExecutorService threads;
  private final HttpClient client;

  Connections() {
    String name = "ai-lb-client-" + NUMBER.incrementAndGet();
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors())),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    this.client =
        HttpClient.newBuilder()
            // A connection of HTTP/2 that breaks takes all its answers along, each of them paid.
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package io.ailb.agent.app;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads with the real SDK, whose own retries are off: what fails here, fails. */
public final class ManyApp {
  private ManyApp() {}

  /** Takes the numbers of requests and of threads; tells how far it is every hundred requests. */
  public static void main(String[] arguments) throws Exception {
    int requests = Integer.parseInt(arguments[0]);
    OpenAIClient sdk =
        OpenAIOkHttpClient.builder().apiKey("the-applications-own-key").maxRetries(0).build();
    AtomicInteger next = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      Thread thread = new Thread(() -> work(sdk, next, requests, failures), "app-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("failures: " + failures.size());
    failures.stream().limit(5).forEach(failure -> System.out.println("failure: " + failure));
    System.out.println("end");
    System.exit(0);
  }

  private static void work(
      OpenAIClient sdk, AtomicInteger next, int requests, Queue<String> failures) {
    for (int n = next.incrementAndGet(); n <= requests; n = next.incrementAndGet()) {
      if (n % 100 == 0) {
        System.out.println("at " + n);
      }
      try {
        // A stream that has begun on an endpoint that is killed breaks, and says so: none until
        // then.
        String text =
            n % 4 == 0 && n > requests / 2 ? OpenAiApp.streamed(sdk) : OpenAiApp.chat(sdk);
        if (!text.contains("answers #")) {
          failures.add(n + ": " + text);
        }
      } catch (RuntimeException e) {
        failures.add(n + ": " + e);
      }
    }
  }
}

package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The demo's application. It knows nothing of ai-lb: twelve users ask openai-java questions, one
 * after the other, every third streamed. The SDK's own retries are off, so that a failure is a
 * failure. It stops when its input is closed, and prints what it saw as {@code requests failures}.
 */
public final class DemoApp {
  private static final int USERS = 12;
  private static final long THINKS_MILLIS = 700;

  private final OpenAIClient openai = OpenAIOkHttpClient.builder().fromEnv().maxRetries(0).build();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<String> lastFailure = new AtomicReference<>("");
  private volatile boolean stopped;

  private DemoApp() {}

  public static void main(String[] args) throws Exception {
    new DemoApp().run();
    System.exit(0); // OkHttp's threads would keep the JVM for a minute
  }

  private void run() throws IOException, InterruptedException {
    List<Thread> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      Thread user = new Thread(this::ask, "user-" + i);
      users.add(user);
      user.start();
    }
    while (System.in.read() >= 0) {}
    stopped = true;
    for (Thread user : users) {
      user.join();
    }
    System.out.println(requests + " " + failures + " " + lastFailure);
  }

  private void ask() {
    try {
      while (!stopped) {
        int number = requests.incrementAndGet();
        try {
          String text = number % 3 == 0 ? streamed(number) : whole(number);
          if (!text.contains("answers")) {
            fail("an answer without its text: " + text);
          }
        } catch (OpenAIException e) {
          fail(e.toString());
        }
        TimeUnit.MILLISECONDS.sleep(THINKS_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(String why) {
    failures.incrementAndGet();
    lastFailure.set(why);
  }

  private static ChatCompletionCreateParams question(int number) {
    return ChatCompletionCreateParams.builder()
        .model("gpt-4o-mini")
        .addUserMessage("Question " + number)
        .build();
  }

  private String whole(int number) {
    return openai
        .chat()
        .completions()
        .create(question(number))
        .choices()
        .get(0)
        .message()
        .content()
        .orElse("");
  }

  private String streamed(int number) {
    StringBuilder text = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> stream =
        openai.chat().completions().createStreaming(question(number))) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> text.append(choice.delta().content().orElse("")));
    }
    return text.toString();
  }
}

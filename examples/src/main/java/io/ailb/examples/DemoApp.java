package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The demo's application. It knows nothing of ai-lb, nor of any model but OpenAI's: twelve users
 * ask openai-java questions, one after the other. Every third answer is streamed, every fifth needs
 * a tool first. The SDK's own retries are off, so that a failure is a failure. It stops when its
 * input is closed, and prints what it saw as {@code requests failures}.
 */
public final class DemoApp {
  private static final int USERS = 12;
  private static final long THINKS_MILLIS = 700;

  private static final ChatCompletionFunctionTool WEATHER =
      ChatCompletionFunctionTool.builder()
          .function(
              FunctionDefinition.builder()
                  .name("weather")
                  .description("The weather of now")
                  .parameters(
                      FunctionParameters.builder()
                          .putAdditionalProperty("type", JsonValue.from("object"))
                          .putAdditionalProperty(
                              "properties", JsonValue.from(Map.of("q", Map.of("type", "string"))))
                          .build())
                  .build())
          .build();

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
          String text =
              number % 3 == 0
                  ? streamed(number)
                  : number % 5 == 0
                      ? withTool(number)
                      : text(whole(question("Question " + number).build()));
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

  private static ChatCompletionCreateParams.Builder question(String text) {
    return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage(text);
  }

  private ChatCompletionMessage whole(ChatCompletionCreateParams question) {
    return openai.chat().completions().create(question).choices().get(0).message();
  }

  private static String text(ChatCompletionMessage message) {
    return message.content().orElse("");
  }

  /**
   * The model asks for the weather, then answers: perhaps another model than the one that asked.
   */
  private String withTool(int number) {
    ChatCompletionCreateParams.Builder talk =
        question("Question " + number + ": CALL weather").addTool(WEATHER);
    ChatCompletionMessage wish = whole(talk.build());
    requests.incrementAndGet();
    talk.addMessage(wish);
    for (ChatCompletionMessageToolCall call : wish.toolCalls().orElse(List.of())) {
      talk.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.asFunction().id())
              .content("17 degrees, light rain")
              .build());
    }
    return wish.toolCalls().isPresent() ? text(whole(talk.build())) : "no call of the tool";
  }

  private String streamed(int number) {
    StringBuilder text = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> stream =
        openai.chat().completions().createStreaming(question("Question " + number).build())) {
      stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(choice -> text.append(choice.delta().content().orElse("")));
    }
    return text.toString();
  }
}

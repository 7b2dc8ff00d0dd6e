package io.ailb.examples;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;

/**
 * A program that knows nothing of ai-lb: openai-java and its own key. Under the agent it is
 * balanced all the same.
 *
 * <pre>examples/run UnderAgent PlainOpenAiApp</pre>
 */
public final class PlainOpenAiApp {
  private PlainOpenAiApp() {}

  public static void main(String[] args) {
    OpenAIClient openai = OpenAIOkHttpClient.fromEnv();
    ChatCompletionCreateParams question =
        ChatCompletionCreateParams.builder()
            .model("gpt-4o-mini")
            .addUserMessage("Why is the sea salty?")
            .build();
    for (int i = 0; i < 5; i++) {
      ChatCompletion answer = openai.chat().completions().create(question);
      System.out.println(answer.choices().get(0).message().content().orElse(""));
    }
    System.exit(0); // OkHttp's threads would keep the JVM for a minute
  }
}

package io.ailb.examples;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;

/**
 * A program that knows nothing of ai-lb: anthropic-java and its own key. Its builder takes no
 * OkHttp interceptor; the agent reaches it all the same.
 *
 * <pre>examples/run UnderAgent PlainAnthropicApp</pre>
 */
public final class PlainAnthropicApp {
  private PlainAnthropicApp() {}

  public static void main(String[] args) {
    AnthropicClient anthropic = AnthropicOkHttpClient.fromEnv();
    MessageCreateParams question =
        MessageCreateParams.builder()
            .model("claude-haiku-4-5")
            .maxTokens(200)
            .addUserMessage("Why is the sky blue?")
            .build();
    for (int i = 0; i < 5; i++) {
      Message answer = anthropic.messages().create(question);
      answer.content().stream()
          .flatMap(block -> block.text().stream())
          .forEach(text -> System.out.println(text.text()));
    }
    System.exit(0); // OkHttp's threads would keep the JVM for a minute
  }
}

package io.ailb.agent.app;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** anthropic-java, whose builder takes no interceptor of OkHttp: only an agent reaches it. */
public final class AnthropicApp {
  private static final MessageCreateParams QUESTION =
      MessageCreateParams.builder()
          .model("claude-haiku-4-5")
          .maxTokens(100)
          .addUserMessage("hello")
          .build();

  private AnthropicApp() {}

  public static void main(String[] arguments) throws Exception {
    AnthropicClient sdk =
        AnthropicOkHttpClient.builder().apiKey("the-applications-own-key").build();
    AnthropicClientAsync async =
        AnthropicOkHttpClientAsync.builder().apiKey("the-applications-own-key").build();
    System.out.println("message: " + text(sdk.messages().create(QUESTION)));
    try (StreamResponse<RawMessageStreamEvent> stream = sdk.messages().createStreaming(QUESTION)) {
      System.out.println("stream: " + accumulated(stream.stream().toList()));
    }
    System.out.println(
        "async: " + text(async.messages().create(QUESTION).get(30, TimeUnit.SECONDS)));
    List<RawMessageStreamEvent> events = new CopyOnWriteArrayList<>();
    async
        .messages()
        .createStreaming(QUESTION)
        .subscribe(events::add)
        .onCompleteFuture()
        .get(30, TimeUnit.SECONDS);
    System.out.println("async stream: " + accumulated(events));
    System.out.println(
        "count: "
            + sdk.messages()
                .countTokens(
                    MessageCountTokensParams.builder()
                        .model("claude-haiku-4-5")
                        .addUserMessage("hello")
                        .build())
                .inputTokens());
    System.out.println("end");
    System.exit(0);
  }

  private static String accumulated(List<RawMessageStreamEvent> events) {
    MessageAccumulator all = MessageAccumulator.create();
    events.forEach(all::accumulate);
    return text(all.message());
  }

  private static String text(Message message) {
    return message.content().get(0).asText().text();
  }
}

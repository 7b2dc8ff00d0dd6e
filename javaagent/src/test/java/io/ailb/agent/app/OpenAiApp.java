package io.ailb.agent.app;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** openai-java as its documentation shows it: chat, responses, embeddings, streams, async. */
public final class OpenAiApp {
  private static final ChatCompletionCreateParams CHAT =
      ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("hello").build();
  private static final ResponseCreateParams RESPONSE =
      ResponseCreateParams.builder().model("gpt-4o-mini").input("hello").build();

  private OpenAiApp() {}

  /** Without arguments everything; with a number, so many chats, and how they ended. */
  public static void main(String[] arguments) throws Exception {
    OpenAIClient sdk = OpenAIOkHttpClient.builder().apiKey("the-applications-own-key").build();
    if (arguments.length > 0) {
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        boolean stream = i % 2 == 1;
        System.out.println("chat " + i + ": " + ended(() -> stream ? streamed(sdk) : chat(sdk)));
      }
    } else {
      all(sdk);
    }
    System.out.println("end");
    System.exit(0);
  }

  private static void all(OpenAIClient sdk) throws Exception {
    OpenAIClientAsync async =
        OpenAIOkHttpClientAsync.builder().apiKey("the-applications-own-key").build();
    System.out.println("chat: " + chat(sdk));
    System.out.println("chat stream: " + streamed(sdk));
    System.out.println(
        "async chat: " + text(async.chat().completions().create(CHAT).get(30, TimeUnit.SECONDS)));
    List<ChatCompletionChunk> chunks = new CopyOnWriteArrayList<>();
    async
        .chat()
        .completions()
        .createStreaming(CHAT)
        .subscribe(chunks::add)
        .onCompleteFuture()
        .get(30, TimeUnit.SECONDS);
    System.out.println("async chat stream: " + accumulated(chunks));
    System.out.println(
        "response: "
            + sdk.responses()
                .create(RESPONSE)
                .output()
                .get(0)
                .asMessage()
                .content()
                .get(0)
                .asOutputText()
                .text());
    try (StreamResponse<ResponseStreamEvent> stream = sdk.responses().createStreaming(RESPONSE)) {
      System.out.println(
          "response stream: "
              + stream.stream()
                  .filter(ResponseStreamEvent::isCompleted)
                  .map(event -> event.asCompleted().response().output().get(0))
                  .map(item -> item.asMessage().content().get(0).asOutputText().text())
                  .findFirst()
                  .orElse("no end"));
    }
    System.out.println(
        "embeddings: "
            + sdk.embeddings()
                .create(
                    EmbeddingCreateParams.builder()
                        .model("text-embedding-3-small")
                        .input("hello")
                        .build())
                .data()
                .size());
  }

  private static String ended(Supplier<String> call) {
    try {
      return call.get();
    } catch (OpenAIException e) {
      return e.getClass().getSimpleName() + " " + e.getMessage();
    }
  }

  static String chat(OpenAIClient sdk) {
    return text(sdk.chat().completions().create(CHAT));
  }

  static String streamed(OpenAIClient sdk) {
    try (StreamResponse<ChatCompletionChunk> stream =
        sdk.chat().completions().createStreaming(CHAT)) {
      return accumulated(stream.stream().toList());
    }
  }

  private static String accumulated(List<ChatCompletionChunk> chunks) {
    ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
    chunks.forEach(all::accumulate);
    return text(all.chatCompletion());
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().get(0).message().content().orElse("nothing");
  }
}

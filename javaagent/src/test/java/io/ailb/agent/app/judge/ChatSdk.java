package io.ailb.agent.app.judge;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.util.List;
import java.util.Optional;

/** openai-java's chat completions. */
final class ChatSdk implements Sdk {
  private final OpenAIClient client;

  ChatSdk(OpenAIClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public Dialogue begin(Question question) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(question.model())
            .addSystemMessage("You are brief.");
    if (question.image()) {
      params.addUserMessageOfArrayOfContentParts(
          List.of(
              ChatCompletionContentPart.ofText(
                  ChatCompletionContentPartText.builder().text(question.text()).build()),
              ChatCompletionContentPart.ofImageUrl(
                  ChatCompletionContentPartImage.builder()
                      .imageUrl(
                          ChatCompletionContentPartImage.ImageUrl.builder()
                              .url("data:image/png;base64," + Pictures.PNG)
                              .build())
                      .build())));
    } else {
      params.addUserMessage(question.text());
    }
    if (question.tools()) {
      for (String tool : Schemas.TOOLS) {
        FunctionParameters.Builder schema = FunctionParameters.builder();
        Schemas.tool()
            .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        params.addFunctionTool(
            FunctionDefinition.builder()
                .name(tool)
                .description("Tells the " + tool)
                .parameters(schema.build())
                .build());
      }
    }
    if (question.forced()) {
      params.toolChoice(
          ChatCompletionNamedToolChoice.builder()
              .function(ChatCompletionNamedToolChoice.Function.builder().name("time").build())
              .build());
    }
    if (question.schema()) {
      params.responseFormat(
          ResponseFormatJsonSchema.builder()
              .jsonSchema(
                  ResponseFormatJsonSchema.JsonSchema.builder()
                      .name("card")
                      .strict(true)
                      .schema(
                          JsonValue.from(Schemas.card())
                              .convert(ResponseFormatJsonSchema.JsonSchema.Schema.class))
                      .build())
              .build());
    }
    if (question.thinks()) {
      params.reasoningEffort(ReasoningEffort.MEDIUM);
    }
    return new Chat(params);
  }

  private final class Chat implements Dialogue {
    private final ChatCompletionCreateParams.Builder params;

    Chat(ChatCompletionCreateParams.Builder params) {
      this.params = params;
    }

    @Override
    public Said ask() {
      return said(client.chat().completions().create(params.build()));
    }

    @Override
    public Said stream() {
      ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
      params.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build());
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(params.build())) {
        stream.stream().forEach(all::accumulate);
      }
      params.streamOptions(Optional.empty());
      return said(all.chatCompletion());
    }

    private Said said(ChatCompletion completion) {
      ChatCompletion.Choice choice = completion.choices().get(0);
      ChatCompletionMessage message = choice.message();
      params.addMessage(message);
      CompletionUsage usage = completion.usage().orElseThrow();
      return new Said(
          message.content().orElse(""),
          "",
          message.toolCalls().orElse(List.of()).stream()
              .map(call -> call.asFunction())
              .map(call -> Call.of(call.id(), call.function().name(), call.function().arguments()))
              .toList(),
          choice.finishReason().toString(),
          usage.promptTokens(),
          usage.completionTokens());
    }

    @Override
    public void result(Call call, String result) {
      params.addMessage(
          ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content(result).build());
    }

    @Override
    public void leave() {
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(params.build())) {
        stream.stream().limit(2).forEach(chunk -> {});
      }
    }
  }
}

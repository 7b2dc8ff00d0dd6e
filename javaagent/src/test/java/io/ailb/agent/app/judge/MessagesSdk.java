package io.ailb.agent.app.judge;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.OutputConfig;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ThinkingConfigAdaptive;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceTool;
import com.anthropic.models.messages.ToolResultBlockParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** anthropic-java's messages. */
final class MessagesSdk implements Sdk {
  private final AnthropicClient client;

  MessagesSdk(AnthropicClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public Dialogue begin(Question question) {
    MessageCreateParams.Builder params =
        MessageCreateParams.builder()
            .model(question.model())
            .maxTokens(1000)
            .system("You are brief.");
    List<ContentBlockParam> first = new ArrayList<>();
    first.add(ContentBlockParam.ofText(TextBlockParam.builder().text(question.text()).build()));
    if (question.image()) {
      first.add(
          ContentBlockParam.ofImage(
              ImageBlockParam.builder()
                  .source(
                      Base64ImageSource.builder()
                          .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                          .data(Pictures.PNG)
                          .build())
                  .build()));
    }
    params.addUserMessageOfContentBlockParams(first);
    if (question.tools()) {
      for (String tool : Schemas.TOOLS) {
        Tool.InputSchema.Builder schema = Tool.InputSchema.builder();
        Schemas.tool()
            .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        params.addTool(
            Tool.builder()
                .name(tool)
                .description("Tells the " + tool)
                .inputSchema(schema.build())
                .build());
      }
    }
    if (question.forced()) {
      params.toolChoice(ToolChoiceTool.builder().name("time").build());
    }
    if (question.schema()) {
      JsonOutputFormat.Schema.Builder schema = JsonOutputFormat.Schema.builder();
      Schemas.card()
          .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
      params.outputConfig(
          OutputConfig.builder()
              .format(JsonOutputFormat.builder().schema(schema.build()).build())
              .build());
    }
    if (question.thinks()) {
      params.outputConfig(OutputConfig.builder().effort(OutputConfig.Effort.MEDIUM).build());
      params.thinking(
          ThinkingConfigAdaptive.builder()
              .display(ThinkingConfigAdaptive.Display.SUMMARIZED)
              .build());
    }
    return new Turns(params);
  }

  private final class Turns implements Dialogue {
    private final MessageCreateParams.Builder params;
    private final List<ContentBlockParam> results = new ArrayList<>();

    Turns(MessageCreateParams.Builder params) {
      this.params = params;
    }

    private MessageCreateParams params() {
      if (!results.isEmpty()) {
        params.addUserMessageOfContentBlockParams(List.copyOf(results));
        results.clear();
      }
      return params.build();
    }

    @Override
    public Said ask() {
      return said(client.messages().create(params()));
    }

    @Override
    public Said stream() {
      MessageAccumulator all = MessageAccumulator.create();
      try (StreamResponse<RawMessageStreamEvent> stream =
          client.messages().createStreaming(params())) {
        stream.stream().forEach(all::accumulate);
      }
      return said(all.message());
    }

    private Said said(Message message) {
      params.addMessage(message);
      StringBuilder text = new StringBuilder();
      StringBuilder thoughts = new StringBuilder();
      List<Call> calls = new ArrayList<>();
      for (ContentBlock block : message.content()) {
        block.text().ifPresent(part -> text.append(part.text()));
        block.thinking().ifPresent(part -> thoughts.append(part.thinking()));
        block
            .toolUse()
            .ifPresent(
                use -> {
                  use.caller();
                  calls.add(new Call(use.id(), use.name(), arguments(use._input())));
                });
      }
      return new Said(
          text.toString(),
          thoughts.toString(),
          calls,
          message.stopReason().orElseThrow().toString(),
          message.usage().inputTokens(),
          message.usage().outputTokens());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(JsonValue input) {
      return input.convert(Map.class);
    }

    @Override
    public void result(Call call, String result) {
      results.add(
          ContentBlockParam.ofToolResult(
              ToolResultBlockParam.builder().toolUseId(call.id()).content(result).build()));
    }

    @Override
    public void leave() {
      try (StreamResponse<RawMessageStreamEvent> stream =
          client.messages().createStreaming(params())) {
        stream.stream().filter(event -> event.isContentBlockDelta()).limit(1).forEach(event -> {});
      }
    }
  }
}

package io.ailb.agent.app.judge;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFormatTextJsonSchemaConfig;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseTextConfig;
import com.openai.models.responses.ToolChoiceFunction;
import java.util.ArrayList;
import java.util.List;

/** openai-java's responses, without any state at the provider. */
final class ResponsesSdk implements Sdk {
  private final OpenAIClient client;

  ResponsesSdk(OpenAIClient client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "responses";
  }

  @Override
  public Dialogue begin(Question question) {
    ResponseCreateParams.Builder params =
        ResponseCreateParams.builder()
            .model(question.model())
            .instructions("You are brief.")
            .store(false);
    List<ResponseInputContent> content = new ArrayList<>();
    content.add(
        ResponseInputContent.ofInputText(
            ResponseInputText.builder().text(question.text()).build()));
    if (question.image()) {
      content.add(
          ResponseInputContent.ofInputImage(
              ResponseInputImage.builder()
                  .detail(ResponseInputImage.Detail.AUTO)
                  .imageUrl("data:image/png;base64," + Pictures.PNG)
                  .build()));
    }
    ResponseInputItem first =
        ResponseInputItem.ofEasyInputMessage(
            EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .contentOfResponseInputMessageContentList(content)
                .build());
    if (question.tools()) {
      for (String tool : Schemas.TOOLS) {
        FunctionTool.Parameters.Builder schema = FunctionTool.Parameters.builder();
        Schemas.tool()
            .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        params.addTool(
            FunctionTool.builder()
                .name(tool)
                .description("Tells the " + tool)
                .parameters(schema.build())
                .strict(false)
                .build());
      }
    }
    if (question.forced()) {
      params.toolChoice(ToolChoiceFunction.builder().name("time").build());
    }
    if (question.schema()) {
      ResponseFormatTextJsonSchemaConfig.Schema.Builder schema =
          ResponseFormatTextJsonSchemaConfig.Schema.builder();
      Schemas.card()
          .forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
      params.text(
          ResponseTextConfig.builder()
              .format(
                  ResponseFormatTextJsonSchemaConfig.builder()
                      .name("card")
                      .strict(true)
                      .schema(schema.build())
                      .build())
              .build());
    }
    if (question.thinks()) {
      params.reasoning(
          Reasoning.builder()
              .effort(ReasoningEffort.MEDIUM)
              .summary(Reasoning.Summary.AUTO)
              .build());
    }
    return new Turns(params, first);
  }

  private final class Turns implements Dialogue {
    private final ResponseCreateParams.Builder params;
    private final List<ResponseInputItem> input = new ArrayList<>();

    Turns(ResponseCreateParams.Builder params, ResponseInputItem first) {
      this.params = params;
      input.add(first);
    }

    private ResponseCreateParams params() {
      return params.inputOfResponse(List.copyOf(input)).build();
    }

    @Override
    public Said ask() {
      return said(client.responses().create(params()));
    }

    @Override
    public Said stream() {
      ResponseAccumulator all = ResponseAccumulator.create();
      try (StreamResponse<ResponseStreamEvent> stream =
          client.responses().createStreaming(params())) {
        stream.stream().forEach(all::accumulate);
      }
      return said(all.response());
    }

    private Said said(Response response) {
      StringBuilder text = new StringBuilder();
      StringBuilder thoughts = new StringBuilder();
      List<Call> calls = new ArrayList<>();
      for (ResponseOutputItem item : response.output()) {
        item.message()
            .ifPresent(
                message -> {
                  message.content().forEach(part -> text.append(part.asOutputText().text()));
                  input.add(ResponseInputItem.ofResponseOutputMessage(message));
                });
        item.reasoning()
            .ifPresent(
                reasoning -> {
                  reasoning.summary().forEach(part -> thoughts.append(part.text()));
                  input.add(ResponseInputItem.ofReasoning(reasoning));
                });
        item.functionCall()
            .ifPresent(
                call -> {
                  calls.add(Call.of(call.callId(), call.name(), call.arguments()));
                  input.add(ResponseInputItem.ofFunctionCall(call));
                });
      }
      return new Said(
          text.toString(),
          thoughts.toString(),
          calls,
          response.status().orElseThrow().toString(),
          response.usage().map(usage -> usage.inputTokens()).orElse(0L),
          response.usage().map(usage -> usage.outputTokens()).orElse(0L));
    }

    @Override
    public void result(Call call, String result) {
      input.add(
          ResponseInputItem.ofFunctionCallOutput(
              ResponseInputItem.FunctionCallOutput.builder()
                  .callId(call.id())
                  .output(result)
                  .build()));
    }

    @Override
    public void leave() {
      try (StreamResponse<ResponseStreamEvent> stream =
          client.responses().createStreaming(params())) {
        stream.stream().filter(event -> event.isOutputTextDelta()).limit(1).forEach(event -> {});
      }
    }
  }
}

package io.ailb.agent.app.judge;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionCallingConfigMode;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** google-genai, which has no accumulator: its users put the parts together. */
final class GenerateSdk implements Sdk {
  private final Client client;

  GenerateSdk(Client client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public Dialogue begin(Question question) {
    GenerateContentConfig.Builder config =
        GenerateContentConfig.builder()
            .systemInstruction(Content.fromParts(Part.fromText("You are brief.")));
    List<Part> first = new ArrayList<>();
    first.add(Part.fromText(question.text()));
    if (question.image()) {
      first.add(Part.fromBytes(Base64.getDecoder().decode(Pictures.PNG), "image/png"));
    }
    if (question.tools()) {
      List<FunctionDeclaration> functions = new ArrayList<>();
      for (String tool : Schemas.TOOLS) {
        functions.add(
            FunctionDeclaration.builder()
                .name(tool)
                .description("Tells the " + tool)
                .parametersJsonSchema(Schemas.tool())
                .build());
      }
      config.tools(Tool.builder().functionDeclarations(functions).build());
    }
    if (question.forced()) {
      config.toolConfig(
          ToolConfig.builder()
              .functionCallingConfig(
                  FunctionCallingConfig.builder()
                      .mode(FunctionCallingConfigMode.Known.ANY)
                      .allowedFunctionNames("time"))
              .build());
    }
    if (question.schema()) {
      config.responseMimeType("application/json").responseJsonSchema(Schemas.card());
    }
    if (question.thinks()) {
      config.thinkingConfig(
          ThinkingConfig.builder().includeThoughts(true).thinkingLevel("MEDIUM").build());
    }
    return new Turns(question.model(), config.build(), first);
  }

  private final class Turns implements Dialogue {
    private final String model;
    private final GenerateContentConfig config;
    private final List<Content> contents = new ArrayList<>();
    private final List<Part> results = new ArrayList<>();

    Turns(String model, GenerateContentConfig config, List<Part> first) {
      this.model = model;
      this.config = config;
      contents.add(Content.builder().role("user").parts(first).build());
    }

    private List<Content> contents() {
      if (!results.isEmpty()) {
        contents.add(Content.builder().role("user").parts(List.copyOf(results)).build());
        results.clear();
      }
      return List.copyOf(contents);
    }

    @Override
    public Said ask() {
      GenerateContentResponse response = client.models.generateContent(model, contents(), config);
      return said(parts(response), response);
    }

    @Override
    public Said stream() {
      List<Part> parts = new ArrayList<>();
      GenerateContentResponse last = null;
      try (ResponseStream<GenerateContentResponse> stream =
          client.models.generateContentStream(model, contents(), config)) {
        for (GenerateContentResponse response : stream) {
          parts.addAll(parts(response));
          last = response;
        }
      }
      return said(parts, last);
    }

    private static List<Part> parts(GenerateContentResponse response) {
      return response
          .candidates()
          .flatMap(candidates -> candidates.get(0).content())
          .flatMap(Content::parts)
          .orElse(List.of());
    }

    private Said said(List<Part> parts, GenerateContentResponse last) {
      contents.add(Content.builder().role("model").parts(parts).build());
      StringBuilder text = new StringBuilder();
      StringBuilder thoughts = new StringBuilder();
      List<Call> calls = new ArrayList<>();
      for (Part part : parts) {
        boolean thought = part.thought().orElse(false);
        part.text().ifPresent((thought ? thoughts : text)::append);
        part.functionCall()
            .ifPresent(
                call ->
                    calls.add(
                        new Call(
                            call.id().orElse(""),
                            call.name().orElseThrow(),
                            call.args().orElse(Map.of()))));
      }
      GenerateContentResponseUsageMetadata usage = last.usageMetadata().orElseThrow();
      return new Said(
          text.toString(),
          thoughts.toString(),
          calls,
          last.candidates()
              .orElseThrow()
              .get(0)
              .finishReason()
              .map(Object::toString)
              .orElse("none"),
          usage.promptTokenCount().orElse(0),
          usage.candidatesTokenCount().orElse(0) + usage.thoughtsTokenCount().orElse(0));
    }

    @Override
    public void result(Call call, String result) {
      FunctionResponse.Builder response =
          FunctionResponse.builder().name(call.name()).response(Map.of("output", result));
      if (!call.id().isEmpty()) {
        response.id(call.id());
      }
      results.add(Part.builder().functionResponse(response.build()).build());
    }

    @Override
    public void leave() {
      try (ResponseStream<GenerateContentResponse> stream =
          client.models.generateContentStream(model, contents(), config)) {
        Iterator<GenerateContentResponse> events = stream.iterator();
        events.next();
      }
    }
  }
}

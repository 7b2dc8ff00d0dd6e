package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.dialect.Reply.Finish;
import io.ailb.simulator.rule.GeminiRules;
import io.ailb.simulator.rule.Opaque;
import io.ailb.simulator.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code :generateContent} and {@code :streamGenerateContent}. */
final class GeminiGenerate implements Operation {
  private final String model;
  private final Framing framing;

  GeminiGenerate(String model, Framing framing) {
    this.model = model;
    this.framing = framing;
  }

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    JsonNode config = body.path("generationConfig");
    return new Ask(
        model,
        framing,
        prompt(body),
        Json.integer(config, "maxOutputTokens"),
        tools(body),
        schema(config),
        thinking(config.path("thinkingConfig")),
        body);
  }

  private static Tools tools(JsonNode body) {
    List<String> names = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      tool.path("functionDeclarations").forEach(f -> names.add(f.path("name").asText()));
    }
    JsonNode calling = body.path("toolConfig").path("functionCallingConfig");
    String mode = calling.path("mode").asText();
    List<String> only = new ArrayList<>();
    calling.path("allowedFunctionNames").forEach(name -> only.add(name.asText()));
    return Tools.chosen(names, mode, only, mode.equals("ANY"));
  }

  private static Thinking thinking(JsonNode config) {
    if (config.path("includeThoughts").asBoolean()) {
      return Thinking.SHOWN;
    }
    boolean thinks = config.has("thinkingLevel") || config.path("thinkingBudget").asInt() != 0;
    return thinks ? Thinking.HIDDEN : Thinking.NONE;
  }

  @Override
  public void check(Request request, JsonNode body) throws Violation {
    GeminiRules.check(body, model);
  }

  static Prompt prompt(JsonNode body) throws Refusal {
    JsonNode contents = body.path("contents");
    if (!contents.isArray() || contents.isEmpty()) {
      throw Refusal.invalid("* GenerateContentRequest.contents: contents is not specified\n");
    }
    Prompt prompt = new Prompt();
    prompt.other(OpenAi.text(body.path("systemInstruction").path("parts")));
    contents.forEach(content -> read(content, prompt));
    return prompt;
  }

  private static void read(JsonNode content, Prompt prompt) {
    content
        .path("parts")
        .forEach(
            part -> {
              if (part.has("functionResponse")) {
                prompt.toolResult(part.get("functionResponse").path("response").toString());
              }
            });
    String text = OpenAi.text(content.path("parts"));
    if (text.isEmpty()) {
      return;
    }
    if (content.path("role").asText("user").equals("user")) {
      prompt.user(text);
    } else {
      prompt.model(text);
    }
  }

  private static @Nullable JsonNode schema(JsonNode config) {
    if (!config.path("responseMimeType").asText().equals("application/json")) {
      return null;
    }
    JsonNode schema = config.get("responseJsonSchema");
    if (schema == null) {
      schema = config.get("responseSchema");
    }
    return schema == null ? Json.empty() : schema;
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    return write(Reply.to(ask, speaker));
  }

  Answer write(Reply reply) {
    return framing == Framing.WHOLE
        ? Answer.ok(whole(reply), reply.outputTokens())
        : Answer.ok(framing, stream(reply), reply.outputTokens());
  }

  private JsonObject whole(Reply reply) {
    List<Object> parts = new ArrayList<>();
    if (!reply.thoughts().isEmpty()) {
      parts.add(object("text", String.join("", reply.thoughts())).with("thought", true));
    }
    if (!reply.text().isEmpty()) {
      parts.add(signed(object("text", reply.joined()), reply));
    }
    parts.addAll(calls(reply));
    return response(reply, parts, finishReason(reply), reply.outputTokens());
  }

  private List<Event> stream(Reply reply) {
    List<Object> parts = new ArrayList<>();
    reply.thoughts().forEach(piece -> parts.add(object("text", piece).with("thought", true)));
    int words = reply.text().size();
    for (int i = 0; i < words; i++) {
      JsonObject part = object("text", reply.text().get(i));
      parts.add(i == words - 1 ? signed(part, reply) : part);
    }
    parts.addAll(calls(reply));
    // Both ways are seen: the finish on the last part, and on an empty one after a call.
    if (parts.isEmpty() || reply.calls().size() == 1) {
      parts.add(object("text", ""));
    }
    List<Event> events = new ArrayList<>();
    int last = parts.size() - 1;
    for (int i = 0; i < last; i++) {
      events.add(Event.content(null, response(reply, List.of(parts.get(i)), null, i + 1)));
    }
    JsonObject end =
        response(reply, List.of(parts.get(last)), finishReason(reply), reply.outputTokens());
    boolean content = reply.calls().size() != 1;
    events.add(new Event(null, Json.text(end), content, true));
    return events;
  }

  /** A text that was thought about is signed at its end, unless calls follow. */
  private static JsonObject signed(JsonObject text, Reply reply) {
    return reply.thinkingTokens() > 0 && reply.calls().isEmpty()
        ? text.with("thoughtSignature", Opaque.GEMINI_SIGNATURE)
        : text;
  }

  private JsonObject response(
      Reply reply, List<Object> parts, @Nullable String finishReason, int outputTokens) {
    JsonObject candidate = object("content", object("parts", parts).with("role", "model"));
    if (finishReason != null) {
      candidate.with("finishReason", finishReason);
    }
    return object("candidates", List.of(candidate.with("index", 0)))
        .with("usageMetadata", usage(reply, finishReason != null, outputTokens))
        .with("modelVersion", model)
        .with("responseId", reply.id());
  }

  /** Calls of one turn carry one signature, on the first. */
  private static List<Object> calls(Reply reply) {
    List<Object> parts = new ArrayList<>();
    for (ToolCall call : reply.calls()) {
      JsonObject part =
          object(
              "functionCall",
              object("name", call.name())
                  .with("args", Json.tree(call.arguments()))
                  .with("id", "gc_" + call.id()));
      parts.add(parts.isEmpty() ? part.with("thoughtSignature", Opaque.GEMINI_SIGNATURE) : part);
    }
    return parts;
  }

  /** Gemini stops for a tool call too. */
  private static String finishReason(Reply reply) {
    return reply.finish() == Finish.LENGTH ? "MAX_TOKENS" : "STOP";
  }

  /** Thoughts are told at the end, beside the output and not as a part of it. */
  private static JsonObject usage(Reply reply, boolean end, int outputTokens) {
    int thoughts = end ? reply.thinkingTokens() : 0;
    if (thoughts == 0) {
      return usage(reply.inputTokens(), outputTokens);
    }
    return usage(reply.inputTokens(), outputTokens - thoughts)
        .with("totalTokenCount", reply.inputTokens() + outputTokens)
        .with("thoughtsTokenCount", thoughts);
  }

  static JsonObject usage(int inputTokens, @Nullable Integer outputTokens) {
    JsonObject usage = object("promptTokenCount", inputTokens);
    if (outputTokens != null) {
      usage.with("candidatesTokenCount", outputTokens);
    }
    return usage
        .with("totalTokenCount", inputTokens + (outputTokens == null ? 0 : outputTokens))
        .with(
            "promptTokensDetails",
            List.of(object("modality", "TEXT").with("tokenCount", inputTokens)));
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "gemini";
  }
}

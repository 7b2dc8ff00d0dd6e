package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.dialect.Reply.Finish;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code :generateContent} and {@code :streamGenerateContent}. */
final class GeminiGenerate implements Operation {
  private static final String SIGNATURE = "c2ltdWxhdGVkLXNpZ25hdHVyZQ==";

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
    List<String> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      tool.path("functionDeclarations").forEach(f -> tools.add(f.path("name").asText()));
    }
    return new Ask(
        model,
        framing,
        prompt(body),
        Json.integer(config, "maxOutputTokens"),
        tools,
        schema(config),
        body);
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
      prompt.other(text);
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
    if (!reply.text().isEmpty()) {
      parts.add(object("text", reply.joined()));
    }
    parts.addAll(calls(reply));
    return response(reply, parts, finishReason(reply), reply.outputTokens());
  }

  private List<Event> stream(Reply reply) {
    List<Object> parts = new ArrayList<>();
    reply.text().forEach(piece -> parts.add(object("text", piece)));
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

  private JsonObject response(
      Reply reply, List<Object> parts, @Nullable String finishReason, int outputTokens) {
    JsonObject candidate = object("content", object("parts", parts).with("role", "model"));
    if (finishReason != null) {
      candidate.with("finishReason", finishReason);
    }
    return object("candidates", List.of(candidate.with("index", 0)))
        .with("usageMetadata", usage(reply.inputTokens(), outputTokens))
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
      parts.add(parts.isEmpty() ? part.with("thoughtSignature", SIGNATURE) : part);
    }
    return parts;
  }

  /** Gemini stops for a tool call too. */
  private static String finishReason(Reply reply) {
    return reply.finish() == Finish.LENGTH ? "MAX_TOKENS" : "STOP";
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

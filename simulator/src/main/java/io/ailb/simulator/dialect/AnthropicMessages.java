package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.rule.AnthropicRules;
import io.ailb.simulator.rule.Opaque;
import io.ailb.simulator.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /v1/messages}. */
final class AnthropicMessages implements Operation {
  private static final String NO_SAMPLING = "2026-10-21";
  private static final Set<String> VERSIONS = Set.of("2023-06-01", NO_SAMPLING);

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    String model = model(body);
    Prompt prompt = prompt(request, body);
    Integer max = Json.integer(body, "max_tokens");
    if (max == null) {
      throw Refusal.invalid("max_tokens: Field required");
    }
    JsonNode format = body.path("output_config").path("format");
    return new Ask(
        model,
        body.path("stream").asBoolean() ? Framing.SSE : Framing.WHOLE,
        prompt,
        max,
        tools(body),
        format.get("schema"),
        thinking(body.path("thinking")),
        body);
  }

  private static Tools tools(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
    JsonNode choice = body.path("tool_choice");
    String type = choice.path("type").asText();
    List<String> only = choice.has("name") ? List.of(choice.get("name").asText()) : List.of();
    return Tools.chosen(names, type, only, type.equals("any") || type.equals("tool"));
  }

  /** Adaptive thinking keeps its text to itself unless it is asked for. */
  private static Thinking thinking(JsonNode thinking) {
    boolean adaptive = thinking.path("type").asText().equals("adaptive");
    if (!adaptive && !thinking.path("type").asText().equals("enabled")) {
      return Thinking.NONE;
    }
    String usual = adaptive ? "omitted" : "summarized";
    return thinking.path("display").asText(usual).equals("summarized")
        ? Thinking.SHOWN
        : Thinking.HIDDEN;
  }

  @Override
  public void check(Request request, JsonNode body) throws Violation {
    AnthropicRules.check(body, String.valueOf(request.header("anthropic-version")));
  }

  static String model(JsonNode body) throws Refusal {
    String model = Json.string(body, "model");
    if (model == null || model.isEmpty()) {
      throw Refusal.invalid("model: Field required");
    }
    return model;
  }

  /** Checks the version and what it allows, and collects the texts. */
  static Prompt prompt(Request request, JsonNode body) throws Refusal {
    String version = request.header("anthropic-version");
    if (version == null) {
      throw Refusal.invalid("anthropic-version: header is required");
    }
    if (!VERSIONS.contains(version)) {
      throw Refusal.invalid("anthropic-version: \"" + version + "\" is not a valid version");
    }
    if (version.equals(NO_SAMPLING)) {
      for (String gone : List.of("temperature", "top_p", "top_k")) {
        if (body.has(gone)) {
          throw Refusal.invalid(gone + ": Extra inputs are not permitted");
        }
      }
    }
    JsonNode messages = body.path("messages");
    if (!messages.isArray()) {
      throw Refusal.invalid("messages: Field required");
    }
    if (messages.isEmpty()) {
      throw Refusal.invalid("messages: at least one message is required");
    }
    Prompt prompt = new Prompt();
    prompt.other(OpenAi.text(body.path("system")));
    messages.forEach(message -> read(message, prompt));
    return prompt;
  }

  private static void read(JsonNode message, Prompt prompt) {
    JsonNode content = message.path("content");
    content.forEach(
        block -> {
          if (block.path("type").asText().equals("tool_result")) {
            prompt.toolResult(OpenAi.text(block.path("content")));
          }
        });
    String text = OpenAi.text(content);
    if (text.isEmpty()) {
      return;
    }
    if (message.path("role").asText().equals("user")) {
      prompt.user(text);
    } else {
      prompt.model(text);
    }
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    return write(ask, Reply.to(ask, speaker));
  }

  Answer write(Ask ask, Reply reply) {
    return ask.stream()
        ? Answer.ok(Framing.SSE, stream(ask, reply), reply.outputTokens())
        : Answer.ok(whole(ask, reply), reply.outputTokens());
  }

  private static JsonObject whole(Ask ask, Reply reply) {
    List<Object> content = new ArrayList<>();
    if (reply.thinkingTokens() > 0) {
      content.add(thought(String.join("", reply.thoughts()), Opaque.ANTHROPIC_SIGNATURE));
    }
    if (!reply.text().isEmpty()) {
      content.add(object("type", "text").with("text", reply.joined()));
    }
    for (ToolCall call : reply.calls()) {
      content.add(toolUse(call, Json.tree(call.arguments())));
    }
    return message(ask, reply)
        .with("content", content)
        .with("stop_reason", stopReason(reply))
        .with("usage", thought(reply, usage(reply, reply.outputTokens())));
  }

  private static JsonObject thought(String text, String signature) {
    return object("type", "thinking").with("thinking", text).with("signature", signature);
  }

  private static JsonObject thought(Reply reply, JsonObject usage) {
    return reply.thinkingTokens() == 0
        ? usage
        : usage.with("output_tokens_details", object("thinking_tokens", reply.thinkingTokens()));
  }

  /** The message as it is before it has any content. */
  private static JsonObject message(Ask ask, Reply reply) {
    return object("id", "msg_01" + reply.id())
        .with("type", "message")
        .with("role", "assistant")
        .with("model", ask.model())
        .with("content", List.of())
        .with("stop_reason", null)
        .with("stop_sequence", null)
        .with("stop_details", null)
        .with("usage", usage(reply, 1));
  }

  private static JsonObject usage(Reply reply, int outputTokens) {
    return object("input_tokens", reply.inputTokens())
        .with("cache_creation_input_tokens", 0)
        .with("cache_read_input_tokens", 0)
        .with(
            "cache_creation",
            object("ephemeral_5m_input_tokens", 0).with("ephemeral_1h_input_tokens", 0))
        .with("output_tokens", outputTokens)
        .with("service_tier", "standard");
  }

  private static JsonObject toolUse(ToolCall call, Object input) {
    return object("type", "tool_use")
        .with("id", "toolu_01" + call.id())
        .with("name", call.name())
        .with("input", input)
        .with("caller", object("type", "direct"));
  }

  private static String stopReason(Reply reply) {
    return switch (reply.finish()) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
    };
  }

  private static List<Event> stream(Ask ask, Reply reply) {
    List<Event> events = new ArrayList<>();
    events.add(frame(object("type", "message_start").with("message", message(ask, reply))));
    int index = 0;
    if (reply.thinkingTokens() > 0) {
      start(events, index, thought("", ""));
      for (String piece : reply.thoughts()) {
        Object delta = object("type", "thinking_delta").with("thinking", piece);
        delta(events, index, true, delta);
      }
      delta(
          events,
          index,
          false,
          object("type", "signature_delta").with("signature", Opaque.ANTHROPIC_SIGNATURE));
      stop(events, index++);
    }
    if (!reply.text().isEmpty()) {
      start(events, index, object("type", "text").with("text", ""));
      for (String piece : reply.text()) {
        delta(events, index, true, object("type", "text_delta").with("text", piece));
      }
      stop(events, index++);
    }
    for (ToolCall call : reply.calls()) {
      start(events, index, toolUse(call, object()));
      delta(events, index, false, json(""));
      for (String fragment : call.fragments()) {
        delta(events, index, true, json(fragment));
      }
      stop(events, index++);
    }
    events.add(
        frame(
            object("type", "message_delta")
                .with(
                    "delta",
                    object("stop_reason", stopReason(reply))
                        .with("stop_sequence", null)
                        .with("stop_details", null))
                .with(
                    "usage",
                    thought(
                        reply,
                        object("input_tokens", reply.inputTokens())
                            .with("cache_creation_input_tokens", 0)
                            .with("cache_read_input_tokens", 0)
                            .with("output_tokens", reply.outputTokens())))));
    events.add(Event.terminal("message_stop", object("type", "message_stop")));
    return events;
  }

  private static void start(List<Event> events, int index, Object block) {
    events.add(
        frame(
            object("type", "content_block_start")
                .with("index", index)
                .with("content_block", block)));
    if (index == 0) {
      events.add(frame(object("type", "ping")));
    }
  }

  private static void delta(List<Event> events, int index, boolean content, Object delta) {
    JsonObject event =
        object("type", "content_block_delta").with("index", index).with("delta", delta);
    events.add(content ? Event.content("content_block_delta", event) : frame(event));
  }

  private static Object json(String fragment) {
    return object("type", "input_json_delta").with("partial_json", fragment);
  }

  private static void stop(List<Event> events, int index) {
    events.add(frame(object("type", "content_block_stop").with("index", index)));
  }

  private static Event frame(JsonObject event) {
    return Event.frame(event.string("type"), event);
  }

  @Override
  public Event errorEvent(String body, int position) {
    return new Event("error", body, false, false);
  }

  @Override
  public String ping(Framing framing) {
    return framing == Framing.WHOLE
        ? framing.keepAlive()
        : framing.frame(frame(object("type", "ping")), false);
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "anthropic";
  }
}

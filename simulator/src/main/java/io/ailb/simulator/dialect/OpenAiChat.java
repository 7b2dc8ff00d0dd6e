package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.rule.OpenAiChatRules;
import io.ailb.simulator.rule.OpenAiHostRules;
import io.ailb.simulator.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /chat/completions}, at OpenAI and with Azure's additions. */
final class OpenAiChat implements Operation {
  /** Who speaks the dialect, each a little differently. */
  enum Host {
    OPENAI,
    /** Its answers carry content-filter results. */
    AZURE,
    /** It refuses what is new. */
    COMPATIBLE
  }

  private final boolean azure;
  private final Host host;
  private final @Nullable String deployment;

  /**
   * @param deployment Azure's name of the model when the path has it, or null
   */
  OpenAiChat(Host host, @Nullable String deployment) {
    this.host = host;
    azure = host == Host.AZURE;
    this.deployment = deployment;
  }

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    String model = deployment == null ? OpenAi.model(body) : deployment;
    Prompt prompt = new Prompt();
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw Refusal.invalid("Missing required parameter: 'messages'.", "messages");
    }
    for (JsonNode message : messages) {
      String text = OpenAi.text(message.path("content"));
      switch (message.path("role").asText()) {
        case "user" -> prompt.user(text);
        case "tool", "function" -> prompt.toolResult(text);
        case "assistant" -> prompt.model(text);
        default -> prompt.other(text);
      }
    }
    Integer max = Json.integer(body, "max_completion_tokens");
    return new Ask(
        model,
        body.path("stream").asBoolean() ? Framing.SSE : Framing.WHOLE,
        prompt,
        max == null ? Json.integer(body, "max_tokens") : max,
        tools(body),
        schema(body.path("response_format")),
        Set.of("", "none").contains(body.path("reasoning_effort").asText())
            ? Thinking.NONE
            : Thinking.HIDDEN,
        body);
  }

  @Override
  public void check(Request request, JsonNode body) throws Violation {
    if (host == Host.COMPATIBLE) {
      OpenAiHostRules.check(body);
    } else {
      OpenAiChatRules.check(body);
    }
  }

  private static Tools tools(JsonNode body) {
    List<String> names = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      names.add(tool.path(tool.path("type").asText("function")).path("name").asText());
    }
    JsonNode choice = body.path("tool_choice");
    JsonNode subset = choice.path("allowed_tools");
    List<String> only = new ArrayList<>();
    subset.path("tools").forEach(tool -> only.add(tool.path("function").path("name").asText()));
    String one = choice.path(choice.path("type").asText()).path("name").asText();
    if (!one.isEmpty()) {
      only.add(one);
    }
    boolean must =
        choice.asText().equals("required")
            || subset.path("mode").asText().equals("required")
            || !one.isEmpty();
    return Tools.chosen(names, choice.asText(), only, must);
  }

  private static @Nullable JsonNode schema(JsonNode format) {
    return switch (format.path("type").asText()) {
      case "json_schema" -> format.path("json_schema").path("schema");
      case "json_object" -> Json.empty();
      default -> null;
    };
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

  private Object whole(Ask ask, Reply reply) {
    boolean onlyCalls = reply.text().isEmpty() && !reply.calls().isEmpty();
    JsonObject message =
        object("role", "assistant")
            .with("content", onlyCalls ? null : reply.joined())
            .with("refusal", null)
            .with("annotations", List.of());
    if (!reply.calls().isEmpty()) {
      message.with("tool_calls", reply.calls().stream().map(OpenAiChat::toolCall).toList());
    }
    JsonObject choice =
        object("index", 0)
            .with("message", message)
            .with("logprobs", null)
            .with("finish_reason", finish(reply));
    JsonObject answer =
        object("id", "chatcmpl-" + reply.id())
            .with("object", "chat.completion")
            .with("created", OpenAi.CREATED)
            .with("model", ask.model())
            .with("choices", List.of(choice))
            .with("usage", usage(reply))
            .with("service_tier", "default");
    if (azure) {
      choice.with("content_filter_results", AzureOpenAi.UNFILTERED);
      answer.with("prompt_filter_results", AzureOpenAi.PROMPT_UNFILTERED);
    }
    return answer;
  }

  private List<Event> stream(Ask ask, Reply reply) {
    boolean includeUsage = ask.body().path("stream_options").path("include_usage").asBoolean();
    boolean onlyCalls = reply.text().isEmpty() && !reply.calls().isEmpty();
    Chunks chunks = new Chunks(ask, reply, includeUsage);
    if (azure) {
      chunks.withoutChoice("prompt_filter_results", AzureOpenAi.PROMPT_UNFILTERED);
    }
    chunks.frame(
        object("role", "assistant").with("content", onlyCalls ? null : "").with("refusal", null),
        null);
    reply.text().forEach(piece -> chunks.content(object("content", piece)));
    for (int index = 0; index < reply.calls().size(); index++) {
      ToolCall call = reply.calls().get(index);
      chunks.content(start(index, call));
      for (String fragment : call.fragments()) {
        chunks.content(fragment(index, fragment));
      }
    }
    chunks.frame(object(), finish(reply));
    if (includeUsage) {
      chunks.withoutChoice("usage", usage(reply));
    }
    chunks.events.add(new Event(null, "[DONE]", false, true));
    return chunks.events;
  }

  private static Object toolCall(ToolCall call) {
    return object("id", "call_" + call.id())
        .with("type", "function")
        .with("function", object("name", call.name()).with("arguments", call.arguments()));
  }

  private static Object start(int index, ToolCall call) {
    return toolCalls(
        object("index", index)
            .with("id", "call_" + call.id())
            .with("type", "function")
            .with("function", object("name", call.name()).with("arguments", "")));
  }

  private static Object fragment(int index, String fragment) {
    return toolCalls(object("index", index).with("function", object("arguments", fragment)));
  }

  private static Object toolCalls(Object call) {
    return object("tool_calls", List.of(call));
  }

  private static String finish(Reply reply) {
    return switch (reply.finish()) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
    };
  }

  private static Object usage(Reply reply) {
    return object("prompt_tokens", reply.inputTokens())
        .with("completion_tokens", reply.outputTokens())
        .with("total_tokens", reply.inputTokens() + reply.outputTokens())
        .with(
            "prompt_tokens_details",
            object("cached_tokens", 0).with("cache_write_tokens", 0).with("audio_tokens", 0))
        .with(
            "completion_tokens_details",
            object("reasoning_tokens", reply.thinkingTokens())
                .with("audio_tokens", 0)
                .with("accepted_prediction_tokens", 0)
                .with("rejected_prediction_tokens", 0));
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "openai-chat";
  }

  /** The chunks of one stream, which all begin alike. */
  private final class Chunks {
    private final List<Event> events = new ArrayList<>();
    private final Ask ask;
    private final Reply reply;
    private final boolean includeUsage;

    Chunks(Ask ask, Reply reply, boolean includeUsage) {
      this.ask = ask;
      this.reply = reply;
      this.includeUsage = includeUsage;
    }

    void frame(Object delta, @Nullable String finish) {
      events.add(Event.frame(null, chunk(List.of(choice(delta, finish)))));
    }

    void content(Object delta) {
      events.add(Event.content(null, chunk(List.of(choice(delta, null)))));
    }

    void withoutChoice(String name, Object value) {
      events.add(Event.frame(null, chunk(List.of()).with(name, value)));
    }

    private Object choice(Object delta, @Nullable String finish) {
      JsonObject choice =
          object("index", 0)
              .with("delta", delta)
              .with("logprobs", null)
              .with("finish_reason", finish);
      return azure ? choice.with("content_filter_results", AzureOpenAi.UNFILTERED) : choice;
    }

    private JsonObject chunk(List<Object> choices) {
      JsonObject chunk =
          object("id", "chatcmpl-" + reply.id())
              .with("object", "chat.completion.chunk")
              .with("created", OpenAi.CREATED)
              .with("model", ask.model())
              .with("service_tier", "default")
              .with("choices", choices);
      return includeUsage ? chunk.with("usage", null) : chunk;
    }
  }
}

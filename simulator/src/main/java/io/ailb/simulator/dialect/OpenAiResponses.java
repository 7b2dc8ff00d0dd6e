package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.dialect.Reply.Finish;
import io.ailb.simulator.rule.Opaque;
import io.ailb.simulator.rule.OpenAiResponsesRules;
import io.ailb.simulator.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /responses}: every setting is echoed, every event is numbered. */
final class OpenAiResponses implements Operation {

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    String model = OpenAi.model(body);
    JsonNode input = body.path("input");
    Prompt prompt = new Prompt();
    prompt.other(body.path("instructions").asText(""));
    if (input.isTextual()) {
      prompt.user(input.textValue());
    } else if (input.isArray()) {
      input.forEach(item -> read(item, prompt));
    } else {
      throw Refusal.invalid("Missing required parameter: 'input'.", "input");
    }
    JsonNode format = body.path("text").path("format");
    return new Ask(
        model,
        body.path("stream").asBoolean() ? Framing.SSE : Framing.WHOLE,
        prompt,
        Json.integer(body, "max_output_tokens"),
        tools(body),
        schema(format),
        thinking(body.path("reasoning")),
        body);
  }

  private static Tools tools(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
    JsonNode choice = body.path("tool_choice");
    List<String> only = new ArrayList<>();
    choice.path("tools").forEach(tool -> only.add(tool.path("name").asText()));
    if (choice.has("name")) {
      only.add(choice.get("name").asText());
    }
    boolean must =
        choice.asText().equals("required")
            || choice.path("mode").asText().equals("required")
            || choice.has("name");
    return Tools.chosen(names, choice.asText(), only, must);
  }

  private static Thinking thinking(JsonNode reasoning) {
    if (reasoning.hasNonNull("summary")) {
      return Thinking.SHOWN;
    }
    boolean thinks = !Set.of("", "none").contains(reasoning.path("effort").asText());
    return thinks ? Thinking.HIDDEN : Thinking.NONE;
  }

  @Override
  public void check(Request request, JsonNode body) throws Violation {
    OpenAiResponsesRules.check(body);
  }

  private static void read(JsonNode item, Prompt prompt) {
    if (item.path("type").asText().endsWith("_output")) {
      prompt.toolResult(OpenAi.text(item.path("output")));
    } else if (item.path("role").asText().equals("user")) {
      prompt.user(OpenAi.text(item.path("content")));
    } else if (item.path("role").asText().equals("assistant")) {
      prompt.model(OpenAi.text(item.path("content")));
    } else {
      prompt.other(OpenAi.text(item.path("content")));
    }
  }

  private static @Nullable JsonNode schema(JsonNode format) {
    return switch (format.path("type").asText()) {
      case "json_schema" -> format.path("schema");
      case "json_object" -> Json.empty();
      default -> null;
    };
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    String previous = Json.string(ask.body(), "previous_response_id");
    if (previous != null && speaker.shelf().get(previous) == null) {
      return OpenAiErrors.noPreviousResponse(previous);
    }
    Reply reply = Reply.to(ask, speaker);
    if (ask.body().path("store").asBoolean(true)) {
      JsonObject response = whole(ask, reply);
      speaker.shelf().put(response.string("id"), Json.text(response));
    }
    return write(ask, reply);
  }

  Answer write(Ask ask, Reply reply) {
    return ask.stream()
        ? Answer.ok(Framing.SSE, stream(ask, reply), reply.outputTokens())
        : Answer.ok(whole(ask, reply), reply.outputTokens());
  }

  private static JsonObject whole(Ask ask, Reply reply) {
    boolean cut = reply.finish() == Finish.LENGTH;
    return response(ask, reply, cut ? "incomplete" : "completed")
        .with("incomplete_details", cut ? object("reason", "max_output_tokens") : null)
        .with("output", output(ask, reply))
        .with("usage", usage(reply));
  }

  /** The response as it is before there is any output. */
  private static JsonObject response(Ask ask, Reply reply, String status) {
    JsonNode body = ask.body();
    return object("id", "resp_" + reply.id())
        .with("object", "response")
        .with("created_at", OpenAi.CREATED)
        .with("status", status)
        .with("background", false)
        .with("error", null)
        .with("incomplete_details", null)
        .with("instructions", body.get("instructions"))
        .with("max_output_tokens", body.get("max_output_tokens"))
        .with("model", ask.model())
        .with("output", List.of())
        .with("parallel_tool_calls", or(body.get("parallel_tool_calls"), true))
        .with("previous_response_id", body.get("previous_response_id"))
        .with(
            "reasoning",
            object("effort", body.path("reasoning").get("effort"))
                .with("summary", body.path("reasoning").get("summary")))
        .with("service_tier", "default")
        .with("store", or(body.get("store"), true))
        .with("temperature", or(body.get("temperature"), 1.0))
        .with("text", object("format", or(body.path("text").get("format"), object("type", "text"))))
        .with("tool_choice", or(body.get("tool_choice"), "auto"))
        .with("tools", or(body.get("tools"), List.of()))
        .with("top_p", or(body.get("top_p"), 1.0))
        .with("truncation", "disabled")
        .with("usage", null)
        .with("metadata", or(body.get("metadata"), object()));
  }

  private static Object or(@Nullable JsonNode asked, Object usual) {
    return asked == null || asked.isNull() ? usual : asked;
  }

  private static List<Object> output(Ask ask, Reply reply) {
    List<Object> output = new ArrayList<>();
    if (reply.thinkingTokens() > 0) {
      output.add(reasoning(ask, reply));
    }
    if (hasMessage(reply)) {
      output.add(message(reply));
    }
    reply.calls().forEach(call -> output.add(functionCall(call, "completed", call.arguments())));
    return output;
  }

  private static boolean hasMessage(Reply reply) {
    return !reply.text().isEmpty() || reply.calls().isEmpty();
  }

  /** Sealed only where that is asked for, and only at its end. */
  private static JsonObject reasoning(Ask ask, Reply reply) {
    String text = String.join("", reply.thoughts());
    JsonObject item = reasoning(reply, text.isEmpty() ? List.of() : List.of(summaryPart(text)));
    boolean sealed = ask.body().path("include").toString().contains("encrypted_content");
    return sealed ? item.with("encrypted_content", Opaque.OPENAI_ENCRYPTED) : item;
  }

  private static JsonObject reasoning(Reply reply, List<Object> summary) {
    return object("id", "rs_" + reply.id()).with("type", "reasoning").with("summary", summary);
  }

  private static Object summaryPart(String text) {
    return object("type", "summary_text").with("text", text);
  }

  private static JsonObject message(Reply reply) {
    boolean cut = reply.finish() == Finish.LENGTH;
    return message(reply, cut ? "incomplete" : "completed", List.of(part(reply.joined())));
  }

  private static JsonObject message(Reply reply, String status, List<Object> content) {
    return object("id", "msg_" + reply.id())
        .with("type", "message")
        .with("status", status)
        .with("role", "assistant")
        .with("content", content);
  }

  private static JsonObject part(String text) {
    return object("type", "output_text")
        .with("text", text)
        .with("annotations", List.of())
        .with("logprobs", List.of());
  }

  private static JsonObject functionCall(ToolCall call, String status, String arguments) {
    return object("id", "fc_" + call.id())
        .with("type", "function_call")
        .with("status", status)
        .with("arguments", arguments)
        .with("call_id", "call_" + call.id())
        .with("name", call.name());
  }

  private static JsonObject usage(Reply reply) {
    return object("input_tokens", reply.inputTokens())
        .with("input_tokens_details", object("cached_tokens", 0).with("cache_write_tokens", 0))
        .with("output_tokens", reply.outputTokens())
        .with("output_tokens_details", object("reasoning_tokens", reply.thinkingTokens()))
        .with("total_tokens", reply.inputTokens() + reply.outputTokens());
  }

  private static List<Event> stream(Ask ask, Reply reply) {
    Numbered events = new Numbered();
    JsonObject begun = response(ask, reply, "in_progress");
    events.frame(events.next("response.created").with("response", begun));
    events.frame(events.next("response.in_progress").with("response", begun));
    int index = 0;
    if (reply.thinkingTokens() > 0) {
      streamReasoning(events, ask, reply, index++);
    }
    if (hasMessage(reply)) {
      streamMessage(events, reply, index++);
    }
    for (ToolCall call : reply.calls()) {
      streamCall(events, call, index++);
    }
    boolean cut = reply.finish() == Finish.LENGTH;
    events.terminal(
        events
            .next(cut ? "response.incomplete" : "response.completed")
            .with("response", whole(ask, reply)));
    return events.list;
  }

  private static void streamReasoning(Numbered events, Ask ask, Reply reply, int index) {
    String id = "rs_" + reply.id();
    events.frame(
        events
            .next("response.output_item.added")
            .with("output_index", index)
            .with("item", reasoning(reply, List.of())));
    if (!reply.thoughts().isEmpty()) {
      String text = String.join("", reply.thoughts());
      events.frame(
          events
              .ofSummary("response.reasoning_summary_part.added", id, index)
              .with("part", summaryPart("")));
      for (String piece : reply.thoughts()) {
        events.content(
            events
                .ofSummary("response.reasoning_summary_text.delta", id, index)
                .with("delta", piece));
      }
      events.frame(
          events.ofSummary("response.reasoning_summary_text.done", id, index).with("text", text));
      events.frame(
          events
              .ofSummary("response.reasoning_summary_part.done", id, index)
              .with("part", summaryPart(text)));
    }
    events.frame(
        events
            .next("response.output_item.done")
            .with("output_index", index)
            .with("item", reasoning(ask, reply)));
  }

  private static void streamMessage(Numbered events, Reply reply, int index) {
    String id = "msg_" + reply.id();
    JsonObject begun = message(reply, "in_progress", List.of());
    events.frame(
        events.next("response.output_item.added").with("output_index", index).with("item", begun));
    events.frame(events.ofPart("response.content_part.added", id, index).with("part", part("")));
    for (String piece : reply.text()) {
      events.content(
          events
              .ofPart("response.output_text.delta", id, index)
              .with("delta", piece)
              .with("logprobs", List.of()));
    }
    events.frame(
        events
            .ofPart("response.output_text.done", id, index)
            .with("text", reply.joined())
            .with("logprobs", List.of()));
    events.frame(
        events.ofPart("response.content_part.done", id, index).with("part", part(reply.joined())));
    events.frame(
        events
            .next("response.output_item.done")
            .with("output_index", index)
            .with("item", message(reply)));
  }

  private static void streamCall(Numbered events, ToolCall call, int index) {
    String id = "fc_" + call.id();
    events.frame(
        events
            .next("response.output_item.added")
            .with("output_index", index)
            .with("item", functionCall(call, "in_progress", "")));
    for (String fragment : call.fragments()) {
      events.content(
          events
              .ofItem("response.function_call_arguments.delta", id, index)
              .with("delta", fragment));
    }
    events.frame(
        events
            .ofItem("response.function_call_arguments.done", id, index)
            .with("name", call.name())
            .with("arguments", call.arguments()));
    events.frame(
        events
            .next("response.output_item.done")
            .with("output_index", index)
            .with("item", functionCall(call, "completed", call.arguments())));
  }

  /** Here an error is an event like any other, without an inner object. */
  @Override
  public Event errorEvent(String body, int position) {
    JsonNode error = body.startsWith("{") ? Json.tree(body).path("error") : Json.empty();
    return Event.frame(
        "error",
        object("type", "error")
            .with("sequence_number", position)
            .with("code", error.path("code").asText("server_error"))
            .with("message", error.path("message").asText("An error occurred."))
            .with("param", null));
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "openai-responses";
  }

  /** Events that are numbered without a gap and named after their type. */
  private static final class Numbered {
    private final List<Event> list = new ArrayList<>();

    JsonObject next(String type) {
      return object("type", type).with("sequence_number", list.size());
    }

    JsonObject ofItem(String type, String itemId, int index) {
      return next(type).with("item_id", itemId).with("output_index", index);
    }

    JsonObject ofPart(String type, String itemId, int index) {
      return ofItem(type, itemId, index).with("content_index", 0);
    }

    JsonObject ofSummary(String type, String itemId, int index) {
      return ofItem(type, itemId, index).with("summary_index", 0);
    }

    void frame(JsonObject event) {
      list.add(Event.frame(event.string("type"), event));
    }

    void content(JsonObject event) {
      list.add(Event.content(event.string("type"), event));
    }

    void terminal(JsonObject event) {
      list.add(Event.terminal(event.string("type"), event));
    }
  }
}

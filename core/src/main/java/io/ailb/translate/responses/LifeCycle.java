package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Utf8;

/** The events of a stream, numbered without a gap: what an item goes through, and the response. */
final class LifeCycle {
  static final String NUMBER = "sequence_number";

  private int sequence;

  /** An event was told by the provider itself. */
  void passed(ObjectNode event) {
    sequence = event.path(NUMBER).asInt(sequence - 1) + 1;
  }

  /** The response as a whole. */
  void response(String type, ObjectNode response, Utf8 to) {
    send(event(type).set("response", response), to);
  }

  /** An item begins; a text is announced with it, a summary when there is one. */
  void announce(OutputItem item, Utf8 to) {
    item("response.output_item.added", item, item.announced(), to);
    if (item.isMessage()) {
      begin(item, to);
    }
  }

  private void begin(OutputItem item, Utf8 to) {
    item.begun = true;
    send(
        inPart(
                item.isMessage()
                    ? "response.content_part.added"
                    : "response.reasoning_summary_part.added",
                item)
            .set("part", item.part("")),
        to);
  }

  /** More of its text, which is not empty. */
  void delta(OutputItem item, String delta, Utf8 to) {
    if (item.kind == Kind.REASONING && !item.begun) {
      begin(item, to);
    }
    DeltaEvent event = item.delta;
    if (event == null) {
      event = DeltaEvent.of(delta(item));
      item.delta = event;
    }
    event.write(sequence++, delta, to);
  }

  private static ObjectNode delta(OutputItem item) {
    return switch (item.kind) {
      case TEXT -> textDelta(item, "", Json.array());
      case REFUSAL -> inPart("response.refusal.delta", item).put("delta", "");
      case REASONING -> inPart("response.reasoning_summary_text.delta", item).put("delta", "");
      case TOOL_CALL -> of("response.function_call_arguments.delta", item).put("delta", "");
      case CUSTOM_TOOL_CALL -> of("response.custom_tool_call_input.delta", item).put("delta", "");
    };
  }

  /** More of its text with the chances of its tokens; it may be empty, if it went ahead of them. */
  void textDelta(OutputItem item, String delta, ArrayNode logprobs, Utf8 to) {
    send(textDelta(item, delta, logprobs), to);
  }

  private static ObjectNode textDelta(OutputItem item, String delta, ArrayNode logprobs) {
    return inPart("response.output_text.delta", item).put("delta", delta).set("logprobs", logprobs);
  }

  /** Its text is complete. */
  void complete(OutputItem item, Utf8 to) {
    String text = item.text();
    switch (item.kind) {
      case TEXT -> {
        ObjectNode event = inPart("response.output_text.done", item).put("text", text);
        event.set("logprobs", item.logprobs());
        send(event, to);
        partDone("response.content_part.done", item, to);
      }
      case REFUSAL -> {
        send(inPart("response.refusal.done", item).put("refusal", text), to);
        partDone("response.content_part.done", item, to);
      }
      case REASONING -> {
        if (item.begun) {
          send(inPart("response.reasoning_summary_text.done", item).put("text", text), to);
          partDone("response.reasoning_summary_part.done", item, to);
        }
      }
      case TOOL_CALL ->
          send(
              of("response.function_call_arguments.done", item)
                  .put("name", item.name())
                  .put("arguments", text),
              to);
      case CUSTOM_TOOL_CALL ->
          send(of("response.custom_tool_call_input.done", item).put("input", text), to);
    }
  }

  private void partDone(String type, OutputItem item, Utf8 to) {
    send(inPart(type, item).set("part", item.part(item.text())), to);
  }

  /** The item is done. */
  void done(OutputItem item, ObjectNode whole, Utf8 to) {
    item("response.output_item.done", item, whole, to);
  }

  private void item(String type, OutputItem item, ObjectNode state, Utf8 to) {
    send(event(type).put("output_index", item.index()).set("item", state), to);
  }

  private static ObjectNode inPart(String type, OutputItem item) {
    String place = item.kind == Kind.REASONING ? "summary_index" : "content_index";
    return of(type, item).put(place, 0);
  }

  private static ObjectNode of(String type, OutputItem item) {
    return event(type).put("item_id", item.id()).put("output_index", item.index());
  }

  /** Its number is given when it is sent. */
  private static ObjectNode event(String type) {
    return Json.object().put("type", type).put(NUMBER, 0);
  }

  private void send(ObjectNode event, Utf8 to) {
    event.put(NUMBER, sequence++);
    to.add("event: ").add(event.path("type").textValue()).add("\ndata: ").add(event).add("\n\n");
  }
}

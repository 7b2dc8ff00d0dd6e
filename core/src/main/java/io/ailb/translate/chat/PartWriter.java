package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.SurrogateHold;
import io.ailb.translate.neutral.Template;

/**
 * Where the text of a part stands in the deltas of a stream.
 *
 * @param name of the member that holds it; empty = it is not shown
 * @param before what comes before it in the delta
 * @param delta the chunk around it
 */
record PartWriter(Kind kind, String name, String before, Template delta, SurrogateHold hold) {

  /**
   * @param calls how many calls came before it in its choice
   * @param head of a chunk, up to what the delta holds
   * @param tail of a chunk
   */
  static PartWriter of(AnswerEvent.PartOpen open, int calls, String head, String tail) {
    return switch (open.kind()) {
      case TEXT -> of(open.kind(), "content", "\"content\":", head, tail);
      case REFUSAL -> of(open.kind(), "refusal", "\"refusal\":", head, tail);
      case REASONING -> of(open.kind(), "", "", head, tail); // OpenAI shows none
      case TOOL_CALL -> call(open.kind(), calls, "function", "arguments", head, tail);
      case CUSTOM_TOOL_CALL -> call(open.kind(), calls, "custom", "input", head, tail);
    };
  }

  private static PartWriter call(
      Kind kind, int index, String type, String name, String head, String tail) {
    String before = "\"tool_calls\":[{\"index\":" + index + ",\"" + type + "\":{\"" + name + "\":";
    return of(kind, name, before, head, "}}]" + tail);
  }

  private static PartWriter of(Kind kind, String name, String before, String head, String tail) {
    return new PartWriter(
        kind, name, before, new Template(head + before, tail), new SurrogateHold());
  }

  boolean isShown() {
    return !name.isEmpty();
  }

  boolean isCall() {
    return kind == Kind.TOOL_CALL || kind == Kind.CUSTOM_TOOL_CALL;
  }

  /** The first delta of a call: who is called, before anything of what it is told. */
  String first(AnswerEvent.PartOpen open) {
    String type = kind == Kind.TOOL_CALL ? "function" : "custom";
    ObjectNode call = Json.object();
    call.put("id", open.toolId());
    call.put("type", type);
    call.putObject(type).put("name", open.toolName()).put(name, "");
    String text = Json.text(call);
    String index = before.substring(0, before.indexOf(','));
    return index + "," + text.substring(1) + "]";
  }
}

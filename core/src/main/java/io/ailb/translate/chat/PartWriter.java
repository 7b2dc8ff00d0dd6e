package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.SurrogateHold;

/**
 * Where the text of a part stands in the deltas of a stream.
 *
 * @param name of the member that holds it; empty = it is not shown
 * @param before what comes before the text
 * @param after what comes after it
 */
record PartWriter(Kind kind, String name, String before, String after, SurrogateHold hold) {

  /**
   * @param calls how many calls came before it in its choice
   */
  static PartWriter of(AnswerEvent.PartOpen open, int calls) {
    SurrogateHold hold = new SurrogateHold();
    return switch (open.kind()) {
      case TEXT -> new PartWriter(open.kind(), "content", "\"content\":", "", hold);
      case REFUSAL -> new PartWriter(open.kind(), "refusal", "\"refusal\":", "", hold);
      case REASONING -> new PartWriter(open.kind(), "", "", "", hold); // OpenAI shows none
      case TOOL_CALL -> call(open.kind(), calls, "function", "arguments", hold);
      case CUSTOM_TOOL_CALL -> call(open.kind(), calls, "custom", "input", hold);
    };
  }

  private static PartWriter call(
      Kind kind, int index, String type, String name, SurrogateHold hold) {
    String before = "\"tool_calls\":[{\"index\":" + index + ",\"" + type + "\":{\"" + name + "\":";
    return new PartWriter(kind, name, before, "}}]", hold);
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

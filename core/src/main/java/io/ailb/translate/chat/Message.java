package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.TokenLogprob;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.SurrogateHold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects one choice of a buffered answer. */
final class Message {
  /** A part and its text so far. */
  private record Collected(AnswerEvent.PartOpen part, SurrogateHold hold, StringBuilder text) {
    private boolean is(Kind kind) {
      return part.kind() == kind;
    }
  }

  private final Map<Integer, Collected> parts = new LinkedHashMap<>();
  private final List<TokenLogprob> content = new ArrayList<>();
  private final List<TokenLogprob> refusal = new ArrayList<>();
  private FinishReason finish = FinishReason.STOP;

  void open(AnswerEvent.PartOpen open) {
    parts.put(open.part(), new Collected(open, new SurrogateHold(), new StringBuilder()));
  }

  void delta(AnswerEvent.Delta delta) {
    Collected part = parts.get(delta.part());
    if (part != null) {
      part.text.append(part.hold.add(delta.text()));
    }
  }

  void close(AnswerEvent.PartClose close) {
    Collected part = parts.get(close.part());
    if (part != null) {
      part.text.append(part.hold.close());
    }
  }

  void logprobs(AnswerEvent.Logprobs logprobs) {
    Collected part = parts.get(logprobs.part());
    if (part != null) {
      (part.is(Kind.REFUSAL) ? refusal : content).addAll(logprobs.tokens());
    }
  }

  void finish(FinishReason reason) {
    finish = reason;
  }

  ObjectNode choice(int index) {
    ObjectNode choice = Json.object();
    choice.put("index", index);
    message(choice.putObject("message"));
    if (content.isEmpty() && refusal.isEmpty()) {
      choice.putNull("logprobs");
    } else {
      ObjectNode logprobs = choice.putObject("logprobs").putNull("content").putNull("refusal");
      if (!content.isEmpty()) {
        logprobs.set("content", TokenLogprobs.write(content));
      }
      if (!refusal.isEmpty()) {
        logprobs.set("refusal", TokenLogprobs.write(refusal));
      }
    }
    choice.put("finish_reason", FinishWords.write(finish));
    return choice;
  }

  private void message(ObjectNode message) {
    message.put("role", "assistant");
    String text = joined(Kind.TEXT);
    String refused = joined(Kind.REFUSAL);
    ArrayNode calls = calls();
    if (text.isEmpty() && !(calls.isEmpty() && refused.isEmpty())) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    if (refused.isEmpty()) {
      message.putNull("refusal");
    } else {
      message.put("refusal", refused);
    }
    message.putArray("annotations");
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private String joined(Kind kind) {
    StringBuilder joined = new StringBuilder();
    for (Collected part : parts.values()) {
      if (part.is(kind)) {
        joined.append(part.text);
      }
    }
    return joined.toString();
  }

  private ArrayNode calls() {
    ArrayNode calls = Json.array();
    for (Collected part : parts.values()) {
      boolean custom = part.is(Kind.CUSTOM_TOOL_CALL);
      if (custom || part.is(Kind.TOOL_CALL)) {
        String type = custom ? "custom" : "function";
        ObjectNode call = calls.addObject();
        call.put("id", part.part.toolId());
        call.put("type", type);
        call.putObject(type)
            .put("name", part.part.toolName())
            .put(custom ? "input" : "arguments", arguments(part));
      }
    }
    return calls;
  }

  /** A finished call without arguments has none; one that was cut off might have had some. */
  private String arguments(Collected call) {
    boolean none = call.is(Kind.TOOL_CALL) && finish == FinishReason.TOOL_CALLS;
    return none && call.text.length() == 0 ? "{}" : call.text.toString();
  }
}

package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.openai.ToolErrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes turns as items: one for each message, call, output and thought, in order. */
final class InputWriter {
  private static final int LONGEST_CALL_ID = 64;

  private final Target target;
  private final ContentWriter content;
  private final ArrayNode items = Json.array();

  InputWriter(Target target) {
    this.target = target;
    this.content = new ContentWriter(target);
  }

  ArrayNode write(List<Turn> turns) {
    for (Turn turn : turns) {
      switch (turn.role()) {
        case USER -> user(turn.parts());
        case ASSISTANT -> turn.parts().forEach(this::assistant);
        case SYSTEM -> message("developer", turn.parts());
      }
    }
    if (!turns.isEmpty() && turns.get(turns.size() - 1).role() == Turn.Role.ASSISTANT) {
      target.requires(Feature.PREFILL, "messages");
    }
    return items;
  }

  /** Outputs of tools are items beside the messages. */
  private void user(List<Part> parts) {
    List<Part> message = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        message("user", message);
        message.clear();
        output(result);
      } else {
        message.add(part);
      }
    }
    message("user", message);
  }

  private void message(String role, List<Part> parts) {
    ArrayNode written = content.write(parts);
    if (!written.isEmpty()) {
      item("message").put("role", role).set("content", written);
    }
  }

  private void assistant(Part part) {
    if (part instanceof Part.Text text) {
      if (text.cache() != null) {
        target.drops(CacheBreakpoint.FIELD);
      }
      if (!text.text().isEmpty()) {
        // The portable form: a list of parts would need an id and a status.
        item("message").put("role", "assistant").put("content", text.text());
      }
    } else if (part instanceof Part.Refusal refusal) {
      refusal(refusal.text());
    } else if (part instanceof Part.ToolCall call) {
      call(call);
    } else if (part instanceof Part.Reasoning reasoning) {
      reasoning(reasoning);
    } else {
      throw new Refused("messages", "hold what an assistant cannot say in OpenAI Responses");
    }
  }

  private void refusal(String text) {
    ObjectNode item = item("message");
    item.put("id", "msg_" + Hash.of(items.size() + "/" + text, 24));
    item.put("status", "completed").put("role", "assistant");
    item.putArray("content").addObject().put("type", "refusal").put("refusal", text);
  }

  private void call(Part.ToolCall call) {
    if (call.custom()) {
      target.requires(Feature.CUSTOM_TOOLS, "tools");
    }
    item(call.custom() ? "custom_tool_call" : "function_call")
        .put("call_id", callId(call.id()))
        .put("name", target.toolName(call.name()))
        .put(call.custom() ? "input" : "arguments", call.arguments());
  }

  private void output(Part.ToolResult result) {
    ObjectNode item =
        item(result.custom() ? "custom_tool_call_output" : "function_call_output")
            .put("call_id", callId(result.callId()));
    List<Part> said = result.parts().stream().filter(part -> !isEmpty(part)).toList();
    List<Part> parts = marked(result.error() ? error(said) : said, result.cache());
    if (parts.isEmpty()) {
      item.put("output", "");
    } else if (parts.size() == 1
        && parts.get(0) instanceof Part.Text text
        && text.cache() == null) {
      item.put("output", text.text());
    } else {
      if (!parts.stream().allMatch(Part.Text.class::isInstance)) {
        target.requires(Feature.TOOL_RESULT_MEDIA, "tool");
      }
      item.set("output", content.write(parts));
    }
  }

  private static boolean isEmpty(Part part) {
    return part instanceof Part.Text text && text.text().isEmpty();
  }

  /** A mark on a result is one on the last of its parts, if that is a text. */
  private List<Part> marked(List<Part> parts, @Nullable CacheMark mark) {
    if (mark == null) {
      return parts;
    }
    int last = parts.size() - 1;
    if (last < 0 || !(parts.get(last) instanceof Part.Text text) || text.text().isEmpty()) {
      target.drops(CacheBreakpoint.FIELD);
      return parts;
    }
    List<Part> marked = new ArrayList<>(parts);
    marked.set(last, new Part.Text(text.text(), mark));
    return marked;
  }

  /** All its texts are the error; files stay beside it. */
  private static List<Part> error(List<Part> parts) {
    StringBuilder message = new StringBuilder();
    CacheMark mark = null;
    List<Part> all = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Text text) {
        message.append(message.length() == 0 ? "" : "\n").append(text.text());
        mark = text.cache() == null ? mark : text.cache();
      } else {
        all.add(part);
      }
    }
    all.add(0, new Part.Text(ToolErrors.of(message.toString()), mark));
    return all;
  }

  /** Only what this dialect's own models thought, as they alone can read it. */
  private void reasoning(Part.Reasoning reasoning) {
    Opaque opaque = reasoning.opaque();
    if (opaque == null
        || opaque.origin() != Dialect.OPENAI_RESPONSES
        || opaque.kind() != Opaque.Kind.ENCRYPTED) {
      target.drops("reasoning_content");
      return;
    }
    ObjectNode item = item("reasoning").put("id", "rs_" + Hash.of(opaque.value(), 24));
    ArrayNode summary = item.putArray("summary");
    if (reasoning.text() != null) {
      summary.addObject().put("type", "summary_text").put("text", reasoning.text());
    }
    item.put("encrypted_content", opaque.value());
  }

  private static String callId(String id) {
    return id.isEmpty() || id.length() > LONGEST_CALL_ID
        ? CallIds.conform(id, LONGEST_CALL_ID)
        : id;
  }

  private ObjectNode item(String type) {
    return items.addObject().put("type", type);
  }
}

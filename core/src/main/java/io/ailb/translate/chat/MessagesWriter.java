package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.CacheMark;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import io.ailb.translate.openai.ToolErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the conversation. What the assistant says and calls in a row is one message; the results
 * of its calls come straight after it, each in a message of its own.
 */
final class MessagesWriter {
  private final ChatRequest request;
  private final Target target;
  private final ContentWriter content;
  private final ArrayNode messages = Json.array();

  MessagesWriter(ChatRequest request, Target target) {
    this.request = request;
    this.target = target;
    this.content = new ContentWriter(target);
  }

  ArrayNode write() {
    request.instructions().forEach(text -> instruction(List.of(text)));
    List<Turn> turns = turns();
    answered(turns, 0);
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      if (turn.role() == Turn.Role.ASSISTANT) {
        assistant(turn.parts());
        // The results may stand behind other words of the user's.
        answered(turns, i + 1);
      } else if (turn.role() == Turn.Role.USER) {
        user(turn.parts());
      } else {
        instruction(turn.parts());
      }
    }
    if (messages.isEmpty()) {
      throw new Refused("messages", "say nothing, which OpenAI refuses");
    }
    prefill(turns);
    content.keepLastMarks();
    return messages;
  }

  /** The turns in the order of messages, those of one assistant's answer as one. */
  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : request.turns()) {
      int last = turns.size() - 1;
      if (turn.role() == Turn.Role.SYSTEM && !target.prefers(Feature.MID_SYSTEM, "messages")) {
        instruction(turn.parts());
      } else if (last >= 0 && isOneAnswer(turns.get(last), turn)) {
        List<Part> parts = new ArrayList<>(turns.get(last).parts());
        parts.addAll(turn.parts());
        turns.set(last, new Turn(Turn.Role.ASSISTANT, parts));
      } else if (!isThoughtOnly(turn)) {
        turns.add(turn);
      }
    }
    return turns;
  }

  private static boolean isOneAnswer(Turn first, Turn second) {
    return first.role() == Turn.Role.ASSISTANT
        && second.role() == Turn.Role.ASSISTANT
        && (calls(first) || calls(second));
  }

  private static boolean calls(Turn turn) {
    return turn.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
  }

  /** Thoughts are never sent back, so that nothing is left of such a turn. */
  private static boolean isThoughtOnly(Turn turn) {
    return !turn.parts().isEmpty()
        && turn.parts().stream().allMatch(Part.Reasoning.class::isInstance);
  }

  private void instruction(List<? extends Part> texts) {
    boolean developer = target.has(Feature.DEVELOPER_ROLE);
    ObjectNode message = message(developer ? "developer" : "system");
    message.set("content", content.of(texts));
  }

  /** The results of calls in the turns from {@code from} to the assistant's next. */
  private void answered(List<Turn> turns, int from) {
    for (int i = from; i < turns.size() && turns.get(i).role() != Turn.Role.ASSISTANT; i++) {
      for (Part part : turns.get(i).parts()) {
        if (part instanceof Part.ToolResult result) {
          result(result);
        }
      }
    }
  }

  private void result(Part.ToolResult result) {
    ObjectNode message = message("tool");
    message.put("tool_call_id", Mistral.callId(result.callId(), target));
    message.set("content", content.of(resultParts(result)));
  }

  private List<Part> resultParts(Part.ToolResult result) {
    List<Part> parts = new ArrayList<>();
    for (Part part : result.parts()) {
      if (!(part instanceof Part.Text)) {
        target.requires(Feature.TOOL_RESULT_MEDIA, "messages.content");
      }
      parts.add(part);
    }
    boolean texts = parts.stream().allMatch(Part.Text.class::isInstance);
    if (result.error() && texts) {
      parts = List.of(new Part.Text(ToolErrors.of(joined(parts)), mark(result)));
    } else if (result.cache() != null && !parts.isEmpty()) {
      int last = parts.size() - 1;
      if (parts.get(last) instanceof Part.Text text) {
        parts.set(last, new Part.Text(text.text(), result.cache()));
      }
    }
    return parts;
  }

  /** That of the result, else of the last of its texts that has one. */
  private static @Nullable CacheMark mark(Part.ToolResult result) {
    CacheMark mark = result.cache();
    for (Part part : result.parts()) {
      if (result.cache() == null && part instanceof Part.Text text && text.cache() != null) {
        mark = text.cache();
      }
    }
    return mark;
  }

  private void user(List<Part> parts) {
    List<Part> said = parts.stream().filter(part -> !(part instanceof Part.ToolResult)).toList();
    if (!said.isEmpty() || parts.isEmpty()) {
      message("user").set("content", content.of(said));
    }
  }

  private void assistant(List<Part> parts) {
    ObjectNode message = message("assistant");
    List<Part> said = new ArrayList<>();
    ArrayNode calls = Json.array();
    for (Part part : parts) {
      if (part instanceof Part.ToolCall call) {
        calls.add(call(call));
      } else if (!(part instanceof Part.Reasoning)) {
        said.add(part);
      }
    }
    boolean textsOnly = said.stream().allMatch(MessagesWriter::isPlainText);
    if (said.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else if (textsOnly) {
      message.put("content", joined(said));
    } else {
      message.set("content", content.of(said));
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private static boolean isPlainText(Part part) {
    return part instanceof Part.Text text && text.cache() == null;
  }

  private static String joined(List<Part> texts) {
    return texts.stream().map(part -> ((Part.Text) part).text()).collect(Collectors.joining());
  }

  private ObjectNode call(Part.ToolCall call) {
    if (call.custom()) {
      target.requires(Feature.CUSTOM_TOOLS, "messages.tool_calls");
    }
    ObjectNode written = Json.object();
    String type = call.custom() ? "custom" : "function";
    written.put("id", Mistral.callId(call.id(), target));
    written.put("type", type);
    ObjectNode what = written.putObject(type);
    what.put("name", target.toolName(call.name()));
    what.put(call.custom() ? "input" : "arguments", call.arguments());
    return written;
  }

  private void prefill(List<Turn> turns) {
    int last = turns.size() - 1;
    if (last < 0 || turns.get(last).role() != Turn.Role.ASSISTANT) {
      return;
    }
    target.requires(Feature.PREFILL, "messages[" + (messages.size() - 1) + "].role");
    if (Mistral.is(target) && messages.get(messages.size() - 1) instanceof ObjectNode message) {
      message.put("prefix", true);
    }
  }

  private ObjectNode message(String role) {
    return messages.addObject().put("role", role);
  }
}

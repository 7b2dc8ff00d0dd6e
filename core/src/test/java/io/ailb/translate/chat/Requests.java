package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Turn;
import java.util.List;

/** Requests to read and to write. */
final class Requests {
  private Requests() {}

  static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  static ChatRequest read(String body) {
    return ChatCodec.INSTANCE.readRequest(Answers.object(body));
  }

  /** Reads a request with these members beside its messages. */
  static ChatRequest with(String members) {
    return read("{\"model\":\"m\"," + HI + "," + members + "}");
  }

  /** Reads a conversation. */
  static ChatRequest messages(String messages) {
    return read("{\"model\":\"m\",\"messages\":[" + messages + "]}");
  }

  static ObjectNode write(ChatRequest request, Targets targets) {
    ObjectNode written = ChatCodec.INSTANCE.writeRequest(request, targets.target());
    return Answers.object(Json.text(written));
  }

  static ChatRequest.Builder of(Turn... turns) {
    ChatRequest.Builder request = ChatRequest.builder();
    request.turns.addAll(List.of(turns));
    return request;
  }

  static Turn user(Part... parts) {
    return new Turn(Turn.Role.USER, List.of(parts));
  }

  static Turn assistant(Part... parts) {
    return new Turn(Turn.Role.ASSISTANT, List.of(parts));
  }

  static Part.ToolCall call(String id, String name) {
    return new Part.ToolCall(id, name, "{}", false, null, null);
  }

  static Part.ToolResult result(String id, String text) {
    return new Part.ToolResult(id, null, List.of(new Part.Text(text)), false, false, null);
  }

  static JsonNode json(String text) {
    JsonNode json = Json.parse(text);
    if (json == null) {
      throw new AssertionError("no JSON: " + text);
    }
    return json;
  }
}

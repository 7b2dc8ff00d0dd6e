package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Part;
import io.ailb.translate.neutral.Target;
import io.ailb.translate.neutral.Turn;
import java.util.List;

/** Requests, to and from the neutral form. */
final class Requests {
  private Requests() {}

  static ChatRequest read(String body) {
    return GeminiCodec.INSTANCE.readRequest(Answers.object(body));
  }

  /** With a question, and these fields beside it. */
  static ChatRequest with(String fields) {
    return read("{\"contents\":[{\"parts\":[{\"text\":\"Hi\"}]}]," + fields + "}");
  }

  static ChatRequest.Builder asking() {
    ChatRequest.Builder request = ChatRequest.builder();
    request.turns.add(user(new Part.Text("Hi")));
    return request;
  }

  static ChatRequest.Builder saying(Turn... turns) {
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

  static JsonNode written(ChatRequest.Builder request, Target target) {
    // Read again, as an int and a long of one value are not the same to Jackson.
    return Answers.object(GeminiCodec.INSTANCE.writeRequest(request.build(), target).toString());
  }

  static JsonNode written(ChatRequest.Builder request) {
    return written(request, Targets.of(Targets.newer()));
  }
}

package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;

/** The message and its blocks as both writers of answers begin them. */
final class Messages {
  private Messages() {}

  /** Without content and an end. */
  static ObjectNode message(AnswerEvent.Started started, AnswerFrame frame) {
    String model = started.model() != null ? started.model() : frame.model();
    ObjectNode message =
        Json.object()
            .put("id", started.id() != null ? started.id() : minted(frame))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", model == null ? "" : model);
    message.putArray("content");
    return message;
  }

  private static String minted(AnswerFrame frame) {
    return "msg_" + Hash.of(frame.now() + "/" + frame.request().hashCode(), 24);
  }

  static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text).putNull("citations");
  }

  static ObjectNode thinking(String text, String signature) {
    return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
  }

  static ObjectNode redacted(String data) {
    return Json.object().put("type", "redacted_thinking").put("data", data);
  }

  /** A call, made by the model itself and not by a program that it wrote. */
  static ObjectNode call(AnswerEvent.PartOpen call, ObjectNode input) {
    ObjectNode block =
        Json.object()
            .put("type", "tool_use")
            .put("id", CallIds.conform(String.valueOf(call.toolId()), Integer.MAX_VALUE))
            .put("name", call.toolName());
    block.set("input", input);
    block.putObject("caller").put("type", "direct");
    return block;
  }
}

package io.ailb.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.AiCall;
import io.ailb.model.CallBody;
import io.ailb.model.Dialect;
import io.ailb.model.Operation;
import io.ailb.model.Origin;
import io.ailb.translate.Recipient;
import io.ailb.translate.Said;
import io.ailb.translate.Translation;
import io.ailb.translate.neutral.Json;
import java.nio.ByteBuffer;

/**
 * The same requests in every dialect: thought up in one, translated before anything is measured.
 */
public final class Requests {
  private static final String SENTENCE =
      "The \"tide\" rises twice a day; its range depends on the coast, the Moon and the season.\n";

  private Requests() {}

  public static byte[] body(Dialect dialect, RequestSize size) {
    byte[] body = Json.bytes(body(size).put("stream", true));
    return dialect == Dialect.OPENAI_CHAT
        ? body
        : bytes(translate(call(Dialect.OPENAI_CHAT, true), body, Pair.recipient(dialect)));
  }

  /** All that happens to a request on its way to an endpoint of another dialect. */
  public static Said translate(AiCall call, byte[] body, Recipient to) {
    return new Translation(call, CallBody.plain(body), false, false, false).said(to);
  }

  public static byte[] bytes(Said said) {
    ByteBuffer only = said.body().get(0);
    byte[] bytes = new byte[only.remaining()];
    only.get(bytes);
    return bytes;
  }

  public static AiCall call(Dialect dialect, boolean stream) {
    Operation generate = Operation.toGenerate(dialect);
    return new AiCall(
        stream && dialect == Dialect.GEMINI ? Operation.STREAM_GENERATE_CONTENT : generate,
        new Origin("https", "localhost", 443),
        "model",
        stream,
        false,
        -1,
        1,
        0,
        0);
  }

  private static ObjectNode body(RequestSize size) {
    return switch (size) {
      case CHAT_2K -> conversation(1, 10);
      case TOOLS_12K -> withTools(10, 8);
      case CHAT_100K -> conversation(33, 18);
    };
  }

  private static ObjectNode conversation(int turns, int sentences) {
    ObjectNode body = Json.object().put("model", "model");
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", SENTENCE.repeat(sentences));
    for (int i = 0; i < turns; i++) {
      messages.addObject().put("role", "user").put("content", SENTENCE.repeat(sentences));
      if (i < turns - 1) {
        messages.addObject().put("role", "assistant").put("content", SENTENCE.repeat(sentences));
      }
    }
    body.put("max_completion_tokens", 1_024).put("temperature", 0.7);
    body.putObject("stream_options").put("include_usage", true);
    return body;
  }

  private static ObjectNode withTools(int tools, int calls) {
    ObjectNode body = conversation(2, 4);
    ArrayNode messages = (ArrayNode) body.get("messages");
    for (int i = 0; i < calls; i++) {
      ObjectNode call =
          messages.addObject().put("role", "assistant").putArray("tool_calls").addObject();
      call.put("id", "call_" + i).put("type", "function");
      call.putObject("function")
          .put("name", "look_up_" + i)
          .put("arguments", Json.text(arguments()));
      messages
          .addObject()
          .put("role", "tool")
          .put("tool_call_id", "call_" + i)
          .put("content", SENTENCE.repeat(4));
    }
    ArrayNode declared = body.putArray("tools");
    for (int i = 0; i < tools; i++) {
      ObjectNode function = declared.addObject().put("type", "function").putObject("function");
      function.put("name", "look_up_" + i).put("description", SENTENCE);
      function.set("parameters", schema());
    }
    return body;
  }

  private static ObjectNode arguments() {
    ObjectNode arguments = Json.object().put("place", "Saint-Malo").put("days", 3);
    arguments.putArray("fields").add("height").add("time");
    return arguments;
  }

  private static ObjectNode schema() {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("place").put("type", "string").put("description", "a harbour");
    properties.putObject("days").put("type", "integer").put("minimum", 1).put("maximum", 14);
    ObjectNode fields = properties.putObject("fields").put("type", "array");
    fields.putObject("items").put("type", "string").putArray("enum").add("height").add("time");
    schema.putArray("required").add("place").add("days").add("fields");
    return schema.put("additionalProperties", false);
  }
}

package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.Hash;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.SurrogateHold;
import org.jspecify.annotations.Nullable;

/** An item of an answer in the making: of each part of an answer there is one. */
final class OutputItem {
  final int part;
  final Kind kind;

  private int index;
  private String id;
  private final @Nullable String callId;
  private final @Nullable String name;
  private final SurrogateHold hold = new SurrogateHold();
  private final StringBuilder text = new StringBuilder();
  private final ArrayNode logprobs = Json.array();
  private @Nullable String encrypted;

  /** Whether its one part was announced. */
  boolean begun;

  /** How more of its text is said, once it has been. */
  @Nullable DeltaEvent delta;

  /**
   * @param index its place among the items
   * @param responseId of the answer: the item's own is made of both
   */
  OutputItem(AnswerEvent.PartOpen opened, int index, String responseId) {
    this.part = opened.part();
    this.index = index;
    this.kind = opened.kind();
    this.id = prefix(kind) + Hash.of(responseId + "/" + index, 24);
    this.callId = opened.toolId();
    this.name = opened.toolName();
  }

  private static String prefix(Kind kind) {
    return switch (kind) {
      case TEXT, REFUSAL -> "msg_";
      case REASONING -> "rs_";
      case TOOL_CALL -> "fc_";
      case CUSTOM_TOOL_CALL -> "ctc_";
    };
  }

  int index() {
    return index;
  }

  String id() {
    return id;
  }

  /** The caller knows it by another name and place. */
  void rename(String newId, int newIndex) {
    id = newId;
    index = newIndex;
    delta = null;
  }

  /**
   * Adds to it.
   *
   * @return what of it can be written now
   */
  String add(String delta) {
    String whole = hold.add(delta);
    text.append(whole);
    return whole;
  }

  /** The end of its text, perhaps empty. */
  String close() {
    String rest = hold.close();
    text.append(rest);
    return rest;
  }

  ArrayNode add(AnswerEvent.Logprobs more) {
    ArrayNode written = Chances.write(more.tokens());
    logprobs.addAll(written);
    return written;
  }

  /** Only a value of this dialect's own has a place. */
  void add(Opaque value) {
    if (value.origin() == Dialect.OPENAI_RESPONSES && value.kind() == Opaque.Kind.ENCRYPTED) {
      encrypted = value.value();
    }
  }

  boolean isMessage() {
    return kind == Kind.TEXT || kind == Kind.REFUSAL;
  }

  @Nullable String name() {
    return name;
  }

  String text() {
    return text.toString();
  }

  ArrayNode logprobs() {
    return logprobs;
  }

  /** As it is announced: empty. */
  ObjectNode announced() {
    return item("in_progress", "", Json.array());
  }

  /** As it is in the end. */
  ObjectNode whole(boolean complete) {
    ArrayNode parts = Json.array();
    if (kind != Kind.REASONING || text.length() > 0) {
      parts.add(part(text()));
    }
    ObjectNode item = item(complete ? "completed" : "incomplete", text(), parts);
    if (encrypted != null) {
      item.put("encrypted_content", encrypted);
    }
    return item;
  }

  private ObjectNode item(String status, String text, ArrayNode parts) {
    ObjectNode item = Json.object().put("id", id);
    switch (kind) {
      case TEXT, REFUSAL ->
          item.put("type", "message")
              .put("status", status)
              .put("role", "assistant")
              .set("content", parts);
      case REASONING -> item.put("type", "reasoning").set("summary", parts);
      case TOOL_CALL ->
          item.put("type", "function_call")
              .put("status", status)
              .put("arguments", text)
              .put("call_id", callId)
              .put("name", name);
      case CUSTOM_TOOL_CALL ->
          item.put("type", "custom_tool_call")
              .put("status", status)
              .put("input", text)
              .put("call_id", callId)
              .put("name", name);
    }
    return item;
  }

  /** The one part of a message or of a summary, with this text. */
  ObjectNode part(String text) {
    ObjectNode part = Json.object();
    switch (kind) {
      case REFUSAL -> part.put("type", "refusal").put("refusal", text);
      case REASONING -> part.put("type", "summary_text").put("text", text);
      default -> {
        part.put("type", "output_text").put("text", text).putArray("annotations");
        part.set("logprobs", text.isEmpty() ? Json.array() : logprobs.deepCopy());
      }
    }
    return part;
  }
}

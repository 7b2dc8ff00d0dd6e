package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerEvent.PartOpen;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.SurrogateHold;
import io.ailb.translate.neutral.Template;
import org.jspecify.annotations.Nullable;

/** A part of an answer while it is being written. */
final class OpenPart {
  private final PartOpen head;
  private final SurrogateHold hold = new SurrogateHold();
  private final StringBuilder kept = new StringBuilder();
  private @Nullable String signature;

  /** What more of its text is said in; of a call nothing is before it is complete. */
  Template chunk = new Template("", "");

  OpenPart(PartOpen head) {
    this.head = head;
  }

  Kind kind() {
    return head.kind();
  }

  boolean isCall() {
    return head.kind() == Kind.TOOL_CALL || head.kind() == Kind.CUSTOM_TOOL_CALL;
  }

  String name() {
    return head.toolName() == null ? "" : head.toolName();
  }

  /** What of a text can be said now; perhaps nothing. */
  String sayable(String delta) {
    return hold.add(delta);
  }

  /** What is left to say at the end of the part. */
  String rest() {
    return hold.close();
  }

  void keep(String text) {
    kept.append(text);
  }

  boolean isEmpty() {
    return kept.length() == 0;
  }

  void keep(Opaque secret) {
    if (secret.origin() == Dialect.GEMINI) {
      signature = secret.value();
    }
  }

  /** All of the text that was kept. */
  ObjectNode text() {
    return signed(text(kept.toString()));
  }

  ObjectNode text(String text) {
    ObjectNode part = Json.object().put("text", text);
    return head.kind() == Kind.REASONING ? part.put("thought", true) : part;
  }

  ObjectNode signed(ObjectNode part) {
    return signature == null ? part : part.put("thoughtSignature", signature);
  }

  boolean isSigned() {
    return signature != null;
  }

  /** The call, or null if its arguments are no object: nothing is ever repaired. */
  @Nullable ObjectNode call() {
    ObjectNode args = head.kind() == Kind.TOOL_CALL ? Json.object(kept.toString()) : null;
    if (args == null) {
      return null;
    }
    ObjectNode part = Json.object();
    ObjectNode function = part.putObject("functionCall");
    if (head.toolId() != null) {
      function.put("id", head.toolId());
    }
    function.put("name", name());
    function.set("args", args);
    return signed(part);
  }
}

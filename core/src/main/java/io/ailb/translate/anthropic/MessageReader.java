package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.ErrorReader;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.ReaderOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one answer (translation, section 6.1); a whole one as if its events came at once. */
final class MessageReader implements AnswerReader {
  private static final int ONLY = 0;

  private final Counts counts;
  private final Map<Integer, Block> open = new TreeMap<>();
  private int parts;
  private boolean started;
  private boolean anyCall;
  private boolean over;

  /** What the last {@code message_delta} said; null = none gave a reason yet. */
  private @Nullable JsonNode ending;

  /** A block that is being told; its part is -1 where nobody else knows such a block. */
  private static final class Block {
    final int part;
    final boolean call;
    boolean anyText;

    Block(int part, boolean call) {
      this.part = part;
      this.call = call;
    }
  }

  MessageReader(ReaderOptions options) {
    this.counts = new Counts(options.inputIncludesCache());
  }

  @Override
  public void event(ObjectNode data, Consumer<AnswerEvent> to) {
    if (over) {
      return;
    }
    String type = Json.string(data, "type");
    switch (type == null ? "" : type) {
      case "content_block_delta" -> delta(data, to);
      case "content_block_start" -> blockStart(data, to);
      case "content_block_stop" -> blockStop(data.path("index").asInt(), to);
      case "message_start" -> messageStart(data.path("message"), to);
      case "message_delta" -> messageDelta(data, to);
      case "message_stop" -> finish(to);
      case "ping" -> to.accept(AnswerEvent.KEEP_ALIVE);
      case "error" -> fail(ErrorReader.inside(Json.bytes(data)), to);
      default -> unknown(data, to);
    }
  }

  /** Look-alikes send errors without a type. */
  private void unknown(ObjectNode data, Consumer<AnswerEvent> to) {
    if (Json.has(data, "error")) {
      fail(ErrorReader.inside(Json.bytes(data)), to);
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (over) {
      return;
    }
    if (ending != null) {
      finish(to);
    } else {
      fail(
          ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream ended before it was complete"),
          to);
    }
  }

  @Override
  public void whole(ObjectNode body, Consumer<AnswerEvent> to) {
    if ("error".equals(Json.string(body, "type")) || Json.has(body, "error")) {
      fail(ErrorReader.inside(Json.bytes(body)), to);
      return;
    }
    start(body, to);
    ArrayNode content = Json.list(body, "content");
    for (int i = 0; i < content.size(); i++) {
      block(i, content.get(i), to);
      blockStop(i, to);
    }
    ending = body;
    finish(to);
  }

  private void messageStart(JsonNode message, Consumer<AnswerEvent> to) {
    if (started) {
      return;
    }
    start(message, to);
    if (counts.any()) {
      // The first count of the output is only that of its beginning.
      to.accept(new AnswerEvent.UsageUpdate(counts.usage().withoutOutput()));
    }
  }

  private void start(JsonNode message, Consumer<AnswerEvent> to) {
    started = true;
    counts.update(message.path("usage"));
    to.accept(
        new AnswerEvent.Started(Json.string(message, "id"), Json.string(message, "model"), 0));
  }

  private void startIfNot(Consumer<AnswerEvent> to) {
    if (!started) {
      start(Json.object(), to);
    }
  }

  private void blockStart(ObjectNode data, Consumer<AnswerEvent> to) {
    startIfNot(to);
    block(data.path("index").asInt(), data.path("content_block"), to);
  }

  /** A block begins, of a whole answer with all that it holds. */
  private void block(int index, JsonNode content, Consumer<AnswerEvent> to) {
    blockStop(index, to);
    String type = Json.string(content, "type");
    switch (type == null ? "" : type) {
      case "text" -> text(open(index, AnswerEvent.Kind.TEXT, to), content.path("text"), to);
      case "thinking" -> {
        Block block = open(index, AnswerEvent.Kind.REASONING, to);
        text(block, content.path("thinking"), to);
        secret(block, Opaque.Kind.SIGNATURE, content.path("signature"), to);
      }
      case "redacted_thinking" ->
          secret(
              open(index, AnswerEvent.Kind.REASONING, to),
              Opaque.Kind.REDACTED,
              content.path("data"),
              to);
      case "tool_use" -> call(index, content, to);
      default -> open.put(index, new Block(-1, false));
    }
  }

  private Block open(int index, AnswerEvent.Kind kind, Consumer<AnswerEvent> to) {
    Block block = new Block(parts++, false);
    open.put(index, block);
    to.accept(new AnswerEvent.PartOpen(ONLY, block.part, kind, null, null));
    return block;
  }

  private void call(int index, JsonNode content, Consumer<AnswerEvent> to) {
    String name = content.path("name").asText("");
    String id = Json.string(content, "id");
    Block block = new Block(parts++, true);
    open.put(index, block);
    anyCall = true;
    to.accept(
        new AnswerEvent.PartOpen(
            ONLY,
            block.part,
            AnswerEvent.Kind.TOOL_CALL,
            id == null ? CallIds.minted(0, block.part, name) : id,
            name));
    JsonNode input = content.path("input");
    if (input.isObject() && !input.isEmpty()) {
      emit(block, Json.text(input), to);
    }
  }

  private void delta(ObjectNode data, Consumer<AnswerEvent> to) {
    startIfNot(to);
    int index = data.path("index").asInt();
    JsonNode delta = data.path("delta");
    String type = Json.string(delta, "type");
    Block block = open.get(index);
    switch (type == null ? "" : type) {
      case "text_delta" ->
          text(opened(block, index, AnswerEvent.Kind.TEXT, to), delta.path("text"), to);
      case "thinking_delta" ->
          text(opened(block, index, AnswerEvent.Kind.REASONING, to), delta.path("thinking"), to);
      case "input_json_delta" -> {
        if (block != null) {
          text(block, delta.path("partial_json"), to);
        }
      }
      case "signature_delta" -> {
        if (block != null) {
          secret(block, Opaque.Kind.SIGNATURE, delta.path("signature"), to);
        }
      }
      default -> {}
    }
  }

  /** Look-alikes leave out the beginning of a block. */
  private Block opened(
      @Nullable Block block, int index, AnswerEvent.Kind kind, Consumer<AnswerEvent> to) {
    return block == null ? open(index, kind, to) : block;
  }

  private static void text(Block block, JsonNode text, Consumer<AnswerEvent> to) {
    if (text.isTextual() && !text.textValue().isEmpty()) {
      emit(block, text.textValue(), to);
    }
  }

  private static void emit(Block block, String text, Consumer<AnswerEvent> to) {
    if (block.part >= 0) {
      block.anyText = true;
      to.accept(new AnswerEvent.Delta(ONLY, block.part, text));
    }
  }

  private static void secret(
      Block block, Opaque.Kind kind, JsonNode value, Consumer<AnswerEvent> to) {
    if (block.part >= 0 && value.isTextual() && !value.textValue().isEmpty()) {
      to.accept(
          new AnswerEvent.Secret(
              ONLY, block.part, new Opaque(Dialect.ANTHROPIC, kind, value.textValue())));
    }
  }

  private void blockStop(int index, Consumer<AnswerEvent> to) {
    Block block = open.remove(index);
    if (block == null || block.part < 0) {
      return;
    }
    if (block.call && !block.anyText) {
      // Told to its end, and without arguments: to Anthropic that is an empty object.
      emit(block, "{}", to);
    }
    to.accept(new AnswerEvent.PartClose(ONLY, block.part));
  }

  private void messageDelta(ObjectNode data, Consumer<AnswerEvent> to) {
    startIfNot(to);
    counts.update(data.path("usage"));
    if (Json.has(data.path("delta"), "stop_reason")) {
      ending = data.path("delta");
    }
  }

  private void finish(Consumer<AnswerEvent> to) {
    over = true;
    startIfNot(to);
    open.values().stream()
        .filter(block -> block.part >= 0)
        .forEach(block -> to.accept(new AnswerEvent.PartClose(ONLY, block.part)));
    open.clear();
    to.accept(StopReasons.finish(ending == null ? Json.object() : ending, anyCall));
    if (counts.any()) {
      to.accept(new AnswerEvent.UsageUpdate(counts.usage()));
    }
    to.accept(AnswerEvent.END);
  }

  private void fail(ErrorInfo error, Consumer<AnswerEvent> to) {
    over = true;
    to.accept(new AnswerEvent.Failed(error));
  }
}

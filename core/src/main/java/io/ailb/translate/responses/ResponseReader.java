package io.ailb.translate.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.ErrorReader;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer. A stream tells everything up to three times: in deltas, in the {@code done}
 * events and in the terminal one. What was passed on is passed on once; what an earlier telling
 * left out is taken from a later one, so that a whole answer is read as a stream of which only the
 * terminal event came.
 */
final class ResponseReader implements AnswerReader {
  /** Place of a part that is a whole item. */
  private static final int ITEM = -1;

  private static final int PARTS_OF_ITEM = 1 << 20;

  private final Map<Long, Piece> pieces = new HashMap<>();
  private final Map<String, Piece> calls = new HashMap<>();
  private final Map<String, Long> items = new HashMap<>();
  private final List<Piece> open = new ArrayList<>();
  private int parts;
  private boolean started;
  private boolean ended;
  private boolean anyText;
  private boolean anyRefusal;

  @Override
  public void event(ObjectNode data, Consumer<AnswerEvent> to) {
    String type = Json.string(data, "type");
    if (ended) {
      return;
    }
    if (type == null) {
      if (Json.has(data, "error")) {
        fail(ErrorReader.inside(Json.bytes(data)), to);
      }
      return;
    }
    switch (type) {
      case "response.output_text.delta" -> text(data, "delta", Kind.TEXT, to);
      case "response.refusal.delta" -> text(data, "delta", Kind.REFUSAL, to);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          more(called(data), Json.string(data, "delta"), to);
      case "response.reasoning_summary_text.delta" -> thought(data, true, to);
      case "response.reasoning_text.delta" -> thought(data, false, to);
      case "response.output_text.done" -> rest(data, "text", Kind.TEXT, to);
      case "response.refusal.done" -> rest(data, "refusal", Kind.REFUSAL, to);
      case "response.function_call_arguments.done" ->
          rest(called(data), Json.string(data, "arguments"), to);
      case "response.custom_tool_call_input.done" ->
          rest(called(data), Json.string(data, "input"), to);
      case "response.content_part.added" -> partAdded(data, to);
      case "response.content_part.done" -> partDone(data, to);
      case "response.output_item.added" -> itemAdded(data, to);
      case "response.output_item.done" -> {
        JsonNode item = data.path("item");
        item(item, index(data), false, to);
        closeItem(index(data), Json.string(item, "id"), to);
      }
      case "response.created", "response.in_progress", "response.queued" ->
          start(data.path("response"), to);
      case "response.completed" -> terminal(data.path("response"), "completed", to);
      case "response.incomplete" -> terminal(data.path("response"), "incomplete", to);
      case "response.failed", "error" -> fail(ErrorReader.inside(Json.bytes(data)), to);
      default -> {}
    }
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (!ended) {
      fail(
          ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream ended before it was complete"),
          to);
    }
  }

  @Override
  public void whole(ObjectNode body, Consumer<AnswerEvent> to) {
    if (Json.has(body, "error") || "failed".equals(Json.string(body, "status"))) {
      fail(ErrorReader.inside(Json.bytes(body)), to);
    } else {
      terminal(body, "completed", to);
    }
  }

  private void start(JsonNode response, Consumer<AnswerEvent> to) {
    if (!started) {
      started = true;
      Long created = Json.whole(response, "created_at");
      to.accept(
          new AnswerEvent.Started(
              Json.string(response, "id"),
              Json.string(response, "model"),
              created == null ? 0 : created));
    }
  }

  private void fail(ErrorInfo error, Consumer<AnswerEvent> to) {
    ended = true;
    to.accept(new AnswerEvent.Failed(error));
  }

  private void terminal(JsonNode response, String usual, Consumer<AnswerEvent> to) {
    String stated = Json.string(response, "status");
    String status = stated == null ? usual : stated;
    if (!status.equals("completed") && !status.equals("incomplete")) {
      // Cancelled, or still on its way: there will be no more of it here.
      fail(ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "the response is " + status), to);
      return;
    }
    start(response, to);
    ArrayNode output = Json.list(response, "output");
    for (int i = 0; i < output.size(); i++) {
      JsonNode item = output.get(i);
      String id = Json.string(item, "id");
      Long announced = id == null ? null : items.get(id);
      item(item, announced == null ? i : announced, true, to);
    }
    while (!open.isEmpty()) {
      close(open.get(0), to);
    }
    String detail = Json.string(response.path("incomplete_details"), "reason");
    to.accept(new AnswerEvent.Finish(0, reason(status, detail), detail, null));
    if (Json.has(response, "usage")) {
      to.accept(new AnswerEvent.UsageUpdate(UsageFields.read(response.get("usage"))));
    }
    ended = true;
    to.accept(AnswerEvent.END);
  }

  private FinishReason reason(String status, @Nullable String detail) {
    if (status.equals("incomplete") || detail != null) {
      return switch (String.valueOf(detail)) {
        case "max_output_tokens" -> FinishReason.LENGTH;
        case "content_filter" -> FinishReason.CONTENT_FILTER;
        default -> FinishReason.OTHER;
      };
    }
    boolean refused = anyRefusal && !anyText && calls.isEmpty();
    return refused ? FinishReason.CONTENT_FILTER : FinishReason.STOP.given(!calls.isEmpty());
  }

  private void itemAdded(ObjectNode data, Consumer<AnswerEvent> to) {
    start(Json.object(), to);
    JsonNode item = data.path("item");
    long index = index(data);
    String id = Json.string(item, "id");
    if (id != null) {
      items.put(id, index);
    }
    switch (item.path("type").asText()) {
      case "function_call" -> more(call(item, index, Kind.TOOL_CALL, to), "arguments", item, to);
      case "custom_tool_call" ->
          more(call(item, index, Kind.CUSTOM_TOOL_CALL, to), "input", item, to);
      default -> {}
    }
  }

  private void more(Piece piece, String field, JsonNode item, Consumer<AnswerEvent> to) {
    if (piece.length == 0) {
      more(piece, Json.string(item, field), to);
    }
  }

  private void partAdded(ObjectNode data, Consumer<AnswerEvent> to) {
    JsonNode part = data.path("part");
    switch (part.path("type").asText()) {
      case "output_text" -> more(part(data, Kind.TEXT, to), "text", part, to);
      case "refusal" -> more(part(data, Kind.REFUSAL, to), "refusal", part, to);
      default -> {}
    }
  }

  private void partDone(ObjectNode data, Consumer<AnswerEvent> to) {
    Piece piece = content(data.path("part"), index(data), contentIndex(data), data, false, to);
    if (piece != null) {
      close(piece, to);
    }
  }

  /** An item as its last telling has it. */
  private void item(JsonNode item, long index, boolean terminal, Consumer<AnswerEvent> to) {
    start(Json.object(), to);
    switch (item.path("type").asText()) {
      case "message" -> {
        ArrayNode content = Json.list(item, "content");
        for (int i = 0; i < content.size(); i++) {
          content(content.get(i), index, i, item, terminal, to);
        }
      }
      case "function_call" ->
          rest(call(item, index, Kind.TOOL_CALL, to), Json.string(item, "arguments"), to);
      case "custom_tool_call" ->
          rest(call(item, index, Kind.CUSTOM_TOOL_CALL, to), Json.string(item, "input"), to);
      case "reasoning" -> reasoning(item, index, terminal, to);
      default -> {}
    }
    if (terminal) {
      closeItem(index, Json.string(item, "id"), to);
    }
  }

  private @Nullable Piece content(
      JsonNode part,
      long index,
      int place,
      JsonNode owner,
      boolean terminal,
      Consumer<AnswerEvent> to) {
    boolean refusal = "refusal".equals(Json.string(part, "type"));
    if (!refusal && !"output_text".equals(Json.string(part, "type"))) {
      return null;
    }
    String id = Json.string(owner, owner.has("item_id") ? "item_id" : "id");
    Kind kind = refusal ? Kind.REFUSAL : Kind.TEXT;
    Piece piece = piece(index, place, kind, id, !terminal, to);
    rest(piece, Json.string(part, refusal ? "refusal" : "text"), to);
    if (!piece.logprobs) {
      logprobs(piece, part.path("logprobs"), to);
    }
    return piece;
  }

  private void reasoning(JsonNode item, long index, boolean terminal, Consumer<AnswerEvent> to) {
    String text = ReasoningText.of(item);
    String encrypted = Json.string(item, "encrypted_content");
    if (text.isEmpty() && encrypted == null) {
      return;
    }
    Piece piece = piece(index, ITEM, Kind.REASONING, Json.string(item, "id"), !terminal, to);
    rest(piece, text, to);
    if (encrypted != null && !piece.closed) {
      to.accept(new AnswerEvent.Secret(0, piece.part, InputReader.sealed(encrypted)));
      close(piece, to);
    }
  }

  private void thought(ObjectNode data, boolean summary, Consumer<AnswerEvent> to) {
    String delta = Json.string(data, "delta");
    if (delta == null || delta.isEmpty()) {
      return;
    }
    Piece piece = piece(index(data), ITEM, Kind.REASONING, Json.string(data, "item_id"), true, to);
    int place = data.path(summary ? "summary_index" : "content_index").asInt();
    if (piece.length == 0) {
      piece.summary = summary;
    } else if (piece.summary != summary) {
      return;
    } else if (place != piece.summaryIndex) {
      more(piece, ReasoningText.GAP, to);
    }
    piece.summaryIndex = place;
    more(piece, delta, to);
  }

  private void text(ObjectNode data, String field, Kind kind, Consumer<AnswerEvent> to) {
    Piece piece = part(data, kind, to);
    more(piece, Json.string(data, field), to);
    logprobs(piece, data.path("logprobs"), to);
  }

  private void rest(ObjectNode data, String field, Kind kind, Consumer<AnswerEvent> to) {
    rest(part(data, kind, to), Json.string(data, field), to);
  }

  private void logprobs(Piece piece, JsonNode logprobs, Consumer<AnswerEvent> to) {
    if (!logprobs.isEmpty() && !piece.closed) {
      piece.logprobs = true;
      to.accept(new AnswerEvent.Logprobs(0, piece.part, Chances.read(logprobs)));
    }
  }

  /** What of the full text was not passed on yet. */
  private void rest(@Nullable Piece piece, @Nullable String full, Consumer<AnswerEvent> to) {
    if (piece != null && full != null && full.length() > piece.length) {
      more(piece, full.substring(piece.length), to);
    }
  }

  private void more(@Nullable Piece piece, @Nullable String text, Consumer<AnswerEvent> to) {
    if (piece != null && !piece.closed && text != null && !text.isEmpty()) {
      piece.length += text.length();
      anyText |= piece.kind == Kind.TEXT;
      anyRefusal |= piece.kind == Kind.REFUSAL;
      to.accept(new AnswerEvent.Delta(0, piece.part, text));
    }
  }

  private Piece part(ObjectNode data, Kind kind, Consumer<AnswerEvent> to) {
    return piece(index(data), contentIndex(data), kind, Json.string(data, "item_id"), true, to);
  }

  /**
   * The piece at a place, opened if there is none.
   *
   * @param again whether another item may have taken a place whose first item is complete
   */
  private Piece piece(
      long index,
      int place,
      Kind kind,
      @Nullable String itemId,
      boolean again,
      Consumer<AnswerEvent> to) {
    long key = key(index, place);
    Piece piece = pieces.get(key);
    if (piece != null && !(again && piece.closed && !piece.isOf(itemId))) {
      return piece;
    }
    start(Json.object(), to);
    piece = new Piece(parts++, kind, itemId, index);
    pieces.put(key, piece);
    begin(piece, null, null, to);
    return piece;
  }

  /** Calls are told apart by their own ids, as hosts have put several at one place. */
  private Piece call(JsonNode item, long index, Kind kind, Consumer<AnswerEvent> to) {
    String name = item.path("name").asText("");
    String id = Json.string(item, "call_id");
    if (id == null || id.isEmpty()) {
      id = Json.string(item, "id");
    }
    if (id == null || id.isEmpty()) {
      id = CallIds.minted(0, (int) index, name);
    }
    Piece piece = calls.get(id);
    if (piece == null) {
      piece = new Piece(parts++, kind, Json.string(item, "id"), index);
      calls.put(id, piece);
      pieces.put(key(index, ITEM), piece);
      begin(piece, id, name, to);
    }
    return piece;
  }

  /** The call that an event belongs to; null if it was not announced. */
  private @Nullable Piece called(ObjectNode data) {
    Piece piece = pieces.get(key(index(data), ITEM));
    String id = Json.string(data, "item_id");
    if (piece == null || piece.isOf(id)) {
      return piece;
    }
    for (Piece other : open) {
      if (other.outputIndex == piece.outputIndex && other.isOf(id)) {
        return other;
      }
    }
    return piece; // its host gives it a new id each time
  }

  private void begin(
      Piece piece, @Nullable String id, @Nullable String name, Consumer<AnswerEvent> to) {
    open.add(piece);
    to.accept(new AnswerEvent.PartOpen(0, piece.part, piece.kind, id, name));
  }

  private void closeItem(long index, @Nullable String id, Consumer<AnswerEvent> to) {
    boolean shared = open.stream().filter(piece -> piece.outputIndex == index).count() > 1;
    for (int i = open.size() - 1; i >= 0; i--) {
      Piece piece = open.get(i);
      if (piece.outputIndex == index && (!shared || piece.isOf(id))) {
        close(piece, to);
      }
    }
  }

  private void close(Piece piece, Consumer<AnswerEvent> to) {
    if (!piece.closed) {
      piece.closed = true;
      open.remove(piece);
      to.accept(new AnswerEvent.PartClose(0, piece.part));
    }
  }

  private static long index(ObjectNode data) {
    return Math.max(0, data.path("output_index").asInt());
  }

  private static int contentIndex(ObjectNode data) {
    return Math.max(0, data.path("content_index").asInt());
  }

  private static long key(long index, int place) {
    return index * PARTS_OF_ITEM + (place + 1) % PARTS_OF_ITEM;
  }
}

package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.Problem;
import io.ailb.translate.neutral.SurrogateHold;
import io.ailb.translate.neutral.Template;
import io.ailb.translate.neutral.Utf8;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer as named events (translation, section 6.2). Blocks never overlap: what comes of
 * another part while a block is open waits until that is closed.
 */
final class StreamWriter implements AnswerWriter {
  private final AnswerFrame frame;

  /** Parts that came and are not closed by the provider, by number. */
  private final Map<Integer, Piece> pieces = new HashMap<>();

  /** Those that wait for the open block to close, in order. */
  private final Queue<Piece> waiting = new ArrayDeque<>();

  private @Nullable Piece open;

  /** How more of the open block's text is said. */
  private Template delta = new Template("", "");

  private int blocks;
  private boolean refused;

  /** Told with the first thing after it, so that counts which come at once are in it. */
  private AnswerEvent.@Nullable Started start;

  private boolean started;
  private Usage usage = Usage.NONE;
  private AnswerEvent.@Nullable Finish finish;

  /** A part on its way to be a block. */
  private static final class Piece {
    final AnswerEvent.PartOpen part;
    final SurrogateHold hold = new SurrogateHold();

    /** What has come and is not written. */
    final StringBuilder text = new StringBuilder();

    @Nullable Opaque secret;
    boolean closed;
    boolean waits;

    Piece(AnswerEvent.PartOpen part) {
      this.part = part;
    }

    boolean isThought() {
      return part.kind() == AnswerEvent.Kind.REASONING;
    }

    boolean isCall() {
      return part.kind() == AnswerEvent.Kind.TOOL_CALL
          || part.kind() == AnswerEvent.Kind.CUSTOM_TOOL_CALL;
    }
  }

  StreamWriter(AnswerFrame frame) {
    this.frame = frame;
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Started first) {
      start = first;
      return;
    }
    if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
      return;
    }
    start(to);
    if (event instanceof AnswerEvent.Delta delta) {
      delta(delta, to);
    } else if (event instanceof AnswerEvent.PartOpen part) {
      partOpen(part, to);
    } else if (event instanceof AnswerEvent.PartClose part) {
      partClose(part, to);
    } else if (event instanceof AnswerEvent.Secret secret) {
      secret(secret);
    } else if (event instanceof AnswerEvent.Finish end) {
      finish(end, to);
    } else if (event instanceof AnswerEvent.End) {
      end(to);
    } else if (event instanceof AnswerEvent.KeepAlive) {
      keepAlive(to);
    } else if (event instanceof AnswerEvent.Failed failed) {
      fail(failed.error(), to);
    }
  }

  @Override
  public boolean passed(ObjectNode event) {
    int index = event.path("index").asInt(blocks);
    if (open != null && index != blocks && event.path("delta").has("text")) {
      blocks = index;
      delta = template(open);
    }
    return true;
  }

  private void start(Utf8 to) {
    AnswerEvent.Started first = start;
    if (first == null) {
      return;
    }
    start = null;
    started = true;
    ObjectNode message = Messages.message(first, frame);
    message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
    message.set("usage", Counts.write(usage.withoutOutput()));
    ObjectNode data = Json.object().put("type", "message_start");
    data.set("message", message);
    event("message_start", data, to);
  }

  /** Anthropic's own sign of life comes after the start only. */
  private void keepAlive(Utf8 to) {
    if (started) {
      event("ping", Json.object().put("type", "ping"), to);
    } else {
      to.add(": keep-alive\n\n");
    }
  }

  private void partOpen(AnswerEvent.PartOpen part, Utf8 to) {
    if (part.choice() != 0) {
      return;
    }
    Piece piece = new Piece(part);
    pieces.put(part.part(), piece);
    refused |= part.kind() == AnswerEvent.Kind.REFUSAL;
    if (piece.isCall()) {
      advance(piece, to);
    }
  }

  private void delta(AnswerEvent.Delta delta, Utf8 to) {
    Piece piece = delta.choice() == 0 ? pieces.get(delta.part()) : null;
    if (piece == null) {
      return;
    }
    String text = piece.hold.add(delta.text());
    if (piece == open) {
      text(piece, text, to);
    } else if (!text.isEmpty()) {
      piece.text.append(text);
      advanceUnlessThought(piece, to);
    }
  }

  /** A thought is written when it is complete: only then is it known to be signed. */
  private void advanceUnlessThought(Piece piece, Utf8 to) {
    if (!piece.isThought()) {
      advance(piece, to);
    }
  }

  private void secret(AnswerEvent.Secret secret) {
    Piece piece = secret.choice() == 0 ? pieces.get(secret.part()) : null;
    if (piece != null && Thinking.isOurs(secret.value())) {
      piece.secret = secret.value();
    }
  }

  private void partClose(AnswerEvent.PartClose close, Utf8 to) {
    Piece piece = close.choice() == 0 ? pieces.remove(close.part()) : null;
    if (piece != null) {
      close(piece, to);
    }
  }

  private void close(Piece piece, Utf8 to) {
    piece.closed = true;
    String rest = piece.hold.close();
    if (piece == open) {
      text(piece, rest, to);
      stop(piece, to);
      goOn(to);
      return;
    }
    piece.text.append(rest);
    if (piece.isThought() ? piece.secret != null : !piece.text.isEmpty() || piece.isCall()) {
      advance(piece, to);
    }
  }

  /** Begins a part's block now, or lets it wait. */
  private void advance(Piece piece, Utf8 to) {
    if (open == null) {
      begin(piece, to);
      goOn(to);
    } else if (!piece.waits) {
      piece.waits = true;
      waiting.add(piece);
    }
  }

  private void begin(Piece piece, Utf8 to) {
    open = piece;
    ObjectNode start = Json.object().put("type", "content_block_start").put("index", blocks);
    start.set("content_block", block(piece));
    event("content_block_start", start, to);
    delta = template(piece);
    if (piece.isCall()) {
      // SDKs take no call without any of these.
      delta.write("", to);
    }
    String text = piece.text.toString();
    piece.text.setLength(0);
    text(piece, text, to);
    if (piece.closed) {
      stop(piece, to);
    }
  }

  private static ObjectNode block(Piece piece) {
    if (piece.isCall()) {
      return Messages.call(piece.part, Json.object());
    }
    Opaque secret = piece.secret;
    if (!piece.isThought() || secret == null) {
      return Messages.text("");
    }
    return secret.kind() == Opaque.Kind.REDACTED
        ? Messages.redacted(secret.value())
        : Messages.thinking("", "");
  }

  private Template template(Piece piece) {
    String start =
        switch (piece.part.kind()) {
          case TEXT, REFUSAL -> "{\"type\":\"text_delta\",\"text\":";
          case REASONING -> "{\"type\":\"thinking_delta\",\"thinking\":";
          case TOOL_CALL, CUSTOM_TOOL_CALL -> "{\"type\":\"input_json_delta\",\"partial_json\":";
        };
    String event =
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
            + blocks
            + ",\"delta\":";
    return new Template(event + start, "}}\n\n");
  }

  private void text(Piece piece, String text, Utf8 to) {
    boolean redacted = piece.secret != null && piece.secret.kind() == Opaque.Kind.REDACTED;
    if (!text.isEmpty() && !redacted) {
      delta.write(text, to);
    }
  }

  private void stop(Piece piece, Utf8 to) {
    sign(piece, to);
    event(
        "content_block_stop",
        Json.object().put("type", "content_block_stop").put("index", blocks),
        to);
    blocks++;
    open = null;
  }

  /** Begins those that waited for the open block to close, until one of them stays open. */
  private void goOn(Utf8 to) {
    while (open == null && !waiting.isEmpty()) {
      begin(waiting.remove(), to);
    }
  }

  private void sign(Piece piece, Utf8 to) {
    Opaque secret = piece.secret;
    if (!piece.isThought() || secret == null || secret.kind() == Opaque.Kind.REDACTED) {
      return;
    }
    ObjectNode data = Json.object().put("type", "content_block_delta").put("index", blocks);
    data.putObject("delta").put("type", "signature_delta").put("signature", secret.value());
    event("content_block_delta", data, to);
  }

  /** The reason is told together with the counts, which come after it. */
  private void finish(AnswerEvent.Finish end, Utf8 to) {
    if (end.choice() != 0) {
      return;
    }
    finish = end;
    while (open != null) {
      pieces.remove(open.part.part());
      close(open, to);
    }
  }

  private void end(Utf8 to) {
    if (finish == null) {
      return;
    }
    ObjectNode data = Json.object().put("type", "message_delta");
    StopReasons.write(finish, refused, data.putObject("delta"));
    ObjectNode counts = Counts.write(usage);
    if (usage.input() == Usage.UNKNOWN) {
      counts.remove("input_tokens");
    }
    data.set("usage", counts);
    event("message_delta", data, to);
    event("message_stop", Json.object().put("type", "message_stop"), to);
  }

  private static void fail(ErrorInfo error, Utf8 to) {
    to.add(
        AnthropicErrors.INSTANCE.event(
            new Problem(
                error.kind(), error.status(), error.message(), error.code(), error.requestId())));
  }

  private static void event(String name, JsonNode data, Utf8 to) {
    to.add("event: ").add(name).add("\ndata: ").add(data).add("\n\n");
  }
}

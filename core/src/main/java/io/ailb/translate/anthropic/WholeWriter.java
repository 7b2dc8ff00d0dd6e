package io.ailb.translate.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import io.ailb.translate.neutral.SurrogateHold;
import io.ailb.translate.neutral.Utf8;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects one answer and writes it as one message. */
final class WholeWriter implements AnswerWriter {
  private final AnswerFrame frame;
  private final Map<Integer, Piece> pieces = new TreeMap<>();
  private AnswerEvent.Started started = new AnswerEvent.Started(null, null, 0);
  private Usage usage = Usage.NONE;
  private AnswerEvent.@Nullable Finish finish;
  private boolean refused;

  /** What there is of a part. */
  private static final class Piece {
    final AnswerEvent.PartOpen part;
    final SurrogateHold hold = new SurrogateHold();
    final StringBuilder text = new StringBuilder();
    @Nullable Opaque secret;

    Piece(AnswerEvent.PartOpen part) {
      this.part = part;
    }

    String text() {
      return text.append(hold.close()).toString();
    }
  }

  WholeWriter(AnswerFrame frame) {
    this.frame = frame;
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Delta delta) {
      Piece piece = piece(delta.choice(), delta.part());
      if (piece != null) {
        piece.text.append(piece.hold.add(delta.text()));
      }
    } else if (event instanceof AnswerEvent.PartOpen part) {
      partOpen(part);
    } else if (event instanceof AnswerEvent.Secret secret) {
      Piece piece = piece(secret.choice(), secret.part());
      if (piece != null && Thinking.isOurs(secret.value())) {
        piece.secret = secret.value();
      }
    } else if (event instanceof AnswerEvent.Started start) {
      started = start;
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.Finish end) {
      finish = end.choice() == 0 ? end : finish;
    } else if (event instanceof AnswerEvent.End) {
      end(to);
    }
  }

  private @Nullable Piece piece(int choice, int part) {
    return choice == 0 ? pieces.get(part) : null;
  }

  private void partOpen(AnswerEvent.PartOpen part) {
    if (part.choice() == 0) {
      pieces.put(part.part(), new Piece(part));
      refused |= part.kind() == AnswerEvent.Kind.REFUSAL;
    }
  }

  private void end(Utf8 to) {
    if (finish == null) {
      return;
    }
    ObjectNode message = Messages.message(started, frame);
    ArrayNode content = (ArrayNode) message.path("content");
    boolean anyCall = false;
    for (Piece piece : pieces.values()) {
      ObjectNode block = block(piece);
      if (block != null) {
        anyCall |= "tool_use".equals(Json.string(block, "type"));
        content.add(block);
      }
    }
    StopReasons.write(reason(finish, anyCall), refused, message);
    message.set("usage", Counts.write(usage));
    to.add(message);
  }

  /** Calls that nobody can read are none. */
  private static AnswerEvent.Finish reason(AnswerEvent.Finish finish, boolean anyCall) {
    return finish.reason() != FinishReason.TOOL_CALLS || anyCall
        ? finish
        : new AnswerEvent.Finish(
            finish.choice(), FinishReason.ERROR, finish.detail(), finish.stopText());
  }

  /** The part as a block, or null if there is none to make of it. */
  private static @Nullable ObjectNode block(Piece piece) {
    String text = piece.text();
    return switch (piece.part.kind()) {
      case TEXT, REFUSAL -> text.isEmpty() ? null : Messages.text(text);
      case REASONING -> thought(text, piece.secret);
      case TOOL_CALL, CUSTOM_TOOL_CALL -> call(piece.part, text);
    };
  }

  private static @Nullable ObjectNode thought(String text, @Nullable Opaque secret) {
    if (secret == null) {
      return null;
    }
    return secret.kind() == Opaque.Kind.REDACTED
        ? Messages.redacted(secret.value())
        : Messages.thinking(text, secret.value());
  }

  /** Arguments that were cut off, or are no object, are not repaired: the call is left out. */
  private static @Nullable ObjectNode call(AnswerEvent.PartOpen part, String arguments) {
    ObjectNode input = Json.object(arguments);
    return input == null ? null : Messages.call(part, input);
  }
}

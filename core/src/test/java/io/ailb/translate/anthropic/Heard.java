package io.ailb.translate.anthropic;

import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.Opaque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a list of events amounts to; holds them to their contract while it listens. */
final class Heard {
  record Piece(AnswerEvent.PartOpen open, String text, List<Opaque> secrets) {}

  private final Map<Integer, AnswerEvent.PartOpen> parts = new LinkedHashMap<>();
  private final Map<Integer, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<Integer, List<Opaque>> secrets = new LinkedHashMap<>();
  private final List<Integer> open = new ArrayList<>();
  private boolean started;

  AnswerEvent.Finish finish;
  Usage usage = Usage.NONE;
  boolean ended;
  ErrorInfo failure;

  static Heard of(List<AnswerEvent> events) {
    Heard heard = new Heard();
    events.forEach(heard::hear);
    return heard;
  }

  private void hear(AnswerEvent event) {
    require(!ended && failure == null, "nothing comes after the end: " + event);
    if (event instanceof AnswerEvent.Started) {
      require(!started, "starts twice");
      started = true;
    } else if (event instanceof AnswerEvent.PartOpen part) {
      require(started && finish == null, "out of place: " + event);
      parts.put(part.part(), part);
      texts.put(part.part(), new StringBuilder());
      secrets.put(part.part(), new ArrayList<>());
      open.add(part.part());
    } else if (event instanceof AnswerEvent.Delta delta) {
      require(open.contains(delta.part()) && !delta.text().isEmpty(), "bad delta: " + event);
      texts.get(delta.part()).append(delta.text());
    } else if (event instanceof AnswerEvent.Secret secret) {
      require(open.contains(secret.part()), "bad secret: " + event);
      secrets.get(secret.part()).add(secret.value());
    } else if (event instanceof AnswerEvent.PartClose close) {
      require(open.remove((Integer) close.part()), "closed twice: " + event);
    } else if (event instanceof AnswerEvent.Finish end) {
      require(open.isEmpty(), "finish with an open part");
      finish = end;
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = update.usage();
    } else if (event instanceof AnswerEvent.Failed failed) {
      failure = failed.error();
    } else if (event instanceof AnswerEvent.End) {
      require(finish != null, "an end without a finish");
      ended = true;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  List<Piece> pieces() {
    return parts.values().stream()
        .map(part -> new Piece(part, texts.get(part.part()).toString(), secrets.get(part.part())))
        .toList();
  }

  List<Piece> pieces(AnswerEvent.Kind kind) {
    return pieces().stream().filter(piece -> piece.open().kind() == kind).toList();
  }

  String text() {
    StringBuilder all = new StringBuilder();
    pieces(AnswerEvent.Kind.TEXT).forEach(piece -> all.append(piece.text()));
    return all.toString();
  }
}

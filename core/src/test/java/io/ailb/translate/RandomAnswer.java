package io.ailb.translate;

import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An answer drawn at random, in the order that {@link AnswerEvent} asks for: some choices, each
 * with thoughts, texts, a refusal and calls, whose arguments may come interleaved and beside a
 * text.
 */
final class RandomAnswer {
  final List<AnswerEvent> events = new ArrayList<>();

  /** Whether a call was open while something else came. */
  boolean overlaps;

  private final Draw draw;
  private final boolean custom;

  private RandomAnswer(Draw draw, boolean custom) {
    this.draw = draw;
    this.custom = custom;
  }

  /**
   * @param choices at most so many
   * @param custom whether calls may take free text
   */
  static RandomAnswer drawn(Draw draw, int choices, boolean custom) {
    RandomAnswer answer = new RandomAnswer(draw, custom);
    answer.compose(1 + draw.upTo(choices));
    return answer;
  }

  /** The same, broken off somewhere. */
  List<AnswerEvent> failed() {
    List<AnswerEvent> failed = new ArrayList<>(events.subList(0, 1 + draw.upTo(events.size() - 1)));
    ErrorClass kind =
        draw.oneOf(ErrorClass.OVERLOADED, ErrorClass.SERVER_ERROR, ErrorClass.NETWORK);
    failed.add(new AnswerEvent.Failed(ErrorInfo.withoutAnswer(kind, "no more of " + draw.words())));
    return failed;
  }

  private void compose(int choices) {
    List<Deque<AnswerEvent>> running = new ArrayList<>();
    for (int choice = 0; choice < choices; choice++) {
      running.add(new Choice(choice).events);
    }
    sign();
    events.add(
        new AnswerEvent.Started(
            draw.orNull(() -> "id-" + draw.letters(8)),
            draw.orNull(() -> draw.letters(5)),
            draw.either() ? 0 : 1_700_000_000L + draw.upTo(1_000_000)));
    Usage usage = usage();
    while (!running.isEmpty()) {
      Deque<AnswerEvent> one = draw.oneOf(running);
      events.add(one.remove());
      if (one.isEmpty()) {
        running.remove(one);
      }
      sign();
      if (draw.onceIn(12) && usage.isKnown()) {
        events.add(
            new AnswerEvent.UsageUpdate(
                new Usage(
                    usage.input(), 1, usage.cachedInput(), usage.cacheWrite(), Usage.UNKNOWN)));
      }
    }
    if (usage.isKnown()) {
      events.add(new AnswerEvent.UsageUpdate(usage));
    }
    events.add(AnswerEvent.END);
  }

  /** A sign of life, sometimes. */
  private void sign() {
    if (draw.onceIn(10)) {
      events.add(AnswerEvent.KEEP_ALIVE);
    }
  }

  private Usage usage() {
    if (draw.onceIn(4)) {
      return Usage.NONE;
    }
    long input = draw.upTo(1000);
    long cached = draw.either() ? Usage.UNKNOWN : draw.upTo((int) input + 1);
    long left = input - Math.max(0, cached);
    long written = draw.either() ? Usage.UNKNOWN : draw.upTo((int) left + 1);
    long output = draw.upTo(1000);
    long reasoning = draw.either() ? Usage.UNKNOWN : draw.upTo((int) output + 1);
    return new Usage(input, output, cached, written, reasoning);
  }

  /** One of them. */
  private final class Choice {
    final Deque<AnswerEvent> events = new ArrayDeque<>();

    private final int index;
    private int parts;
    private boolean anyCall;
    private boolean anyText;

    /** Arguments that are still to come, of the calls that are open. */
    private final List<Call> open = new ArrayList<>();

    private record Call(int part, Deque<String> rest) {}

    Choice(int index) {
      this.index = index;
      boolean refuses = draw.onceIn(6);
      boolean cut = draw.onceIn(5);
      int pieces = refuses ? draw.upTo(2) : draw.upTo(5);
      for (int i = 0; i < pieces; i++) {
        piece(refuses);
      }
      if (refuses) {
        said(Kind.REFUSAL, draw.words());
      }
      boolean unfinished = cut && !open.isEmpty();
      endCalls(unfinished);
      if (unfinished) {
        finish(draw.oneOf(FinishReason.LENGTH, FinishReason.CONTENT_FILTER));
      } else if (refuses) {
        finish(draw.oneOf(FinishReason.STOP, FinishReason.CONTENT_FILTER));
      } else if (anyCall) {
        finish(draw.onceIn(5) ? FinishReason.LENGTH : FinishReason.TOOL_CALLS);
      } else {
        finish(
            draw.oneOf(
                FinishReason.STOP,
                FinishReason.STOP,
                FinishReason.LENGTH,
                FinishReason.CONTENT_FILTER,
                anyText ? FinishReason.ERROR : FinishReason.STOP,
                FinishReason.PAUSE,
                FinishReason.OTHER));
      }
    }

    private void piece(boolean refuses) {
      switch (draw.upTo(refuses ? 2 : 5)) {
        case 0 -> thought();
        case 1, 2 -> {
          String text = draw.text();
          anyText |= !text.isEmpty();
          said(Kind.TEXT, text);
        }
        default -> call();
      }
    }

    private void finish(FinishReason reason) {
      events.add(new AnswerEvent.Finish(index, reason, null, null));
    }

    private int opened(Kind kind, String id, String name) {
      int part = parts++;
      events.add(new AnswerEvent.PartOpen(index, part, kind, id, name));
      return part;
    }

    private void said(Kind kind, String text) {
      int part = opened(kind, null, null);
      for (String piece : draw.pieces(text)) {
        delta(part, piece);
        if (kind == Kind.TEXT && draw.onceIn(9)) {
          events.add(new AnswerEvent.Logprobs(index, part, List.of(chance(piece))));
        }
        goOn();
      }
      close(part);
    }

    private static AnswerEvent.TokenLogprob chance(String token) {
      return new AnswerEvent.TokenLogprob(
          token, -0.5, List.of(new AnswerEvent.TokenLogprob("b", -1, List.of())));
    }

    private void thought() {
      int part = opened(Kind.REASONING, null, null);
      draw.pieces(draw.text()).forEach(piece -> delta(part, piece));
      if (draw.either()) {
        Dialect origin = draw.oneOf(Dialect.values());
        Opaque.Kind kind =
            origin == Dialect.OPENAI_RESPONSES
                ? Opaque.Kind.ENCRYPTED
                : origin == Dialect.ANTHROPIC && draw.onceIn(3)
                    ? Opaque.Kind.REDACTED
                    : Opaque.Kind.SIGNATURE;
        events.add(new AnswerEvent.Secret(index, part, new Opaque(origin, kind, draw.letters(20))));
      }
      close(part);
    }

    private void call() {
      boolean free = custom && draw.onceIn(4);
      anyCall = true;
      String id = "call_" + index + "_" + parts + draw.letters(3);
      int part = opened(free ? Kind.CUSTOM_TOOL_CALL : Kind.TOOL_CALL, id, "do_" + draw.letters(3));
      String arguments = free ? draw.words() : draw.onceIn(6) ? "" : Json.text(draw.object());
      Call call = new Call(part, new ArrayDeque<>(draw.pieces(arguments)));
      open.add(call);
      if (draw.either()) {
        endCalls(false);
      } else {
        overlaps = true;
      }
      goOn();
    }

    /** More of the calls that are open, sometimes. */
    private void goOn() {
      if (!open.isEmpty() && draw.either()) {
        Call call = draw.oneOf(open);
        if (!call.rest.isEmpty()) {
          delta(call.part, call.rest.remove());
        }
      }
    }

    private void endCalls(boolean unfinished) {
      while (open.stream().anyMatch(call -> !call.rest.isEmpty())) {
        Call call = draw.oneOf(open);
        if (unfinished && call.part == open.get(open.size() - 1).part && draw.either()) {
          call.rest.clear();
        }
        if (!call.rest.isEmpty()) {
          delta(call.part, call.rest.remove());
        }
      }
      open.forEach(call -> close(call.part));
      open.clear();
    }

    private void delta(int part, String text) {
      events.add(new AnswerEvent.Delta(index, part, text));
    }

    private void close(int part) {
      events.add(new AnswerEvent.PartClose(index, part));
    }
  }
}

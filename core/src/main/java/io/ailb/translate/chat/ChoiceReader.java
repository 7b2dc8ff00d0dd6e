package io.ailb.translate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one choice: deltas of a stream, or a message at once. Text, refusal and reasoning take
 * turns, so that at most one of them is open; calls stay open to the end, as their arguments may
 * come interleaved.
 */
final class ChoiceReader {
  private static final int NONE = -1;

  private final int index;
  private final CallsReader calls;
  private int nextPart;

  /** The part whose text is coming, if any, and what it is. */
  private int open = NONE;

  private Kind openKind = Kind.TEXT;

  private boolean anyText;
  private boolean anyRefusal;
  private boolean finished;

  ChoiceReader(int index, String answer) {
    this.index = index;
    this.calls = new CallsReader(this, answer);
  }

  int index() {
    return index;
  }

  boolean isFinished() {
    return finished;
  }

  int newPart() {
    return nextPart++;
  }

  /**
   * Takes what is new.
   *
   * @param said the delta or the message
   * @param choice around it
   */
  void read(JsonNode said, JsonNode choice, Consumer<AnswerEvent> to) {
    if (finished) {
      return;
    }
    reasoning(said, to);
    content(said.get("content"), to);
    text(Kind.REFUSAL, said.get("refusal"), to);
    logprobs(choice.get("logprobs"), to);
    calls.read(said, to);
    String word = Json.string(choice, "finish_reason");
    if (word != null && !word.isEmpty()) {
      finish(word, to);
    }
  }

  /** No more of it will come; {@code word} is null where the provider did not say why. */
  void finish(@Nullable String word, Consumer<AnswerEvent> to) {
    if (finished) {
      return;
    }
    finished = true;
    closeText(to);
    calls.close(to);
    to.accept(new AnswerEvent.Finish(index, reason(word), word, null));
  }

  private FinishReason reason(@Nullable String word) {
    FinishReason given = word == null ? FinishReason.STOP : FinishWords.read(word);
    if (given != FinishReason.STOP) {
      return given;
    }
    if (calls.anyUnusable() && !calls.any()) {
      return FinishReason.ERROR;
    }
    boolean refused = anyRefusal && !anyText && !calls.any();
    return refused ? FinishReason.CONTENT_FILTER : given.given(calls.any());
  }

  /** Open models think aloud, under one of two names. */
  private void reasoning(JsonNode said, Consumer<AnswerEvent> to) {
    JsonNode text = said.get("reasoning_content");
    text(Kind.REASONING, text != null && text.isTextual() ? text : said.get("reasoning"), to);
  }

  private void content(@Nullable JsonNode content, Consumer<AnswerEvent> to) {
    if (content instanceof ArrayNode parts) { // Mistral, when it thinks
      for (JsonNode part : parts) {
        text(Kind.TEXT, part.get("text"), to);
        for (JsonNode thought : part.path("thinking")) {
          text(Kind.REASONING, thought.get("text"), to);
        }
      }
    } else {
      text(Kind.TEXT, content, to);
    }
  }

  private void text(Kind kind, @Nullable JsonNode more, Consumer<AnswerEvent> to) {
    if (more == null || !more.isTextual() || more.textValue().isEmpty()) {
      return;
    }
    if (open == NONE || openKind != kind) {
      closeText(to);
      open = newPart();
      openKind = kind;
      anyText |= kind == Kind.TEXT;
      anyRefusal |= kind == Kind.REFUSAL;
      to.accept(new AnswerEvent.PartOpen(index, open, kind, null, null));
    }
    to.accept(new AnswerEvent.Delta(index, open, more.textValue()));
  }

  void closeText(Consumer<AnswerEvent> to) {
    if (open != NONE) {
      to.accept(new AnswerEvent.PartClose(index, open));
      open = NONE;
    }
  }

  private void logprobs(@Nullable JsonNode logprobs, Consumer<AnswerEvent> to) {
    if (logprobs == null || !logprobs.isObject() || open == NONE) {
      return;
    }
    JsonNode tokens = logprobs.path(openKind == Kind.REFUSAL ? "refusal" : "content");
    List<AnswerEvent.TokenLogprob> read = TokenLogprobs.read(tokens);
    if (!read.isEmpty()) {
      to.accept(new AnswerEvent.Logprobs(index, open, read));
    }
  }
}

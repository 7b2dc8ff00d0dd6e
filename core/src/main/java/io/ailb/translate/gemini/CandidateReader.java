package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.CallIds;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Opaque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one candidate over all events: texts of one kind that follow each other are one part, and a
 * call of a function comes whole.
 */
final class CandidateReader {
  private static final Field CONTENT = Field.of("content");
  private static final Field PARTS = Field.of("parts");
  private static final Field TEXT = Field.of("text");
  private static final Field THOUGHT = Field.of("thought");
  private static final Field SIGNATURE = Field.of("thoughtSignature");
  private static final Field CALL = Field.of("functionCall");
  private static final Field ID = Field.of("id");
  private static final Field NAME = Field.of("name");
  private static final Field ARGS = Field.of("args");
  private static final Field FINISH = Field.of("finishReason");
  private static final Field MESSAGE = Field.of("finishMessage");
  private static final Field LOGPROBS = Field.of("logprobsResult");

  private final int choice;

  /** Of the answer: an id that is made is not to be the same in the next one. */
  private final @Nullable String responseId;

  private final Set<String> ids = new HashSet<>();
  private int parts;

  /** The kind of the text that is open. */
  private @Nullable Kind open;

  private @Nullable String reason;
  private @Nullable String message;

  CandidateReader(int choice, @Nullable String responseId) {
    this.choice = choice;
    this.responseId = responseId;
  }

  void read(JsonNode candidate, Consumer<AnswerEvent> to) {
    JsonNode content = CONTENT.in(candidate);
    ArrayNode each = content == null ? Json.array() : PARTS.list(content);
    List<AnswerEvent.TokenLogprob> logprobs = LogprobsResult.read(LOGPROBS.in(candidate));
    for (int i = 0; i < each.size(); i++) {
      part(each.get(i), to);
      if (open == Kind.TEXT && !logprobs.isEmpty()) {
        to.accept(new AnswerEvent.Logprobs(choice, parts - 1, logprobs));
        logprobs = List.of();
      }
    }
    String word = FINISH.text(candidate);
    if (word != null) {
      reason = word;
      message = MESSAGE.text(candidate);
    }
  }

  private void part(JsonNode part, Consumer<AnswerEvent> to) {
    JsonNode call = CALL.in(part);
    String text = TEXT.text(part);
    if (call != null) {
      close(to);
      call(call, part, to);
    } else if (text != null) {
      if (!text.isEmpty()) {
        text(THOUGHT.isTrue(part) ? Kind.REASONING : Kind.TEXT, text, to);
      }
      if (open != null) {
        secret(part, to);
      }
    }
  }

  private void text(Kind kind, String text, Consumer<AnswerEvent> to) {
    if (open != kind) {
      close(to);
      open = kind;
      to.accept(new AnswerEvent.PartOpen(choice, parts++, kind, null, null));
    }
    to.accept(new AnswerEvent.Delta(choice, parts - 1, text));
  }

  private void call(JsonNode call, JsonNode part, Consumer<AnswerEvent> to) {
    String name = NAME.text(call);
    JsonNode args = ARGS.in(call);
    String arguments = args == null ? "{}" : Json.text(args);
    if (name == null) {
      name = "";
    }
    int index = parts++;
    String id = id(call, index, name + arguments);
    to.accept(new AnswerEvent.PartOpen(choice, index, Kind.TOOL_CALL, id, name));
    to.accept(new AnswerEvent.Delta(choice, index, arguments));
    secret(part, to);
    to.accept(new AnswerEvent.PartClose(choice, index));
  }

  private String id(JsonNode call, int index, String what) {
    String id = ID.text(call);
    if (id == null || id.isEmpty() || !ids.add(id)) {
      id = CallIds.minted(choice, index, responseId + "/" + what);
      ids.add(id);
    }
    return id;
  }

  private void secret(JsonNode part, Consumer<AnswerEvent> to) {
    String signature = SIGNATURE.text(part);
    if (signature != null && !signature.isEmpty()) {
      Opaque value = new Opaque(Dialect.GEMINI, Opaque.Kind.SIGNATURE, signature);
      to.accept(new AnswerEvent.Secret(choice, parts - 1, value));
    }
  }

  private void close(Consumer<AnswerEvent> to) {
    if (open != null) {
      open = null;
      to.accept(new AnswerEvent.PartClose(choice, parts - 1));
    }
  }

  /** Whether it has said why it ended. */
  boolean finished() {
    return reason != null;
  }

  void finish(Consumer<AnswerEvent> to) {
    close(to);
    FinishReason given = reason == null ? FinishReason.OTHER : FinishWords.read(reason);
    String detail = message == null ? reason : message;
    to.accept(new AnswerEvent.Finish(choice, given.given(!ids.isEmpty()), detail, null));
  }
}

package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.answer.ErrorReader;
import io.ailb.model.ErrorClass;
import io.ailb.model.ErrorInfo;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerReader;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer. Each event of a stream has the form of a whole answer and holds a part of its
 * texts; the end of the body is the end, if each candidate has said why it ended.
 */
final class ResponseReader implements AnswerReader {
  private static final Field ERROR = Field.of("error");
  private static final Field ID = Field.of("responseId");
  private static final Field MODEL = Field.of("modelVersion");
  private static final Field USAGE = Field.of("usageMetadata");
  private static final Field CANDIDATES = Field.of("candidates");
  private static final Field INDEX = Field.of("index");
  private static final Field FEEDBACK = Field.of("promptFeedback");
  private static final Field BLOCKED = Field.of("blockReason");
  private static final Field BLOCKED_MESSAGE = Field.of("blockReasonMessage");

  private final UsageCounts usage = new UsageCounts();
  private final TreeMap<Integer, CandidateReader> candidates = new TreeMap<>();
  private @Nullable String id;

  /** Why there are no candidates. */
  private @Nullable String blocked;

  private boolean started;
  private boolean over;

  @Override
  public void event(ObjectNode data, Consumer<AnswerEvent> to) {
    if (over) {
      return;
    }
    if (ERROR.in(data) != null) {
      fail(ErrorReader.inside(Json.bytes(data)), to);
      return;
    }
    JsonNode counts = USAGE.in(data);
    if (counts != null) {
      usage.read(counts);
    }
    start(data, to);
    JsonNode feedback = FEEDBACK.in(data);
    if (feedback != null) {
      blocked(feedback);
    }
    ArrayNode each = CANDIDATES.list(data);
    for (int i = 0; i < each.size(); i++) {
      candidate(each.get(i), i, to);
    }
  }

  private void start(ObjectNode data, Consumer<AnswerEvent> to) {
    if (started) {
      return;
    }
    started = true;
    id = ID.text(data);
    to.accept(new AnswerEvent.Started(id, MODEL.text(data), 0));
    if (usage.usage().isKnown()) {
      // Early, for a dialect that wants to tell the size of the prompt first.
      to.accept(new AnswerEvent.UsageUpdate(usage.usage()));
    }
  }

  private void blocked(JsonNode feedback) {
    String reason = BLOCKED.text(feedback);
    if (reason != null && !reason.equals("BLOCK_REASON_UNSPECIFIED")) {
      String message = BLOCKED_MESSAGE.text(feedback);
      blocked = message == null ? reason : message;
    }
  }

  private void candidate(JsonNode candidate, int position, Consumer<AnswerEvent> to) {
    JsonNode stated = INDEX.in(candidate);
    int index =
        stated != null && stated.canConvertToInt() && stated.intValue() >= 0
            ? stated.intValue()
            : position;
    CandidateReader reader = candidates.get(index);
    if (reader == null) {
      reader = new CandidateReader(index, id);
      candidates.put(index, reader);
    }
    reader.read(candidate, to);
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    if (over) {
      return;
    }
    boolean all = candidates.values().stream().allMatch(CandidateReader::finished);
    if (candidates.isEmpty() ? blocked == null : !all) {
      if (started && usage.usage().isKnown()) {
        to.accept(new AnswerEvent.UsageUpdate(usage.usage()));
      }
      fail(
          ErrorInfo.withoutAnswer(ErrorClass.NETWORK, "the stream ended before it was complete"),
          to);
      return;
    }
    finish(to);
  }

  @Override
  public void whole(ObjectNode body, Consumer<AnswerEvent> to) {
    event(body, to);
    if (over) {
      return;
    }
    if (candidates.isEmpty() && blocked == null) {
      fail(ErrorInfo.withoutAnswer(ErrorClass.SERVER_ERROR, "the answer has no candidates"), to);
      return;
    }
    finish(to);
  }

  private void finish(Consumer<AnswerEvent> to) {
    over = true;
    if (candidates.isEmpty()) {
      to.accept(new AnswerEvent.Finish(0, FinishReason.CONTENT_FILTER, blocked, null));
    }
    candidates.values().forEach(candidate -> candidate.finish(to));
    if (usage.usage().isKnown()) {
      to.accept(new AnswerEvent.UsageUpdate(usage.usage()));
    }
    to.accept(AnswerEvent.END);
  }

  private void fail(ErrorInfo error, Consumer<AnswerEvent> to) {
    over = true;
    to.accept(new AnswerEvent.Failed(error));
  }
}

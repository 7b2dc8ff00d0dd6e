package io.ailb.translate.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Usage;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerEvent.Kind;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.FinishReason;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer. */
final class WholeWriter implements AnswerWriter {
  private final AnswerFrame frame;
  private final TreeMap<Integer, Candidate> candidates = new TreeMap<>();
  private Envelope envelope;
  private Usage usage = Usage.NONE;

  WholeWriter(AnswerFrame frame) {
    this.frame = frame;
    envelope = new Envelope(null, frame.model());
  }

  /** A choice: its parts in the order in which they began, by their number. */
  private static final class Candidate {
    final TreeMap<Integer, OpenPart> parts = new TreeMap<>();
    final List<AnswerEvent.TokenLogprob> logprobs = new ArrayList<>();
    @Nullable FinishReason reason;
  }

  @Override
  public void write(AnswerEvent event, Utf8 to) {
    if (event instanceof AnswerEvent.Started started) {
      envelope = Envelope.of(started, frame.model());
    } else if (event instanceof AnswerEvent.PartOpen part) {
      of(part.choice()).parts.put(part.part(), new OpenPart(part));
    } else if (event instanceof AnswerEvent.Delta delta) {
      OpenPart part = of(delta.choice()).parts.get(delta.part());
      if (part != null) {
        part.keep(part.sayable(delta.text()));
      }
    } else if (event instanceof AnswerEvent.PartClose close) {
      OpenPart part = of(close.choice()).parts.get(close.part());
      if (part != null) {
        part.keep(part.rest());
      }
    } else if (event instanceof AnswerEvent.Secret secret) {
      OpenPart part = of(secret.choice()).parts.get(secret.part());
      if (part != null) {
        part.keep(secret.value());
      }
    } else if (event instanceof AnswerEvent.Logprobs logprobs) {
      of(logprobs.choice()).logprobs.addAll(logprobs.tokens());
    } else if (event instanceof AnswerEvent.UsageUpdate update) {
      usage = UsageCounts.replaced(usage, update.usage());
    } else if (event instanceof AnswerEvent.Finish finish) {
      of(finish.choice()).reason = finish.reason();
    } else if (event instanceof AnswerEvent.End) {
      end(to);
    }
  }

  private Candidate of(int choice) {
    return candidates.computeIfAbsent(choice, absent -> new Candidate());
  }

  private void end(Utf8 to) {
    ArrayNode all = Json.array();
    candidates.forEach((choice, candidate) -> all.add(written(choice, candidate)));
    to.add(envelope.around(all, usage));
  }

  private ObjectNode written(int choice, Candidate candidate) {
    ArrayNode parts = Json.array();
    boolean refused = false;
    FinishReason reason = candidate.reason == null ? FinishReason.OTHER : candidate.reason;
    for (OpenPart part : candidate.parts.values()) {
      refused |= part.kind() == Kind.REFUSAL;
      if (part.isCall()) {
        ObjectNode call = part.call();
        if (call != null) {
          parts.add(call);
        } else if (reason == FinishReason.TOOL_CALLS || reason == FinishReason.STOP) {
          reason = FinishReason.ERROR;
        }
      } else if (!isHidden(part) && !part.isEmpty()) {
        parts.add(part.text());
      }
    }
    ObjectNode written = Json.object();
    ObjectNode content = written.putObject("content");
    if (!parts.isEmpty()) {
      content.set("parts", parts);
    }
    content.put("role", "model");
    written.put("finishReason", FinishWords.write(reason, refused)).put("index", choice);
    if (!candidate.logprobs.isEmpty()) {
      written.set("logprobsResult", LogprobsResult.write(candidate.logprobs));
    }
    return written;
  }

  private boolean isHidden(OpenPart part) {
    return part.kind() == Kind.REASONING
        && Boolean.FALSE.equals(frame.request().reasoning().visible());
  }
}

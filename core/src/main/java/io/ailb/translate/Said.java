package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.AiCall;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorInfo;
import io.ailb.model.Feature;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.translate.neutral.AnswerFrame;
import io.ailb.translate.neutral.AnswerWriter;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Codec;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Target;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A request as it was written for a recipient, and what has to be known to read the answer. */
public final class Said {
  private final AiCall call;
  private final boolean array;
  private final ChatRequest request;
  private final Recipient to;
  private final Target target;
  private final ObjectNode written;

  Said(
      AiCall call,
      boolean array,
      ChatRequest request,
      Recipient to,
      Target target,
      ObjectNode written) {
    this.call = call;
    this.array = array;
    this.request = request;
    this.to = to;
    this.target = target;
    this.written = written;
  }

  /** What it is to the recipient. */
  public Operation operation() {
    Operation buffered = Operation.toGenerate(to.dialect());
    return buffered == Operation.GENERATE_CONTENT && call.stream()
        ? Operation.STREAM_GENERATE_CONTENT
        : buffered;
  }

  /** The body to send. */
  public List<ByteBuffer> body() {
    return List.of(ByteBuffer.wrap(Json.bytes(written)));
  }

  /** Names of the fields that were left out, as the caller knows them. */
  public Set<String> dropped() {
    return new FieldNames(Codecs.of(call.dialect()).fieldNames()).of(target.dropped());
  }

  public Dialect dialect() {
    return to.dialect();
  }

  /**
   * Which of the features that this request used the recipient seems to lack, by its own words.
   *
   * @param error of the class {@code UNSUPPORTED}
   */
  public Set<Feature> blamed(ErrorInfo error) {
    EnumSet<Feature> blamed = EnumSet.noneOf(Feature.class);
    for (Feature feature : target.used()) {
      if (Blame.falls(feature, error)) {
        blamed.add(feature);
      }
    }
    return blamed;
  }

  /**
   * How a good answer that begins with these headers is read.
   *
   * @param now seconds since 1970
   */
  public Rendition answer(HttpFields headers, long now) {
    AnswerFrame frame =
        new AnswerFrame(
            request,
            to.model(),
            now,
            array ? AnswerFrame.Framing.ARRAY : AnswerFrame.Framing.EVENTS);
    Codec callers = Codecs.of(call.dialect());
    return answer(
        headers, call.stream() ? callers.streamWriter(frame) : callers.wholeWriter(frame));
  }

  /** The same of an answer of which it is kept what its caller was told. */
  public Rendition answer(HttpFields headers, Transcript told) {
    return answer(headers, told.writer());
  }

  /** The same of an answer that goes on where the one that was told broke off. */
  public Rendition rest(HttpFields headers, Transcript told) {
    return answer(headers, new Seam(told));
  }

  private Rendition answer(HttpFields headers, AnswerWriter writer) {
    return new Rendition(call, to.reader(), target.toolNames(), headers, array, writer);
  }
}

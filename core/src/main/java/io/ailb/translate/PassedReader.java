package io.ailb.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.translate.neutral.AnswerEvent;
import io.ailb.translate.neutral.AnswerReader;
import java.util.function.Consumer;

/** Reads along in what a provider tells the caller directly, and lets the writer keep up. */
record PassedReader(AnswerReader reader, Transcript told) implements AnswerReader {
  @Override
  public void event(ObjectNode data, Consumer<AnswerEvent> to) {
    reader.event(data, to);
    told.passed(data);
  }

  @Override
  public void done(Consumer<AnswerEvent> to) {
    reader.done(to);
  }

  @Override
  public void end(Consumer<AnswerEvent> to) {
    reader.end(to);
  }

  @Override
  public void whole(ObjectNode body, Consumer<AnswerEvent> to) {
    reader.whole(body, to);
  }
}

package io.ailb.okhttp;

import io.ailb.flow.BlockingAnswer;
import java.io.IOException;
import okio.Buffer;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The answer's bytes for the application: each read takes what is there, or reads on upstream. */
final class AnswerBody implements Source {
  private final BlockingAnswer answer;
  private @Nullable Timeout timeout; // nobody asks, nearly always
  private boolean closed;

  AnswerBody(BlockingAnswer answer) {
    this.answer = answer;
  }

  /** Of an answer whose end is there, and good. */
  static Buffer whole(BlockingAnswer answer) throws IOException {
    Buffer whole = new Buffer();
    while (answer.hasBytes()) {
      pass(answer, answer.length(), whole);
    }
    return whole;
  }

  /** Hands over so many of the bytes that are there. */
  private static void pass(BlockingAnswer answer, int length, Buffer sink) {
    boolean moved =
        answer.source() instanceof Upstream upstream
            && upstream.move(answer.array(), answer.from(), length, sink);
    if (!moved) {
      sink.write(answer.array(), answer.from(), length);
    }
    answer.taken(length);
  }

  @Override
  public long read(Buffer sink, long byteCount) throws IOException {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (!answer.hasBytes()) {
      return -1;
    }
    int length = (int) Math.min(byteCount, answer.length());
    pass(answer, length, sink);
    return length;
  }

  @Override
  public Timeout timeout() {
    Timeout known = timeout;
    if (known == null) {
      known = new Timeout();
      timeout = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      answer.close();
    }
  }
}

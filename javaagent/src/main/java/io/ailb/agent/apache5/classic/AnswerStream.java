package io.ailb.agent.apache5.classic;

import io.ailb.flow.BlockingAnswer;
import java.io.IOException;
import java.io.InputStream;

/** The answer's bytes for the application. */
final class AnswerStream extends InputStream {
  private final BlockingAnswer answer;
  private boolean closed;

  AnswerStream(BlockingAnswer answer) {
    this.answer = answer;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("Stream closed");
    }
    if (length == 0) {
      return 0;
    }
    if (!answer.hasBytes()) {
      return -1;
    }
    int count = Math.min(length, answer.length());
    System.arraycopy(answer.array(), answer.from(), target, from, count);
    answer.taken(count);
    return count;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      answer.close();
    }
  }
}

package io.ailb.agent.apache5.classic;

import io.ailb.flow.BlockingAnswer;
import io.ailb.flow.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The answer's bytes for the application. */
final class AnswerStream extends InputStream {
  private final Exchange exchange;
  private final @Nullable Upstream upstream;
  private final BlockingAnswer answer;
  private boolean closed;

  /** {@code upstream} null = all that will come is there. */
  AnswerStream(Exchange exchange, @Nullable Upstream upstream) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.answer = new BlockingAnswer(exchange, upstream);
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
    ByteBuffer bytes = answer.bytes();
    if (bytes == null) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, from, count);
    return count;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      exchange.abandoned(); // does nothing where the answer has ended
      if (upstream != null) {
        upstream.close();
      }
    }
  }
}

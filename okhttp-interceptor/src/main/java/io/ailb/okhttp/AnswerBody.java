package io.ailb.okhttp;

import io.ailb.flow.AnswerHead;
import io.ailb.flow.BlockingAnswer;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** The answer's bytes for the application: each read takes what is there, or reads on upstream. */
final class AnswerBody implements Source {
  private final BlockingAnswer answer;
  private final Timeout timeout = new Timeout();
  private boolean closed;

  AnswerBody(BlockingAnswer answer) {
    this.answer = answer;
  }

  /** This as the body of an OkHttp response. */
  ResponseBody of(AnswerHead head) {
    String type = head.headers().first("content-type");
    long length = length(head);
    BufferedSource source = Okio.buffer(this);
    return new ResponseBody() {
      @Override
      public @Nullable MediaType contentType() {
        return type == null ? null : MediaType.parse(type);
      }

      @Override
      public long contentLength() {
        return length;
      }

      @Override
      public BufferedSource source() {
        return source;
      }
    };
  }

  private static long length(AnswerHead head) {
    String length = head.headers().first("content-length");
    try {
      return length == null ? -1 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
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
    sink.write(answer.array(), answer.from(), length);
    answer.taken(length);
    return length;
  }

  @Override
  public Timeout timeout() {
    return timeout;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      answer.close();
    }
  }
}

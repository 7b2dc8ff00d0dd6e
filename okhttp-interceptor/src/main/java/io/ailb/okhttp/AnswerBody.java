package io.ailb.okhttp;

import io.ailb.flow.AnswerHead;
import io.ailb.flow.Exchange;
import io.ailb.flow.Failure;
import io.ailb.flow.Verdict;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
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
  private final BlockingCall call;
  private final Exchange exchange;
  private @Nullable Upstream upstream;
  private final Timeout timeout = new Timeout();
  private @Nullable ByteBuffer current;
  private boolean closed;

  /** {@code upstream} null = all that will come is there. */
  AnswerBody(BlockingCall call, Exchange exchange, @Nullable Upstream upstream) {
    this.call = call;
    this.exchange = exchange;
    this.upstream = upstream;
  }

  /** This as the body of an OkHttp response. */
  ResponseBody of(AnswerHead head) {
    String type = head.headers().first("content-type");
    MediaType mediaType = type == null ? null : MediaType.parse(type);
    long length = length(head);
    BufferedSource source = Okio.buffer(this);
    return new ResponseBody() {
      @Override
      public @Nullable MediaType contentType() {
        return mediaType;
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
    ByteBuffer bytes = current();
    if (bytes == null) {
      return -1;
    }
    int length = (int) Math.min(byteCount, bytes.remaining());
    sink.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
    bytes.position(bytes.position() + length);
    return length;
  }

  /** Bytes that are not handed over yet, or null at the end. */
  private @Nullable ByteBuffer current() throws IOException {
    while (current == null || !current.hasRemaining()) {
      Verdict ended = exchange.ended();
      current = exchange.take();
      if (current == null && !readOn(ended)) {
        return null;
      }
    }
    return current;
  }

  /** Returns false at a good end. */
  private boolean readOn(@Nullable Verdict ended) throws IOException {
    if (ended == Verdict.FAIL) {
      throw failure();
    }
    if (ended == Verdict.DONE) {
      return false;
    }
    Upstream from = upstream;
    try {
      if (from == null) { // it broke off
        upstream = call.goOn();
      } else {
        readOn(from);
      }
      return true;
    } catch (IOException e) { // it has left, and may never come to close this
      exchange.abandoned();
      if (from != null) {
        from.close();
      }
      throw e;
    }
  }

  private void readOn(Upstream from) throws IOException {
    switch (from.read()) {
      case GONE -> throw new IOException("Canceled");
      case DROP -> {
        from.close();
        upstream = null;
      }
      default -> {}
    }
  }

  private IOException failure() {
    Failure failure = exchange.failure();
    if (failure == null) {
      return new IOException(
          "ai-lb: a failure without a reason"); // cannot be, by Exchange's contract
    }
    if (failure.cause() instanceof IOException cause) {
      return cause;
    }
    return failure.kind() == Failure.Kind.TIMEOUT
        ? new SocketTimeoutException(failure.message())
        : new ProtocolException(failure.message());
  }

  @Override
  public Timeout timeout() {
    return timeout;
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

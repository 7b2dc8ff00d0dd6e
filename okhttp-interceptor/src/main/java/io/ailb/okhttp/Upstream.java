package io.ailb.okhttp;

import io.ailb.flow.Attempt;
import io.ailb.flow.BlockingAnswer;
import io.ailb.flow.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The provider's answer, read piece by piece on the thread of whoever wants the next one. Core
 * looks at the bytes where OkHttp put them, and may hold them there; they are let go when they were
 * handed over, at the latest when core has seen the next piece.
 */
final class Upstream implements BlockingAnswer.Source {
  private static final long PIECE = 8192;

  private final Response response;
  private final BufferedSource source;
  private final Timeout timeout;
  private final Attempt attempt;
  private final Interceptor.Chain chain;
  private final Interrupts interrupts;
  private Buffer pieces = new Buffer();
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();

  /** Bytes at the head of {@link #pieces} that core has seen, and may hold or have handed on. */
  private long lent;

  /** Where they lie; null if there are none. */
  private byte @Nullable [] lentArray;

  private int lentFrom;

  private Runnable whenClosed = () -> {};

  Upstream(Response response, Attempt attempt, Interceptor.Chain chain, Interrupts interrupts) {
    ResponseBody body = response.body();
    if (body == null) {
      throw new IllegalStateException("an answer of the network always has a body");
    }
    this.response = response;
    this.source = body.source();
    this.timeout = source.timeout();
    // Until the head, the read timeout was core's; from now on the client's own holds beside ours.
    timeout.timeout(chain.readTimeoutMillis(), TimeUnit.MILLISECONDS);
    this.attempt = attempt;
    this.chain = chain;
    this.interrupts = interrupts;
  }

  /**
   * Reads the next piece, or the end, and reports it.
   *
   * @throws IOException if the application has left
   */
  @Override
  public Verdict read() throws IOException {
    if (lent < pieces.size()) {
      return lend(pieces, lent);
    }
    if (attempt.patience() == 0) {
      return attempt.late();
    }
    Buffer next = lent == 0 ? pieces : new Buffer();
    try {
      if (readWithin(attempt.patienceEnds(), next) < 0) {
        return attempt.end();
      }
    } catch (IOException e) {
      if (BlockingCall.hasLeft(chain)) {
        throw e;
      }
      return attempt.broke(e);
    }
    return lend(next, 0);
  }

  @Override
  public void spent() {
    if (lent == pieces.size()) {
      pieces.clear();
      lent = 0;
      lentArray = null;
    }
  }

  private long readWithin(long instant, Buffer into) throws IOException {
    timeout.deadlineNanoTime(instant);
    interrupts.begins();
    try {
      return source.read(into, PIECE);
    } catch (IOException e) {
      throw interrupts.why(e);
    } finally {
      interrupts.ends();
      timeout.clearDeadline();
    }
  }

  /** Shows core the segment there. What it has seen before is not needed then. */
  private Verdict lend(Buffer next, long from) throws IOException {
    Verdict verdict;
    byte[] array;
    int start;
    int end;
    try (Buffer.UnsafeCursor segment = next.readUnsafe(cursor)) {
      segment.seek(from);
      array = segment.data;
      start = segment.start;
      end = segment.end;
      verdict = attempt.lend(array, start, end);
    }
    pieces.skip(lent);
    pieces = next;
    lent = (long) end - start;
    lentArray = array;
    lentFrom = start;
    return verdict;
  }

  /** Hands these bytes on as they lie; false if they are not the first that core has seen. */
  boolean move(byte[] array, int from, int length, Buffer sink) {
    if (array != lentArray || from != lentFrom || length > lent) {
      return false;
    }
    sink.write(pieces, length);
    lentFrom += length;
    lent -= length;
    if (lent == 0) {
      lentArray = null; // of the application now, or of nobody
    }
    return true;
  }

  Response response() {
    return response;
  }

  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  /**
   * Also on a thread that was interrupted: over HTTP/2 that means to write something. Over HTTP/1.1
   * it must stay so, as OkHttp reads on here for a moment, and nothing but that would end it where
   * a read has failed before.
   */
  @Override
  public void close() {
    boolean writes = response.protocol() != Protocol.HTTP_1_1;
    boolean interrupted = writes && Thread.interrupted();
    try {
      interrupts.over();
      response.close();
      whenClosed.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

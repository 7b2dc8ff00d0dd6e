package io.ailb.flow;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The answer's bytes for an application that blocks: each piece is what is there, or what is then
 * read upstream on its thread. For one thread at a time.
 */
public final class BlockingAnswer {
  /** Where the bytes come from. */
  public interface Source {
    /**
     * Reads the next piece, or the end, and reports it to the attempt.
     *
     * @throws IOException if the application has left
     */
    Verdict read() throws IOException;

    /** What the client throws at an application that has left. */
    IOException left();
  }

  private final Exchange exchange;
  private final @Nullable Source source;
  private @Nullable ByteBuffer current;

  /**
   * Of an exchange that has an answer.
   *
   * @param source null = all that will come is there
   */
  public BlockingAnswer(Exchange exchange, @Nullable Source source) {
    this.exchange = exchange;
    this.source = source;
  }

  /**
   * Bytes that are not handed over yet, good until the next call; null at a good end.
   *
   * @throws IOException if the answer breaks off
   */
  public @Nullable ByteBuffer bytes() throws IOException {
    while (current == null || !current.hasRemaining()) {
      Verdict ended = exchange.ended(); // first: what is not there now comes no more
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
    if (ended == Verdict.DONE || source == null) {
      return false;
    }
    if (source.read() == Verdict.GONE) {
      throw source.left();
    }
    return true;
  }

  private IOException failure() {
    Failure failure = exchange.failure();
    if (failure == null) { // cannot be, by Exchange's contract
      return new IOException("ai-lb: a failure without a reason");
    }
    if (failure.cause() instanceof IOException cause) {
      return cause;
    }
    return failure.kind() == Failure.Kind.TIMEOUT
        ? new SocketTimeoutException(failure.message())
        : new ProtocolException(failure.message());
  }
}

package io.ailb.flow;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The answer's bytes for an application that blocks: each piece is what is there, or what is then
 * read upstream on its thread. For one thread at a time, but {@link #close}.
 */
public final class BlockingAnswer {
  /** One try's answer. */
  public interface Source {
    /**
     * Reads the next piece, or the end, and reports it to the attempt.
     *
     * @throws IOException if the application has left
     */
    Verdict read() throws IOException;

    /** What it has read so far was handed over, and need not be kept until the next piece. */
    default void spent() {}

    /** Nothing more of it is wanted. */
    void close();
  }

  /** The call whose answer it is. */
  public interface Client {
    /**
     * Asks the exchange for the next step, as before the answer began, now that it broke off.
     *
     * @return the try that goes on with it; null if no more comes than is there
     * @throws IOException if the application has left
     */
    @Nullable Source goOn() throws IOException;

    /** What the client throws at an application that has left. */
    IOException left();
  }

  private final Exchange exchange;

  /** What is in it was put there by this thread, or while it waited for who did. */
  private final Outlet outlet;

  private final Client client;
  private volatile @Nullable Source source;

  /** The last read did not end it. */
  private boolean midway;

  /**
   * Of an exchange that has an answer.
   *
   * @param source null = all that will come is there
   */
  public BlockingAnswer(Exchange exchange, Client client, @Nullable Source source) {
    this.exchange = exchange;
    this.outlet = exchange.outlet();
    this.client = client;
    this.source = source;
  }

  /**
   * Whether there are bytes that are not handed over yet, good until all were taken: false at a
   * good end.
   *
   * @throws IOException if the answer breaks off
   */
  public boolean hasBytes() throws IOException {
    while (!outlet.hasBytes()) {
      if (!readOn(midway ? null : exchange.ended())) {
        return false;
      }
    }
    return true;
  }

  /** Who reads now, and has brought them or what came before them; null = nobody. */
  public @Nullable Source source() {
    return source;
  }

  /** Where they lie. */
  public byte[] array() {
    return outlet.array();
  }

  /** The index of the first. */
  public int from() {
    return outlet.from();
  }

  /** How many there are. */
  public int length() {
    return outlet.length();
  }

  /** So many of them are handed over. */
  public void taken(int count) {
    outlet.taken(count);
    Source upstream = source;
    if (upstream != null && !outlet.hasBytes()) {
      upstream.spent();
    }
  }

  /** Returns false at a good end. */
  private boolean readOn(@Nullable Verdict ended) throws IOException {
    if (ended == Verdict.FAIL) {
      throw failure();
    }
    if (ended == Verdict.DONE) {
      return false;
    }
    try {
      Source upstream = source;
      if (upstream == null) { // it broke off
        source = client.goOn();
      } else {
        readOn(upstream);
      }
      return true;
    } catch (IOException e) { // it has left, and may never come to close this
      close();
      throw e;
    }
  }

  private void readOn(Source upstream) throws IOException {
    Verdict verdict = upstream.read();
    midway = verdict == Verdict.PASS || verdict == Verdict.HOLD;
    switch (verdict) {
      case GONE -> throw client.left();
      case DROP -> {
        upstream.close();
        source = null;
      }
      default -> {}
    }
  }

  /** The application wants no more of it; does nothing where it has ended. */
  public void close() {
    exchange.abandoned();
    Source upstream = source;
    if (upstream != null) {
      upstream.close();
    }
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

package io.ailb.simulator.log;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One request from its arrival to its end, which comes exactly once. Thread-safe. */
public final class Visit {
  private final long number;
  private final Arrival arrival;
  private final LongSupplier nanosSinceStart;
  private final long arrivedAt;
  private final Consumer<Visit> whenEnded;

  // All guarded by this.
  private @Nullable String model;
  private boolean stream;
  private @Nullable Integer status;
  private @Nullable String fault;
  private int events;
  private boolean complete;
  private @Nullable Long clientLeftAt;
  private @Nullable Long endedAt;

  Visit(long number, Arrival arrival, LongSupplier nanosSinceStart, Consumer<Visit> whenEnded) {
    this.number = number;
    this.arrival = arrival;
    this.nanosSinceStart = nanosSinceStart;
    this.whenEnded = whenEnded;
    arrivedAt = nanosSinceStart.getAsLong();
  }

  public long number() {
    return number;
  }

  /** The request was understood. */
  public synchronized void asks(@Nullable String askedModel, boolean streamed) {
    model = askedModel;
    stream = streamed;
  }

  public synchronized void meets(String faultType) {
    fault = faultType;
  }

  public synchronized void headSent(int sentStatus) {
    status = sentStatus;
  }

  public synchronized void contentSent() {
    events++;
  }

  /** The status sent, or null while and when there is none. */
  public synchronized @Nullable Integer status() {
    return status;
  }

  /**
   * The answer is sent to its end. Said just before the last bytes go, so that whoever has read
   * them finds it in the log; {@link #clientLeft} takes it back.
   */
  public void completed() {
    end(true);
  }

  /** The client did not wait for the end. */
  public void clientLeft() {
    synchronized (this) {
      if (clientLeftAt == null && (complete || endedAt == null)) {
        complete = false;
        clientLeftAt = nanosSinceStart.getAsLong();
      }
    }
    end(false);
  }

  /** The simulator breaks off. */
  public void brokenOff() {
    end(false);
  }

  private void end(boolean complete) {
    synchronized (this) {
      if (endedAt != null) {
        return;
      }
      endedAt = nanosSinceStart.getAsLong();
      this.complete = complete;
    }
    whenEnded.accept(this);
  }

  /** The visit as it stands. */
  public synchronized LogEntry entry() {
    return new LogEntry(
        number,
        arrival.endpoint(),
        millis(arrivedAt),
        arrivedAt,
        arrival.protocol(),
        arrival.method(),
        arrival.path(),
        arrival.query(),
        arrival.headers(),
        arrival.body(),
        arrival.keyOwner(),
        arrival.doubleCredential(),
        model,
        stream,
        arrival.retryCount(),
        status,
        fault,
        events,
        complete,
        clientLeftAt == null ? null : millis(clientLeftAt),
        endedAt == null ? null : millis(endedAt));
  }

  String endpoint() {
    return arrival.endpoint();
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}

package io.ailb.simulator.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's end of one connection. Besides what a socket does, it can wait and see whether the
 * client leaves meanwhile, and hang up so that the client sees a reset.
 *
 * <p>Waiting is a read with a timeout: what arrives is kept for the next reader, and the end of the
 * stream is taken as goodbye. So a client that closes only its sending half is seen as gone. It
 * must not be used while another thread reads, which rules out HTTP/2.
 */
final class Line extends Socket {
  private static final int MOST_KEPT = 1 << 16;
  private static final int LONGEST_READ_MILLIS = 60_000;

  private final Set<Runnable> whenClosed = ConcurrentHashMap.newKeySet();
  private final byte[] chunk = new byte[1024];
  private byte[] kept = new byte[0];
  private volatile boolean hungUp;

  /** Runs once when the connection is closed, whoever closes it; at once when it already is. */
  void whenClosed(Runnable action) {
    whenClosed.add(action);
    if (isClosed()) {
      runClosed();
    }
  }

  void forget(Runnable action) {
    whenClosed.remove(action);
  }

  private void runClosed() {
    for (Runnable action : List.copyOf(whenClosed)) {
      if (whenClosed.remove(action)) {
        action.run();
      }
    }
  }

  /** Waits; false as soon as the client has left or the connection is closed. */
  boolean idle(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      for (long left = millis; left > 0; left = millisUntil(end)) {
        if (kept.length >= MOST_KEPT) {
          Thread.sleep(left);
          break;
        }
        setSoTimeout((int) Math.min(left, LONGEST_READ_MILLIS));
        if (!keepWhatComes()) {
          return false;
        }
      }
      setSoTimeout(0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Rounded up, so that nobody waits too short. */
  static long millisUntil(long end) {
    return (end - System.nanoTime() + 999_999) / 1_000_000;
  }

  private boolean keepWhatComes() throws IOException {
    try {
      int count = super.getInputStream().read(chunk);
      if (count < 0) {
        return false;
      }
      byte[] more = Arrays.copyOf(kept, kept.length + count);
      System.arraycopy(chunk, 0, more, kept.length, count);
      kept = more;
    } catch (SocketTimeoutException e) {
      // Nothing came, which is what waiting is for.
    }
    return true;
  }

  /** Hangs up; the client gets a TCP reset instead of an end. */
  void reset() {
    hungUp = true;
    try {
      setSoLinger(true, 0);
      close();
    } catch (IOException e) {
      // It was closed before; there is nobody left to tell.
    }
  }

  /** Whether it was us who hung up. */
  boolean hungUp() {
    return hungUp;
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      super.close();
    } finally {
      runClosed();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        if (kept.length == 0) {
          return super.read(to, offset, length);
        }
        int count = Math.min(length, kept.length);
        System.arraycopy(kept, 0, to, offset, count);
        kept = Arrays.copyOfRange(kept, count, kept.length);
        return count;
      }

      @Override
      public int available() throws IOException {
        return kept.length + super.available();
      }
    };
  }

  /** MockWebServer forgets connections it could not write to, so they close themselves. */
  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        try {
          out.write(from, offset, length);
        } catch (IOException e) {
          Line.this.close();
          throw e;
        }
      }
    };
  }
}

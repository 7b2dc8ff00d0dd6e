package io.ailb.okhttp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * To OkHttp a read timeout begins anew with each byte: a head that trickles would never be late. So
 * the connection of a head that is late is closed, by the thread that looks at those who wait: an
 * alarm for each would wake a thread for each. HTTP/2 counts from the beginning by itself.
 */
final class LateHead {
  /** OkHttp's own timeout comes first, where it comes. */
  private static final int LATER_MILLIS = 100;

  private final Socket socket;
  private final long lateAt;

  // Guarded by this.
  private boolean come;
  private boolean late;

  private LateHead(Socket socket, long lateAt) {
    this.socket = socket;
    this.lateAt = lateAt;
  }

  /**
   * Sends the request, and waits for the head no longer than the chain's read timeout.
   *
   * @throws SocketTimeoutException when it is over
   */
  static Response given(Interceptor.Chain chain, Request request, Destination destination)
      throws IOException {
    Connection connection = chain.connection();
    int millis = chain.readTimeoutMillis();
    if (connection == null || connection.protocol() != Protocol.HTTP_1_1 || millis == 0) {
      return FollowUps.sendOnce(chain, request, destination);
    }
    long patience = TimeUnit.MILLISECONDS.toNanos((long) millis + LATER_MILLIS);
    LateHead head = new LateHead(connection.socket(), System.nanoTime() + patience);
    destination.interrupts().awaits(head);
    try {
      Response response = FollowUps.sendOnce(chain, request, destination);
      if (!head.comes()) {
        response.close();
        throw new IOException("the connection was closed just now");
      }
      return response;
    } catch (IOException e) {
      throw head.comes() ? e : timeout(e);
    } finally {
      destination.interrupts().awaits(null);
    }
  }

  /** It is there, or will not be; false if it was late. */
  private synchronized boolean comes() {
    come = true;
    return !late;
  }

  private static IOException timeout(IOException cause) {
    SocketTimeoutException timeout = new SocketTimeoutException("timeout");
    timeout.initCause(cause);
    return timeout;
  }

  /** Closes its connection if it is late. */
  void look(long now) {
    if (now - lateAt >= 0) {
      isLate();
    }
  }

  private synchronized void isLate() {
    if (!come && !late) {
      late = true;
      // With TLS, closing says goodbye, which may block: who looks must not wait for it.
      Thread thread = new Thread(this::close, "ai-lb-late-head");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}

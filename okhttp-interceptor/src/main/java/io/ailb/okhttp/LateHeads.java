package io.ailb.okhttp;

import io.ailb.time.Timer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * To OkHttp a read timeout begins anew with each byte: a head that trickles would never be late. So
 * the connection of a head that is late is closed. HTTP/2 counts from the beginning by itself.
 */
final class LateHeads {
  /** OkHttp's own timeout comes first, where it comes. */
  private static final int LATER_MILLIS = 100;

  private enum State {
    AWAITED,
    COME,
    LATE
  }

  private final Socket socket;
  private final AtomicReference<State> state = new AtomicReference<>(State.AWAITED);

  private LateHeads(Socket socket) {
    this.socket = socket;
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
    LateHeads head = new LateHeads(connection.socket());
    Timer.Alarm alarm =
        Timer.system().in(TimeUnit.MILLISECONDS.toNanos((long) millis + LATER_MILLIS), head::late);
    try {
      return head.come(FollowUps.sendOnce(chain, request, destination));
    } catch (IOException e) {
      throw head.state.get() == State.LATE ? timeout(e) : e;
    } finally {
      alarm.cancel();
    }
  }

  private Response come(Response response) throws IOException {
    if (!state.compareAndSet(State.AWAITED, State.COME)) {
      response.close();
      throw new IOException("the connection was closed just now");
    }
    return response;
  }

  private static IOException timeout(IOException cause) {
    SocketTimeoutException timeout = new SocketTimeoutException("timeout");
    timeout.initCause(cause);
    return timeout;
  }

  private void late() {
    if (state.compareAndSet(State.AWAITED, State.LATE)) {
      // With TLS, closing says goodbye, which may block: the timer must not wait for it.
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

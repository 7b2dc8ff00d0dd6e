package io.ailb.simulator.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a port for an endpoint that is down. The socket is bound and does not listen: connections
 * are refused, and nobody else is given the port.
 */
final class HeldPort implements Closeable {
  /** Between the server's end and this, somebody's connection may have been given the port. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final Socket socket;

  HeldPort(InetSocketAddress address) throws IOException {
    socket = bound(address, System.nanoTime() + PATIENCE);
  }

  private static Socket bound(InetSocketAddress address, long until) throws IOException {
    while (true) {
      Socket socket = new Socket();
      try {
        socket.setReuseAddress(true);
        socket.bind(address);
        return socket;
      } catch (BindException e) {
        socket.close();
        if (System.nanoTime() > until) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

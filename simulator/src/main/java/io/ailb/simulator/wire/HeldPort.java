package io.ailb.simulator.wire;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port for an endpoint that is down. The socket is bound and does not listen: connections
 * are refused, and nobody else is given the port.
 */
final class HeldPort implements Closeable {
  private final Socket socket = new Socket();

  HeldPort(InetSocketAddress address) throws IOException {
    socket.setReuseAddress(true);
    socket.bind(address);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package io.ailb.benchmarks.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/** Makes a client's sockets and knows which of them are not closed. */
final class OpenSockets extends SocketFactory {
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  int count() {
    return open.size();
  }

  @Override
  public Socket createSocket() {
    Socket socket =
        new Socket() {
          @Override
          public synchronized void close() throws IOException {
            open.remove(this);
            super.close();
          }
        };
    open.add(socket);
    return socket;
  }

  // OkHttp connects by itself.

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}

package io.ailb.simulator.wire;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Accepts {@link Line}s and numbers them as MockWebServer does, so that it can find them again. */
final class LineServerSocket extends ServerSocket {
  /** MockWebServer asks for 50, which 64 clients at once overrun: they wait a second each. */
  private static final int BACKLOG = 1024;

  private final Map<Integer, Line> lines = new ConcurrentHashMap<>();
  private int accepted;

  LineServerSocket() throws IOException {}

  @Override
  public void bind(SocketAddress endpoint, int backlog) throws IOException {
    // The port may be held for us while the endpoint is down, or still be cooling off.
    setReuseAddress(true);
    super.bind(endpoint, BACKLOG);
  }

  @Override
  public Socket accept() throws IOException {
    Line line = new Line();
    implAccept(line);
    // Head and events are small and sent one by one: they must not wait for each other.
    line.setTcpNoDelay(true);
    int index = accepted++;
    lines.put(index, line);
    line.whenClosed(() -> lines.remove(index));
    return line;
  }

  /** The connection with that index, or null when it is closed. */
  @Nullable Line line(int index) {
    return lines.get(index);
  }

  List<Line> open() {
    return List.copyOf(lines.values());
  }
}

package io.ailb.okhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server of a few lines, for what the simulator does not do. */
final class Stub implements AutoCloseable {
  static final String CHAT =
      "{\"choices\":[{\"message\":{\"content\":\"stub\"}}],"
          + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";

  /** The heads of all requests. */
  final List<String> heads = new CopyOnWriteArrayList<>();

  private final ServerSocket listener;
  private final Thread accepting;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** What is done with a connection, which is closed after it. */
  interface Service {
    void serve(Stub stub, Socket socket) throws IOException;
  }

  Stub(Service service) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    accepting =
        start(
            () -> {
              while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(
                    () -> {
                      try (socket) {
                        service.serve(this, socket);
                      }
                    });
              }
            });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  String origin() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The head of the next request, also kept; null at the end of the connection. */
  String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    heads.add(head.toString(ISO_8859_1));
    return head.toString(ISO_8859_1);
  }

  /** A field of a head, or null. */
  static String field(String head, String name) {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
        return line.substring(name.length() + 1).trim();
      }
    }
    return null;
  }

  /** The body that belongs to this head: of a stated length, or in chunks. */
  static byte[] body(String head, Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    String length = field(head, "content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equals(field(head, "transfer-encoding"))) {
      int size;
      do {
        size = Integer.parseInt(line(in), 16);
        body.write(in.readNBytes(size));
        line(in);
      } while (size > 0);
    }
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().trim();
  }

  static void answer(Socket socket, String status, String body, String... fields)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    head.append("content-length: ").append(body.length()).append("\r\n\r\n").append(body);
    socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Accepts no further connection; the port is closed once nobody accepts at it any more. */
  void refuse() throws IOException {
    listener.close();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Whoever is hung up on may be back at once, and is hung up on as well. */
  @Override
  public void close() throws IOException {
    try {
      refuse();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}

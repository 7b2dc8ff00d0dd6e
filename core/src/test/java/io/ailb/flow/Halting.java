package io.ailb.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real server that answers each request with the same words and then says nothing, but sees when
 * its connection is closed.
 */
final class Halting implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

  /** When a connection was closed from the other side after a request, in nanoseconds. */
  final CompletableFuture<Long> left = new CompletableFuture<>();

  /** A first request has been answered so far. */
  final CompletableFuture<Void> silent = new CompletableFuture<>();

  final AtomicInteger requests = new AtomicInteger();

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final String answer;

  Halting(String answer) throws IOException {
    this.answer = answer;
    thread(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            thread(() -> serve(socket));
          }
        });
  }

  /** A head whose body ends with the connection, and the beginning of that. */
  static String begun(String type, String body) {
    return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: " + type + "\r\n\r\n" + body;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(Work work) {
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
  }

  private void serve(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (readRequest(in)) {
      requests.incrementAndGet();
      say(socket, answer);
      silent.complete(null);
    }
  }

  private boolean readRequest(InputStream in) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try {
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("the end");
        }
        head.write(next);
      }
      Matcher length = LENGTH.matcher(head.toString(ISO_8859_1));
      in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      return true;
    } catch (IOException e) {
      left.complete(System.nanoTime());
      return false;
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** Says the rest to whoever listens, and closes. */
  void ends(String rest) throws IOException {
    for (Socket socket : sockets) {
      say(socket, rest);
      socket.close();
    }
  }

  String origin() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}

package io.ailb.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
  private static final Pattern CHUNKED = Pattern.compile("(?i)transfer-encoding: *chunked");

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

  private void serve(Socket socket) {
    try {
      while (true) {
        readRequest(socket.getInputStream());
        requests.incrementAndGet();
        say(socket, answer);
        silent.complete(null);
      }
    } catch (IOException e) { // whether it was reading or answering
      left.complete(System.nanoTime());
    }
  }

  /**
   * All of it: who is answered before has not sent its body yet, which is no request of its own.
   */
  private static void readRequest(InputStream in) throws IOException {
    String head = readPast("\r\n\r\n", in);
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      in.readNBytes(Integer.parseInt(length.group(1)));
    } else if (CHUNKED.matcher(head).find()) {
      readPast("0\r\n\r\n", in);
    }
  }

  private static String readPast(String end, InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(ISO_8859_1).endsWith(end)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      read.write(next);
    }
    return read.toString(ISO_8859_1);
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

package io.ailb.benchmarks.loopback;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers every request alike and at once: a thread for each connection, bytes that were made
 * before, and of HTTP what clients need. Ends when its input does.
 */
final class Provider {
  private static final int LARGEST = 64 * 1024;
  private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);
  private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STREAM = Exchange.STREAM.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANSWER = answer(Exchange.answer());
  private static final byte[] STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] CHUNKS =
      Arrays.stream(Exchange.events()).map(Provider::chunk).toArray(byte[][]::new);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[LARGEST];
  private int filled;

  private Provider(Socket socket) throws IOException {
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Says its port. */
  public static void main(String[] args) throws IOException {
    ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Background.start("provider", () -> accept(server));
    System.out.println(server.getLocalPort());
    while (System.in.read() >= 0) {
      // until there is nobody any more
    }
    System.exit(0);
  }

  private static void accept(ServerSocket server) throws IOException {
    while (true) {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      Background.start(
          "connection",
          () -> {
            try (socket) {
              new Provider(socket).serve();
            } catch (SocketException e) { // who asked has gone
            }
          });
    }
  }

  private void serve() throws IOException {
    while (true) {
      int body = head();
      if (body < 0) {
        return;
      }
      int end = body + length(body);
      while (filled < end) {
        read();
      }
      if (find(STREAM, body, end) >= 0) {
        stream();
      } else {
        out.write(ANSWER);
      }
      System.arraycopy(buffer, end, buffer, 0, filled - end);
      filled -= end;
    }
  }

  /** Each event alone, as models send them, and with the time at which it was sent. */
  private void stream() throws IOException {
    out.write(STREAM_HEAD);
    for (byte[] chunk : CHUNKS) {
      byte[] event = chunk;
      int content = Exchange.content(chunk, 0, chunk.length);
      if (content >= 0) {
        event = chunk.clone();
        Exchange.stamp(event, content, System.nanoTime());
      }
      out.write(event);
      LockSupport.parkNanos(PAUSE);
    }
    out.write(LAST_CHUNK);
  }

  /** Where the body begins; -1 = no request came any more. */
  private int head() throws IOException {
    while (true) {
      int end = find(HEAD_END, 0, filled);
      if (end >= 0) {
        return end + HEAD_END.length;
      }
      int more = in.read(buffer, filled, buffer.length - filled);
      if (more <= 0) {
        return -1;
      }
      filled += more;
    }
  }

  private void read() throws IOException {
    int more = in.read(buffer, filled, buffer.length - filled);
    if (more <= 0) {
      throw new EOFException("a request ended before its end, or is too long");
    }
    filled += more;
  }

  private int length(int body) {
    int at = find(LENGTH, 0, body);
    if (at < 0) {
      throw new IllegalStateException(
          "a length is wanted: " + new String(buffer, 0, body, StandardCharsets.US_ASCII));
    }
    int length = 0;
    for (int i = at + LENGTH.length; buffer[i] != '\r'; i++) {
      length = buffer[i] == ' ' ? length : length * 10 + buffer[i] - '0';
    }
    return length;
  }

  /** Where {@code what}, in small letters, begins, whatever letters are there; -1 = nowhere. */
  private int find(byte[] what, int from, int to) {
    for (int i = from; i <= to - what.length; i++) {
      int j = 0;
      while (j < what.length && small(buffer[i + j]) == what[j]) {
        j++;
      }
      if (j == what.length) {
        return i;
      }
    }
    return -1;
  }

  private static int small(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
  }

  private static byte[] answer(byte[] body) {
    return joined(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length),
        body,
        "");
  }

  private static byte[] chunk(byte[] event) {
    return joined(
        Integer.toHexString(event.length).toLowerCase(Locale.ROOT) + "\r\n", event, "\r\n");
  }

  private static byte[] joined(String head, byte[] body, String tail) {
    byte[] all =
        Arrays.copyOf(
            head.getBytes(StandardCharsets.US_ASCII), head.length() + body.length + tail.length());
    System.arraycopy(body, 0, all, head.length(), body.length);
    System.arraycopy(
        tail.getBytes(StandardCharsets.US_ASCII),
        0,
        all,
        head.length() + body.length,
        tail.length());
    return all;
  }
}

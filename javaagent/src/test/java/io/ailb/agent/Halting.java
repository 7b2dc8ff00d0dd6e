package io.ailb.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider that answers as far as the stage in its question says, and then says nothing, but
 * knows when its connection was closed. Beside it, a hole: nobody can connect to that.
 */
final class Halting implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
  private static final Pattern QUESTION = Pattern.compile("\"(\\d+) ([A-Z]+) (whole|stream)\"");
  private static final String EVENT =
      "data:"
          + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"one\"},\"finish_reason\":null}]}\n\n";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> left = new ConcurrentHashMap<>();

  /** Its queue is full: the kernel answers no further connection. */
  private final ServerSocket hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  private final List<Socket> inHole = new ArrayList<>();

  Halting() throws IOException {
    thread(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            thread(() -> serve(socket));
          }
        });
    dig();
  }

  private void dig() throws IOException {
    while (true) {
      Socket socket = new Socket();
      inHole.add(socket);
      try {
        socket.connect(hole.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException e) {
        return;
      }
    }
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
    String number = null;
    try {
      for (String body = body(socket.getInputStream());
          body != null;
          body = body(socket.getInputStream())) {
        Matcher question = QUESTION.matcher(body);
        if (!question.find()) {
          throw new IOException("no question: " + body);
        }
        number = question.group(1);
        String words = words(question.group(2), question.group(3).equals("stream"));
        socket.getOutputStream().write(words.getBytes(UTF_8));
        socket.getOutputStream().flush();
        silent.add(number);
      }
    } finally {
      if (number != null) {
        left.put(number, System.currentTimeMillis());
      }
      socket.close();
    }
  }

  private static String words(String stage, boolean stream) {
    return switch (stage) {
      case "HELD" ->
          stream ? begun("text/event-stream", ": ping\n\n") : begun("application/json", "{\"id\":");
      case "SHOWN" ->
          stream
              ? begun("text/event-stream", EVENT)
              : begun("application/json", "{\"x\":\"" + "y".repeat(70_000));
      default -> "";
    };
  }

  private static String begun(String type, String body) {
    return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: " + type + "\r\n\r\n" + body;
  }

  /** Of the next request; null if there is none. */
  private static String body(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    Matcher length = LENGTH.matcher(head.toString(ISO_8859_1));
    byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    return new String(body, UTF_8);
  }

  /** Whether a question has been answered so far. */
  boolean isSilentTo(String number) {
    return silent.contains(number);
  }

  /** When whoever asked closed its connection, in milliseconds of the machine's clock; or null. */
  Long leftAt(String number) {
    return left.get(number);
  }

  String origin() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  String hole() {
    return "http://127.0.0.1:" + hole.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    hole.close();
    for (Socket socket : inHole) {
      socket.close();
    }
  }
}

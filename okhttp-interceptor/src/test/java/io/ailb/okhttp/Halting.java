package io.ailb.okhttp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** A provider that answers as far as it is told and then says nothing, but sees who leaves. */
final class Halting implements AutoCloseable {
  private static final String CHUNK =
      "data:"
          + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"},\"finish_reason\":null}]}\n\n";

  /** When a connection that carried a request was closed from the other side, in nanoseconds. */
  final CompletableFuture<Long> left = new CompletableFuture<>();

  /** A request is here, and all that is said of its answer has been said. */
  final CompletableFuture<Void> silent = new CompletableFuture<>();

  private final Stub stub;
  private volatile Socket connection;

  private Halting(String answer) throws IOException {
    stub = new Stub((own, socket) -> serve(own, socket, answer));
  }

  private void serve(Stub own, Socket socket, String answer) throws IOException {
    String head = own.head(socket);
    if (head == null) {
      return;
    }
    Stub.body(head, socket);
    connection = socket;
    say(answer);
    silent.complete(null);
    try {
      while (socket.getInputStream().read() >= 0) {}
    } catch (IOException e) {
      // that is another way to leave
    }
    left.complete(System.nanoTime());
  }

  /** It takes the request. */
  static Halting beforeItsHead() throws IOException {
    return new Halting("");
  }

  /** The head, and of the answer nothing that could be shown. */
  static Halting afterItsHead(boolean stream) throws IOException {
    return new Halting(stream ? head("text/event-stream") + ": ping\n\n" : json("{\"choices\":"));
  }

  /** The head, and more than is ever held back. */
  static Halting inItsAnswer(boolean stream) throws IOException {
    return new Halting(
        stream ? head("text/event-stream") + CHUNK : json("{\"x\":\"" + "y".repeat(70_000)));
  }

  private static String json(String begun) {
    return head("application/json") + begun;
  }

  /** Its answer ends with the connection. */
  private static String head(String type) {
    return "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: " + type + "\r\n\r\n";
  }

  private void say(String more) throws IOException {
    connection.getOutputStream().write(more.getBytes(UTF_8));
    connection.getOutputStream().flush();
  }

  /** Something that nobody waits for, and does no harm if its reader is gone. */
  void stirs() {
    try {
      say("x");
    } catch (IOException e) {
      // It is.
    }
  }

  String origin() {
    return stub.origin();
  }

  int requests() {
    return stub.heads.size();
  }

  @Override
  public void close() throws IOException {
    stub.close();
  }
}

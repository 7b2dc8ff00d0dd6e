package io.ailb.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.function.Consumer;

/** Passes a connection's bytes on to where its first request says, and tells of that request. */
final class ForwardProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  ForwardProxy(Consumer<String> requests) throws IOException {
    thread(
        () -> {
          while (true) {
            Socket client = listener.accept();
            thread(() -> serve(client, requests));
          }
        });
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  private static void serve(Socket client, Consumer<String> requests) throws IOException {
    InputStream in = client.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return;
      }
      line.write(next);
    }
    String[] words = line.toString(ISO_8859_1).trim().split(" ");
    requests.accept(String.join(" ", words));
    URI target = URI.create(words[1]);
    try (Socket server = new Socket(target.getHost(), target.getPort())) {
      server
          .getOutputStream()
          .write(
              (words[0] + " " + target.getRawPath() + " " + words[2] + "\r\n")
                  .getBytes(ISO_8859_1));
      thread(() -> in.transferTo(server.getOutputStream()));
      server.getInputStream().transferTo(client.getOutputStream());
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

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

package io.ailb.okhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import okhttp3.Authenticator;
import okhttp3.Credentials;

/** A proxy for plain http that serves only those it knows. */
final class AuthenticatingProxy {
  private static final String KNOWN = Credentials.basic("somebody", "of-the-office");

  static final Authenticator AUTHENTICATOR =
      (route, refused) ->
          refused.request().header("Proxy-Authorization") != null
              ? null
              : refused.request().newBuilder().header("Proxy-Authorization", KNOWN).build();

  private AuthenticatingProxy() {}

  static Stub start() throws IOException {
    return new Stub(AuthenticatingProxy::serve);
  }

  static Proxy address(Stub proxy) {
    return new Proxy(
        Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
  }

  /** One request a connection. */
  private static void serve(Stub stub, Socket client) throws IOException {
    String head = stub.head(client);
    byte[] body = Stub.body(head, client);
    if (!KNOWN.equals(Stub.field(head, "proxy-authorization"))) {
      Stub.answer(
          client,
          "407 Proxy Authentication Required",
          "",
          "proxy-authenticate: Basic realm=\"office\"",
          "connection: close");
      return;
    }
    String[] line = head.substring(0, head.indexOf("\r\n")).split(" ", -1);
    URI target = URI.create(line[1]);
    try (Socket server = new Socket(target.getHost(), target.getPort())) {
      StringBuilder forwarded =
          new StringBuilder(line[0] + " " + target.getRawPath() + " HTTP/1.1\r\n");
      head.lines()
          .skip(1)
          .filter(
              field ->
                  !field.isEmpty()
                      && !field.toLowerCase(java.util.Locale.ROOT).matches("(proxy-|connection).*"))
          .forEach(field -> forwarded.append(field).append("\r\n"));
      OutputStream out = server.getOutputStream();
      out.write(forwarded.append("connection: close\r\n\r\n").toString().getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      relay(server, client);
    }
  }

  /** Some servers keep a connection open in spite of everything: until the answer's length. */
  private static void relay(Socket server, Socket client) throws IOException {
    server.setSoTimeout(1_000);
    byte[] piece = new byte[8192];
    StringBuilder seen = new StringBuilder();
    for (int n = server.getInputStream().read(piece);
        n >= 0;
        n = server.getInputStream().read(piece)) {
      client.getOutputStream().write(piece, 0, n);
      client.getOutputStream().flush();
      seen.append(new String(piece, 0, n, ISO_8859_1));
      int end = seen.indexOf("\r\n\r\n");
      String length = end < 0 ? null : Stub.field(seen.substring(0, end), "content-length");
      if (length != null && seen.length() >= end + 4 + Integer.parseInt(length)) {
        return;
      }
    }
  }
}

package io.ailb.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An application that asks endpoints, politely through HttpClient or bare over a socket. */
final class Caller {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Caller() {}

  /** A question in the endpoint's dialect, with the endpoint's own key. */
  static HttpRequest.Builder ask(SimulatedEndpoint endpoint, boolean stream) {
    return ask(endpoint, "key-of-" + endpoint.name(), stream);
  }

  static HttpRequest.Builder ask(SimulatedEndpoint endpoint, String key, boolean stream) {
    return ask(endpoint, key, "hi", stream);
  }

  static HttpRequest.Builder say(SimulatedEndpoint endpoint, String text, boolean stream) {
    return ask(endpoint, "key-of-" + endpoint.name(), text, stream);
  }

  private static HttpRequest.Builder ask(
      SimulatedEndpoint endpoint, String key, String text, boolean stream) {
    String body = body(endpoint.provider(), text, stream);
    return HttpRequest.newBuilder(URI.create(endpoint.origin() + path(endpoint.provider(), stream)))
        .timeout(Duration.ofSeconds(10))
        .header(keyHeader(endpoint.provider()), keyPrefix(endpoint.provider()) + key)
        .header("anthropic-version", "2026-10-21")
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  /** A question with a field that no provider has. */
  static HttpRequest.Builder withUnknownField(SimulatedEndpoint endpoint) {
    String body = "{\"surprise\":1," + body(endpoint.provider(), "hi", false).substring(1);
    return ask(endpoint, false).POST(BodyPublishers.ofString(body));
  }

  private static String path(Provider provider, boolean stream) {
    return switch (provider) {
      case OPENAI, OPENAI_COMPATIBLE -> "/v1/chat/completions";
      case ANTHROPIC -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/m:" + (stream ? "streamGenerateContent?alt=sse" : "generateContent");
      case AZURE_OPENAI -> "/openai/deployments/m/chat/completions?api-version=2025-01-01";
    };
  }

  private static String keyHeader(Provider provider) {
    return switch (provider) {
      case OPENAI, OPENAI_COMPATIBLE -> "authorization";
      case ANTHROPIC -> "x-api-key";
      case GEMINI -> "x-goog-api-key";
      case AZURE_OPENAI -> "api-key";
    };
  }

  private static String keyPrefix(Provider provider) {
    return keyHeader(provider).equals("authorization") ? "Bearer " : "";
  }

  private static String body(Provider provider, String text, boolean stream) {
    return provider == Provider.GEMINI
        ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]}"
        : "{\"model\":\"m\",\"max_tokens\":50,\"stream\":"
            + stream
            + ",\"messages\":[{\"role\":\"user\",\"content\":\""
            + text
            + "\"}]}";
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return Wording.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  /** Sends the same over a bare socket, which is left open for the caller to read and close. */
  static Socket open(SimulatedEndpoint endpoint, boolean stream) throws IOException {
    Provider provider = endpoint.provider();
    return open(endpoint, path(provider, stream), body(provider, "hi", stream));
  }

  static Socket open(SimulatedEndpoint endpoint, String path, String body) throws IOException {
    Provider provider = endpoint.provider();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    socket.setSoTimeout(10_000);
    String request =
        """
        POST %s HTTP/1.1
        host: localhost
        %s: %skey-of-%s
        anthropic-version: 2026-10-21
        content-length: %d

        """
            .formatted(
                path, keyHeader(provider), keyPrefix(provider), endpoint.name(), body.length());
    byte[] bytes = (request.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(bytes);
    return socket;
  }

  /** Everything that comes until that text is there. */
  static String readUntil(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1024];
    while (read.indexOf(text) < 0) {
      int count = in.read(buffer);
      if (count < 0) {
        throw new AssertionError("the end came before " + text + ": " + read);
      }
      read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
    }
    return read.toString();
  }

  /** How a connection ended. */
  record Ending(String read, String how) {}

  /** Everything that comes until the connection ends, and how it does. */
  static Ending readAll(Socket socket) {
    StringBuilder read = new StringBuilder();
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
      return new Ending(read.toString(), "end");
    } catch (IOException e) {
      return new Ending(read.toString(), String.valueOf(e.getMessage()));
    }
  }
}

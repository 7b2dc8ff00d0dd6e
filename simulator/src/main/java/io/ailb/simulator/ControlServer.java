package io.ailb.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.LogEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A simulator's methods over HTTP, on loopback: JSON in, JSON out, the log as JSON lines. What the
 * caller got wrong is a 400 with {@code {"error": …}}. The module's README lists the calls.
 */
final class ControlServer implements Closeable {
  static {
    // Without it an answer waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final TypeReference<List<FaultRule>> RULES = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> KEYS = new TypeReference<>() {};
  private static final String OF_ENDPOINT = "/endpoints/";

  private final Simulator simulator;
  private final HttpServer server;

  /**
   * Starts listening.
   *
   * @param port 0 for any free one
   */
  ControlServer(Simulator simulator, int port) throws IOException {
    this.simulator = simulator;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::serve);
    server.setExecutor(Executors.newCachedThreadPool(ControlServer::thread));
    server.start();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "simulator-control");
    thread.setDaemon(true);
    return thread;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Object result;
      int status = 200;
      try {
        result = call(exchange);
      } catch (IllegalArgumentException | JsonProcessingException e) {
        status = 400;
        result = Map.of("error", message(e));
      } catch (RuntimeException e) {
        status = 500;
        result = Map.of("error", e.toString());
      }
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        write(result, out);
      }
    }
  }

  private static String message(Exception e) {
    String message =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return String.valueOf(message);
  }

  private static void write(Object result, OutputStream out) throws IOException {
    if (result instanceof Lines lines) {
      try (var writer =
          Wording.JSON.writerFor(LogEntry.class).withRootValueSeparator("\n").writeValues(out)) {
        writer.writeAll(lines.entries);
      }
    } else {
      Wording.JSON.writeValue(out, result);
    }
  }

  private record Lines(List<LogEntry> entries) {}

  private Object call(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String endpoint = "";
    if (path.startsWith(OF_ENDPOINT)) {
      String rest = path.substring(OF_ENDPOINT.length());
      int slash = rest.indexOf('/');
      endpoint = slash < 0 ? rest : rest.substring(0, slash);
      path = OF_ENDPOINT + "*" + rest.substring(endpoint.length());
    }
    return call(exchange.getRequestMethod() + " " + path, endpoint, exchange.getRequestBody());
  }

  private Object call(String route, String endpoint, InputStream body) throws IOException {
    return switch (route) {
      case "GET /endpoints" -> simulator.endpoints();
      case "POST /endpoints" -> simulator.start(Wording.JSON.readValue(body, EndpointSpec.class));
      case "PUT /endpoints/*/script" -> {
        List<FaultRule> rules = Wording.JSON.readValue(body, RULES);
        yield done(() -> simulator.script(endpoint, rules));
      }
      case "DELETE /endpoints/*/script" -> done(() -> simulator.clearScript(endpoint));
      case "PUT /endpoints/*/limits" -> {
        Limits limits = Wording.JSON.readValue(body, Limits.class);
        yield done(() -> simulator.limits(endpoint, limits));
      }
      case "DELETE /endpoints/*/limits" -> done(() -> simulator.limits(endpoint, null));
      case "POST /endpoints/*/down" -> done(() -> simulator.down(endpoint));
      case "POST /endpoints/*/up" -> done(() -> simulator.up(endpoint));
      case "GET /endpoints/*/stats" -> simulator.stats(endpoint);
      case "GET /endpoints/*/log" -> new Lines(simulator.log(endpoint));
      case "GET /log" -> new Lines(simulator.log());
      case "DELETE /log" -> done(simulator::resetLog);
      case "GET /leaks" -> simulator.leaks();
      case "POST /canaries" -> {
        Map<String, String> keys = Wording.JSON.readValue(body, KEYS);
        yield done(() -> simulator.canaries(keys));
      }
      default -> throw new IllegalArgumentException("no call " + route + "; see README.md");
    };
  }

  private static Object done(Runnable action) {
    action.run();
    return Map.of();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package io.ailb.simulator;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.limit.Limits;
import io.ailb.simulator.log.Leak;
import io.ailb.simulator.log.LogEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Simulated endpoints in a JVM of their own, driven over HTTP. This side uses the JDK and Jackson
 * and loads no OkHttp, so the class path here may have any version of it.
 *
 * <p>The other JVM ends with {@link #close}, or by itself when this one goes away.
 */
public final class SimulatorProcess implements Simulator {

  /** The system property with the class path of the other JVM, unless one is given. */
  public static final String CLASS_PATH_PROPERTY = "simulator.classpath";

  /** The system property with options for the other JVM, separated by spaces; none if missing. */
  public static final String OPTIONS_PROPERTY = "simulator.options";

  private static final ObjectMapper JSON = Wording.JSON;

  private final Process process;
  private final URI control;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private SimulatorProcess(Process process, URI control) {
    this.process = process;
    this.control = control;
  }

  /** Starts with the class path of {@link #CLASS_PATH_PROPERTY} and the java of this JVM. */
  public static SimulatorProcess start() {
    String classPath = System.getProperty(CLASS_PATH_PROPERTY);
    if (classPath == null) {
      throw new IllegalStateException(
          "set the system property "
              + CLASS_PATH_PROPERTY
              + " to the class path of ai-lb-simulator with its dependencies, or give the class"
              + " path to start(classPath)");
    }
    return start(classPath);
  }

  /** Starts with the java of this JVM. */
  public static SimulatorProcess start(String classPath) {
    return start(classPath, Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /**
   * Starts another JVM and waits until it is ready.
   *
   * @param classPath must have ai-lb-simulator and its dependencies
   * @param java the binary of a Java 17 or later
   */
  public static SimulatorProcess start(String classPath, Path java) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options());
    command.addAll(List.of("-cp", classPath, Main.class.getName(), Main.UNTIL_STDIN_CLOSES));
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      return new SimulatorProcess(process, control(process));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + java, e);
    }
  }

  private static List<String> options() {
    String options = System.getProperty(OPTIONS_PROPERTY, "").trim();
    return options.isEmpty() ? List.of() : List.of(options.split(" +"));
  }

  private static URI control(Process process) throws IOException {
    // Not closed: the process would end with its output, and it says nothing more.
    BufferedReader output = process.inputReader();
    String control = null;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(Main.CONTROL)) {
        control = line.substring(Main.CONTROL.length());
      }
      if (line.equals(Main.READY) && control != null) {
        return URI.create(control);
      }
    }
    process.destroy();
    throw new IllegalStateException(
        "the simulator ended before it was ready; its error output says why");
  }

  @Override
  public SimulatedEndpoint start(EndpointSpec spec) {
    return call("POST", "/endpoints", spec, new TypeReference<SimulatedEndpoint>() {});
  }

  @Override
  public List<SimulatedEndpoint> endpoints() {
    return call("GET", "/endpoints", null, new TypeReference<List<SimulatedEndpoint>>() {});
  }

  @Override
  public void script(String endpoint, List<FaultRule> rules) {
    send("PUT", of(endpoint, "script"), rules);
  }

  @Override
  public void clearScript(String endpoint) {
    send("DELETE", of(endpoint, "script"), null);
  }

  @Override
  public void limits(String endpoint, @Nullable Limits limits) {
    send(limits == null ? "DELETE" : "PUT", of(endpoint, "limits"), limits);
  }

  @Override
  public void down(String endpoint) {
    send("POST", of(endpoint, "down"), null);
  }

  @Override
  public void up(String endpoint) {
    send("POST", of(endpoint, "up"), null);
  }

  @Override
  public void canaries(Map<String, String> keys) {
    send("POST", "/canaries", keys);
  }

  @Override
  public List<LogEntry> log() {
    return lines("/log");
  }

  @Override
  public List<LogEntry> log(String endpoint) {
    return lines(of(endpoint, "log"));
  }

  @Override
  public EndpointStats stats(String endpoint) {
    return call("GET", of(endpoint, "stats"), null, new TypeReference<EndpointStats>() {});
  }

  @Override
  public List<Leak> leaks() {
    return call("GET", "/leaks", null, new TypeReference<List<Leak>>() {});
  }

  @Override
  public void resetLog() {
    send("DELETE", "/log", null);
  }

  /** Where the other JVM listens for what the module's README lists. */
  public String controlUrl() {
    return control.toString();
  }

  /** Ends the other JVM. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String of(String endpoint, String what) {
    return "/endpoints/" + endpoint + "/" + what;
  }

  private void send(String method, String path, @Nullable Object body) {
    call(method, path, body, new TypeReference<Map<String, Object>>() {});
  }

  private List<LogEntry> lines(String path) {
    try (InputStream body = exchange("GET", path, null);
        var lines = JSON.readerFor(LogEntry.class).<LogEntry>readValues(body)) {
      return lines.readAll();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private <T> T call(String method, String path, @Nullable Object body, TypeReference<T> type) {
    JavaType javaType = JSON.constructType(type);
    try (InputStream answer = exchange(method, path, body)) {
      return JSON.readValue(answer, javaType);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private InputStream exchange(String method, String path, @Nullable Object body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(control.resolve(path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response.body();
      }
      try (InputStream refusal = response.body()) {
        String error = JSON.readTree(refusal).path("error").asText();
        throw response.statusCode() == 400
            ? new IllegalArgumentException(error)
            : new IllegalStateException(error);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulator worked", e);
    }
  }

  private UncheckedIOException gone(IOException e) {
    String state = process.isAlive() ? "does not answer" : "is gone, exit " + process.exitValue();
    return new UncheckedIOException("the simulator process " + state, e);
  }
}

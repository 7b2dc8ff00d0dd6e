package io.ailb.benchmarks.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.log.LogEntry;
import io.ailb.simulator.plan.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Eight endpoints of all dialects, a ninth whose port is closed, and pools of them, one for each
 * way to treat streams that break.
 */
final class Field {
  static final int TOKENS = 12;

  /** The pools; each has the name of its {@code stream.recovery}. */
  static final List<String> POOLS = List.of("error", "buffer", "none");

  // What the pools are configured with, and how long a request can take therefore.
  private static final Duration QUEUE = Duration.ofMillis(500);
  private static final Duration ELAPSED = Duration.ofMillis(1_500);
  private static final Duration ATTEMPT = Duration.ofMillis(1_200);

  static final Duration SHORTEST_LIMIT = Duration.ofMillis(250);

  /** For two cores that do other things as well. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** The last wait begins within {@code maxElapsed}, and a stream may be replaced once after it. */
  static final Duration BOUND = ELAPSED.plus(QUEUE).plus(ATTEMPT.multipliedBy(2)).plus(GRACE);

  private static final Map<String, Provider> PROVIDERS = new LinkedHashMap<>();

  static {
    PROVIDERS.put("openai-1", Provider.OPENAI);
    PROVIDERS.put("openai-2", Provider.OPENAI);
    PROVIDERS.put("openai-3", Provider.OPENAI);
    PROVIDERS.put("anthropic-1", Provider.ANTHROPIC);
    PROVIDERS.put("anthropic-2", Provider.ANTHROPIC);
    PROVIDERS.put("gemini-1", Provider.GEMINI);
    PROVIDERS.put("gemini-2", Provider.GEMINI);
    PROVIDERS.put("compatible", Provider.OPENAI_COMPATIBLE);
  }

  private static final String CLOSED = "closed-port";

  private final Simulator simulator;
  private final List<SimulatedEndpoint> endpoints = new ArrayList<>();
  private final Map<String, String> truths = new LinkedHashMap<>();

  Field(Simulator simulator) {
    this.simulator = simulator;
    PROVIDERS.forEach(this::start);
    simulator.canaries(Map.of("the application", Tongue.OWN_KEY));
    endpoints.forEach(endpoint -> truths.put(endpoint.name(), askDirectly(endpoint)));
    start(CLOSED, Provider.OPENAI);
    simulator.down(CLOSED);
    simulator.resetLog();
  }

  static List<String> names() {
    return List.copyOf(PROVIDERS.keySet());
  }

  private void start(String name, Provider provider) {
    boolean slow = name.endsWith("-2");
    endpoints.add(
        simulator.start(
            EndpointSpec.builder(name, provider)
                .keys(List.of(key(name)))
                .tokens(TOKENS)
                .latency(slow ? new Latency(5, 10, 2) : Latency.NONE)
                .keepBodies(true)
                .build()));
  }

  private static String key(String name) {
    return "sk-secret-of-" + name;
  }

  private static final String FIRST_QUESTION = "who is there?";

  private String askDirectly(SimulatedEndpoint endpoint) {
    Tongue tongue =
        switch (endpoint.provider()) {
          case ANTHROPIC -> Tongue.MESSAGES;
          case GEMINI -> Tongue.GEMINI;
          default -> Tongue.CHAT;
        };
    var body = Tongue.JSON.createObjectNode();
    tongue.ask(body, FIRST_QUESTION, false);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.origin() + tongue.path(false)))
            .header("authorization", "Bearer " + key(endpoint.name()))
            .header("x-api-key", key(endpoint.name()))
            .header("x-goog-api-key", key(endpoint.name()))
            .header("anthropic-version", "2023-06-01")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      Hearing hearing = new Hearing();
      JsonNode answer =
          new ObjectMapper()
              .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
      tongue.whole(answer, hearing);
      String text = hearing.ending(false).text();
      if (!text.contains(hash(FIRST_QUESTION))) {
        throw new IllegalStateException(endpoint.name() + " says " + answer);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What an endpoint says to a question: what it said when asked directly, but for its hash. */
  String truth(String endpoint, String question) {
    return truths.getOrDefault(endpoint, "").replace(hash(FIRST_QUESTION), hash(question));
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where a caller believes its provider to be. */
  static String origin(String pool) {
    return "http://" + pool + ".chaos.test";
  }

  /** The load balancer's configuration. */
  String configuration() {
    return configuration(endpoints, ATTEMPT);
  }

  /** The same with one endpoint less and a little less time for each try. */
  String otherConfiguration() {
    return configuration(endpoints.subList(1, endpoints.size()), ATTEMPT.minusMillis(100));
  }

  private static String configuration(List<SimulatedEndpoint> endpoints, Duration attempt) {
    StringBuilder text = new StringBuilder("pools:\n");
    for (String pool : POOLS) {
      text.append(
          """
            - name: %s
              match: {hosts: ["%s.chaos.test"]}
              retries: {maxAttempts: 4, maxElapsed: %dms, budget: 50%%, backoff: {initial: 10ms, max: 50ms}}
              timeouts: {connect: 500ms, headers: 350ms, firstToken: 350ms, idle: %dms, contentIdle: 300ms, attempt: %dms}
              stream: {recovery: %s}
              cooldown: {rateLimited: 60ms, unauthorized: 60ms, quotaExhausted: 60ms}
              breaker: {openFor: 50ms, maxOpenFor: 200ms}
              queue: {maxWait: %dms}
              routing: {patience: 100ms}
              endpoints:
          """
              .formatted(
                  pool,
                  pool,
                  ELAPSED.toMillis(),
                  SHORTEST_LIMIT.toMillis(),
                  attempt.toMillis(),
                  pool,
                  QUEUE.toMillis()));
      endpoints.forEach(endpoint -> text.append(configuration(endpoint)));
    }
    return text.toString();
  }

  private static String configuration(SimulatedEndpoint endpoint) {
    String model =
        switch (endpoint.provider()) {
          case ANTHROPIC -> "claude-haiku-4-5";
          case GEMINI -> "gemini-2.5-flash";
          default -> "gpt-4o-mini";
        };
    // Some are full now and then, so that requests wait for a place.
    String limits = endpoint.name().endsWith("-2") ? "limits: {concurrency: 2}" : "weight: 1";
    return """
          - {name: %s, provider: %s, baseUrl: "%s", apiKey: %s, learnLimits: false, %s,
             models: {gpt-4o-mini: %s, claude-haiku-4-5: %s, gemini-2.5-flash: %s}}
    """
        .formatted(
            endpoint.name(),
            endpoint.provider().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            endpoint.baseUrl(),
            key(endpoint.name()),
            limits,
            model,
            model,
            model);
  }

  /** The latest requests as the providers saw them. */
  List<LogEntry> log() {
    return simulator.log();
  }

  void forget() {
    simulator.resetLog();
  }

  /** Requests that providers still answer. */
  int inFlight() {
    return endpoints.stream().mapToInt(e -> simulator.stats(e.name()).inFlight()).sum();
  }

  /** Keys that went where they do not belong. */
  List<String> leaks() {
    return simulator.leaks().stream().map(Object::toString).toList();
  }
}

package io.ailb.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.Simulator;
import io.ailb.simulator.dialect.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** One fault in one mode: two simulated endpoints, and a pool of them that nobody else uses. */
final class Arena {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Variant variant;
  final FaultCase fault;
  final Mode mode;
  final String pool;
  private final Draw draw;
  private final Simulator simulator;
  private final SimulatedEndpoint preferred;
  private final SimulatedEndpoint healthy;
  private final Evidence.Truth preferredTruth;

  Arena(Simulator simulator, Variant variant, FaultCase fault, Mode mode, Draw draw) {
    this.simulator = simulator;
    this.variant = variant;
    this.fault = fault;
    this.mode = mode;
    this.draw = draw;
    String seed = draw.seed() == 0 ? "" : "-" + draw.seed();
    pool = "%s-%02d-%s%s".formatted(variant.name(), fault.number(), mode.word(), seed);
    preferred = start("preferred", Provider.OPENAI);
    healthy = start("healthy", variant.healthy());
    preferredTruth = ask();
  }

  private SimulatedEndpoint start(String role, Provider provider) {
    String name = name(role);
    return simulator.start(
        EndpointSpec.builder(name, provider)
            .keys(List.of(key(role)))
            .tokens(draw.tokens())
            .keepBodies(true)
            .build());
  }

  private String name(String role) {
    return pool + "-" + role;
  }

  private String key(String role) {
    return "sk-secret-of-" + name(role);
  }

  /** What the preferred endpoint says before anything is wrong with it. */
  private Evidence.Truth ask() {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(Caller.MODEL, Caller.QUESTION);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(preferred.baseUrl() + "/chat/completions"))
            .header("authorization", "Bearer " + key("preferred"))
            .header("x-ai-lb-bypass", "true")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      JsonNode answer =
          JSON.readTree(
              HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body());
      return new Evidence.Truth(
          answer.path("model").asText(),
          answer.path("choices").path(0).path("message").path("content").asText(),
          answer.path("usage").path("completion_tokens").asLong());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  String baseUrl() {
    return preferred.baseUrl();
  }

  /** The pool as it stands in the configuration. */
  String configuration(Times times) {
    return """
          - name: %s
            match: {hosts: ["127.0.0.1:%d"]}
            retries: {maxAttempts: 3%s}
            timeouts: {headers: %s, firstToken: %s, idle: %s, contentIdle: %s}
            stream: {recovery: %s}
            routing: {strategy: %s}
            endpoints:
              - {name: preferred, provider: openai, baseUrl: "%s", apiKey: %s, contextWindow: 128k}
              - {name: healthy, provider: %s, baseUrl: "%s", apiKey: %s, tier: %d, contextWindow: %s,
                 models: {%s: %s}%s}
        """
        .formatted(
            pool,
            preferred.port(),
            variant.elsewhere()
                ? ", when: [network, timeout, rate_limit, overloaded, server_error, content_filter]"
                : "",
            times.headers(),
            times.firstToken(),
            times.idle(),
            times.idle(),
            variant.recovery(),
            variant.oneTier() ? "ordered" : "adaptive",
            preferred.baseUrl(),
            key("preferred"),
            variant.healthyWord(),
            healthy.baseUrl(),
            key("healthy"),
            variant.oneTier() ? 1 : 2,
            variant.elsewhere() ? "256k" : "128k",
            Caller.MODEL,
            healthyModel(),
            variant.recovery().equals("resume") ? ", capabilities: {prefill: true}" : "");
  }

  private String healthyModel() {
    return switch (variant.healthy()) {
      case ANTHROPIC -> "claude-haiku-4-5";
      case GEMINI -> "gemini-2.5-flash";
      default -> "gpt-4.1-mini";
    };
  }

  /** From now on, things go wrong. */
  void begin() {
    simulator.script(preferred.name(), fault.script().getOrDefault(mode, List.of()));
    simulator.script(healthy.name(), fault.healthyScript());
  }

  Evidence evidence(List<Experience> experiences, Evidence.Books books) {
    return new Evidence(
        mode,
        variant.oneTier(),
        experiences,
        tries(preferred),
        tries(healthy),
        preferredTruth,
        new Evidence.Truth(
            healthyModel(),
            preferredTruth.text().replace(preferred.name(), healthy.name()),
            preferredTruth.outputTokens()),
        books);
  }

  private List<Try> tries(SimulatedEndpoint endpoint) {
    return simulator.log(endpoint.name()).stream().map(Try::of).toList();
  }
}

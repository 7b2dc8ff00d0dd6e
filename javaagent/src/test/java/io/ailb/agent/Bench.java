package io.ailb.agent;

import io.ailb.simulator.EndpointSpec;
import io.ailb.simulator.SimulatedEndpoint;
import io.ailb.simulator.SimulatorProcess;
import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import io.ailb.simulator.log.LogEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where judges sit: a pool for each provider, in it one endpoint that is well and one for each
 * thing that can go wrong. The model asked for chooses: {@code at-gemini} is Gemini's good one,
 * {@code at-gemini-429} that which is always full. The applications' own endpoints are in no pool.
 */
final class Bench implements AutoCloseable {
  static final List<String> PROVIDERS = List.of("openai", "host", "anthropic", "gemini");

  private static final Map<String, List<String>> OWN_HEADERS =
      Map.of(
          "openai", List.of("openai-"),
          "anthropic", List.of("anthropic-", "x-api-key"),
          "gemini", List.of("x-goog-"));

  /** What a host can do is known to who runs it; nothing of it is taken for granted. */
  private static final String HOST_CAPABILITIES =
      "{jsonSchema: true, streamUsage: true, reasoning: effort}";

  private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

  static {
    FAULTS.put("400", new Fault.Failure(Problem.INVALID_REQUEST));
    FAULTS.put("401", new Fault.Failure(Problem.UNAUTHORIZED));
    FAULTS.put("404", new Fault.Failure(Problem.MODEL_NOT_FOUND));
    FAULTS.put("429", Fault.rateLimit(30));
    FAULTS.put("500", new Fault.Failure(Problem.SERVER_ERROR));
    FAULTS.put("overloaded", new Fault.Failure(Problem.OVERLOADED));
    FAULTS.put("cut", new Fault.Cut(3, false));
    FAULTS.put("reset", new Fault.Cut(3, true));
    FAULTS.put("event", new Fault.ErrorEvent(3, Problem.OVERLOADED));
    FAULTS.put("stall", new Fault.Stall(3, null, null));
  }

  final SimulatorProcess simulator = SimulatorProcess.start();
  private final Map<String, SimulatedEndpoint> own = new LinkedHashMap<>();
  private final Path configuration;

  Bench() {
    for (Provider provider : List.of(Provider.OPENAI, Provider.ANTHROPIC, Provider.GEMINI)) {
      String name = provider.name().toLowerCase(Locale.ROOT);
      own.put(
          name,
          simulator.start(
              EndpointSpec.builder("own-" + name, provider)
                  .keys(List.of(Providers.APPLICATIONS_KEY + "-for-" + name))
                  .build()));
    }
    StringBuilder yaml = new StringBuilder("pools:\n");
    PROVIDERS.forEach(provider -> yaml.append(pool(provider)));
    configuration = Providers.file("judges", yaml.toString());
  }

  /** The URL that an SDK is given, which is the application's own endpoint. */
  String ownUrl(String sdk) {
    return own.get(sdk).baseUrl();
  }

  String configuration() {
    return configuration.toString();
  }

  private String pool(String provider) {
    String hosts =
        own.values().stream()
            .map(endpoint -> "\"127.0.0.1:" + endpoint.port() + "\"")
            .collect(Collectors.joining(", "));
    List<String> endpoints = new ArrayList<>();
    endpoints.add(endpoint(provider, "", null));
    if (provider.equals("host")) {
      endpoints.add(endpoint(provider, "-bare", null));
    }
    FAULTS.forEach((name, fault) -> endpoints.add(endpoint(provider, "-" + name, fault)));
    return """
          - name: %1$s
            match: {hosts: [%2$s], models: [at-%1$s, "at-%1$s-*"]}
            routing: {strategy: ordered}
            retries: {backoff: {initial: 5ms, max: 5ms}}
            queue: {maxWait: 0s}
            breaker: {consecutiveFailures: null, failureRatio: null}
            endpoints:
        """
            .formatted(provider, hosts)
        + String.join("", endpoints);
  }

  private String endpoint(String provider, String suffix, Fault fault) {
    String name = provider + suffix;
    SimulatedEndpoint started =
        simulator.start(
            EndpointSpec.builder(name, simulated(provider))
                .keepBodies(true)
                .script(fault == null ? List.of() : List.of(FaultRule.of(fault)))
                .build());
    return "      - {name: %s, provider: %s, baseUrl: \"%s\", apiKey: key-of-%s, models: {at-%s: %s}%s}\n"
        .formatted(
            name,
            simulated(provider).name().toLowerCase(Locale.ROOT).replace('_', '-'),
            started.baseUrl(),
            name,
            name,
            model(provider),
            name.equals("host") ? ", capabilities: " + HOST_CAPABILITIES : "");
  }

  private static Provider simulated(String provider) {
    return switch (provider) {
      case "openai" -> Provider.OPENAI;
      case "host" -> Provider.OPENAI_COMPATIBLE;
      case "anthropic" -> Provider.ANTHROPIC;
      default -> Provider.GEMINI;
    };
  }

  static boolean hasEmbeddings(String provider) {
    return provider.equals("openai") || provider.equals("host");
  }

  /** The paths that a provider may see. */
  static Pattern path(String provider) {
    return Pattern.compile(
        switch (provider) {
          case "openai" -> "/v1/(chat/completions|responses|embeddings)";
          case "host" -> "/v1/(chat/completions|embeddings)";
          case "anthropic" -> "/v1/messages";
          default -> "/v1beta/models/gemini-3\\.8-flash:(g|streamG)enerateContent";
        });
  }

  /** The headers that are only others' business: ai-lb's own, and those of another dialect. */
  static List<String> foreignHeaders(String provider, LogEntry entry) {
    List<String> foreign = new ArrayList<>(List.of("x-ai-lb-"));
    OWN_HEADERS.forEach(
        (owner, prefixes) -> {
          if (!owner.equals(provider)) {
            foreign.addAll(prefixes);
          }
        });
    return entry.headers().keySet().stream()
        .filter(name -> foreign.stream().anyMatch(name::startsWith))
        .toList();
  }

  private static String model(String provider) {
    return switch (provider) {
      case "openai" -> "gpt-5.6";
      case "host" -> "llama-4-maverick";
      case "anthropic" -> "claude-opus-5-5";
      default -> "gemini-3.8-flash";
    };
  }

  @Override
  public void close() {
    simulator.close();
  }
}

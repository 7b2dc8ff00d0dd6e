package io.ailb.outbound;

import io.ailb.model.Auth.Scheme;
import io.ailb.model.Endpoint;
import io.ailb.model.Operation;
import io.ailb.model.Provider;
import io.ailb.model.Query;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins an endpoint's base URL with an operation's path. The table of results is in {@code
 * docs/configuration.md}, and a test holds it.
 */
final class Urls {
  private static final String GEMINI_VERSION = "v1beta";

  /** Addresses that are remembered. */
  private static final int MOST = 256;

  private static final Map<Place, String> KNOWN = new ConcurrentHashMap<>();

  private Urls() {}

  /** What an address is made of, where the caller's own has no part in it. */
  private record Place(Provider provider, URI base, Operation operation, String model) {
    // Written out: a record's own are put together when they first run, on the way of a request.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place
          && provider == place.provider
          && operation == place.operation
          && base.equals(place.base)
          && model.equals(place.model);
    }

    @Override
    public int hashCode() {
      return (base.hashCode() * 31 + model.hashCode()) * 31 + operation.hashCode();
    }
  }

  /**
   * The whole URL for a caller at {@code endpoint}, which serves it as {@code model}.
   *
   * @param secret the caller's key, which must not reach the endpoint; null = it has none
   */
  static String of(Endpoint endpoint, Caller caller, String model, @Nullable String secret) {
    return address(endpoint, caller.call().operation(), caller.path(), model)
        .concat(query(endpoint, caller.query(), secret));
  }

  /** The whole URL for a call that was translated: of the caller's own, nothing is left. */
  static String of(Endpoint endpoint, Operation operation, String model) {
    String events = operation == Operation.STREAM_GENERATE_CONTENT ? "alt=sse" : null;
    return address(endpoint, operation, "", model) + query(endpoint, events, null);
  }

  private static String address(
      Endpoint endpoint, Operation operation, String callersPath, String model) {
    boolean callers =
        operation.kind() == Operation.Kind.KEPT || endpoint.provider() == Provider.GEMINI;
    if (callers) { // part of it is the caller's
      return joined(endpoint, operation, callersPath, model);
    }
    Place place = new Place(endpoint.provider(), endpoint.baseUrl(), operation, model);
    String known = KNOWN.get(place);
    if (known == null) {
      known = joined(endpoint, operation, callersPath, model);
      if (KNOWN.size() >= MOST) {
        KNOWN.clear(); // callers may ask for any model
      }
      KNOWN.put(place, known);
    }
    return known;
  }

  private static String joined(
      Endpoint endpoint, Operation operation, String callersPath, String model) {
    URI base = endpoint.baseUrl();
    String root = base.getScheme() + "://" + base.getRawAuthority();
    String path = base.getRawPath() == null ? "" : stripSlash(base.getRawPath());
    String end = operation.kind() == Operation.Kind.KEPT ? callersPath : operation.suffix();
    String joined =
        switch (endpoint.provider()) {
          case OPENAI, OPENAI_COMPATIBLE -> openAi(path) + end;
          case AZURE_OPENAI -> azure(endpoint, path, end, model);
          case ANTHROPIC -> versioned(path, "/v1") + end;
          case GEMINI -> gemini(path, callersPath) + "/" + geminiPath(model) + end;
        };
    return root + joined;
  }

  private static String openAi(String path) {
    return path.isEmpty() ? "/v1" : path;
  }

  private static String azure(Endpoint endpoint, String path, String end, String model) {
    if (endpoint.isUnifiedAzure()) {
      return path + end;
    }
    String surface = path.endsWith("/openai") ? path : path + "/openai";
    return surface + "/deployments/" + encode(model) + end;
  }

  private static String versioned(String path, String version) {
    return path.endsWith(version) ? path : path + version;
  }

  /** With the base's version, else the caller's: same dialect, same surface. */
  private static String gemini(String path, String callersPath) {
    if (version(path) != null) {
      return path; // Vertex AI's is followed by a project and a publisher
    }
    String callers = version(callersPath);
    return path + "/" + (callers == null ? GEMINI_VERSION : callers);
  }

  private static @Nullable String version(String path) {
    for (String segment : path.split("/", -1)) {
      if (isVersion(segment)) {
        return segment;
      }
    }
    return null;
  }

  private static boolean isVersion(String segment) {
    return segment.length() >= 2
        && segment.charAt(0) == 'v'
        && Character.isDigit(segment.charAt(1));
  }

  private static String geminiPath(String model) {
    String name = geminiName(model);
    int collection = name.indexOf('/') + 1;
    return name.substring(0, collection) + encode(name.substring(collection));
  }

  /** The model with its collection, as Gemini names it. */
  static String geminiName(String model) {
    return model.indexOf('/') < 0 ? "models/" + model : model;
  }

  /** The caller's query without what belongs to its own endpoint, then the endpoint's. */
  private static String query(
      Endpoint endpoint, @Nullable String callers, @Nullable String secret) {
    boolean azure = endpoint.provider() == Provider.AZURE_OPENAI;
    if (callers == null && !azure && endpoint.query().isEmpty()) {
      return ""; // nearly always
    }
    StringBuilder query = new StringBuilder();
    for (String parameter : Query.parameters(callers)) {
      if (travels(endpoint, Query.name(parameter))
          && (secret == null || !Query.value(parameter).contains(secret))) {
        append(query, parameter);
      }
    }
    if (azure && endpoint.apiVersion() != null && !endpoint.query().containsKey("api-version")) {
      append(query, "api-version=" + encode(endpoint.apiVersion()));
    }
    for (Map.Entry<String, String> parameter : endpoint.query().entrySet()) {
      append(query, encode(parameter.getKey()) + "=" + encode(parameter.getValue()));
    }
    return query.toString();
  }

  private static boolean travels(Endpoint endpoint, String name) {
    boolean callersKey = Query.isCredential(name) && endpoint.auth().scheme() != Scheme.PASSTHROUGH;
    return !callersKey && !name.equals("api-version") && !endpoint.query().containsKey(name);
  }

  private static void append(StringBuilder query, String parameter) {
    query.append(query.length() == 0 ? '?' : '&').append(parameter);
  }

  private static String stripSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package io.ailb.outbound;

import io.ailb.model.Auth;
import io.ailb.model.CallBody;
import io.ailb.model.Endpoint;
import io.ailb.model.HttpFields;
import io.ailb.model.Operation;
import io.ailb.model.Provider;
import io.ailb.model.Secret;
import io.ailb.model.WireRequest;
import io.ailb.model.WireRequest.Credential;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes requests for endpoints: as they came, or with what was said in translation. Stateless. */
public final class Outbound {
  /** Anthropic's current API version (wire-facts, section 1); a caller's own is kept. */
  private static final String ANTHROPIC_VERSION = "2026-10-21";

  private Outbound() {}

  /**
   * The request to send.
   *
   * @param model the name that the endpoint knows the model by; empty if the call names none
   * @param key the endpoint's key; null if it sends none of its own
   */
  public static WireRequest request(
      Endpoint endpoint, Caller caller, String model, @Nullable Secret key) {
    String name = modelInBody(endpoint, caller, model);
    List<ByteBuffer> body =
        name == null ? caller.body().unchanged() : caller.body().withModel(name);
    String secret = caller.secretFrom(endpoint);
    return new WireRequest(
        caller.method(),
        Urls.of(endpoint, caller, model, secret),
        headers(endpoint, caller, secret, name != null),
        credential(endpoint, caller, key),
        body);
  }

  /**
   * The request to send where the caller's dialect is not spoken.
   *
   * @param operation what it is to the endpoint
   * @param body in the endpoint's dialect, with the model in it
   */
  public static WireRequest translated(
      Endpoint endpoint,
      Caller caller,
      Operation operation,
      String model,
      @Nullable Secret key,
      List<ByteBuffer> body) {
    return new WireRequest(
        operation.method(),
        Urls.of(endpoint, operation, model),
        translatedHeaders(endpoint, caller),
        credential(endpoint, caller, key),
        body);
  }

  private static HttpFields translatedHeaders(Endpoint endpoint, Caller caller) {
    HttpFields.Builder headers = HttpFields.builder().add("content-type", "application/json");
    addCallers(endpoint, caller, caller.secretFrom(endpoint), FieldName::ofDialect, headers);
    addVersion(endpoint, headers);
    return withEndpoints(endpoint, headers);
  }

  /** The caller's own fields that go along. */
  private static void addCallers(
      Endpoint endpoint,
      Caller caller,
      @Nullable String secret,
      Predicate<FieldName> stays,
      HttpFields.Builder headers) {
    HttpFields callers = caller.headers();
    for (int i = 0; i < callers.size(); i++) {
      FieldName name = FieldName.of(callers.name(i));
      String value = callers.value(i);
      if (travels(endpoint, caller, name)
          && !stays.test(name)
          && (secret == null || !value.contains(secret))) {
        headers.add(callers.name(i), value);
      }
    }
  }

  private static HttpFields withEndpoints(Endpoint endpoint, HttpFields.Builder headers) {
    if (!endpoint.headers().isEmpty()) {
      for (Map.Entry<String, String> field : endpoint.headers().entrySet()) {
        headers.set(field.getKey(), field.getValue());
      }
    }
    return headers.build();
  }

  private static void addVersion(Endpoint endpoint, HttpFields.Builder headers) {
    if (endpoint.provider() == Provider.ANTHROPIC) {
      String version = endpoint.apiVersion();
      headers.add("anthropic-version", version == null ? ANTHROPIC_VERSION : version);
    }
  }

  /** The name to write into the body; null if what stands there is right or does not matter. */
  private static @Nullable String modelInBody(Endpoint endpoint, Caller caller, String model) {
    CallBody body = caller.body();
    String asked = caller.call().model();
    if (asked == null
        || (endpoint.provider() == Provider.AZURE_OPENAI && !endpoint.isUnifiedAzure())) {
      return null;
    }
    if (caller.call().operation().modelInPath()) {
      // Gemini's countTokens may hold a whole request, which repeats it.
      return body.namesModel() && !model.equals(asked) ? Urls.geminiName(model) : null;
    }
    // Not what was asked for: an Azure caller names its deployment in the path, and anything here.
    return model.equals(body.model()) ? null : model;
  }

  private static HttpFields headers(
      Endpoint endpoint, Caller caller, @Nullable String secret, boolean spliced) {
    boolean unfolded = spliced && caller.body().compressed();
    HttpFields.Builder headers = HttpFields.builder(caller.headers().size() + 1);
    addCallers(endpoint, caller, secret, unfolded ? FieldName::ofCoding : name -> false, headers);
    if (!caller.headers().has("anthropic-version")) {
      addVersion(endpoint, headers);
    }
    return withEndpoints(endpoint, headers);
  }

  private static boolean travels(Endpoint endpoint, Caller caller, FieldName name) {
    boolean callersAccount = endpoint.auth().scheme() == Auth.Scheme.PASSTHROUGH;
    return !name.staysBehind()
        && !caller.withheld().contains(name.lower())
        && (callersAccount || !name.ofAccount());
  }

  private static @Nullable Credential credential(
      Endpoint endpoint, Caller caller, @Nullable Secret key) {
    Auth auth = endpoint.auth();
    if (auth.scheme() == Auth.Scheme.PASSTHROUGH) {
      return caller.credential();
    }
    if (key == null) {
      return null;
    }
    String header = auth.header();
    return header != null
        ? new Credential(header, key.reveal())
        : credential(auth.scheme() == Auth.Scheme.BEARER, endpoint.provider(), key);
  }

  private static Credential credential(boolean bearer, Provider provider, Secret key) {
    if (!bearer) {
      switch (provider) {
        // Taken by both API versions, and by look-alikes that know no bearer token.
        case ANTHROPIC -> {
          return new Credential("x-api-key", key.reveal());
        }
        case GEMINI -> {
          return new Credential("x-goog-api-key", key.reveal());
        }
        case AZURE_OPENAI -> {
          return new Credential("api-key", key.reveal());
        }
        default -> {}
      }
    }
    return new Credential("Authorization", key.bearer());
  }
}

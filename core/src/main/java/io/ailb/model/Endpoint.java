package io.ailb.model;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One place to send requests to: a provider's URL with a key, and what it serves. What can change
 * while it is used (load, health, an operator's hand) is kept elsewhere.
 *
 * @param pool the name of its pool
 * @param name unique in its pool
 * @param baseUrl absolute, without query or trailing slash
 * @param key where the key comes from
 * @param keyId tells keys apart: the fingerprint of a fixed one, a stable name of a rotating one
 * @param quotaGroup endpoints with the same one share their limits; null = by key
 * @param weight share inside its tier, 0 or more; 0 = drained
 * @param tier 1 to 9; a higher one is used only when no lower one can take the request
 * @param contextWindow tokens; larger requests are not sent here; null = not known
 * @param apiVersion {@code anthropic-version} or Azure's {@code api-version}; null = the default
 * @param headers added to every request
 * @param query added to every URL
 * @param traits its habits and abilities, as far as they are configured
 */
public record Endpoint(
    String pool,
    String name,
    Provider provider,
    URI baseUrl,
    ApiKey key,
    String keyId,
    Auth auth,
    ModelMap models,
    @Nullable String quotaGroup,
    double weight,
    int tier,
    Price price,
    @Nullable Long contextWindow,
    @Nullable String apiVersion,
    Set<String> tags,
    Map<String, String> headers,
    Map<String, String> query,
    Traits traits) {

  /**
   * The model to send for {@code call}, or null if this endpoint could never serve it. A call of
   * another dialect is served where names of models were stated: a caller's own mean nothing there.
   */
  public @Nullable ModelTarget serves(AiCall call) {
    boolean canHear =
        hears(call.operation())
            || (call.operation().kind() == Operation.Kind.GENERATE && models.isMapped());
    if (!canHear
        || (auth.scheme() == Auth.Scheme.PASSTHROUGH
            && !call.origin().equals(Origin.of(baseUrl)))) {
      return null;
    }
    if (call.model() == null) {
      return ModelTarget.of("");
    }
    ModelTarget target = models.target(call.model());
    if (target == null || target.sent().equals(call.model())) {
      return target;
    }
    // Gemini's embedding requests repeat the model inside: it cannot be changed by its path alone.
    boolean fixed =
        call.operation() == Operation.EMBED_CONTENT
            || call.operation() == Operation.BATCH_EMBED_CONTENTS;
    return fixed ? null : target;
  }

  /** The dialects in which it can be asked for an answer, the one that most is said in first. */
  public List<Dialect> dialects() {
    return provider.dialects().stream()
        .filter(dialect -> hasPath(Operation.toGenerate(dialect)))
        .toList();
  }

  /** Whether it takes such a call as it is, without translation. */
  public boolean hears(Operation operation) {
    return provider.speaks(operation.dialect()) && hasPath(operation);
  }

  private boolean hasPath(Operation operation) {
    // Azure's versioned surface has deployments only; its unified one has OpenAI's paths.
    return provider != Provider.AZURE_OPENAI
        || isUnifiedAzure()
        || operation == Operation.CHAT_COMPLETIONS
        || operation == Operation.EMBEDDINGS;
  }

  /** Whether this is Azure's surface that has the model in the body, as OpenAI does. */
  public boolean isUnifiedAzure() {
    String path = baseUrl.getPath();
    return provider == Provider.AZURE_OPENAI && path != null && path.endsWith("/openai/v1");
  }

  /** The endpoint's host, lower case, without a port. */
  public String host() {
    return baseUrl.getHost();
  }

  /**
   * Tells apart whose limits it uses: those of its {@link #quotaGroup}, wherever its members are,
   * else those that its key has at its host. Without a key of ours it is the server that counts.
   */
  public String account() {
    return quotaGroup != null ? "group " + quotaGroup : ownAccount();
  }

  /** The same without regard to its {@link #quotaGroup}: who its provider takes it for. */
  public String ownAccount() {
    return isKeyless()
        ? "server " + baseUrl.getScheme() + "://" + baseUrl.getAuthority()
        : "key " + keyId + " at " + host();
  }

  /** Whether it sends no key of ours. */
  public boolean isKeyless() {
    return auth.scheme() == Auth.Scheme.NONE || auth.scheme() == Auth.Scheme.PASSTHROUGH;
  }

  /** Pool and name; the key does not print. */
  @Override
  public String toString() {
    return pool + "/" + name;
  }
}

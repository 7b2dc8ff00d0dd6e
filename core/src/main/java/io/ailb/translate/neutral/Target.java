package io.ailb.translate.neutral;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom a request is written: asked by an encoder, which says here what it leaves out. One for
 * each encoding; for one thread.
 */
public final class Target {
  private final Dialect dialect;
  private final String provider;
  private final String model;
  private final Capabilities can;
  private final Policy policy;
  private final @Nullable Long maxOutput;
  private final @Nullable Long defaultMaxTokens;
  private final @Nullable String apiVersion;
  private final boolean stream;

  private final Set<String> dropped = new LinkedHashSet<>();
  private final Set<Feature> used = new LinkedHashSet<>();
  private final Map<String, String> toolNames = new HashMap<>();

  /** What becomes of what an endpoint cannot do. */
  public enum Policy {
    /** The endpoint is not used; small losses are dropped. */
    SKIP,
    /** The field is left out where the request stays valid. */
    DROP,
    /** As {@code SKIP}, and small losses that a caller could notice count too. */
    STRICT
  }

  /**
   * @param provider the id of the endpoint's provider or of the profile of its host, as in the
   *     configuration
   * @param model the name that the endpoint knows it by
   * @param maxOutput tokens that the model makes at most; null = not known
   * @param defaultMaxTokens for a caller that named no bound; null = not configured
   * @param apiVersion of the endpoint; null = the newest
   */
  public Target(
      Dialect dialect,
      String provider,
      String model,
      Capabilities can,
      Policy policy,
      @Nullable Long maxOutput,
      @Nullable Long defaultMaxTokens,
      @Nullable String apiVersion,
      boolean stream) {
    this.dialect = dialect;
    this.provider = provider;
    this.model = model;
    this.can = can;
    this.policy = policy;
    this.maxOutput = maxOutput;
    this.defaultMaxTokens = defaultMaxTokens;
    this.apiVersion = apiVersion;
    this.stream = stream;
  }

  public Dialect dialect() {
    return dialect;
  }

  public String provider() {
    return provider;
  }

  public String model() {
    return model;
  }

  public @Nullable Long maxOutput() {
    return maxOutput;
  }

  public @Nullable Long defaultMaxTokens() {
    return defaultMaxTokens;
  }

  public @Nullable String apiVersion() {
    return apiVersion;
  }

  public boolean stream() {
    return stream;
  }

  public Capabilities capabilities() {
    return can;
  }

  /** Whether the endpoint has it; asked where its lack changes the wording and loses nothing. */
  public boolean has(Feature feature) {
    return can.has(feature);
  }

  /**
   * The request uses {@code feature} in {@code field}: a gate. Returns only if the field is to be
   * written.
   *
   * @throws Refused if the endpoint lacks it, and it cannot be left out
   */
  public void requires(Feature feature, String field) {
    if (!can.has(feature)) {
      throw Refused.ofLack(field, "is not possible there (" + feature.id() + ")");
    }
    used.add(feature);
  }

  /**
   * The same for a field without which the request stays valid: with {@code
   * translation.unsupported: drop} it is left out.
   *
   * @return whether to write it
   */
  public boolean requiresOrDrops(Feature feature, String field) {
    if (can.has(feature) || policy != Policy.DROP) {
      requires(feature, field);
      return true;
    }
    drops(field);
    return false;
  }

  /**
   * A small loss where the endpoint lacks {@code feature}, a gate under {@code strict}.
   *
   * @return whether to write the field
   */
  public boolean prefers(Feature feature, String field) {
    if (can.has(feature)) {
      used.add(feature);
      return true;
    }
    dropsUnlessStrict(field);
    return false;
  }

  /** Leaves out something that nobody relies on. */
  public void drops(String field) {
    dropped.add(field);
  }

  /**
   * Leaves out something small.
   *
   * @throws Refused under {@code translation.strict}
   */
  public void dropsUnlessStrict(String field) {
    if (policy == Policy.STRICT) {
      throw new Refused(field, "would be lost (translation.strict)");
    }
    dropped.add(field);
  }

  /** The name of a tool as the target takes it, remembered so that answers can be given back. */
  public String toolName(String name) {
    String legal = ToolNames.legal(name);
    if (!legal.equals(name)) {
      toolNames.put(legal, name);
    }
    return legal;
  }

  /** What was left out, in order. */
  public Set<String> dropped() {
    return Collections.unmodifiableSet(dropped);
  }

  /** What the written request asks of the endpoint. */
  public Set<Feature> used() {
    return Collections.unmodifiableSet(used);
  }

  /** From names that were changed to those of the caller. */
  public Map<String, String> toolNames() {
    return Collections.unmodifiableMap(toolNames);
  }
}

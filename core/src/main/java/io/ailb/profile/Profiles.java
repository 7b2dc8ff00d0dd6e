package io.ailb.profile;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Glob;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.model.Provider;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code profiles.json} knows of dialects, hosts and models. Of an endpoint's model it gives
 * what is configured, and where that is silent, what is known: of the dialect, of the version of
 * its API, of the host, of the model, the later ones on top. Immutable; made for looking up now and
 * then, not for each request.
 */
public final class Profiles {
  /** A host that nobody knows, which speaks OpenAI's first dialect. */
  private static final String UNKNOWN_HOST = "openai-compatible";

  private final String asOf;
  private final Map<Dialect, KnownDialect> dialects;
  private final List<KnownHost> hosts;
  private final List<KnownModel> models;

  Profiles(
      String asOf,
      Map<Dialect, KnownDialect> dialects,
      List<KnownHost> hosts,
      List<KnownModel> models) {
    this.asOf = asOf;
    this.dialects = Map.copyOf(dialects);
    this.hosts = List.copyOf(hosts);
    this.models = List.copyOf(models);
  }

  /** Reads the file when it is first asked for: a pool that never needs it never pays for it. */
  private static final class File {
    static final Profiles READ = ProfileReader.read();
  }

  /** Those of this version of ai-lb. */
  public static Profiles known() {
    return File.READ;
  }

  /** The day on which prices and limits were looked up, such as {@code 2026-11-20}. */
  public String asOf() {
    return asOf;
  }

  /** What a dialect offers where nothing is known of host and model. */
  public Capabilities of(Dialect dialect) {
    return dialect(dialect).capabilities(null);
  }

  /** What is known of a model at an endpoint. */
  public ModelProfile of(Endpoint endpoint, ModelTarget target) {
    KnownHost host = host(endpoint);
    KnownModel model = model(host.id(), target.sent());
    Map<Dialect, Capabilities> capabilities = new EnumMap<>(Dialect.class);
    for (Dialect dialect : Dialect.values()) {
      if (endpoint.provider().speaks(dialect)) {
        Capabilities can = host.changes().on(dialect(dialect).capabilities(endpoint.apiVersion()));
        capabilities.put(dialect, endpoint.traits().capabilities().on(model.changes().on(can)));
      }
    }
    return new ModelProfile(
        host.id(),
        host.selfHosted(),
        capabilities,
        first(target.contextWindow(), endpoint.contextWindow(), model.contextWindow()),
        first(target.maxOutput(), endpoint.traits().maxOutput(), model.maxOutput()),
        model.dimensions(),
        price(endpoint, target, model));
  }

  private static Price price(Endpoint endpoint, ModelTarget target, KnownModel model) {
    if (target.price() != null) {
      return target.price();
    }
    return endpoint.price().equals(Price.UNKNOWN) ? model.price() : endpoint.price();
  }

  /**
   * All prices that calls of an endpoint may have, whatever is requested; unknown ones are none.
   */
  public Set<Price> prices(Endpoint endpoint) {
    Map<String, ModelTarget> entries = endpoint.models().entries();
    Set<Price> prices = new HashSet<>();
    (entries.isEmpty() ? Map.of("*", ModelTarget.of("*")) : entries)
        .forEach(
            (requested, target) ->
                candidates(host(endpoint).id(), requested, target).stream()
                    .map(model -> price(endpoint, target, model))
                    .filter(Price::isKnown)
                    .forEach(prices::add));
    return prices;
  }

  /** The models that an entry may lead to: any of the host where its names are patterns. */
  private List<KnownModel> candidates(String host, String requested, ModelTarget target) {
    boolean asRequested = target.sent().equals("*");
    if (!asRequested || Glob.of(requested).isLiteral()) {
      return List.of(model(host, asRequested ? requested : target.sent()));
    }
    return Stream.concat(
            Stream.of(KnownModel.UNKNOWN), models.stream().filter(model -> model.isAt(host)))
        .toList();
  }

  private static @Nullable Long first(
      @Nullable Long ofModel, @Nullable Long ofEndpoint, @Nullable Long known) {
    return ofModel != null ? ofModel : ofEndpoint != null ? ofEndpoint : known;
  }

  List<KnownModel> models() {
    return models;
  }

  private KnownDialect dialect(Dialect dialect) {
    KnownDialect known = dialects.get(dialect);
    if (known == null) {
      throw new IllegalStateException("profiles.json says nothing of " + dialect.id());
    }
    return known;
  }

  private KnownHost host(Endpoint endpoint) {
    Provider provider = endpoint.provider();
    if (!provider.speaks(Dialect.OPENAI_CHAT)) {
      return KnownHost.plain(provider.id());
    }
    String named = endpoint.traits().profile();
    if (named != null) {
      return host(named);
    }
    String authority = endpoint.baseUrl().getAuthority().toLowerCase(Locale.ROOT);
    for (KnownHost host : hosts) {
      if (host.isAt(endpoint.host()) || host.isAt(authority)) {
        return host;
      }
    }
    return host(
        switch (provider) {
          case OPENAI -> "openai";
          case AZURE_OPENAI -> "azure";
          default -> UNKNOWN_HOST;
        });
  }

  private KnownHost host(String id) {
    for (KnownHost host : hosts) {
      if (host.id().equals(id)) {
        return host;
      }
    }
    throw new IllegalStateException("profiles.json says nothing of the host " + id);
  }

  /** The first that fits; names may come with a path before them, such as {@code openai/gpt-4o}. */
  KnownModel model(String host, String sent) {
    String name = sent.substring(sent.lastIndexOf('/') + 1);
    for (KnownModel model : models) {
      if (model.isAt(host) && model.matches(name)) {
        return model;
      }
    }
    return KnownModel.UNKNOWN;
  }
}

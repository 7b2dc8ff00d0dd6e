package io.ailb.profile;

import io.ailb.json.JsonCursor;
import io.ailb.model.Capabilities;
import io.ailb.model.CapabilityChanges;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.model.Glob;
import io.ailb.model.Price;
import io.ailb.model.ReasoningStyle;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code profiles.json}. It happens on the way of a first request, so that it goes without a
 * library and without anything else that takes tens of milliseconds to load. What has no meaning
 * there is a mistake and ends it.
 */
final class ProfileReader {
  private static final String FILE = "/io/ailb/profiles.json";

  private final byte[] text;
  private final JsonCursor json = new JsonCursor();
  private String asOf = "";
  private final Map<Dialect, KnownDialect> dialects = new EnumMap<>(Dialect.class);
  private final List<KnownHost> hosts = new ArrayList<>();
  private final List<KnownModel> models = new ArrayList<>();

  private ProfileReader(byte[] text) {
    this.text = text;
    json.over(text, 0, text.length);
  }

  static Profiles read() {
    try (InputStream in = ProfileReader.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be read", e);
    }
  }

  /**
   * Reads a text.
   *
   * @throws IllegalStateException if it is no JSON or says what has no meaning
   */
  static Profiles read(byte[] text) {
    return new ProfileReader(text).profiles();
  }

  private Profiles profiles() {
    object();
    while (json.nextName()) {
      switch (json.name()) {
        case "about" -> json.skip();
        case "asOf" -> asOf = json.string();
        case "dialects" -> dialects();
        case "hosts" -> hosts();
        case "models" -> models();
        default -> throw unknown(json.name());
      }
    }
    if (!json.ok() || !json.atEnd()) {
      throw unknown("what stands here");
    }
    return new Profiles(asOf, dialects, hosts, models);
  }

  private void dialects() {
    object();
    while (json.nextName()) {
      Dialect dialect = dialect(json.name());
      dialects.put(dialect, known());
    }
  }

  private KnownDialect known() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    CapabilityChanges how = CapabilityChanges.NONE;
    Map<String, CapabilityChanges> versions = new HashMap<>();
    object();
    while (json.nextName()) {
      switch (json.name()) {
        case "has" -> {
          for (String id : texts()) {
            features.add(feature(id));
          }
        }
        case "how" -> how = changes();
        case "versions" -> {
          object();
          while (json.nextName()) {
            versions.put(json.name(), changes());
          }
        }
        default -> throw unknown(json.name());
      }
    }
    Capabilities plain = new Capabilities(features, Integer.MAX_VALUE, ReasoningStyle.NONE);
    return new KnownDialect(how.on(plain), versions);
  }

  private void hosts() {
    object();
    while (json.nextName()) {
      String id = json.name();
      List<Glob> at = List.of();
      CapabilityChanges like = CapabilityChanges.NONE;
      CapabilityChanges own = CapabilityChanges.NONE;
      boolean selfHosted = false;
      object();
      while (json.nextName()) {
        switch (json.name()) {
          case "at" -> at = globs();
          case "like" -> like = host(json.string()).changes();
          case "capabilities" -> own = changes();
          case "selfHosted" -> selfHosted = json.bool();
          default -> throw unknown(json.name());
        }
      }
      hosts.add(new KnownHost(id, at, own.over(like), selfHosted));
    }
  }

  /** One that stands before. */
  private KnownHost host(String id) {
    for (KnownHost host : hosts) {
      if (host.id().equals(id)) {
        return host;
      }
    }
    throw unknown(id);
  }

  private void models() {
    array();
    while (json.nextElement()) {
      models.add(model());
    }
  }

  private KnownModel model() {
    Set<String> at = Set.of();
    List<Glob> names = List.of();
    Long contextWindow = null;
    Long maxOutput = null;
    Long dimensions = null;
    Price price = Price.UNKNOWN;
    CapabilityChanges changes = CapabilityChanges.NONE;
    object();
    while (json.nextName()) {
      switch (json.name()) {
        case "at" -> at = new HashSet<>(texts());
        case "names" -> names = globs();
        case "contextWindow" -> contextWindow = whole();
        case "maxOutput" -> maxOutput = whole();
        case "dimensions" -> dimensions = whole();
        case "price" -> price = price();
        case "capabilities" -> changes = changes();
        default -> throw unknown(json.name());
      }
    }
    for (String id : at) {
      checkHost(id);
    }
    return new KnownModel(
        at,
        names,
        contextWindow,
        maxOutput,
        dimensions == null ? null : Math.toIntExact(dimensions),
        price,
        changes);
  }

  /** Hosts stand before models; those with a dialect of their own go by its name. */
  private void checkHost(String id) {
    if (!id.equals(Dialect.ANTHROPIC.id()) && !id.equals(Dialect.GEMINI.id())) {
      host(id);
    }
  }

  private Price price() {
    if (isNull()) {
      return Price.UNKNOWN;
    }
    Double input = null;
    Double output = null;
    Double cachedInput = null;
    object();
    while (json.nextName()) {
      switch (json.name()) {
        case "input" -> input = amount();
        case "output" -> output = amount();
        case "cachedInput" -> cachedInput = amount();
        default -> throw unknown(json.name());
      }
    }
    return new Price(input, output, cachedInput, 0, "USD");
  }

  private double amount() {
    double amount = json.number();
    if (!(amount >= 0)) {
      throw unknown(json.name());
    }
    return amount;
  }

  private CapabilityChanges changes() {
    Map<Feature, Boolean> features = new EnumMap<>(Feature.class);
    Integer maxStops = null;
    ReasoningStyle reasoning = null;
    object();
    while (json.nextName()) {
      Feature feature = feature(json.name());
      int first = json.peek();
      if (first == 't' || first == 'f') {
        features.put(feature, json.bool());
      } else if (feature == Feature.STOP) {
        maxStops = Math.toIntExact(json.count());
        features.put(feature, true);
      } else if (feature == Feature.REASONING) {
        reasoning = style(json.string());
        features.put(feature, reasoning != ReasoningStyle.NONE);
      } else {
        throw unknown(json.name());
      }
    }
    return new CapabilityChanges(features, maxStops, reasoning);
  }

  private Feature feature(String id) {
    for (Feature feature : Feature.values()) {
      if (feature.id().equals(id)) {
        return feature;
      }
    }
    throw unknown(id);
  }

  private ReasoningStyle style(String id) {
    for (ReasoningStyle style : ReasoningStyle.values()) {
      if (style.id().equals(id)) {
        return style;
      }
    }
    throw unknown(id);
  }

  private Dialect dialect(String id) {
    for (Dialect dialect : Dialect.values()) {
      if (dialect.id().equals(id)) {
        return dialect;
      }
    }
    throw unknown(id);
  }

  private IllegalStateException unknown(String what) {
    int line = 1;
    for (int i = 0; i < json.position(); i++) {
      line += text[i] == '\n' ? 1 : 0;
    }
    return new IllegalStateException(
        "profiles.json, line " + line + ": " + what + " has no meaning here");
  }

  // Values.

  private void object() {
    if (!json.beginObject()) {
      throw unknown("a value that is no object");
    }
  }

  private void array() {
    if (!json.beginArray()) {
      throw unknown("a value that is no list");
    }
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    array();
    while (json.nextElement()) {
      texts.add(json.string());
    }
    return texts;
  }

  private List<Glob> globs() {
    List<Glob> globs = new ArrayList<>();
    for (String pattern : texts()) {
      globs.add(Glob.of(pattern));
    }
    return globs;
  }

  /** Whether the value here is null, which is then behind us. */
  private boolean isNull() {
    boolean isNull = json.peek() == 'n';
    if (isNull) {
      json.skip();
    }
    return isNull;
  }

  private @Nullable Long whole() {
    if (isNull()) {
      return null;
    }
    long number = json.count();
    if (number < 0) {
      throw unknown(json.name());
    }
    return number;
  }
}

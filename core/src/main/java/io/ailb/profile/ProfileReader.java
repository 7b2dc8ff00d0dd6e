package io.ailb.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code profiles.json}, a stream of tokens: a tree would bring in a library's larger half on
 * the first request. What it does not know there is a mistake and ends it.
 */
final class ProfileReader {
  private static final String FILE = "/io/ailb/profiles.json";

  private final JsonParser json;
  private String asOf = "";
  private final Map<Dialect, KnownDialect> dialects = new EnumMap<>(Dialect.class);
  private final List<KnownHost> hosts = new ArrayList<>();
  private final List<KnownModel> models = new ArrayList<>();

  private ProfileReader(JsonParser json) {
    this.json = json;
  }

  static Profiles read() {
    try (InputStream in = ProfileReader.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return read(in);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be read", e);
    }
  }

  /**
   * @throws IOException if it is no JSON
   * @throws IllegalStateException if it says what has no meaning
   */
  static Profiles read(InputStream in) throws IOException {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser json = factory.createParser(in)) {
      return new ProfileReader(json).profiles();
    }
  }

  private Profiles profiles() throws IOException {
    begins(JsonToken.START_OBJECT);
    for (String name = name(); name != null; name = name()) {
      switch (name) {
        case "about" -> json.nextToken();
        case "asOf" -> asOf = text();
        case "dialects" -> dialects();
        case "hosts" -> hosts();
        case "models" -> models();
        default -> throw unknown(name);
      }
      json.skipChildren();
    }
    return new Profiles(asOf, dialects, hosts, models);
  }

  private void dialects() throws IOException {
    begins(JsonToken.START_OBJECT);
    for (String id = name(); id != null; id = name()) {
      dialects.put(dialect(id), dialect());
    }
  }

  private KnownDialect dialect() throws IOException {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    CapabilityChanges how = CapabilityChanges.NONE;
    Map<String, CapabilityChanges> versions = new HashMap<>();
    begins(JsonToken.START_OBJECT);
    for (String name = name(); name != null; name = name()) {
      switch (name) {
        case "has" -> texts().forEach(id -> features.add(feature(id)));
        case "how" -> how = changes();
        case "versions" -> {
          begins(JsonToken.START_OBJECT);
          for (String version = name(); version != null; version = name()) {
            versions.put(version, changes());
          }
        }
        default -> throw unknown(name);
      }
    }
    Capabilities plain = new Capabilities(features, Integer.MAX_VALUE, ReasoningStyle.NONE);
    return new KnownDialect(how.on(plain), versions);
  }

  private void hosts() throws IOException {
    begins(JsonToken.START_OBJECT);
    for (String id = name(); id != null; id = name()) {
      List<Glob> at = List.of();
      CapabilityChanges like = CapabilityChanges.NONE;
      CapabilityChanges own = CapabilityChanges.NONE;
      begins(JsonToken.START_OBJECT);
      for (String name = name(); name != null; name = name()) {
        switch (name) {
          case "at" -> at = texts().stream().map(Glob::of).toList();
          case "like" -> like = host(text()).changes();
          case "capabilities" -> own = changes();
          default -> throw unknown(name);
        }
      }
      hosts.add(new KnownHost(id, at, own.over(like)));
    }
  }

  /** One that stands before. */
  private KnownHost host(String id) {
    return hosts.stream()
        .filter(host -> host.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private void models() throws IOException {
    begins(JsonToken.START_ARRAY);
    while (json.nextToken() == JsonToken.START_OBJECT) {
      models.add(model());
    }
  }

  private KnownModel model() throws IOException {
    Set<String> at = Set.of();
    List<Glob> names = List.of();
    Long contextWindow = null;
    Long maxOutput = null;
    Integer dimensions = null;
    Price price = Price.UNKNOWN;
    CapabilityChanges changes = CapabilityChanges.NONE;
    for (String name = name(); name != null; name = name()) {
      switch (name) {
        case "at" -> at = new LinkedHashSet<>(texts());
        case "names" -> names = texts().stream().map(Glob::of).toList();
        case "contextWindow" -> contextWindow = whole();
        case "maxOutput" -> maxOutput = whole();
        case "dimensions" -> dimensions = dimensions(whole());
        case "price" -> price = price();
        case "capabilities" -> changes = changes();
        default -> throw unknown(name);
      }
    }
    at.forEach(this::checkHost);
    return new KnownModel(at, names, contextWindow, maxOutput, dimensions, price, changes);
  }

  /** Hosts stand before models; dialects of one host only go by their own name. */
  private void checkHost(String id) {
    if (!id.equals(Dialect.ANTHROPIC.id()) && !id.equals(Dialect.GEMINI.id())) {
      host(id);
    }
  }

  private static @Nullable Integer dimensions(@Nullable Long number) {
    return number == null ? null : Math.toIntExact(number);
  }

  private Price price() throws IOException {
    Double input = null;
    Double output = null;
    Double cachedInput = null;
    if (json.nextToken() == JsonToken.VALUE_NULL) {
      return Price.UNKNOWN;
    }
    for (String name = name(); name != null; name = name()) {
      json.nextToken();
      switch (name) {
        case "input" -> input = json.getDoubleValue();
        case "output" -> output = json.getDoubleValue();
        case "cachedInput" -> cachedInput = json.getDoubleValue();
        default -> throw unknown(name);
      }
    }
    return new Price(input, output, cachedInput, 0, "USD");
  }

  private CapabilityChanges changes() throws IOException {
    Map<Feature, Boolean> features = new EnumMap<>(Feature.class);
    Integer maxStops = null;
    ReasoningStyle reasoning = null;
    begins(JsonToken.START_OBJECT);
    for (String id = name(); id != null; id = name()) {
      Feature feature = feature(id);
      JsonToken value = json.nextToken();
      if (value == JsonToken.VALUE_NUMBER_INT && feature == Feature.STOP) {
        maxStops = json.getIntValue();
        features.put(feature, true);
      } else if (value == JsonToken.VALUE_STRING && feature == Feature.REASONING) {
        reasoning = style(json.getText());
        features.put(feature, reasoning != ReasoningStyle.NONE);
      } else if (value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE) {
        features.put(feature, value == JsonToken.VALUE_TRUE);
      } else {
        throw unknown(id);
      }
    }
    return new CapabilityChanges(features, maxStops, reasoning);
  }

  private Feature feature(String id) {
    return Arrays.stream(Feature.values())
        .filter(feature -> feature.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private ReasoningStyle style(String id) {
    return Arrays.stream(ReasoningStyle.values())
        .filter(style -> style.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private Dialect dialect(String id) {
    return Arrays.stream(Dialect.values())
        .filter(dialect -> dialect.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private IllegalStateException unknown(String what) {
    return new IllegalStateException(
        "profiles.json, line "
            + json.currentLocation().getLineNr()
            + ": \""
            + what
            + "\" has no meaning here");
  }

  // Tokens.

  private void begins(JsonToken expected) throws IOException {
    if (json.nextToken() != expected) {
      throw unknown(String.valueOf(json.getText()));
    }
  }

  /** The next member's name; null at the object's end. */
  private @Nullable String name() throws IOException {
    return json.nextFieldName();
  }

  private String text() throws IOException {
    String text = json.nextTextValue();
    if (text == null) {
      throw unknown(String.valueOf(json.getText()));
    }
    return text;
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    begins(JsonToken.START_ARRAY);
    for (String text = json.nextTextValue(); text != null; text = json.nextTextValue()) {
      texts.add(text);
    }
    return texts;
  }

  private @Nullable Long whole() throws IOException {
    return json.nextToken() == JsonToken.VALUE_NULL ? null : json.getLongValue();
  }
}

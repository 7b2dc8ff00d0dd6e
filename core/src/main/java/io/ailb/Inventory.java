package io.ailb;

import io.ailb.model.Capabilities;
import io.ailb.model.Dialect;
import io.ailb.model.Endpoint;
import io.ailb.model.Feature;
import io.ailb.model.Glob;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.profile.Profiles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is used of an endpoint's models, and where it comes from, in words. */
final class Inventory {
  private static final String CONFIGURED = "configured";

  private final Endpoint endpoint;
  private final Profiles profiles = Profiles.known();

  private Inventory(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** A line for the endpoint, and one or two for each model that it sends. */
  static List<String> of(Endpoint endpoint) {
    return new Inventory(endpoint).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    Set<ModelTarget> targets = targets();
    ModelProfile plain = profiles.of(endpoint, ModelTarget.of(""));
    lines.add(
        "  %s: %s at %s%s"
            .formatted(
                endpoint.name(),
                plain.host(),
                endpoint.host(),
                targets.isEmpty() ? ", models as requested" : ""));
    if (targets.isEmpty()) {
      lines.addAll(differences(plain));
    }
    for (ModelTarget target : targets) {
      ModelProfile profile = profiles.of(endpoint, target);
      lines.add("    " + target.sent() + ": " + String.join(", ", facts(target, profile)));
      lines.addAll(differences(profile));
    }
    return lines;
  }

  /** The models sent whose names are known beforehand. */
  private Set<ModelTarget> targets() {
    Set<ModelTarget> targets = new LinkedHashSet<>();
    for (Map.Entry<String, ModelTarget> entry : endpoint.models().entries().entrySet()) {
      boolean literal = Glob.of(entry.getKey()).isLiteral();
      ModelTarget target = literal ? endpoint.models().target(entry.getKey()) : entry.getValue();
      if (target != null && !target.sent().equals("*")) {
        targets.add(target);
      }
    }
    return targets;
  }

  private List<String> facts(ModelTarget target, ModelProfile profile) {
    List<String> facts = new ArrayList<>();
    facts.add(
        fact(
            "context window",
            profile.contextWindow(),
            target.contextWindow() != null || endpoint.contextWindow() != null));
    facts.add(
        fact(
            "max output",
            profile.maxOutput(),
            target.maxOutput() != null || endpoint.traits().maxOutput() != null));
    boolean priced = target.price() != null || !endpoint.price().equals(Price.UNKNOWN);
    boolean known = !profile.price().equals(Price.UNKNOWN);
    facts.add(fact("price", known ? words(profile.price()) : null, priced));
    if (profile.dimensions() != null) {
      facts.add(fact("dimensions", profile.dimensions(), false));
    }
    return facts;
  }

  private String fact(String name, @Nullable Object value, boolean configured) {
    return value == null
        ? name + " not known"
        : name + " " + value + " (" + (configured ? CONFIGURED : "as of " + profiles.asOf()) + ")";
  }

  /** Such as {@code 0.15 in, 0.075 cached, 0.6 out USD per million}. */
  private static String words(Price price) {
    List<String> parts = new ArrayList<>();
    add(parts, price.input(), "in");
    add(parts, price.cachedInput(), "cached");
    add(parts, price.output(), "out");
    String perMillion =
        parts.isEmpty() ? "" : String.join(", ", parts) + " " + price.currency() + " per million";
    String perRequest =
        price.perRequest() == 0
            ? ""
            : plain(price.perRequest()) + " " + price.currency() + " per request";
    return perMillion + (parts.isEmpty() || perRequest.isEmpty() ? "" : " and ") + perRequest;
  }

  private static void add(List<String> parts, @Nullable Double amount, String of) {
    if (amount != null) {
      parts.add(plain(amount) + " " + of);
    }
  }

  private static String plain(double amount) {
    return new BigDecimal(String.valueOf(amount)).stripTrailingZeros().toPlainString();
  }

  /** Where it differs from what its dialect offers, a line for each dialect that it speaks. */
  private List<String> differences(ModelProfile profile) {
    List<String> lines = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      if (endpoint.provider().speaks(dialect)) {
        String words = difference(profiles.of(dialect), profile.capabilities(dialect));
        if (!words.isEmpty()) {
          lines.add("      " + dialect.id() + " " + words);
        }
      }
    }
    return lines;
  }

  private static String difference(Capabilities usual, Capabilities here) {
    List<String> words = new ArrayList<>();
    name(words, "without ", usual, here);
    name(words, "with ", here, usual);
    if (here.has(Feature.STOP) && here.maxStops() != usual.maxStops()) {
      words.add("stop " + here.maxStops());
    }
    if (here.has(Feature.REASONING) && here.reasoning() != usual.reasoning()) {
      words.add("reasoning by " + here.reasoning().id());
    }
    return String.join("; ", words);
  }

  private static void name(List<String> words, String how, Capabilities has, Capabilities lacks) {
    String ids =
        has.features().stream()
            .filter(feature -> !lacks.has(feature))
            .sorted()
            .map(Feature::id)
            .collect(Collectors.joining(", "));
    if (!ids.isEmpty()) {
      words.add(how + ids);
    }
  }
}

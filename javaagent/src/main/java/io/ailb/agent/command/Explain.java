package io.ailb.agent.command;

import io.ailb.agent.trial.Ask;
import io.ailb.agent.trial.Trial;
import io.ailb.config.PoolConfig;
import io.ailb.limit.LimitSettings;
import io.ailb.model.Endpoint;
import io.ailb.model.ModelProfile;
import io.ailb.model.ModelTarget;
import io.ailb.model.Price;
import io.ailb.profile.Profiles;
import io.ailb.select.MemberSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code explain FILE}. */
@Command(
    name = "explain",
    header = "Says how a request would be served: by whom, why, and who else could.",
    description = {
      "As things stand when the application has just started. Of one that runs, JConsole's"
          + " operation explain tells the same. Nothing is sent, and no key is needed."
    })
final class Explain implements Callable<Integer> {
  @ParentCommand private CommandLineMain main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, YAML or JSON.")
  private Path file;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "What the application asks for; else the first model that each pool names.")
  private @Nullable String model;

  @Option(
      names = "--tokens",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Tokens of its prompt (${DEFAULT-VALUE}).")
  private int tokens;

  @Option(names = "--stream", description = "It wants the answer piece by piece.")
  private boolean stream;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Explain() {}

  /**
   * What is said of one pool.
   *
   * @param model that is asked for; null = none that it serves is known
   */
  private record Told(
      PoolConfig pool, @Nullable String model, List<String> reasons, List<Way> ways) {}

  /**
   * A host that the application may ask.
   *
   * @param taken what becomes of it; null = it goes out untouched
   */
  private record Way(Ask ask, Trial.@Nullable Taken taken) {}

  @Override
  public Integer call() throws CommandLineMain.Refused {
    if (tokens < 1) {
      throw new CommandLineMain.Refused("--tokens is a number above 0, got " + tokens);
    }
    try (Trial trial = new Trial(file, main.environment(), 1)) {
      List<Told> told = new ArrayList<>();
      for (PoolConfig pool : trial.config().pools()) {
        String asked = model == null ? Ask.someModel(pool) : model;
        // First, as a try leaves its traces.
        List<String> reasons =
            trial.balancer().explain(pool.pool().name(), asked, tokens).lines().toList();
        told.add(new Told(pool, asked, reasons, new ArrayList<>()));
      }
      for (Told pool : told) {
        if (pool.model != null) {
          for (Ask ask : Ask.of(pool.pool, pool.model, stream)) {
            pool.ways.add(new Way(ask, trial.take(ask, tokens)));
          }
        }
      }
      if (json) {
        spec.commandLine()
            .getOut()
            .println(Json.text(Json.object("pools", told.stream().map(this::json).toList())));
      } else {
        main.warn(trial.config());
        List<String> lines = new ArrayList<>();
        for (Told pool : told) {
          if (!lines.isEmpty()) {
            lines.add("");
          }
          lines.addAll(text(pool));
        }
        lines.forEach(spec.commandLine().getOut()::println);
      }
    }
    return 0;
  }

  private List<String> text(Told told) {
    List<String> lines = new ArrayList<>();
    PoolConfig pool = told.pool;
    if (model != null && !isTaken(told)) {
      lines.add("Pool " + pool.pool().name() + " does not take it: " + whyNot(told) + ".");
      return lines;
    }
    lines.add("Pool " + pool.pool().name() + ", strategy " + strategy(pool) + ".");
    for (Way way : told.ways) {
      lines.add(
          "  %s at %s for %s: %s"
              .formatted(
                  way.ask.dialect().id(), way.ask.host(), way.ask.model(), outcome(told, way)));
    }
    lines.add("");
    told.reasons.forEach(reason -> lines.add("  " + reason));
    lines.add("");
    lines.add("  What is known of its endpoints:");
    for (MemberSettings member : pool.pool().members()) {
      lines.add("    " + member.endpoint().name() + ": " + facts(member, told.model));
    }
    return lines;
  }

  private static boolean isTaken(Told told) {
    return told.ways.stream()
        .anyMatch(way -> way.taken != null && way.taken.pool().equals(told.pool.pool().name()));
  }

  private static String whyNot(Told told) {
    return told.ways.stream()
        .filter(way -> way.taken != null)
        .map(way -> outcome(told, way))
        .findFirst()
        .orElse("none of its endpoints serves " + told.model);
  }

  private static String strategy(PoolConfig pool) {
    return pool.pool().routing().strategy().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String outcome(Told told, Way way) {
    Trial.Taken taken = way.taken;
    if (taken == null) {
      return "not ours, goes out untouched with the application's own key";
    }
    if (!taken.pool().equals(told.pool.pool().name())) {
      return "taken by pool " + taken.pool() + ", which stands before";
    }
    return taken.endpoint() == null
        ? "taken; nobody can take it now"
        : "taken; first to " + taken.endpoint() + ", " + taken.url();
  }

  private static @Nullable ModelTarget target(Endpoint endpoint, @Nullable String model) {
    return model == null ? null : endpoint.models().target(model);
  }

  private static String facts(MemberSettings member, @Nullable String model) {
    Endpoint endpoint = member.endpoint();
    List<String> facts = new ArrayList<>();
    ModelTarget target = target(endpoint, model);
    facts.add(endpoint.provider().id() + " at " + endpoint.host());
    facts.add("tier " + endpoint.tier() + ", weight " + plain(endpoint.weight()));
    Map<String, Object> limits = limits(member);
    facts.add(
        limits.isEmpty()
            ? "no limits stated"
            : limits.entrySet().stream()
                .map(limit -> limit.getValue() + " " + words(limit.getKey()))
                .collect(Collectors.joining(", ")));
    if (target != null) {
      ModelProfile profile = Profiles.known().of(endpoint, target);
      facts.add(target.sent() + " at " + words(profile.price()));
      if (profile.contextWindow() != null) {
        facts.add("context of " + profile.contextWindow() + " tokens");
      }
    }
    return String.join("; ", facts);
  }

  private static String words(String limit) {
    return limit.equals("concurrency") ? "calls at once" : limit;
  }

  private static Map<String, Object> limits(MemberSettings member) {
    LimitSettings stated = member.limits();
    Map<String, Object> limits = new LinkedHashMap<>();
    put(limits, "rpm", stated.rpm());
    put(limits, "rpd", stated.rpd());
    put(limits, "tpm", stated.tpm());
    put(limits, "itpm", stated.itpm());
    put(limits, "otpm", stated.otpm());
    put(limits, "tpd", stated.tpd());
    put(limits, "concurrency", member.concurrency());
    return limits;
  }

  private static void put(Map<String, Object> limits, String name, @Nullable Number limit) {
    if (limit != null) {
      limits.put(name, limit.longValue());
    }
  }

  private static String words(Price price) {
    if (!price.isKnown()) {
      return "a price that is not known";
    }
    return (price.input() == null ? "?" : plain(price.input()))
        + " in, "
        + (price.output() == null ? "?" : plain(price.output()))
        + " out "
        + price.currency()
        + " per million tokens"
        + (price.perRequest() > 0 ? " and " + plain(price.perRequest()) + " per request" : "");
  }

  private static String plain(double number) {
    return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }

  private Map<String, @Nullable Object> json(Told told) {
    PoolConfig pool = told.pool;
    return Json.object(
        "name", pool.pool().name(),
        "strategy", strategy(pool),
        "model", told.model,
        "tokens", tokens,
        "requests", told.ways.stream().map(Explain::json).toList(),
        "reasons", told.reasons,
        "endpoints", pool.pool().members().stream().map(m -> json(m, told.model)).toList());
  }

  private static Map<String, @Nullable Object> json(Way way) {
    Trial.Taken taken = way.taken;
    return Json.object(
        "host",
        way.ask.host(),
        "dialect",
        way.ask.dialect().id(),
        "stream",
        way.ask.stream(),
        "takenBy",
        taken == null ? null : taken.pool(),
        "endpoint",
        taken == null ? null : taken.endpoint(),
        "url",
        taken == null ? null : taken.url());
  }

  private static Map<String, @Nullable Object> json(MemberSettings member, @Nullable String model) {
    Endpoint endpoint = member.endpoint();
    ModelTarget target = target(endpoint, model);
    ModelProfile profile = target == null ? null : Profiles.known().of(endpoint, target);
    Price price = profile == null ? null : profile.price();
    return Json.object(
        "name", endpoint.name(),
        "provider", endpoint.provider().id(),
        "host", endpoint.host(),
        "enabled", member.enabled(),
        "tier", endpoint.tier(),
        "weight", endpoint.weight(),
        "sends", target == null ? null : target.sent(),
        "limits", limits(member),
        "contextWindow", profile == null ? null : profile.contextWindow(),
        "price",
            price == null || !price.isKnown()
                ? null
                : Json.object(
                    "input", price.input(),
                    "output", price.output(),
                    "cachedInput", price.cachedInput(),
                    "perRequest", price.perRequest(),
                    "currency", price.currency()));
  }
}

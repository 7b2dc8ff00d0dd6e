package io.ailb.agent.command;

import io.ailb.agent.command.CommandLineMain.Refused;
import io.ailb.agent.trial.Ask;
import io.ailb.agent.trial.Load;
import io.ailb.agent.trial.Outcome;
import io.ailb.agent.trial.Simulation;
import io.ailb.agent.trial.Trial;
import io.ailb.config.PoolConfig;
import io.ailb.limit.LimitSettings;
import io.ailb.select.MemberSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code simulate FILE --rps N --minutes T}. */
@Command(
    name = "simulate",
    header = "Plays a load against a pool in virtual time, and says what came of it.",
    description = {
      "The real engine chooses, waits and retries; only providers and callers are made up. Nothing"
          + " is sent anywhere, and no key is needed: a reference to one need not be set.",
      "Minutes of traffic take seconds. The same --seed gives the same figures."
    })
final class Simulate implements Callable<Integer> {
  /** More takes longer than anybody waits, and tells nothing more. */
  private static final double MOST_REQUESTS = 2e6;

  @ParentCommand private CommandLineMain main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The configuration, YAML or JSON.")
  private Path file;

  @Option(
      names = "--rps",
      required = true,
      paramLabel = "N",
      description = "Requests a second, at random instants.")
  private double rps;

  @Option(
      names = "--minutes",
      required = true,
      paramLabel = "T",
      description = "For how long they come.")
  private double minutes;

  @Option(names = "--pool", paramLabel = "NAME", description = "Which pool; else the first.")
  private @Nullable String poolName;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "What they ask for; else the first model that the pool names.")
  private @Nullable String model;

  @Option(
      names = "--input-tokens",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Tokens of a prompt, on average (${DEFAULT-VALUE}).")
  private int inputTokens;

  @Option(
      names = "--output-tokens",
      defaultValue = "300",
      paramLabel = "N",
      description = "Tokens of an answer, on average (${DEFAULT-VALUE}).")
  private int outputTokens;

  @Option(
      names = "--first-token",
      defaultValue = "600",
      paramLabel = "MS",
      description = "Milliseconds until an answer begins, as a median (${DEFAULT-VALUE}).")
  private double firstTokenMillis;

  @Option(
      names = "--tokens-per-second",
      defaultValue = "80",
      paramLabel = "N",
      description = "How fast it goes on (${DEFAULT-VALUE}).")
  private double tokensPerSecond;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of all that is left to chance (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Simulate() {}

  @Override
  public Integer call() throws Refused {
    check();
    Load load =
        new Load(
            rps, minutes * 60, inputTokens, outputTokens, firstTokenMillis / 1000, tokensPerSecond);
    try (Trial trial = new Trial(file, main.environment(), seed)) {
      PoolConfig pool = pool(trial);
      Ask ask = ask(trial, pool);
      Outcome outcome = new Simulation(trial, pool, ask, load, seed).run(this::progress);
      progress(1);
      PrintWriter out = spec.commandLine().getOut();
      List<String> assumed = assumed(load, pool);
      if (json) {
        out.println(Json.text(json(pool, ask, load, assumed, outcome)));
      } else {
        main.warn(trial.config());
        text(pool, ask, assumed, outcome).forEach(out::println);
      }
      return 0;
    }
  }

  private void check() throws Refused {
    atLeast("--rps", rps, 0);
    atLeast("--minutes", minutes, 0);
    atLeast("--input-tokens", inputTokens, 0);
    atLeast("--output-tokens", outputTokens, 0);
    atLeast("--first-token", firstTokenMillis, 0);
    atLeast("--tokens-per-second", tokensPerSecond, 0);
    if (!(rps * minutes * 60 <= MOST_REQUESTS)) {
      throw new Refused(
          "that makes more than %,.0f requests: take fewer minutes".formatted(MOST_REQUESTS));
    }
  }

  private static void atLeast(String option, double value, double bound) throws Refused {
    if (!(value > bound) || Double.isInfinite(value)) {
      throw new Refused(option + " is a number above 0, got " + value);
    }
  }

  private PoolConfig pool(Trial trial) throws Refused {
    try {
      return trial.pool(poolName);
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  /** How the pool is asked: by the first of its hosts whose requests it takes. */
  private Ask ask(Trial trial, PoolConfig pool) throws Refused {
    String asked = model == null ? Ask.someModel(pool) : model;
    if (asked != null) {
      for (Ask ask : Ask.of(pool, asked, false)) {
        if (pool.pool().name().equals(trial.poolOf(ask))) {
          return ask;
        }
      }
    }
    throw new Refused(
        "pool %s takes no request%s. `explain` says what it takes; --model names another."
            .formatted(pool.pool().name(), asked == null ? "" : " for " + asked));
  }

  private void progress(double done) {
    if (main.terminal()) {
      PrintWriter err = spec.commandLine().getErr();
      err.print(done < 1 ? "\r%3.0f %% simulated".formatted(done * 100) : "\r               \r");
      err.flush();
    }
  }

  // What is said.

  private static List<String> assumed(Load load, PoolConfig pool) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "prompts of %,d tokens and answers of %,d on average, by --input-tokens and --output-tokens"
            .formatted(load.inputTokens(), load.outputTokens()));
    lines.add(
        "answers begin after %s (median) and go on at %s tokens a second, by --first-token and --tokens-per-second"
            .formatted(time(load.firstTokenSeconds()), number(load.tokensPerSecond())));
    lines.add(
        "providers keep to the limits of the file, announce nothing and never fail otherwise");
    String unlimited =
        pool.pool().members().stream()
            .filter(member -> member.enabled() && isUnlimited(member))
            .map(member -> member.endpoint().name())
            .collect(Collectors.joining(", "));
    if (!unlimited.isEmpty()) {
      lines.add("no limit at all, as the file states none: " + unlimited);
    }
    return lines;
  }

  private static boolean isUnlimited(MemberSettings member) {
    LimitSettings limits = member.limits();
    return limits.rpm() == null
        && limits.rpd() == null
        && limits.tpm() == null
        && limits.itpm() == null
        && limits.otpm() == null
        && limits.tpd() == null
        && member.concurrency() == null;
  }

  private List<String> text(PoolConfig pool, Ask ask, List<String> assumed, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s min of %s requests a second for %s, to pool %s (%s)"
            .formatted(
                number(minutes), number(rps), ask.model(), pool.pool().name(), strategy(pool)));
    lines.add("");
    lines.add("Assumed:");
    assumed.forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add("  requests  %,10d".formatted(outcome.requests()));
    lines.add(
        "  good      %,10d   %s, %s a second"
            .formatted(
                outcome.good(),
                percent(outcome.good(), outcome.requests()),
                "%.1f".formatted(outcome.goodput())));
    String failures =
        outcome.failed().entrySet().stream()
            .map(failure -> "%,d x %s".formatted(failure.getValue(), failure.getKey()))
            .collect(Collectors.joining(", "));
    lines.add(
        "  failed    %,10d   %s"
            .formatted(outcome.requests() - outcome.good(), failures)
            .stripTrailing());
    lines.add(
        "  429s      %,10d   of %,d tries were refused by providers"
            .formatted(outcome.rateLimited(), outcome.tries()));
    lines.add("  waits     " + times(outcome.waits()) + "   until the try that was answered");
    lines.add("  answers   " + times(outcome.latencies()) + "   with all of their text");
    lines.add("");
    int width =
        outcome.endpoints().stream().mapToInt(endpoint -> endpoint.name().length()).max().orElse(8);
    String row = "  %-" + Math.max(8, width) + "s  %7s  %9s  %7s  %13s  %13s  %12s";
    lines.add(row.formatted("endpoint", "share", "tries", "429s", "tokens in", "out", "cost"));
    for (Outcome.OfEndpoint endpoint : outcome.endpoints()) {
      lines.add(
          row.formatted(
              endpoint.name(),
              "%.1f %%".formatted(100 * endpoint.share()),
              "%,d".formatted(endpoint.tries()),
              "%,d".formatted(endpoint.rateLimited()),
              "%,d".formatted(endpoint.inputTokens()),
              "%,d".formatted(endpoint.outputTokens()),
              endpoint.priced()
                  ? "%,.2f %s".formatted(endpoint.cost(), endpoint.currency())
                  : "not known"));
    }
    lines.add("");
    lines.add("  all together: " + cost(outcome));
    return lines;
  }

  private static String strategy(PoolConfig pool) {
    return pool.pool().routing().strategy().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Double> costs(Outcome outcome) {
    return outcome.endpoints().stream()
        .filter(Outcome.OfEndpoint::priced)
        .collect(
            Collectors.groupingBy(
                Outcome.OfEndpoint::currency,
                TreeMap::new,
                Collectors.summingDouble(Outcome.OfEndpoint::cost)));
  }

  private static String cost(Outcome outcome) {
    String known =
        costs(outcome).entrySet().stream()
            .map(cost -> "%,.2f %s".formatted(cost.getValue(), cost.getKey()))
            .collect(Collectors.joining(" and "));
    boolean more = outcome.endpoints().stream().anyMatch(e -> !e.priced() && e.good() > 0);
    return known.isEmpty()
        ? "the cost is not known"
        : known + (more ? ", and what has no price" : "");
  }

  private static String times(Outcome.Times times) {
    return "p50 %s, p95 %s, p99 %s"
        .formatted(time(times.p50()), time(times.p95()), time(times.p99()));
  }

  private static String time(double seconds) {
    return seconds < 1 ? "%.0f ms".formatted(seconds * 1000) : "%.1f s".formatted(seconds);
  }

  private static String percent(int part, int whole) {
    return whole == 0 ? "-" : "%.1f %%".formatted(100.0 * part / whole);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%,.0f".formatted(value) : Double.toString(value);
  }

  private Map<String, @Nullable Object> json(
      PoolConfig pool, Ask ask, Load load, List<String> assumed, Outcome outcome) {
    return Json.object(
        "pool", pool.pool().name(),
        "strategy", strategy(pool),
        "model", ask.model(),
        "rps", load.rps(),
        "minutes", minutes,
        "seed", seed,
        "assumed", assumed,
        "requests", outcome.requests(),
        "good", outcome.good(),
        "goodputPerSecond", outcome.goodput(),
        "failed", outcome.failed(),
        "rateLimited", outcome.rateLimited(),
        "tries", outcome.tries(),
        "waitSeconds", json(outcome.waits()),
        "answerSeconds", json(outcome.latencies()),
        "endpoints", outcome.endpoints().stream().map(Simulate::json).toList(),
        "cost", costs(outcome));
  }

  private static Map<String, @Nullable Object> json(Outcome.Times times) {
    return Json.object("p50", times.p50(), "p95", times.p95(), "p99", times.p99());
  }

  private static Map<String, @Nullable Object> json(Outcome.OfEndpoint endpoint) {
    return Json.object(
        "name", endpoint.name(),
        "share", endpoint.share(),
        "good", endpoint.good(),
        "tries", endpoint.tries(),
        "rateLimited", endpoint.rateLimited(),
        "inputTokens", endpoint.inputTokens(),
        "outputTokens", endpoint.outputTokens(),
        "cost", endpoint.priced() ? endpoint.cost() : null,
        "currency", endpoint.currency());
  }
}

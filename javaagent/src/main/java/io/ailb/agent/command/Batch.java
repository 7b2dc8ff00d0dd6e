package io.ailb.agent.command;

import io.ailb.LoadBalancer;
import io.ailb.agent.batch.BatchJob;
import io.ailb.agent.batch.Budget;
import io.ailb.agent.batch.Preview;
import io.ailb.agent.batch.Refusal;
import io.ailb.agent.batch.Settings;
import io.ailb.agent.batch.estimate.Assumptions;
import io.ailb.agent.batch.estimate.Estimate;
import io.ailb.agent.batch.estimate.Sample;
import io.ailb.agent.batch.screen.Screen;
import io.ailb.agent.command.CommandLineMain.Refused;
import io.ailb.agent.trial.Ask;
import io.ailb.agent.trial.Trial;
import io.ailb.client.LoadBalancedClient;
import io.ailb.config.Config;
import io.ailb.config.PoolConfig;
import io.ailb.observe.Redactor;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code batch IN OUT}. */
@Command(
    name = "batch",
    sortOptions = false,
    header = "Asks a pool thousands of questions, from a file into a file.",
    description = {
      "IN is lines of OpenAI's Batch API (custom_id, url, body), lines such as {\"prompt\": \"Hi\"}"
          + " (with custom_id, system, model, max_tokens, temperature, if you like), or a table in"
          + " CSV with a --template. As many requests are under way as the limits of the pool and"
          + " its pace allow.",
      "OUT gets a line for each item, as soon as its answer is there. Whatever ends the run,"
          + " --resume goes on with what is missing. Requests paid twice: after Ctrl-C none that is"
          + " answered within --grace; after kill -9 or a crash at most those in flight at that"
          + " moment.",
      "Items that fail are in OUT with their error, and moreover in the file of --failed, as an"
          + " input of its own."
    })
final class Batch implements Callable<Integer> {
  private static final String FILE = "ai-lb.yaml";

  @ParentCommand private CommandLineMain main;
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "IN", description = "The questions; - is standard input.")
  private String in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The answers; - is standard output.")
  private String out;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration; else that of AILB_CONFIG, or ai-lb.yaml, here or beside the jar.")
  private @Nullable Path config;

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description = "Which pool; else the first that serves an item.")
  private @Nullable String pool;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "For items that name none; else the first model that the pool names.")
  private @Nullable String model;

  @Option(
      names = "--template",
      paramLabel = "TEXT",
      description =
          "Makes a prompt of each record of a table, with its columns in braces: 'Translate {text}"
              + " to {lang}'. A column custom_id or id names the items.")
  private @Nullable String template;

  @Option(
      names = "--dry-run",
      description =
          "Asks nobody: says how long it would take and what it would cost, by playing it in"
              + " virtual time. No key is needed.")
  private boolean dryRun;

  @Option(
      names = "--output-tokens",
      defaultValue = "300",
      paramLabel = "N",
      description =
          "For --dry-run: of an answer, or what its request allows where that is less"
              + " (${DEFAULT-VALUE}).")
  private int outputTokens;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = "Such as 5USD: begins no item that could make this run cost more.")
  private @Nullable String budget;

  @Option(
      names = "--concurrency",
      defaultValue = "auto",
      paramLabel = "N",
      description = "So many at once at most; auto (the default) finds it.")
  private String concurrency;

  @Option(
      names = "--rounds",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "How often an item is asked again, a while later, that failed through no fault of its"
              + " own (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(names = "--ordered", description = "Results in the order of IN; else as they come.")
  private boolean ordered;

  @Option(names = "--resume", description = "Goes on with the OUT of an earlier run.")
  private boolean resume;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description = "Where failed items go; else OUT with .failed in its name.")
  private @Nullable Path failed;

  @Option(
      names = "--grace",
      defaultValue = "30",
      paramLabel = "SECONDS",
      description = "How long Ctrl-C waits for what is in flight (${DEFAULT-VALUE}).")
  private int grace;

  @Option(names = "--json", description = "For programs.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills in the rest
  Batch() {}

  @Override
  public Integer call() throws Refused {
    return dryRun ? estimate() : run();
  }

  private int run() throws Refused {
    AtomicReference<@Nullable Config> read = new AtomicReference<>();
    Redactor redactor = new Redactor();
    try (LoadBalancer balancer = balancer(read, redactor)) {
      Config known = read.get();
      if (known == null) {
        throw new IllegalStateException("it started without a configuration");
      }
      Settings settings = settings(known);
      main.warn(known);
      LoadBalancedClient.Builder builder = LoadBalancedClient.builder(balancer);
      if (pool != null) {
        builder.pool(pool);
      }
      try (LoadBalancedClient client = builder.build()) {
        return new BatchJob(settings, balancer, client, redactor, screen()).run();
      }
    } catch (Refusal e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private int estimate() throws Refused {
    if (outputTokens < 1) {
      throw new Refused("--output-tokens is 1 or more, got " + outputTokens);
    }
    try (Trial trial = new Trial(file(), main.environment(), 1)) {
      Settings settings = settings(trial.config());
      Sample sample = new Sample(outputTokens);
      Preview.of(settings, sample::add);
      Integer most = settings.concurrency();
      Assumptions assumptions =
          Assumptions.USUAL
              .outputTokens(outputTokens)
              .concurrency(most == null ? BatchJob.mostAtOnce() : most);
      Estimate estimate = Estimate.of(trial, pool, sample, assumptions, this::played);
      played(1);
      PrintWriter answer = spec.commandLine().getOut();
      if (json) {
        answer.println(Json.text(estimate.members()));
      } else {
        main.warn(trial.config());
        estimate.lines().forEach(answer::println);
      }
      return 0;
    } catch (Refusal e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private void played(double share) {
    if (main.terminal() && !json) {
      PrintWriter err = spec.commandLine().getErr();
      err.print(share < 1 ? "\rplayed %3.0f %%".formatted(share * 100) : "\r            \r");
      err.flush();
    }
  }

  private LoadBalancer balancer(AtomicReference<@Nullable Config> read, Redactor redactor)
      throws Refused {
    return LoadBalancer.builder()
        .config(file())
        .environment(main.environment()::get)
        .override("mode", "active", "a batch")
        .configured(
            config -> {
              redactor.know(config.secrets());
              read.set(config);
            })
        .build();
  }

  /** Standard output has the results, or events. */
  private Screen screen() {
    CommandLine line = spec.commandLine();
    return Screen.of(
        json && !out.equals("-") ? line.getOut() : line.getErr(),
        json,
        main.terminal(),
        main.environment());
  }

  private Path file() throws Refused {
    if (config != null) {
      return config;
    }
    String named = main.environment().get("AILB_CONFIG");
    if (named != null) {
      return Path.of(named);
    }
    File jar = new File(System.getProperty("java.class.path", "")).getAbsoluteFile();
    for (Path file : List.of(Path.of(FILE), jar.toPath().resolveSibling(FILE))) {
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new Refused(
        "no configuration: --config names one, or put ai-lb.yaml here; `init` writes a first one");
  }

  private Settings settings(Config known) throws Refused {
    if (grace < 0 || rounds < 1) {
      throw new Refused("--grace is 0 or more, --rounds 1 or more");
    }
    try {
      return new Settings(
          in,
          out,
          failures(),
          template,
          model == null ? Ask.someModel(pool(known)) : model,
          concurrency(),
          budget == null ? null : Budget.of(budget),
          resume,
          Duration.ofSeconds(grace),
          rounds,
          ordered,
          goOn(),
          again(failures()));
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  private Path failures() {
    if (failed != null) {
      return failed;
    }
    return out.equals("-")
        ? Path.of("batch.failed.jsonl")
        : Settings.beside(Path.of(out), "failed");
  }

  private PoolConfig pool(Config known) throws Refused {
    for (PoolConfig one : known.pools()) {
      if (pool == null || one.pool().name().equals(pool)) {
        return one;
      }
    }
    throw new Refused(
        "no pool is named \"%s\"; there is %s"
            .formatted(
                pool,
                known.pools().stream()
                    .map(one -> one.pool().name())
                    .collect(Collectors.joining(", "))));
  }

  private @Nullable Integer concurrency() throws Refused {
    if (concurrency.equals("auto")) {
      return null;
    }
    try {
      int most = Integer.parseInt(concurrency);
      if (most >= 1 && most <= 10_000) {
        return most;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Refused("--concurrency is 1 to 10000 or auto, got " + concurrency);
  }

  /** The command that goes on with it, to be typed as it stands. */
  private String goOn() {
    List<String> words = new ArrayList<>(main.line().getParseResult().originalArgs());
    if (!resume) {
      words.add("--resume");
    }
    return command(words);
  }

  /** The same of what failed. */
  private String again(Path failures) {
    List<String> words = new ArrayList<>(List.of("batch", failures.toString()));
    Path file = out.equals("-") ? failures : Path.of(out);
    Path answers = Settings.beside(file, "again");
    for (int number = 2; Files.exists(answers); number++) {
      answers = Settings.beside(file, "again-" + number);
    }
    words.add(answers.toString());
    option(words, "--config", config);
    option(words, "--pool", pool);
    option(words, "--model", model);
    return command(words);
  }

  private static void option(List<String> words, String name, @Nullable Object value) {
    if (value != null) {
      words.add(name);
      words.add(value.toString());
    }
  }

  private static String command(List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("java", "-jar"));
    String jar = System.getProperty("java.class.path", "");
    words.add(jar.endsWith(".jar") && !jar.contains(File.pathSeparator) ? jar : "ai-lb.jar");
    words.addAll(arguments);
    return words.stream().map(Batch::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

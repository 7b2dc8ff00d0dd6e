package io.ailb.benchmarks.loopback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.benchmarks.About;
import io.ailb.benchmarks.FigureFile;
import io.ailb.benchmarks.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okhttp3.OkHttp;

/** Measures, prints tables and writes a file of JSON; {@code benchmarks/loopback} says how. */
public final class LoopbackRun {
  private static final Duration WARM = Duration.ofSeconds(1);
  private static final int WARM_ROUNDS = 5;

  private List<String> only = Contender.all().stream().map(Contender::name).toList();
  private int rounds = 10;
  private Duration time = Duration.ofMillis(200);
  private FigureFile out = new FigureFile(Path.of("loopback.json"));
  private final Path agent =
      Path.of(System.getProperty("loopback.agent", "javaagent/target/ai-lb.jar"));

  private LoopbackRun() {}

  /** Exits with 2 when it is asked for what it does not know. */
  public static void main(String[] arguments) throws Exception {
    // Whatever ends this JVM ends what it has started.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    LoopbackRun run = new LoopbackRun();
    for (String argument : arguments) {
      run.take(argument);
    }
    run.measure(String.join(" ", arguments));
  }

  private void take(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    if (argument.startsWith("--only=")) {
      only = names(value);
    } else if (argument.matches("--rounds=[1-9][0-9]{0,3}")) {
      rounds = Integer.parseInt(value);
    } else if (argument.matches("--seconds=[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      time = Duration.ofMillis(Math.max(1, Math.round(Double.parseDouble(value) * 1000)));
    } else if (argument.startsWith("--out=")) {
      out = out(value);
    } else {
      System.err.println(argument + " is no option; benchmarks/loopback --help says what there is");
      System.exit(2);
    }
  }

  private static FigureFile out(String value) {
    try {
      return FigureFile.of(value);
    } catch (IllegalArgumentException e) {
      Refusal.exit("benchmarks/loopback", e);
      throw e;
    }
  }

  private static List<String> names(String list) {
    List<String> known = Contender.all().stream().map(Contender::name).toList();
    List<String> wanted = List.of(list.split(",", -1));
    for (String name : wanted) {
      if (!known.contains(name)) {
        System.err.println("--only=" + list + ": there is no '" + name + "', but " + known);
        System.exit(2);
      }
    }
    return wanted;
  }

  private void measure(String command) throws Exception {
    List<Contender> contenders = contenders();
    ObjectNode about = About.command("benchmarks/loopback", command);
    addVersions(about.withObject("/versions"), contenders);
    Map<Contender, Course> courses;
    try (Loopback loopback = new Loopback(contenders, agent)) {
      loopback.warm(WARM_ROUNDS, WARM);
      courses = loopback.run(rounds, time);
    }
    Standing standing = new Standing(courses);
    List<String> budgets = Budgets.lines(courses.keySet(), standing);
    System.out.print(Tables.of(standing));
    budgets.forEach(System.out::println);
    about.put("rounds", rounds).put("sliceSeconds", time.toMillis() / 1e3);
    about.set("rows", standing.json());
    budgets.forEach(about.withArray("/budgets")::add);
    out.write(about);
  }

  private static void addVersions(ObjectNode versions, List<Contender> contenders)
      throws IOException {
    versions.put("okhttp", OkHttp.VERSION);
    for (Contender contender : contenders) {
      Gateway gateway = contender.gateway();
      if (gateway != null) {
        versions.put(contender.name(), gateway.version());
      }
    }
  }

  /** Those wanted, with the bare clients that they are compared with. */
  private List<Contender> contenders() {
    List<Contender> wanted =
        Contender.all().stream()
            .filter(contender -> only.contains(contender.name()))
            .filter(this::isThere)
            .toList();
    Stream<Contender> bare =
        Contender.all().stream()
            .filter(Contender::isBare)
            .filter(each -> wanted.stream().anyMatch(of -> of.client().equals(each.client())));
    return Stream.concat(bare, wanted.stream()).distinct().toList();
  }

  private boolean isThere(Contender contender) {
    Optional<String> missing = contender.missing(agent);
    missing.ifPresent(
        why ->
            System.err.println(
                "without "
                    + contender.title()
                    + ": "
                    + why
                    + "; benchmarks/loopback --help says how"));
    return missing.isEmpty();
  }
}

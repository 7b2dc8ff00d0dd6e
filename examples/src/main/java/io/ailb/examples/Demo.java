package io.ailb.examples;

import io.ailb.examples.Screen.Row;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The demo: an application with the real openai-java SDK, started with {@code -javaagent:ai-lb.jar}
 * and otherwise as it is, asks questions while its providers fail. Takes 36 s, or what {@code
 * --seconds} says; leaves with status 0 only if the application saw no failure.
 */
public final class Demo {
  private static final List<String> ENDPOINTS =
      List.of(SimulatedPool.PRIMARY, SimulatedPool.SECONDARY, SimulatedPool.BACKUP);

  private static final int DEFAULT_SECONDS = 36;
  private static final int LEAST_SECONDS = 12;
  private static final int START_SECONDS = 30;

  private final int seconds;
  private final Screen screen;

  private Demo(int seconds, Screen screen) {
    this.seconds = seconds;
    this.screen = screen;
  }

  public static void main(String[] args) throws Exception {
    Integer seconds = seconds(args);
    if (seconds == null) {
      boolean asked = args.length == 1 && args[0].matches("--help|-h");
      (asked ? System.out : System.err)
          .printf("usage: ./demo [--seconds N]   (N is %d or more)%n", LEAST_SECONDS);
      System.exit(asked ? 0 : 2);
      return;
    }
    // The shell knows: since JDK 22 System.console() is there without a terminal, too.
    int columns = Integer.getInteger("examples.columns", 0);
    boolean colour = System.getenv("NO_COLOR") == null;
    System.exit(new Demo(seconds, new Screen(System.out, columns, colour)).run());
  }

  private static @Nullable Integer seconds(String[] args) {
    if (args.length == 0) {
      return DEFAULT_SECONDS;
    }
    boolean known = args.length == 2 && args[0].equals("--seconds") && args[1].matches("\\d{1,4}");
    int seconds = known ? Integer.parseInt(args[1]) : 0;
    return seconds >= LEAST_SECONDS ? seconds : null;
  }

  private int run() throws IOException, InterruptedException {
    Path log = Files.createTempFile("ai-lb-demo", ".log");
    try (SimulatedPool simulated = SimulatedPool.start(150, 15);
        PoolWatch watch = PoolWatch.onFreePort()) {
      AgentJvm jvm = new AgentJvm(simulated.configuration());
      watch.allow(jvm);
      System.out.println("An application with openai-java, started as");
      System.out.println("    java -javaagent:ai-lb.jar=pool.yaml ... DemoApp");
      System.out.println(
          "asks about fourteen questions a second, all in OpenAI's dialect. Its pool, simulated:");
      System.out.println(
          "two OpenAI keys of 500 requests a minute with weights 2 and 1, and an Anthropic key of");
      System.out.println("300 with weight 0.5, whose endpoint takes Anthropic's dialect only.");
      System.out.println("Watch it yourself:  jconsole " + watch.address());
      Process app = jvm.start(DemoApp.class, Redirect.PIPE, Redirect.to(log.toFile()));
      Runtime.getRuntime().addShutdownHook(new Thread(app::destroyForcibly));
      return tell(app, simulated, watch, log);
    }
  }

  private int tell(Process app, SimulatedPool simulated, PoolWatch watch, Path log)
      throws IOException, InterruptedException {
    if (!isUp(app, watch)) {
      System.out.println("\nThe application did not come up. Its error output:");
      System.out.println(Files.readString(log));
      return 1;
    }
    screen.tell(0, "All is well: shares follow weight and room.");
    for (int second = 1; second <= seconds; second++) {
      TimeUnit.SECONDS.sleep(1);
      screen.draw(rows(watch), isStep(second + 1) || second == seconds);
      step(second + 1, simulated);
    }
    return summary(app, simulated, watch, log);
  }

  private static boolean isUp(Process app, PoolWatch watch) throws InterruptedException {
    for (int i = 0; i < 10 * START_SECONDS && app.isAlive(); i++) {
      if (watch.isReady()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  /** The story, in sixths of the time. */
  private void step(int second, SimulatedPool simulated) {
    if (!isStep(second)) {
      return;
    }
    if (second == seconds / 6) {
      // Answers that have begun may end: a stream cut in the middle could not be mended unseen.
      simulated.simulator().script(SimulatedPool.PRIMARY, FaultRule.of(new Fault.Reset()));
      screen.tell(second, "The primary goes down: it resets every connection.");
    } else if (second == 2 * seconds / 6) {
      simulated.simulator().script(SimulatedPool.SECONDARY, FaultRule.of(Fault.rateLimit(5)));
      screen.tell(second, "The secondary answers 429, retry after 5 s. Only Anthropic is left.");
    } else {
      simulated.simulator().clearScript(SimulatedPool.SECONDARY);
      simulated.simulator().clearScript(SimulatedPool.PRIMARY);
      screen.tell(second, "Both are back. Probes find the primary; the secondary's pause ends.");
    }
  }

  private boolean isStep(int second) {
    return second == seconds / 6 || second == 2 * seconds / 6 || second == 3 * seconds / 6;
  }

  private static List<Row> rows(PoolWatch watch) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String endpoint : ENDPOINTS) {
      rows.add(Row.of(endpoint, watch.endpoint(endpoint)));
    }
    return rows;
  }

  private static long served(PoolWatch watch) throws IOException {
    return rows(watch).stream().mapToLong(Row::served).sum();
  }

  private int summary(Process app, SimulatedPool simulated, PoolWatch watch, Path log)
      throws IOException, InterruptedException {
    List<Row> rows = rows(watch);
    long served = served(watch);
    long failovers = watch.pool().getFailoversTotal();
    app.getOutputStream().close();
    String result;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(app.getInputStream(), StandardCharsets.UTF_8))) {
      result = output.readLine();
    }
    if (!app.waitFor(20, TimeUnit.SECONDS) || result == null) {
      System.out.println("\nThe application did not end as it should. Its error output:");
      System.out.println(Files.readString(log));
      return 1;
    }
    String[] counts = result.split(" ", 3);
    int leaks = simulated.leaks().size();
    System.out.printf(
        Locale.ROOT,
        "%nThe application made %s requests and saw %s failures; %d tries were moved on unseen.%n",
        counts[0],
        counts[1],
        failovers);
    for (Row row : rows) {
      System.out.printf(
          Locale.ROOT,
          "    %-17s served %4d (%2.0f %%), %4d of them translated, was asked %4d times%n",
          row.name(),
          row.served(),
          100.0 * row.served() / Math.max(1, served),
          row.translated(),
          row.requests());
    }
    long underWay = Long.parseLong(counts[0]) - Long.parseLong(counts[1]) - served;
    if (underWay > 0) {
      System.out.printf(
          Locale.ROOT, "    (%d more were under way when these were counted)%n", underWay);
    }
    BackupVisits visits = BackupVisits.of(simulated.simulator());
    System.out.println(visits.inWords());
    System.out.printf(Locale.ROOT, "Keys that went to a wrong place: %d%n", leaks);
    boolean good = counts[1].equals("0") && leaks == 0 && visits.areAllAnthropics();
    if (!good) {
      System.out.println("Last failure: " + counts[2]);
      System.out.println("The application's error output is in " + log);
    } else {
      Files.deleteIfExists(log);
    }
    return good ? 0 : 1;
  }
}

package io.ailb.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.leaving.LeavingApp;
import io.ailb.agent.app.leaving.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications that do not want their answer any more, with Apache's clients and with WebClient, at
 * every stage of it: they are told, and the provider sees its connection closed, at once, and
 * nothing is held any more. What they are told is what their client says without us.
 */
class LeavingIT {
  private static final long AT_ONCE_MILLIS = 100;

  /** A machine with other work may be late; several times in a row it is we who are. */
  private static final int TRIES = 3;

  /** But a try in which the application's process stood still for this long tells nothing. */
  private static final long STOOD_STILL_MILLIS = 50;

  private static final int ALL_TRIES = 20;

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Map<Family, Child> APPS = new EnumMap<>(Family.class);

  private static Halting provider;

  /** Each line of a client beside another JDK. */
  enum Family {
    APACHE5(Jdk.JDK_17, "apache5"),
    REACTOR_NETTY(Jdk.JDK_25, "reactor-netty");

    private final Jdk jdk;
    private final String word;

    Family(Jdk jdk, String word) {
      this.jdk = jdk;
      this.word = word;
    }

    String jars() {
      return this == APACHE5 ? ClassPaths.apache5(6) : ClassPaths.reactorNetty("1.3");
    }

    List<String> clients() {
      return this == APACHE5
          ? List.of("classic", "classic-minimal", "async", "async-minimal")
          : List.of("webclient");
    }
  }

  /** What is under way when the application leaves. */
  enum Stage {
    CONNECTING,
    QUEUE,
    HEAD,
    HELD,
    SHOWN;

    String host() {
      return switch (this) {
        case CONNECTING -> "hole.test";
        case QUEUE -> "narrow.test";
        default -> "wide.test";
      };
    }

    /** Whether a provider sees anything of it. */
    boolean isSeen() {
      return this == HEAD || this == HELD || this == SHOWN;
    }
  }

  /** One application that leaves. */
  private record Leaving(Family family, String client, Stage stage, Way way, boolean stream) {
    boolean exists() {
      boolean classic = client.startsWith("classic");
      return switch (way) {
        case CANCEL -> true;
        case BETWEEN, CLOSE -> classic && stage == Stage.SHOWN;
        case OPERATOR -> client.equals("webclient");
        case INTERRUPT -> classic ? stage == Stage.QUEUE : client.equals("webclient");
        case TIMEOUT -> stage != Stage.HELD; // whose head is shown then
      };
    }

    /** Apache's reactor looks once a second whether a read takes too long, in milliseconds. */
    long ownDelay() {
      return way == Way.TIMEOUT && stage == Stage.SHOWN && client.startsWith("async") ? 1_000 : 0;
    }

    @Override
    public String toString() {
      return client + " " + stage + " " + way + (stream ? " stream" : " whole");
    }
  }

  static Stream<Leaving> leavings() {
    List<Leaving> all = new ArrayList<>();
    for (Family family : Family.values()) {
      for (String client : family.clients()) {
        for (Stage stage : Stage.values()) {
          for (Way way : Way.values()) {
            for (boolean stream : new boolean[] {false, true}) {
              all.add(new Leaving(family, client, stage, way, stream));
            }
          }
        }
      }
    }
    Pattern only = Pattern.compile(System.getProperty("leaving.only", ".*"));
    return IntStream.range(0, Integer.getInteger("leaving.times", 1))
        .boxed()
        .flatMap(time -> all.stream())
        .filter(Leaving::exists)
        .filter(leaving -> only.matcher(leaving.toString()).matches());
  }

  @BeforeAll
  static void start() throws IOException {
    provider = new Halting();
    String configuration =
        Providers.file(
                "leaving",
                "pools:\n"
                    + pool("wide", provider.origin(), "")
                    + endpoint("b", provider.origin(), "") // or a head is shown at once
                    + pool("narrow", provider.origin(), ", limits: {concurrency: 1}")
                    + pool("hole", provider.hole(), ""))
            .toString();
    for (Family family : Family.values()) {
      APPS.put(
          family,
          Child.on(family.jdk)
              .agent(configuration + ",log=error")
              .start(family.jars(), LeavingApp.class, family.word));
    }
  }

  private static String pool(String name, String origin, String more) {
    return """
      - name: %1$s
        match: {hosts: [%1$s.test]}
        routing: {strategy: ordered}
        breaker: {consecutiveFailures: null, failureRatio: null}
        endpoints:
    """
            .formatted(name)
        + endpoint("a", origin, more);
  }

  private static String endpoint(String name, String origin, String more) {
    return "      - {name: %1$s, provider: openai, baseUrl: \"%2$s/v1\", apiKey: key-of-%1$s%3$s}\n"
        .formatted(name, origin, more);
  }

  @AfterAll
  static void close() throws Exception {
    Family blocking = Family.APACHE5;
    try {
      assertThat(watchedCalls(blocking.jdk, APPS.get(blocking).pid()))
          .as("calls that the timer holds for nobody")
          .isLessThan(2);
    } finally {
      for (Child app : APPS.values()) {
        app.closeInput();
        app.end();
      }
      provider.close();
    }
  }

  /** Objects that watch a call of a client that blocks; one may still lie on a thread's stack. */
  private static int watchedCalls(Jdk jdk, long pid) throws Exception {
    Process jcmd =
        new ProcessBuilder("" + jdk.java().resolveSibling("jcmd"), "" + pid, "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    assertThat(histogram).contains("io.ailb.flow.Engine");
    Matcher vigils =
        Pattern.compile("(\\d+) +\\d+ +io\\.ailb\\.flow\\.Vigil\\b[^$]").matcher(histogram);
    return vigils.find() ? Integer.parseInt(vigils.group(1)) : 0;
  }

  @ParameterizedTest
  @MethodSource("leavings")
  void whoLeavesIsGoneAtOnce(Leaving leaving) throws Exception {
    long most = AT_ONCE_MILLIS + leaving.ownDelay();
    Left left = leave(leaving, "http://" + leaving.stage.host());
    int tries = left.counts() ? 1 : 0;
    for (int i = 1; i < ALL_TRIES && tries < TRIES && left.latest() > most; i++) {
      left = leave(leaving, "http://" + leaving.stage.host());
      tries += left.counts() ? 1 : 0;
    }
    assertThat(left.latest()).as("%s", left).isLessThanOrEqualTo(most);
    if (leaving.stage == Stage.HEAD || leaving.stage == Stage.SHOWN) {
      assertThat(left.words).isEqualTo(leave(leaving, provider.origin()).words);
    }
  }

  /** Milliseconds after the application left, what it was told, and for how long it stood still. */
  private record Left(long told, long free, long seen, long stoodStill, String words) {
    boolean counts() {
      return stoodStill < STOOD_STILL_MILLIS;
    }

    long latest() {
      return Math.max(told, Math.max(free, seen));
    }
  }

  private static Left leave(Leaving leaving, String origin) throws Exception {
    Child app = APPS.get(leaving.family);
    String number = String.valueOf(NUMBERS.incrementAndGet());
    app.send(
        "%s %s %s %s %s %s/v1/chat/completions"
            .formatted(
                number,
                leaving.client,
                leaving.stage,
                leaving.way,
                leaving.stream ? "stream" : "whole",
                origin));
    if (leaving.stage == Stage.QUEUE) {
      app.awaitLine(line -> line.startsWith(number + " occupied"));
      Until.isTrue(() -> provider.isSilentTo(number + "0"));
      app.sendLine();
    }
    app.awaitLine(line -> line.startsWith(number + " reached"));
    if (leaving.stage.isSeen()) {
      Until.isTrue(() -> provider.isSilentTo(number));
    }
    if (leaving.way != Way.TIMEOUT && leaving.way != Way.OPERATOR) {
      app.sendLine();
    }
    app.awaitLine(line -> line.startsWith(number + " left"));
    String[] said = app.said(number + " left").split(", ", 5);
    long seen = 0;
    if (leaving.stage.isSeen() && !origin.equals(provider.origin())) { // which is its own affair
      Until.isTrue(() -> provider.leftAt(number) != null, () -> "never closed: " + leaving);
      seen = provider.leftAt(number) - Long.parseLong(said[0]);
    }
    return new Left(
        Long.parseLong(said[1]), Long.parseLong(said[2]), seen, Long.parseLong(said[3]), said[4]);
  }
}

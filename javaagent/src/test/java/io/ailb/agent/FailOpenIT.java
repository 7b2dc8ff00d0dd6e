package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever fails in the agent, from its first step to the last before a request is sent, the
 * application's calls go to its own server with its own key, and the log has one line on it.
 */
class FailOpenIT {
  private static final Providers PROVIDERS = new Providers();
  private static final String CORE = "io.ailb.";
  private static final String INSTALL = "io.ailb.agent.install.";

  /** With {@code -Pagent-long}, each step for each client and with each kind of failure. */
  private static final boolean LONG = Boolean.getBoolean("agent.long");

  private static final List<Class<? extends Throwable>> THROWN =
      LONG
          ? List.of(NoSuchMethodError.class, IllegalStateException.class)
          : List.of(NoSuchMethodError.class);

  /** In a short form, each client takes one step of so many. */
  private static final int TURNS = 4;

  @TempDir private Path directory;

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  /** What fails, and on which JDK: each step on one, and by turns. */
  static Stream<Arguments> steps() {
    List<Arguments> steps = new ArrayList<>();
    for (Client client : Client.values()) {
      if (client == Client.JDK || LONG) {
        startingSteps(client, steps);
      }
      List<Arguments> own = new ArrayList<>();
      // The link.
      own.add(step(client, "no plugin", DamagedJar.without(client.plugin)));
      own.add(step(client, "half a plugin", DamagedJar.cut(client.plugin)));
      own.add(
          step(
              client,
              "the linker throws",
              DamagedJar.throwing(INSTALL + "PluginLoader", "beside", AssertionError.class)));
      // The take-over.
      for (Place place : client.entrances()) {
        for (Class<? extends Throwable> thrown : THROWN) {
          own.add(
              step(client, place + " throws " + thrown.getSimpleName(), place.throwing(thrown)));
        }
      }
      own.add(step(client, "no adapter", DamagedJar.without(client.entry)));
      own.add(step(client, "half an adapter", DamagedJar.cut(client.entry)));
      for (String name : client.ofACall()) {
        own.add(step(client, "no " + name, DamagedJar.without(name)));
      }
      for (Class<? extends Throwable> thrown : THROWN) {
        own.add(
            step(
                client,
                "looking at an address throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Switchboard", "begin", thrown)));
        own.add(
            step(
                client,
                "reading a request throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Opening", "taken", thrown)));
        own.add(
            step(
                client,
                "the exchange throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Exchange", "decide", thrown)));
      }
      own.add(
          step(
              client,
              "half of what reads requests",
              DamagedJar.cut(CORE + "recognise.Recogniser")));
      for (int i = 0; i < own.size(); i++) {
        if (LONG || i % TURNS == client.ordinal() % TURNS) {
          steps.add(own.get(i));
        }
      }
    }
    return steps.stream();
  }

  private static void startingSteps(Client client, List<Arguments> steps) {
    steps.add(step(client, "no installer", DamagedJar.without(INSTALL + "Installer")));
    steps.add(
        step(
            client,
            "the options throw",
            DamagedJar.throwing(INSTALL + "Options", "parse", IllegalStateException.class)));
    steps.add(step(client, "no dispatcher", DamagedJar.without("boot.AiLbDispatcher")));
    steps.add(step(client, "half a dispatcher", DamagedJar.cut("boot.AiLbDispatcher")));
    steps.add(
        step(
            client,
            "the weaver throws",
            DamagedJar.throwing(INSTALL + "Weaving", "woven", StackOverflowError.class)));
    steps.add(step(client, "no ASM", DamagedJar.cut("net.bytebuddy.jar.asm.ClassReader")));
    steps.add(
        step(
            client,
            "the load balancer dies",
            DamagedJar.throwing(CORE + "LoadBalancerBuilder", "build", OutOfMemoryError.class)));
    steps.add(
        step(
            client,
            "the load balancer's start dies",
            DamagedJar.throwing(INSTALL + "Balancer", "startOrFail", InternalError.class)));
    steps.add(step(client, "no core", DamagedJar.without(CORE + "LoadBalancer")));
    steps.add(
        step(client, "no YAML", DamagedJar.without("org.snakeyaml.engine.v2.parser.ParserImpl")));
  }

  private static Arguments step(Client client, String name, DamagedJar jar) {
    return Arguments.of(client, name, jar);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("steps")
  void theApplicationsAnswerIsAsWithoutTheAgent(
      Client client, String unusedName, DamagedJar damaged) {
    Path jar = damaged.at(directory.resolve("ai-lb.jar"));

    Child app =
        client.run(Child.on(client.jdk).agent(jar, PROVIDERS.configuration()), PROVIDERS.ownUrl());

    for (String way : client.ways()) {
      assertThat(app.said(way)).as(way + "\n" + app).startsWith("200 whole by null");
    }
    assertThat(app.exit()).as(app.toString()).isZero();
    assertThat(PROVIDERS.simulator.log("own"))
        .hasSizeGreaterThanOrEqualTo(client.ways().size())
        .allSatisfy(entry -> assertThat(entry.keyOwner()).isEqualTo("own"));
    assertThat(PROVIDERS.seen()).containsEntry("a", 0).containsEntry("b", 0);
    assertThat(problems(app)).as(app.toString()).hasSize(1);
  }

  /** By turns, unless all of it is wanted. */
  static Stream<Arguments> threads() {
    List<Arguments> places = new ArrayList<>();
    for (Client client : Client.values()) {
      List<Place> all = client.later();
      for (int i = 0; i < all.size(); i++) {
        if (LONG || i % (2 * TURNS) == client.ordinal()) {
          places.add(Arguments.of(client, all.get(i)));
        }
      }
    }
    return places.stream();
  }

  /** Nobody but us could tell who waits. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("threads")
  void anErrorOnAThreadOfTheClientsEndsTheCall(Client client, Place place) {
    Path jar = place.throwing(NoSuchMethodError.class).at(directory.resolve("ai-lb.jar"));

    Child app =
        client.run(Child.on(client.jdk).agent(jar, PROVIDERS.configuration()), PROVIDERS.ownUrl());

    assertThat(client.ways())
        .as(app.toString())
        .noneMatch(way -> app.said(way).equals("hangs"))
        .anyMatch(way -> !app.said(way).startsWith("200 whole by a"));
    assertThat(app.output()).contains("end");
  }

  /**
   * What the log says, without when and where; a fault in core comes with its trace, and as often
   * as there are requests.
   */
  private static Set<String> problems(Child app) {
    assertThat(app.error())
        .as(app.toString())
        .allMatch(
            line ->
                line.matches(
                    "\\[ai-lb.*|\\s+at .*|Caused by: .*|\\s+\\.\\.\\. .*|[\\w.]+(Error|Exception): .*"));
    return app.log().stream()
        .filter(line -> !line.contains(" INFO "))
        .map(line -> line.replaceFirst(".*? (WARN|ERROR) ", "$1 "))
        .collect(Collectors.toSet());
  }
}

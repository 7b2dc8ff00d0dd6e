package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.agent.app.JdkHttpApp;
import io.ailb.agent.app.OkHttpApp;
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

  @TempDir private Path directory;

  @BeforeEach
  void forget() {
    PROVIDERS.simulator.resetLog();
  }

  @AfterAll
  static void close() {
    PROVIDERS.close();
  }

  /** A client whose requests can be taken over. */
  enum Client {
    OKHTTP(OkHttpApp.class),
    JDK(JdkHttpApp.class);

    private final Class<?> application;

    Client(Class<?> application) {
      this.application = application;
    }

    /** Its application's ways of asking. */
    List<String> ways() {
      return this == OKHTTP
          ? List.of("sync", "stream", "async", "async stream", "derived", "twice derived")
          : List.of(
              "sync", "stream", "async", "async lines", "input stream", "following redirects");
    }

    Child start(Child child, String url) {
      String classPath =
          this == OKHTTP ? ClassPaths.okHttp(4) : ClassPaths.applications().toString();
      return child.start(classPath, application, url, "all");
    }
  }

  /** What fails, and on which JDK: each step on one, and by turns. */
  static Stream<Arguments> steps() {
    List<Arguments> steps = new ArrayList<>();
    for (Client client : Client.values()) {
      Jdk jdk = client == Client.OKHTTP ? Jdk.JDK_17 : Jdk.JDK_25;
      String plugin =
          client == Client.OKHTTP
              ? "io.ailb.agent.okhttp.OkHttpPlugin"
              : "io.ailb.agent.jdkhttp.JdkHttpPlugin";
      String adapter = client == Client.OKHTTP ? "io.ailb.okhttp." : "io.ailb.jdkhttp.";
      String entry = adapter + (client == Client.OKHTTP ? "LoadBalancingInterceptor" : "Takeover");
      String call = adapter + (client == Client.OKHTTP ? "BlockingCall" : "JdkCall");
      if (client == Client.JDK || LONG) {
        startingSteps(client, jdk, steps);
      }
      int before = steps.size();
      // The link.
      steps.add(step(client, jdk, "no plugin", DamagedJar.without(plugin)));
      steps.add(step(client, jdk, "half a plugin", DamagedJar.cut(plugin)));
      steps.add(
          step(
              client,
              jdk,
              "the linker throws",
              DamagedJar.throwing(INSTALL + "PluginLoader", "beside", AssertionError.class)));
      // The take-over.
      for (String method :
          client == Client.OKHTTP
              ? List.of("interceptors", "networkInterceptors")
              : List.of("takeover")) {
        for (Class<? extends Throwable> thrown : THROWN) {
          steps.add(
              step(
                  client,
                  jdk,
                  "the plugin's " + method + " throws " + thrown.getSimpleName(),
                  DamagedJar.throwing(plugin, method, thrown)));
        }
      }
      steps.add(step(client, jdk, "no adapter", DamagedJar.without(entry)));
      steps.add(step(client, jdk, "half an adapter", DamagedJar.cut(entry)));
      steps.add(step(client, jdk, "no call", DamagedJar.without(call)));
      steps.add(step(client, jdk, "no intake", DamagedJar.without(adapter + "Intake")));
      steps.add(step(client, jdk, "no wire", DamagedJar.without(adapter + "Wire")));
      for (Class<? extends Throwable> thrown : THROWN) {
        steps.add(
            step(
                client,
                jdk,
                "looking at an address throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Switchboard", "begin", thrown)));
        steps.add(
            step(
                client,
                jdk,
                "reading a request throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Opening", "taken", thrown)));
        steps.add(
            step(
                client,
                jdk,
                "the exchange throws " + thrown.getSimpleName(),
                DamagedJar.throwing(CORE + "flow.Exchange", "decide", thrown)));
      }
      steps.add(
          step(
              client,
              jdk,
              "half of what reads requests",
              DamagedJar.cut(CORE + "recognise.Recogniser")));
      if (!LONG) { // the clients by turns
        int last = steps.size() - (client == Client.OKHTTP ? 1 : 2);
        for (int i = last; i >= before; i -= 2) {
          steps.remove(i);
        }
      }
    }
    return steps.stream();
  }

  private static void startingSteps(Client client, Jdk jdk, List<Arguments> steps) {
    steps.add(step(client, jdk, "no installer", DamagedJar.without(INSTALL + "Installer")));
    steps.add(
        step(
            client,
            jdk,
            "the options throw",
            DamagedJar.throwing(INSTALL + "Options", "parse", IllegalStateException.class)));
    steps.add(step(client, jdk, "no dispatcher", DamagedJar.without("boot.AiLbDispatcher")));
    steps.add(step(client, jdk, "half a dispatcher", DamagedJar.cut("boot.AiLbDispatcher")));
    steps.add(
        step(
            client,
            jdk,
            "the weaver throws",
            DamagedJar.throwing(INSTALL + "Weaving", "woven", StackOverflowError.class)));
    steps.add(step(client, jdk, "no ASM", DamagedJar.cut("net.bytebuddy.jar.asm.ClassReader")));
    steps.add(
        step(
            client,
            jdk,
            "the load balancer dies",
            DamagedJar.throwing(CORE + "LoadBalancerBuilder", "build", OutOfMemoryError.class)));
    steps.add(
        step(
            client,
            jdk,
            "the load balancer's start dies",
            DamagedJar.throwing(INSTALL + "Balancer", "startOrFail", InternalError.class)));
    steps.add(step(client, jdk, "no core", DamagedJar.without(CORE + "LoadBalancer")));
    steps.add(
        step(
            client,
            jdk,
            "no YAML",
            DamagedJar.without("org.snakeyaml.engine.v2.parser.ParserImpl")));
  }

  private static Arguments step(Client client, Jdk jdk, String name, DamagedJar jar) {
    return Arguments.of(client, jdk, name, jar);
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("steps")
  void theApplicationsAnswerIsAsWithoutTheAgent(
      Client client, Jdk jdk, String unusedName, DamagedJar damaged) {
    Path jar = damaged.at(directory.resolve("ai-lb.jar"));

    Child app =
        client.start(Child.on(jdk).agent(jar, PROVIDERS.configuration()), PROVIDERS.ownUrl()).end();

    for (String way : client.ways()) {
      assertThat(app.said(way)).as(app.toString()).isEqualTo("200 whole by null for 127.0.0.1");
    }
    assertThat(app.exit()).as(app.toString()).isZero();
    assertThat(PROVIDERS.simulator.log("own"))
        .hasSizeGreaterThanOrEqualTo(client.ways().size())
        .allSatisfy(entry -> assertThat(entry.keyOwner()).isEqualTo("own"));
    assertThat(PROVIDERS.seen()).containsEntry("a", 0).containsEntry("b", 0);
    assertThat(problems(app)).as(app.toString()).hasSize(1);
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

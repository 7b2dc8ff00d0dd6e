package io.ailb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ailb.agent.app.Apache5WaysApp;
import io.ailb.simulator.log.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where requests of Apache HttpClient 5 go other than straight to an endpoint that answers. */
class Apache5WaysIT {
  private static final String OPENAI = "https://api.openai.com/v1/chat/completions";

  /** The load balancer holds no longer body. */
  private static final int MOST_HELD = 64 * 1024 * 1024;

  /** Each JDK and each line once. */
  static Stream<Arguments> some() {
    return Stream.of(Arguments.of(Jdk.JDK_17, 6), Arguments.of(Jdk.JDK_25, 1));
  }

  private static Child ask(
      Jdk jdk, int version, String configuration, String url, int length, String proxy) {
    return Child.on(jdk)
        .agent(configuration + ",log=error")
        .run(ClassPaths.apache5(version), Apache5WaysApp.class, url, String.valueOf(length), proxy);
  }

  /** A body beyond what the load balancer holds, to the application's own endpoint. */
  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aBodyThatIsTooLongGoesWhereItWasGoing(Jdk jdk, int version) throws IOException {
    List<Long> lengths = new CopyOnWriteArrayList<>();
    HttpServer own =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    own.createContext("/", exchange -> lengths.add(answered(exchange)));
    own.start();
    try (Providers providers = new Providers()) {
      String host = "127.0.0.1:" + own.getAddress().getPort();
      for (int length : new int[] {10, MOST_HELD}) {
        Child app =
            Child.on(jdk)
                .agent(providers.configuration() + ",log=error")
                .option("-Dailb.pools.default.match.hosts=" + host, "-Xmx700m")
                .run(
                    ClassPaths.apache5(version),
                    Apache5WaysApp.class,
                    "http://" + host + "/v1/chat/completions",
                    String.valueOf(length),
                    "none");
        String by = length == MOST_HELD ? "null" : "a";
        assertThat(app.said("classic")).as(app.toString()).isEqualTo("200 by " + by);
        assertThat(app.said("async")).isEqualTo("200 by " + by);
      }
      assertThat(lengths).hasSize(2).allMatch(length -> length > MOST_HELD);
      assertThat(providers.seen()).containsEntry("a", 2);
    } finally {
      own.stop(0);
    }
  }

  private static long answered(HttpExchange exchange) throws IOException {
    long length = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write(new byte[] {'{', '}'});
    exchange.close();
    return length;
  }

  @Test
  void whereNobodyIsLeftThereIsAnAnswerInTheCallersDialect() {
    try (Providers providers = new Providers()) {
      providers.simulator.down("a");
      providers.simulator.down("b");

      Child app = ask(Jdk.JDK_17, 6, providers.configuration(), OPENAI, 10, "none");

      for (String client : List.of("classic", "async")) {
        assertThat(app.said(client))
            .as(app.toString())
            .startsWith("503 by null {\"error\":{\"message\":\"pool");
      }
    }
  }

  /** The asynchronous client negotiates; the classic one has HTTP/1.1 only. */
  @ParameterizedTest
  @CsvSource({"JDK_17, 6, false", "JDK_25, 6, true", "JDK_17, 1, false"})
  void endpointsWithTls(Jdk jdk, int version, boolean http2) {
    try (Providers secure = new Providers(spec -> spec.tls(true).http2(http2), "")) {
      Child app = ask(jdk, version, secure.configuration(), OPENAI, 10, "none");

      assertThat(app.said("classic")).as(app.toString()).isEqualTo("200 by a");
      assertThat(app.said("async")).isEqualTo("200 by a");
      assertThat(secure.simulator.log("a"))
          .extracting(LogEntry::protocol)
          .containsExactly("HTTP/1.1", http2 ? "HTTP/2" : "HTTP/1.1");
      assertThat(app.error()).isEmpty();
    }
  }

  /** The application's proxy is that of the tries, and the pool's key goes through it. */
  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void aForwardProxyIsGoneThrough(Jdk jdk, int version) throws IOException {
    List<String> through = new CopyOnWriteArrayList<>();
    try (Providers providers = new Providers();
        ForwardProxy proxy = new ForwardProxy(through::add)) {
      Child app = ask(jdk, version, providers.configuration(), OPENAI, 10, proxy.address());

      assertThat(app.said("classic")).as(app.toString()).isEqualTo("200 by a");
      assertThat(app.said("async")).isEqualTo("200 by a");
      assertThat(through).hasSize(2).allMatch(line -> line.startsWith("POST http://127.0.0.1:"));
      assertThat(providers.simulator.log("a"))
          .hasSize(2)
          .allMatch(entry -> "a".equals(entry.keyOwner()));
    }
  }

  /** Whose port takes no connection is left after the pool's own limit, not the client's. */
  @ParameterizedTest(name = "{0}, HttpClient 5.{1}")
  @MethodSource("some")
  void anEndpointThatTakesNoConnectionIsLeft(Jdk jdk, int version) throws IOException {
    try (Halting halting = new Halting();
        Providers providers = new Providers()) {
      Child app =
          Child.on(jdk)
              .agent(providers.configuration() + ",log=error")
              .option(
                  "-Dailb.pools.default.timeouts.connect=1s",
                  "-Dailb.pools.default.endpoints.a.baseUrl=" + halting.hole() + "/v1")
              .run(ClassPaths.apache5(version), Apache5WaysApp.class, OPENAI, "10", "none");

      assertThat(app.said("classic")).as(app.toString()).isEqualTo("200 by b");
      assertThat(app.said("async")).isEqualTo("200 by b");
    }
  }
}

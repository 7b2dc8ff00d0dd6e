package io.ailb.jdkhttp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.dialect.Problem;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's client over real connections. */
@Timeout(60)
class BalancedHttpClientTest {
  private final Lab lab = Lab.two();

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  @Test
  void anAnswerComesFromThePool() throws Exception {
    HttpRequest request = Lab.chat(false).build();
    HttpResponse<String> answer = lab.client().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("a");
    assertThat(answer.body()).contains("\"choices\"");
    assertThat(answer.request()).isSameAs(request);
    assertThat(answer.uri()).isEqualTo(request.uri());
    assertThat(answer.previousResponse()).isEmpty();
    assertThat(answer.toString()).doesNotContain(Lab.key("a"));
  }

  /** Beside one the JDK's client sends no key that a request brings. */
  @Test
  void aClientWithAnAuthenticatorIsBalancedToo() throws Exception {
    Authenticator nobody = new Authenticator() {};
    HttpClient plain = HttpClient.newBuilder().authenticator(nobody).build();
    HttpClient client = lab.client(plain);
    HttpResponse<String> answer = client.send(Lab.chat(false).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("a");
    assertThat(client.authenticator()).contains(nobody);
  }

  @Test
  void withAProxyBesidesItsRequestsGoOutAsTheyCome() {
    HttpClient plain =
        HttpClient.newBuilder()
            .authenticator(new Authenticator() {})
            .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
            .build();
    assertThatThrownBy(
            () -> lab.client(plain).send(Lab.chat(false).build(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
    assertThat(lab.log("a")).isEmpty();
    assertThat(lab.log("b")).isEmpty();
  }

  @Test
  void aStreamComesLineByLine() throws Exception {
    HttpResponse<Stream<String>> answer =
        lab.client().send(Lab.chat(true).build(), BodyHandlers.ofLines());
    List<String> lines = answer.body().toList();
    assertThat(lines).contains("data: [DONE]").hasSizeGreaterThan(10);
  }

  @Test
  void aStreamComesThroughAnInputStream() throws Exception {
    HttpResponse<InputStream> answer =
        lab.client().sendAsync(Lab.chat(true).build(), BodyHandlers.ofInputStream()).get();
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      assertThat(reader.lines()).contains("data: [DONE]");
    }
  }

  /** As LangChain4j does. */
  @Test
  void whatDependsOnTheFutureMayReadTheBodyToItsEnd() throws Exception {
    assertThat(
            lab.client()
                .sendAsync(Lab.chat(true).build(), BodyHandlers.ofInputStream())
                .thenApply(
                    answer -> {
                      try (InputStream in = answer.body()) {
                        return new String(in.readAllBytes(), UTF_8);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    })
                .get(20, TimeUnit.SECONDS))
        .endsWith("[DONE]\n\n");
  }

  @Test
  void anotherEndpointTakesOver() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Failure(Problem.OVERLOADED)));
    for (boolean stream : List.of(false, true)) {
      HttpResponse<String> answer =
          lab.client().sendAsync(Lab.chat(stream).build(), BodyHandlers.ofString()).get();
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("b");
    }
  }

  @Test
  void whatIsNotOursGoesOn() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lab.endpoints.get("a").origin() + "/nowhere")).build();
    assertThat(new Takeover(lab.client(), lab.balancer).send(request, BodyHandlers.ofString()))
        .isNull();
  }

  @Test
  void theRequestsOwnTimeoutHolds() {
    lab.script("a", FaultRule.of(new Fault.Silence(5_000L)));
    lab.script("b", FaultRule.of(new Fault.Silence(5_000L)));
    HttpRequest request = Lab.chat(false).timeout(Duration.ofMillis(300)).build();
    assertThatThrownBy(() -> lab.client().send(request, BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class)
        .hasMessage("request timed out");
  }
}

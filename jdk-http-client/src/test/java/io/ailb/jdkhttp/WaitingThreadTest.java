package io.ailb.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits in {@code send} sends the tries. */
@Timeout(60)
class WaitingThreadTest {
  private Lab lab = Lab.two();

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Lab.eventually(() -> lab.inFlight() == 0);
    assertThat(lab.balancer.stats().bugs()).isZero();
    assertThat(lab.simulator.leaks()).isEmpty();
    lab.close();
  }

  /** {@code sendAsync} starts one for each call where there are two processors or fewer. */
  @Test
  void aCallStartsNoThread() throws Exception {
    HttpClient client = lab.client();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10; i++) {
      client.send(Lab.chat(false).build(), BodyHandlers.ofString());
    }
    long before = threads.getTotalStartedThreadCount();
    for (int i = 0; i < 40; i++) {
      client.send(Lab.chat(false).build(), BodyHandlers.ofString());
    }
    assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(20);
  }

  /** What interrupts the try is not left to the application. */
  @Test
  void aTryThatIsGivenUpIsFollowedByAnother() throws Exception {
    lab.close();
    lab =
        new Lab()
            .endpoint("a", Provider.OPENAI, spec -> spec, e -> e.set("timeouts.headers", "200ms"))
            .endpoint("b")
            .start()
            .script("a", FaultRule.of(new Fault.Silence(20_000L)));
    HttpResponse<String> answer =
        lab.client().send(Lab.chat(false).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-ai-lb-endpoint")).contains("b");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** Who asks for the session of its connection, for example. */
  @Test
  @SuppressWarnings("NullAway") // nothing comes of this try
  void nobodyWaitsForATryThatTheApplicationInterrupted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort())).build();
      SentHere sent = new SentHere(HttpClient.newHttpClient(), request, new Upstream(null, "GET"));
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread sender =
          new Thread(
              () -> {
                sent.run();
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      sender.start();
      try (Socket connection = silent.accept()) {
        assertThat(connection.getInputStream().read()).isEqualTo('G');
        sender.interrupt();
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(sent).isCompletedExceptionally();
    }
  }
}

package io.ailb.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A client that is closed, which Java has had since 21: nothing of ours keeps it open. */
@Timeout(60)
@EnabledForJreRange(min = JRE.JAVA_21)
class ClosingTest {
  private final Lab lab = Lab.two();

  @AfterEach
  void close() {
    lab.close();
  }

  private static void ends(HttpClient client) throws Exception {
    BalancedHttpClient balanced = (BalancedHttpClient) client;
    balanced.shutdown();
    assertThat(balanced.awaitTermination(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void afterAnswers() throws Exception {
    HttpClient client = lab.client();
    for (boolean stream : new boolean[] {false, true}) {
      client.send(Lab.chat(stream).build(), BodyHandlers.ofString());
    }
    ends(client);
  }

  @Test
  void afterAFailover() throws Exception {
    lab.script("a", FaultRule.of(Fault.status(500)));
    HttpClient client = lab.client();
    client.send(Lab.chat(true).build(), BodyHandlers.ofString());
    ends(client);
  }

  @Test
  void afterAStreamThatBroke() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Cut(4, true)));
    HttpClient client = lab.client();
    HttpResponse<InputStream> answer =
        client.send(Lab.chat(true).build(), BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      in.readAllBytes();
    } catch (IOException e) {
      // as it should
    }
    ends(client);
  }

  @Test
  void afterWhoLeft() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Silence(20_000L)));
    HttpClient client = lab.client();
    CompletableFuture<HttpResponse<String>> call =
        client.sendAsync(Lab.chat(false).build(), BodyHandlers.ofString());
    Lab.eventually(() -> !lab.log("a").isEmpty());
    call.cancel(true);
    ends(client);
  }

  @Test
  void afterWhoClosedEarly() throws Exception {
    lab.script("a", FaultRule.of(new Fault.Stall(2, 20_000L, null)));
    HttpClient client = lab.client();
    HttpResponse<InputStream> answer =
        client.send(Lab.chat(true).build(), BodyHandlers.ofInputStream());
    answer.body().close();
    ends(client);
  }
}

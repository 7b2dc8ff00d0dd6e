package io.ailb.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.dialect.Provider;
import io.ailb.simulator.fault.Fault;
import io.ailb.simulator.fault.FaultRule;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
}

package io.ailb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What requests pay that are none of ours, which most of an application's are. */
class NotOursTest {
  private static final int REQUESTS = 10_000;
  private static final int ROUNDS = 5;

  private final LoadBalancer balancer =
      LoadBalancer.builder()
          .pool(pool -> pool.endpoint(e -> e.name("a").provider("openai").apiKey("sk-aaaaaaaa")))
          .properties(Map.of())
          .build();

  @AfterEach
  void close() {
    balancer.close();
  }

  /**
   * Bytes a request, as the interpreter does it: what is compiled can only do with less. The least
   * of several rounds: what requests cost is in each of them, what the JVM does once is in one.
   */
  private double bytes(String host, String path) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      least = Math.min(least, round(host, path));
    }
    return least;
  }

  private double round(String host, String path) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int taken = 0;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < REQUESTS; i++) {
      if (balancer.begin("https", host, 443, path) != null) {
        taken++;
      }
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    assertThat(taken).isZero();
    return (after - before) / (double) REQUESTS;
  }

  @Test
  void aPathThatIsNoModelsCostsNoMemory() {
    assertThat(bytes("api.openai.com", "/v1/moderations")).isLessThan(0.1);
    assertThat(bytes("example.com", "/some/other/api/123")).isLessThan(0.1);
  }

  @Test
  void aModelOfAnotherHostCostsNoMemoryEither() {
    assertThat(bytes("example.com", "/v1/chat/completions")).isLessThan(0.1);
  }

  @Test
  void aHostIsKnownWithoutItsPath() {
    assertThat(balancer.takesFrom("api.openai.com", 443)).isTrue();
    assertThat(balancer.takesFrom("example.com", 443)).isFalse();
    balancer.close();
    assertThat(balancer.takesFrom("api.openai.com", 443)).isFalse();
  }
}

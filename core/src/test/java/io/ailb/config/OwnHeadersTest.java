package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers for us alone are none that anybody else needs. */
class OwnHeadersTest {
  private final Reading reading = Reading.of();

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "x-api-key", "X-Goog-Api-Key", "api-key", "Cookie"})
  void noneCarriesACredential(String header) {
    assertThat(reading.said(Reading.pool("queue: {priorityHeader: " + header + "}")))
        .containsExactly(
            "ai-lb.yaml:4:29: pools[0].queue.priorityHeader: "
                + header
                + " carries a credential. Name a header of its own, such as x-ai-lb-priority.");
    assertThat(reading.said(Reading.pool("routing: {affinity: {header: " + header + "}}")))
        .containsExactly(
            "ai-lb.yaml:4:34: pools[0].routing.affinity.header: "
                + header
                + " carries a credential. Name a header of its own, such as x-ai-lb-affinity.");
  }

  @Test
  void theHeaderOfAnEndpointsKeyIsOneToo() {
    assertThat(
            reading.said(
                Reading.endpoint("apiKey: k", "auth: {type: header, header: X-Corp}")
                    + "    queue: {priorityHeader: x-corp}\n"))
        .containsExactly(
            "ai-lb.yaml:6:29: pools[0].queue.priorityHeader: x-corp carries a credential. Name a header of its own, such as x-ai-lb-priority.");
  }

  @Test
  void oneHeaderSaysOneThing() {
    assertThat(
            reading.said(
                Reading.pool(
                    "queue: {priorityHeader: X-One}", "routing: {affinity: {header: x-one}}")))
        .containsExactly(
            "ai-lb.yaml:4:29: pools[0].queue.priorityHeader: X-One is also routing.affinity.header. Name another header, such as x-ai-lb-priority.");
    assertThat(reading.said(Reading.pool("routing: {affinity: {header: x-ai-lb-priority}}")))
        .containsExactly(
            "ai-lb.yaml:4:34: pools[0].routing.affinity.header: x-ai-lb-priority is also queue.priorityHeader. Name another header, such as x-ai-lb-affinity.");
    assertThat(reading.said(Reading.pool("routing: {affinity: {header: x-ai-lb-tags}}")))
        .containsExactly(
            "ai-lb.yaml:4:34: pools[0].routing.affinity.header: x-ai-lb-tags says something else to ai-lb. Name a header of its own, such as x-ai-lb-affinity.");
  }

  @Test
  void anyOtherHeaderWillDo() {
    assertThat(
            reading.said(
                Reading.pool(
                    "queue: {priorityHeader: X-Class}", "routing: {affinity: {header: X-User}}")))
        .isEmpty();
  }
}

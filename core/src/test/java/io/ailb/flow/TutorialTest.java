package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.EndpointState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The tutorial's rule in its own words: three errors in a row rest an endpoint for a minute. */
class TutorialTest {
  private static final String YAML =
      """
      pools:
        - match: {hosts: ["*"]}
          routing: {strategy: ordered}
          breaker: {consecutiveFailures: 3, failureRatio: null, slowdown: null, openFor: 60s, maxOpenFor: 60s}
          endpoints:
            - {name: a, provider: openai, baseUrl: "https://a", apiKey: key-of-a}
            - {name: b, provider: openai, baseUrl: "https://b", apiKey: key-of-b}
      """;

  private final World world = new World(builder -> builder.yaml(YAML), true);

  private void call() {
    assertThat(new BlockingAdapter().run(world, Call.chat()).status()).isEqualTo(200);
  }

  private void state(String state) {
    assertThat(world.endpoint("a").state()).isEqualTo(state);
  }

  @Test
  void threeErrorsInARowRestAnEndpointForAMinuteEachTime() {
    world.always("a", Reply.error(503));
    call();
    call();
    state("READY");
    call();
    for (int round = 0; round < 3; round++) {
      state("OPEN");
      world.sentTo.clear();
      world.time.pass(Duration.ofMillis(59_999));
      call();
      assertThat(world.sentTo).containsExactly("b");
      world.time.pass(Duration.ofMillis(1));
      state("HALF_OPEN");
      call();
      assertThat(world.sentTo).as("one probe").containsExactly("b", "a", "b");
    }
    world.always.clear();
    world.time.pass(Duration.ofSeconds(60));
    call();
    call();
    state("READY");
    assertThat(world.changes.get(world.changes.size() - 1).after()).isEqualTo(EndpointState.READY);
  }

  @Test
  void aGoodAnswerEndsTheRow() {
    world.next("a", Reply.error(503), Reply.error(503), Reply.chat("x"), Reply.error(503));
    for (int i = 0; i < 4; i++) {
      call();
    }
    state("READY");
    assertThat(world.endpoint("a").consecutiveFailures()).isEqualTo(1);
  }

  @Test
  void noShareOfFailuresOpensIt() {
    for (int i = 0; i < 30; i++) {
      world.next("a", Reply.error(503), Reply.error(503), Reply.chat("x"));
    }
    for (int i = 0; i < 90; i++) {
      call();
      world.time.pass(Duration.ofMillis(10));
    }
    state("READY");
  }
}

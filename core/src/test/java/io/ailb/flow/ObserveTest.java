package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code mode: observe}: how a careful team tries ai-lb first. */
class ObserveTest {
  private static World observing(int rpm) {
    return new World(
        builder ->
            builder
                .set("mode", "observe")
                .pool(
                    pool ->
                        pool.set("routing.strategy", "ordered")
                            .set("match.hosts", "*")
                            .endpoint(
                                e ->
                                    e.name("a")
                                        .provider("openai")
                                        .apiKey("key-of-a")
                                        .set("learnLimits", false)
                                        .set("limits.rpm", rpm))
                            .endpoint(
                                e ->
                                    e.name("b")
                                        .provider("openai")
                                        .apiKey("key-of-b")
                                        .set("learnLimits", false)
                                        .set("limits.rpm", rpm))),
        true);
  }

  @Test
  void itIsDecidedAndCountedAndEachGoesOutAsItCame() {
    try (World world = observing(3)) {
      for (TestAdapter adapter : new TestAdapter[] {new BlockingAdapter(), new AsyncAdapter()}) {
        for (Call call : new Call[] {Call.chat(), Call.stream()}) {
          assertThat(adapter.run(world, call).notOurs).isTrue();
        }
      }
      assertThat(world.sent).isEmpty();
      assertThat(world.requests).extracting(RequestEnded::result).containsOnly(Result.OBSERVED);
      assertThat(world.requests)
          .extracting(RequestEnded::endpoint)
          .as("as limits would have it")
          .containsExactly("a", "a", "a", "b");
      assertThat(world.pool().requests()).isEqualTo(4);
      assertThat(world.pool().inFlight()).isZero();
      assertThat(world.endpoint("a").requests()).isEqualTo(3);
      assertThat(world.passed).extracting("reason").containsOnly("only observed");
      assertThat(world.bugs).isEmpty();
    }
  }

  @Test
  void whoWouldHaveHadToWaitIsCountedAsTurnedAwayAndGoesOutAllTheSame() {
    try (World world = observing(1)) {
      for (int i = 0; i < 3; i++) {
        assertThat(new BlockingAdapter().run(world, Call.chat()).notOurs).isTrue();
      }
      assertThat(world.requests)
          .extracting(RequestEnded::result)
          .containsExactly(Result.OBSERVED, Result.OBSERVED, Result.REJECTED);
      world.time.pass(Duration.ofMinutes(2));
      new BlockingAdapter().run(world, Call.chat());
      assertThat(world.requests.get(3).endpoint()).isEqualTo("a");
    }
  }
}

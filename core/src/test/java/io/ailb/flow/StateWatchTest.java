package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.EndpointState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Edges are told once, also those that only time brings. */
class StateWatchTest {
  private static Attempt sent(World world) {
    return ((Step.Send) TestAdapter.begin(world, Call.chat()).next()).attempt();
  }

  private static void report(Attempt attempt, Reply reply) {
    for (Reply.Event event : reply.events) {
      BlockingAdapter.report(attempt, event);
    }
  }

  @Test
  void thePauseThatBecameLongerEndsWithAnEdgeOfItsOwn() {
    World world = World.tiers(1);
    Attempt first = sent(world);
    Attempt second = sent(world);
    report(first, Reply.error(429, "retry-after", "5"));
    world.time.pass(Duration.ofSeconds(1));
    report(second, Reply.error(429, "retry-after", "30"));
    world.time.pass(Duration.ofSeconds(28));
    assertThat(world.changes).extracting(c -> c.after()).containsExactly(EndpointState.COOLING);
    world.time.pass(Duration.ofSeconds(5));
    assertThat(world.changes)
        .extracting(c -> c.after())
        .containsExactly(EndpointState.COOLING, EndpointState.READY);
    assertThat(world.time.pending()).hasSizeLessThanOrEqualTo(1); // the watch over MBeans
  }
}

package io.ailb.benchmarks.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.speed.Entrant.Role;
import io.ailb.model.Dialect;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever takes part does the whole job, or would only look fast. */
class StreamContestsTest {
  @Test
  void everybodyBringsSomething() throws Exception {
    for (Contest contest : StreamContests.all()) {
      for (Entrant entrant : contest.entrants()) {
        assertThat(entrant.making().call().run())
            .as("%s, %s", contest.id(), entrant.name())
            .isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void nothingIsLostOnTheWay(Dialect dialect) throws Exception {
    OkHttpStream bare =
        new OkHttpStream(dialect, null, Sent.whole(dialect), UnaryOperator.identity());
    for (String mode : new String[] {"active", "observe"}) {
      OkHttpStream ours =
          new OkHttpStream(
              dialect,
              Streamed.balancer(dialect, mode),
              Sent.whole(dialect),
              UnaryOperator.identity());
      assertThat(ours.whole()).isEqualTo(bare.whole());
    }
    OkHttpStream floor = new OkHttpStream(dialect, null, Sent.whole(dialect), Passing::new);
    assertThat(floor.whole()).isEqualTo(bare.whole());
  }

  @Test
  void eachIsMeasuredBesideAFloor() {
    assertThat(StreamContests.all())
        .allSatisfy(
            contest ->
                assertThat(contest.entrants())
                    .extracting(Entrant::role)
                    .contains(Role.FLOOR, Role.OURS));
  }
}

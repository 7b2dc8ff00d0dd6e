package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.HttpFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who blocks is woken when an attempt's patience is over, and not before. */
class VigilTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final World world = World.tiers(pool -> pool.set("timeouts.headers", "10s"), 1, 2);
  private final Exchange exchange = TestAdapter.begin(world, Call.chat());
  private final Attempt attempt = send(exchange).attempt();
  private final AtomicInteger brokenOff = new AtomicInteger();
  private final Vigil vigil =
      new Vigil(exchange, attempt, brokenOff::incrementAndGet, Runnable::run);

  private static Step.Send send(Exchange exchange) {
    return (Step.Send) exchange.next();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aSilentEndpointIsLeftWhenItsTimeIsOver() {
    assertThat(vigil.begins()).isNull();
    world.time.pass(Duration.ofMillis(9_999));
    assertThat(brokenOff).hasValue(0);

    world.time.pass(Duration.ofMillis(2));

    assertThat(brokenOff).hasValue(1);
    assertThat(vigil.ends()).isEqualTo(Verdict.DROP);
    assertThat(attempt.broke(new IOException("Socket closed"))).isEqualTo(Verdict.GONE);
    assertThat(send(exchange).request().url()).contains("//b");
  }

  @Test
  void whatComesInTimeIsNobodysBusiness() {
    assertThat(vigil.begins()).isNull();
    world.time.pass(Duration.ofSeconds(9));
    assertThat(vigil.ends()).isNull();
    attempt.head(200, HttpFields.of("content-type", "application/json"));

    assertThat(vigil.begins()).isNull();
    world.time.pass(Duration.ofSeconds(9)); // over the first time, but not over the second
    assertThat(vigil.ends()).isNull();

    assertThat(brokenOff).hasValue(0);
  }

  @Test
  void noTimeRunsWhileNobodyWaits() {
    Attempt streamed = send(TestAdapter.begin(world, Call.stream())).attempt();
    Vigil over = new Vigil(exchange, streamed, brokenOff::incrementAndGet, Runnable::run);
    over.begins();
    over.ends();
    streamed.head(200, HttpFields.of("content-type", "text/event-stream"));
    ByteBuffer content =
        ByteBuffer.wrap(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(streamed.body(content)).isEqualTo(Verdict.PASS);

    world.time.pass(LONG);

    assertThat(brokenOff).hasValue(0);
    assertThat(over.begins()).as("asked for only now").isNull();
  }

  @Test
  void whoComesTooLateDoesNotWait() {
    world.time.pass(Duration.ofSeconds(11));

    assertThat(vigil.begins()).isEqualTo(Verdict.DROP);
  }

  @Test
  void aVigilThatIsOverLeavesNoAlarm() {
    int before = world.time.pending().size();
    vigil.begins();
    vigil.ends();
    assertThat(world.time.pending()).hasSize(before + 1);

    vigil.close();

    assertThat(world.time.pending()).hasSize(before);
  }

  @Test
  void anApplicationThatHasLeftIsNotHeldUp() {
    vigil.begins();
    exchange.abandoned();
    world.time.pass(Duration.ofSeconds(11));

    assertThat(brokenOff).hasValue(1);
    assertThat(vigil.ends()).isEqualTo(Verdict.GONE);
  }
}

package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
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

  private static Call observed(World world, Call call) {
    new BlockingAdapter().run(world, call);
    call.observation.end();
    return call;
  }

  @Test
  void itIsDecidedAndCountedAndEachGoesOutAsItCame() {
    try (World world = observing(3)) {
      for (TestAdapter adapter : new TestAdapter[] {new BlockingAdapter(), new AsyncAdapter()}) {
        for (Call call : new Call[] {Call.chat(), Call.stream()}) {
          adapter.run(world, call);
          assertThat(call.notOurs).isTrue();
          call.observation.end();
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
        assertThat(observed(world, Call.chat()).notOurs).isTrue();
      }
      assertThat(world.requests)
          .extracting(RequestEnded::result)
          .containsExactly(Result.OBSERVED, Result.OBSERVED, Result.REJECTED);
      world.time.pass(Duration.ofMinutes(2));
      observed(world, Call.chat());
      assertThat(world.requests.get(3).endpoint()).isEqualTo("a");
    }
  }

  // The answer to the application's own request, read along in.

  /** A pool of a, which is the server that the application asks by itself, or another. */
  private static World watching(boolean atHome) {
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
                                        .baseUrl(atHome ? "https://caller.host" : "https://a")
                                        .apiKey("key-of-a")
                                        .set("models.gpt.send", "gpt")
                                        .set("models.gpt.cost.input", 1)
                                        .set("models.gpt.cost.output", 2))),
        true);
  }

  /** Its own request meets this. */
  private static Call meets(World world, Call call, Reply reply) {
    new BlockingAdapter().run(world, call);
    for (Reply.Event event : reply.events) {
      world.time.pass(event.after());
      switch (event.kind()) {
        case HEAD -> call.observation.head(event.status(), event.headers());
        case BODY -> {
          ByteBuffer piece = event.bytes().duplicate();
          call.observation.body(piece);
          assertThat(piece).as("is the application's").isEqualTo(event.bytes());
        }
        case END -> call.observation.end();
        case BREAK -> call.observation.broke(event.why());
        default -> throw new AssertionError(event);
      }
    }
    return call;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void timesTokensAndCostsAreCountedAsIfTheChosenEndpointHadAnswered() {
    for (boolean atHome : new boolean[] {true, false}) {
      try (World world = watching(atHome)) {
        meets(
            world,
            Call.chat(),
            new Reply()
                .after(millis(200))
                .head(200, "Content-Type", "application/json")
                .body(
                    "{\"choices\":[{\"message\":{\"content\":\"hi\"}}],"
                        + "\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":")
                .after(millis(100))
                .body("500000}}")
                .end());
        assertThat(world.requests.get(0).status()).isEqualTo(200);
        assertThat(world.requests.get(0).totalNanos()).isEqualTo(millis(300).toNanos());
        assertThat(world.endpoint("a").inputTokens()).isEqualTo(1_000_000);
        assertThat(world.endpoint("a").outputTokens()).isEqualTo(500_000);
        assertThat(world.endpoint("a").cost()).isEqualTo(2.0);
        assertThat(world.endpoint("a").latencyMillisP50()).isBetween(290.0, 310.0);
        assertThat(world.endpoint("a").firstByteMillisP95()).isBetween(190.0, 210.0);
        assertThat(world.pool().inFlight()).isZero();
        assertThat(world.bugs).isEmpty();
      }
    }
  }

  @Test
  void ofAStreamTheFirstTokenCountsAndItIsOverWithItsLastEvent() {
    try (World world = watching(true)) {
      Reply stream =
          Reply.stream()
              .after(millis(250))
              .body(Reply.token("one"))
              .after(millis(250))
              .body(Reply.token("two").substring(0, 20))
              .body(Reply.token("two").substring(20))
              .body(Reply.FINISH)
              .body(
                  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n")
              .body(Reply.DONE);
      Call call = meets(world, Call.stream(), stream);
      call.observation.left(); // as many readers do
      assertThat(world.requests).extracting(RequestEnded::result).containsOnly(Result.OBSERVED);
      assertThat(world.attempts.get(0).outcome())
          .isEqualTo(
              new Outcome.Answered(
                  world.requests.get(0).usage(), millis(250).toNanos(), millis(500).toNanos()));
      assertThat(world.endpoint("a").outputTokens()).isEqualTo(2);
    }
  }

  @Test
  void aRefusalForALimitRestsTheEndpointThatIsTheVeryServer() {
    for (boolean atHome : new boolean[] {true, false}) {
      try (World world = watching(atHome)) {
        meets(world, Call.chat(), Reply.error(429, "retry-after", "20"));
        assertThat(world.endpoint("a").rateLimited()).isEqualTo(1);
        assertThat(world.endpoint("a").available()).isEqualTo(!atHome);
        assertThat(world.requests.get(0).status()).isEqualTo(429);
        assertThat(world.pool().failures()).as("nobody knows what others had said").isZero();
      }
    }
  }

  @Test
  void limitsThatTheVeryServerTellsAreLearned() {
    for (boolean atHome : new boolean[] {true, false}) {
      try (World world = watching(atHome)) {
        Reply reply =
            new Reply()
                .head(
                    200,
                    "content-type",
                    "application/json",
                    "x-ratelimit-limit-requests",
                    "60",
                    "x-ratelimit-remaining-requests",
                    "0",
                    "x-ratelimit-reset-requests",
                    "40s")
                .body("{\"choices\":[{\"message\":{\"content\":\"hi\"}}]}")
                .end();
        meets(world, Call.chat(), reply);
        observed(world, Call.chat());
        assertThat(world.requests.get(1).result())
            .isEqualTo(atHome ? Result.REJECTED : Result.OBSERVED);
      }
    }
  }

  @Test
  void failuresAreCountedAndOfAnotherServerNothingElse() {
    for (boolean atHome : new boolean[] {true, false}) {
      try (World world = watching(atHome)) {
        meets(world, Call.chat(), Reply.error(500));
        meets(world, Call.chat(), new Reply().breaks());
        meets(world, Call.stream(), Reply.stream().body(Reply.token("one")).end());
        assertThat(world.endpoint("a").failures()).isEqualTo(3);
        assertThat(world.endpoint("a").errorsByKind())
            .containsEntry("server_error", 1L)
            .containsEntry("network", 2L);
        assertThat(world.endpoint("a").consecutiveFailures()).isEqualTo(atHome ? 3 : 0);
        assertThat(world.bugs).isEmpty();
      }
    }
  }

  @Test
  void aRefusedKeyIsTheApplicationsOwnAndIsNotShown() {
    try (World world = watching(true)) {
      meets(
          world,
          Call.chat().headers("Authorization", "Bearer canary-of-the-application"),
          new Reply()
              .head(401, "content-type", "application/json")
              .body("{\"error\":{\"message\":\"wrong key: canary-of-the-application\"}}")
              .end());
      assertThat(world.endpoint("a").errorsByKind()).containsEntry("auth", 1L);
      assertThat(world.endpoint("a").available()).as("its own key was not tried").isTrue();
      assertThat(world.endpoint("a").lastError()).contains("wrong key: ***");
      assertThat(world.attempts.toString()).doesNotContain("canary");
    }
  }

  @Test
  void whoLeavesOrReadsWhatNobodyUnderstandsIsCountedAndNoMore() {
    try (World world = watching(true)) {
      new BlockingAdapter().run(world, Call.chat()).observation.left();
      meets(world, Call.stream(), Reply.stream().body(Reply.token("one"))).observation.left();
      meets(
          world,
          Call.chat(),
          new Reply()
              .head(200, "content-type", "application/json", "content-encoding", "gzip")
              .body("no gzip")
              .end());
      Call odd = new BlockingAdapter().run(world, Call.chat());
      odd.observation.body(ByteBuffer.wrap(new byte[] {1}));
      odd.observation.end();
      odd.observation.broke(new IOException("late"));
      assertThat(world.requests).hasSize(4);
      assertThat(world.requests).extracting(RequestEnded::result).containsOnly(Result.OBSERVED);
      assertThat(world.endpoint("a").failures()).isZero();
      assertThat(world.pool().inFlight()).isZero();
      assertThat(world.bugs).isEmpty();
    }
  }
}

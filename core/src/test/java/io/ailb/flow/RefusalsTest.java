package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.PoolBuilder;
import io.ailb.observe.RequestEnded;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who rests after which refusal, and for how long; who is waited for, and who is not. */
class RefusalsTest {
  private static Call run(World world, Call call) {
    return new BlockingAdapter().run(world, call);
  }

  private static Call run(World world) {
    return run(world, Call.chat());
  }

  private static Reply refusal(int status, String message, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "content-type";
    all[1] = "application/json";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return new Reply()
        .head(status, all)
        .body("{\"error\":{\"message\":\"" + message + "\"}}")
        .end();
  }

  private static Consumer<PoolBuilder> endpoint(String name, String key, String... settings) {
    return pool ->
        pool.endpoint(
            e -> {
              e.name(name).provider("openai").baseUrl("https://" + name).apiKey(key);
              for (int i = 0; i < settings.length; i += 2) {
                e.set(settings[i], settings[i + 1]);
              }
            });
  }

  private static World world(List<Consumer<PoolBuilder>> endpoints) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered").set("match.hosts", "*");
          endpoints.forEach(endpoint -> endpoint.accept(pool));
        });
  }

  // Whom nobody waits for.

  @Test
  void nobodyWaitsForEndpointsThatFailedTheRequestAndAreOutOfUse() {
    World world = World.tiers(1, 1).always("a", Reply.error(503)).always("b", Reply.error(503));
    for (int i = 0; i < 20; i++) {
      Call call = run(world);
      assertThat(call.status()).isEqualTo(503);
      assertThat(call.endAt).as("call " + i).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void nobodyWaitsForAnEndpointThatCouldNotTakeTheRequestAnyway() {
    World world =
        world(
            List.of(
                endpoint("small", "key-small", "contextWindow", "1k"),
                endpoint("large", "key-large", "contextWindow", "100k")));
    world.always("small", Reply.error(429, "retry-after", "90")).always("large", Reply.error(503));
    assertThat(run(world).status()).isEqualTo(503);
    Call call =
        run(
            world,
            Call.chat().body("{\"model\":\"gpt\",\"messages\":[\"" + "x".repeat(9_000) + "\"]}"));
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.endAt).isZero();
    assertThat(call.text()).contains("small context window 1000 is too small");
  }

  @Test
  void aPromptThatFitsNowhereIsTheCallersToShorten() {
    World world = world(List.of(endpoint("small", "key-small", "contextWindow", "1k")));
    Call call =
        run(
            world,
            Call.chat().body("{\"model\":\"gpt\",\"messages\":[\"" + "x".repeat(9_000) + "\"]}"));
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text()).contains("context_length_exceeded", "small context window 1000");
    assertThat(world.sentTo).isEmpty();
    assertThat(world.exhausted).isEmpty();
    assertThat(world.refused).hasSize(1);
    assertThat(world.requests)
        .extracting(RequestEnded::result)
        .containsExactly(Result.CLIENT_ERROR);
  }

  @Test
  void aBackoffDoesNotOutwaitALongerPause() {
    World world =
        World.tiers(pool -> pool.set("breaker.consecutiveFailures", 2), 1)
            .always("a", Reply.error(500));
    Call call = run(world);
    assertThat(world.sentTo).containsExactly("a", "a");
    assertThat(call.endAt).isLessThan(Duration.ofSeconds(3));
  }

  // Keys.

  @Test
  void theSingleEndpointOfARotatingKeyIsAskedAgainWithTheNewKey() {
    Deque<String> keys = new ArrayDeque<>(List.of("old-key", "new-key", "newest-key"));
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://a")
                                .apiKey(keys::poll)));
    world.next("a", Reply.error(401));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(200);
    assertThat(world.sent)
        .extracting(request -> request.credential().value())
        .containsExactly("Bearer old-key", "Bearer new-key");
  }

  @Test
  void aLateRefusalOfTheOldKeyDoesNotRestTheNewOne() {
    Deque<String> keys = new ArrayDeque<>(List.of("old-key", "new-key"));
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://a")
                                .apiKey(() -> keys.size() > 1 ? keys.poll() : keys.peek())));
    Attempt first = ((Step.Send) TestAdapter.begin(world, Call.chat()).next()).attempt();
    Attempt late = ((Step.Send) TestAdapter.begin(world, Call.chat()).next()).attempt();
    for (Attempt attempt : List.of(first, late)) {
      for (Reply.Event event : Reply.error(401).events) {
        BlockingAdapter.report(attempt, event);
      }
      world.time.pass(Duration.ofSeconds(1));
    }
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
    assertThat(run(world).status()).isEqualTo(200);
    assertThat(world.sent.get(0).credential().value()).isEqualTo("Bearer new-key");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403})
  void whatTheCallersOwnKeyMayNotDoIsItsFaultAndRestsNobody(int status) {
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .set("routing.strategy", "ordered")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://callers")
                                .set("auth.type", "passthrough"))
                    .endpoint(
                        e -> e.name("b").provider("openai").baseUrl("https://b").apiKey("key-b")));
    world.always("callers", Reply.error(status));
    for (int i = 0; i < 2; i++) {
      Exchange exchange =
          world
              .balancer
              .begin("callers", 443, "/v1/chat/completions")
              .request(
                  "POST",
                  "/v1/chat/completions",
                  Call.chat().headers,
                  Call.chat().body.getBytes(UTF_8),
                  CallerTime.UNBOUNDED);
      Attempt attempt = ((Step.Send) exchange.next()).attempt();
      assertThat(attempt.endpoint()).isEqualTo("a");
      Verdict verdict = Verdict.HOLD;
      for (Reply.Event event : Reply.error(status).events) {
        verdict = BlockingAdapter.report(attempt, event);
      }
      assertThat(verdict).isEqualTo(Verdict.DONE);
      assertThat(exchange.answer().status()).isEqualTo(status);
    }
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
    assertThat(world.requests).extracting(r -> r.result()).containsOnly(Result.CLIENT_ERROR);
  }

  @Test
  void aModelThatOneKeyOfAGroupMayNotUseRestsForThatKeyOnly() {
    World world =
        world(
            List.of(
                endpoint("a", "key-a", "quotaGroup", "org"),
                endpoint("b", "key-b", "quotaGroup", "org")));
    world.next("a", Reply.error(403));
    assertThat(run(world).status()).isEqualTo(200);
    assertThat(run(world).status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "b", "b");
  }

  @Test
  void anUnknownModelRestsNoOtherAlsoWhereLimitsAreOfTheEndpoint() {
    World world = world(List.of(endpoint("a", "key-a", "limits.scope", "endpoint")));
    world.next("a", Reply.error(404));
    assertThat(run(world).status()).isEqualTo(404);
    assertThat(run(world, Call.chat().body("{\"model\":\"other\"}")).status()).isEqualTo(200);
  }

  // Pauses.

  @ParameterizedTest
  @ValueSource(strings = {"0", "Wed, 21 Oct 2015 07:28:00 GMT"})
  void aDailyLimitThatNamesNoTimeToComeRestsForTheCooldown(String retryAfter) {
    World world = World.tiers(1);
    world.always("a", refusal(429, "Limit reached (RPD)", "retry-after", retryAfter));
    Call call = run(world);
    assertThat(world.sentTo).hasSize(1);
    assertThat(call.header("retry-after")).isEqualTo("300");
  }

  @Test
  void aSpentBalanceThatNamesNoTimeToComeRestsForTheCooldown() {
    World world = World.tiers(1).always("a", Reply.error(402, "retry-after", "0"));
    assertThat(run(world).header("retry-after")).isEqualTo("300");
    assertThat(world.endpoint("a").state()).isEqualTo("COOLING");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "20"})
  void aPauseOfAFewMillisecondsIsNotRepeatedForEver(String millis) {
    World world = World.tiers(1).always("a", Reply.error(429, "retry-after-ms", millis));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(world.sentTo).hasSizeLessThan(130); // two a second
  }

  @Test
  void noCooldownIsNoReasonToHammer() {
    World world =
        World.tiers(pool -> pool.set("cooldown.rateLimited", "0s"), 1)
            .always("a", Reply.error(429));
    run(world);
    assertThat(world.sentTo).hasSizeLessThan(130);
  }

  @Test
  void aBurstOfRefusalsIsOnePause() {
    World world = World.tiers(1);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      attempts.add(((Step.Send) TestAdapter.begin(world, Call.chat()).next()).attempt());
    }
    for (Attempt attempt : attempts) {
      for (Reply.Event event : Reply.error(429).events) {
        BlockingAdapter.report(attempt, event);
      }
    }
    world.time.pass(Duration.ofMillis(650));
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
  }

  @Test
  void anOverloadedEndpointRestsForAsLongAsItAsks() {
    World world = World.tiers(1, 1).next("a", Reply.error(503, "retry-after", "5"));
    run(world);
    assertThat(world.endpoint("a").state()).isEqualTo("COOLING");
    assertThat(world.endpoint("a").consecutiveFailures()).isEqualTo(1);
    world.time.pass(Duration.ofMillis(4_900));
    run(world);
    world.time.pass(Duration.ofMillis(300));
    run(world);
    assertThat(world.sentTo).containsExactly("a", "b", "b", "a");
  }

  @Test
  void whoHasSentSomethingWaitsForARateLimitNoLongerThanMaxElapsed() {
    World world =
        World.tiers(pool -> pool.set("retries.maxElapsed", "10s").set("queue.maxWait", "60s"), 1)
            .always("a", Reply.error(429, "retry-after", "20"));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isZero();
  }

  @Test
  void aRequestLargerThanTheWholeLimitIsToldNoTimeToComeBack() {
    World world = World.tiers(1);
    world.always("a", refusal(429, "Request too large: Limit 30000, Requested 41250."));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.header("retry-after")).isNull();
  }

  // Prompts that are too long.

  private static final Reply TOO_LONG =
      new Reply()
          .head(400, "content-type", "application/json")
          .body("{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}")
          .end();

  @Test
  void aPromptThatIsTooLongGoesToTheLargerContextOnly() {
    World world =
        world(
            List.of(
                endpoint("a", "key-a", "contextWindow", "8k"),
                endpoint("same", "key-same", "contextWindow", "8k"),
                endpoint("unknown", "key-unknown"),
                endpoint("large", "key-large", "contextWindow", "100k")));
    world.next("a", TOO_LONG);
    assertThat(run(world).status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "large");
    assertThat(world.endpoint("a").consecutiveFailures()).isZero();
  }

  @Test
  void aPromptThatIsTooLongEverywhereIsTheCallersErrorUnchanged() {
    World world =
        world(
            List.of(
                endpoint("a", "key-a", "contextWindow", "8k"), endpoint("unknown", "key-unknown")));
    world.next("a", TOO_LONG);
    Call call = run(world);
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text()).contains("context_length_exceeded").contains("too long");
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
  }

  // Tags.

  @Test
  void tagsAreTheSameWhateverTheirCase() {
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .set("routing.requireTags", List.of("prod"))
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://a")
                                .apiKey("key-a")
                                .set("tags", List.of("EU", "prod"))));
    assertThat(run(world, Call.chat().headers("x-ai-lb-tags", "Eu, PROD")).status()).isEqualTo(200);
  }

  // The first token.

  @Test
  void theFirstTokensLimitIsLearntFromTheStreamsOfTheModelOnly() {
    World world = World.tiers(1, 1);
    Reply quick = Reply.chat("buffered");
    world.always("a", quick);
    for (int i = 0; i < 30; i++) {
      run(world); // at once, but no streams
    }
    world.replies.clear();
    world.next("a", Reply.stream().after(Duration.ofSeconds(5)).body(Reply.token("x")).end());
    world.time.pass(Duration.ofSeconds(1));
    String slowModel = "{\"model\":\"slow\",\"stream\":true}";
    for (int i = 0; i < 25; i++) {
      world.next("a", Reply.goodStream("quick"));
    }
    // The first one has not streamed before: it gets the 12 s of the unknown.
    assertThat(run(world, Call.stream()).header("x-ai-lb-endpoint")).isEqualTo("a");
    for (int i = 0; i < 25; i++) {
      run(world, Call.stream());
    }
    world.sentTo.clear();
    Reply late = Reply.stream().after(Duration.ofSeconds(11)).body(Reply.token("x"));
    late.body(Reply.FINISH + Reply.DONE).end();
    world.next("a", late);
    run(world, Call.stream().body(slowModel));
    assertThat(world.sentTo).as("another model is not measured by this one").containsExactly("a");
  }

  @Test
  void theFirstTokensLimitIsThreeTimesTheUsualOnceTwentyAreKnown() {
    World world = World.tiers(1, 1);
    for (int i = 0; i < 20; i++) {
      world.next(
          "a",
          Reply.stream()
              .after(Duration.ofSeconds(1))
              .body(Reply.token("x") + Reply.FINISH + Reply.DONE)
              .end());
      run(world, Call.stream());
    }
    world.next("a", Reply.stream().after(Duration.ofSeconds(8)).body(Reply.token("late")));
    world.next("b", Reply.goodStream("x"));
    Call call = run(world, Call.stream());
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(call.endAt).isBetween(Duration.ofMillis(2_950), Duration.ofMillis(3_100));
    world.next("a", Reply.stream().after(Duration.ofSeconds(25)).body(Reply.token("late")));
    world.next("b", Reply.goodStream("x"));
    String reasoning = "{\"model\":\"gpt\",\"stream\":true,\"reasoning_effort\":\"high\"}";
    assertThat(run(world, Call.stream().body(reasoning)).headAt).isEqualTo(Duration.ofSeconds(25));
  }
}

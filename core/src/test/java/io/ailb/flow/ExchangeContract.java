package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.EndpointState;
import io.ailb.model.ErrorClass;
import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter can rely on; run with a blocking and with an asynchronous one. */
abstract class ExchangeContract {
  private World world;

  abstract TestAdapter adapter();

  private Call run(World newWorld, Call call) {
    world = newWorld;
    return adapter().run(newWorld, call);
  }

  private Call again(Call call) {
    return adapter().run(world, call);
  }

  /** Whatever happened: nothing is held any more, and nothing of ours broke. */
  @AfterEach
  void noLeaseIsLeftAndNoBugWasMet() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.pool().endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());
    assertThat(world.pool().queued()).isZero();
    assertThat(world.attempts).hasSameSizeAs(world.sent);
    world.close();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  // Good answers.

  @Test
  void aBufferedAnswerComesWholeAndSaysWhoServedIt() {
    Call call = run(World.tiers(1).next("a", Reply.chat("hello")), Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.text()).contains("hello");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(call.header("x-ai-lb-pool")).isEqualTo("default");
    assertThat(call.header("x-ai-lb-model")).isEqualTo("gpt");
    assertThat(call.header("x-ai-lb-attempts")).isEqualTo("1");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
    assertThat(world.requests.get(0).usage().output()).isEqualTo(7);
  }

  @Test
  void theRequestGoesOutWithTheEndpointsKeyAndNotTheCallers() {
    run(World.tiers(1), Call.chat());
    assertThat(world.sent.get(0).url()).isEqualTo("https://a/v1/chat/completions");
    assertThat(world.sent.get(0).credential().value()).isEqualTo("Bearer key-of-a");
    assertThat(world.sent.get(0).headers().has("authorization")).isFalse();
    assertThat(World.text(world.sent.get(0))).isEqualTo(Call.chat().body);
  }

  @Test
  void aStreamIsPassedOnEventByEvent() {
    Call call =
        run(
            World.tiers(1, 1)
                .next(
                    "a",
                    Reply.stream()
                        .body(Reply.token("one"))
                        .after(seconds(2))
                        .body(Reply.token("two"))
                        .after(seconds(2))
                        .body(Reply.FINISH + Reply.DONE)
                        .end()),
            Call.stream());
    assertThat(call.headAt).isZero();
    assertThat(call.text())
        .isEqualTo(Reply.token("one") + Reply.token("two") + Reply.FINISH + Reply.DONE);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    Outcome.Answered answered = (Outcome.Answered) world.attempts.get(0).outcome();
    assertThat(answered.firstByteNanos()).isZero();
    assertThat(answered.totalNanos()).isEqualTo(seconds(4).toNanos());
  }

  @Test
  void anEventCutOverPiecesIsPassedOnWhole() {
    String event = Reply.token("caf\u00e9");
    Reply reply = Reply.stream();
    for (int i = 0; i < event.length(); i += 7) {
      reply.body(event.substring(i, Math.min(event.length(), i + 7)));
    }
    Call call =
        run(
            World.tiers(1).next("a", reply.body(Reply.FINISH).body(Reply.DONE).end()),
            Call.stream());
    assertThat(call.text()).isEqualTo(event + Reply.FINISH + Reply.DONE);
  }

  @Test
  void aStreamIsCommittedAtItsFirstContentNotAtItsHead() {
    Call call =
        run(
            World.tiers(1, 1)
                .next(
                    "a",
                    Reply.stream()
                        .body(": ping\n\n")
                        .after(seconds(3))
                        .body(Reply.token("x") + Reply.FINISH + Reply.DONE)
                        .end()),
            Call.stream());
    assertThat(call.headAt).isEqualTo(seconds(3));
    assertThat(call.text()).startsWith(": ping\n\n");
  }

  @Test
  void aLargeBufferedAnswerIsCommittedAfterItsPrefix() {
    String large =
        "{\"x\":\""
            + "y".repeat(100_000)
            + "\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";
    Reply reply = new Reply().head(200, "content-type", "application/json");
    for (int i = 0; i < large.length(); i += 8_192) {
      reply.after(seconds(0.1)).body(large.substring(i, Math.min(large.length(), i + 8_192)));
    }
    Call call = run(World.tiers(1, 1).next("a", reply.end()), Call.chat());
    assertThat(call.headAt).isLessThan(call.endAt);
    assertThat(call.text()).isEqualTo(large);
    assertThat(world.requests.get(0).usage().output()).isEqualTo(2);
  }

  @Test
  void theLeaseOfAStreamEndsWithItsTerminalEvent() {
    Call call =
        run(
            World.tiers(1)
                .next("a", Reply.stream().body(Reply.token("x") + Reply.FINISH + Reply.DONE)),
            Call.stream()); // the connection is never ended
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.endAt).isEqualTo(seconds(2));
    Outcome.Answered answered = (Outcome.Answered) world.attempts.get(0).outcome();
    assertThat(answered.totalNanos()).isZero();
  }

  @Test
  void aStreamWithoutItsDoneIsGoodIfItHasFinished() {
    Call call =
        run(
            World.tiers(1).next("a", Reply.stream().body(Reply.token("x") + Reply.FINISH).end()),
            Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  // Failing over.

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504, 529})
  void whatAnotherEndpointCanServeMovesOnUnseen(int status) {
    Call call = run(World.tiers(1, 1).next("a", Reply.error(status)), Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.header("x-ai-lb-attempts")).isEqualTo("2");
    assertThat(call.endAt).isZero();
  }

  @Test
  void aBrokenConnectionMovesOn() {
    Call call = run(World.tiers(1, 1).next("a", new Reply().breaks()), Call.chat());
    assertThat(call.text()).contains("from b");
  }

  @Test
  void anErrorEventBeforeAnyContentMovesOn() {
    Call call =
        run(
            World.tiers(1, 1)
                .next(
                    "a",
                    Reply.stream()
                        .body(
                            "data: {\"error\":{\"message\":\"no\",\"type\":\"server_error\"}}\n\n")
                        .end())
                .next("b", Reply.goodStream("x")),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"choices\":[", "{\"error\":{\"message\":\"m\"}}"})
  void aGoodStatusWithABadBodyMovesOn(String body) {
    Call call = run(World.tiers(1, 1).next("a", Reply.json(body)), Call.chat());
    assertThat(call.text()).contains("from b");
    assertThat(world.endpoint("a").failures()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void theCallersFaultIsReturnedAtOnceUnchangedAndHeldAgainstNobody(int status) {
    Call call = run(World.tiers(1, 1).next("a", Reply.error(status)), Call.chat());
    assertThat(call.status()).isEqualTo(status);
    assertThat(call.text())
        .isEqualTo(
            "{\"error\":{\"message\":\"says %d\",\"type\":null,\"code\":null}}".formatted(status));
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(call.header("x-should-retry")).isNull();
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.endpoint("a").failures()).isZero();
    assertThat(world.endpoint("a").consecutiveFailures()).isZero();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
  }

  @Test
  void aFailureThatIsNotToBeTriedAgainIsReturnedAsItCame() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.when", List.of("network")), 1, 1)
                .next("a", Reply.error(500)),
            Call.chat());
    assertThat(call.status()).isEqualTo(500);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void afterA500TheSameEndpointIsTriedOnceMoreBeforeTheTierIsLeft() {
    Call call = run(World.tiers(1, 2).next("a", Reply.error(500)), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isZero();
  }

  @Test
  void afterTwo500TheNextTierServes() {
    Call call = run(World.tiers(1, 2).always("a", Reply.error(500)), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a", "b");
    assertThat(call.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 529})
  void anOverloadedEndpointIsNotTriedTwice(int status) {
    run(World.tiers(1, 2).always("a", Reply.error(status)), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  @Test
  void anotherEndpointOfTheTierComesBeforeASecondTry() {
    run(
        World.tiers(1, 1, 2).always("a", Reply.error(500)).always("b", Reply.error(500)),
        Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b", "a", "c");
  }

  @Test
  void noMoreThanMaxAttempts() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.maxAttempts", 3), 1, 1, 1, 1, 1)
                .always("a", Reply.error(503))
                .always("b", Reply.error(503))
                .always("c", Reply.error(503)),
            Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b", "c");
    assertThat(call.status()).isEqualTo(503);
  }

  @Test
  void maxAttemptsOfOneMeansNoFailover() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.maxAttempts", 1), 1, 1)
                .next("a", Reply.error(500)),
            Call.chat());
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.status()).isEqualTo(503);
  }

  @Test
  void whenAllHaveFailedItBacksOffBeforeItTriesThemAgain() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.perEndpoint", 3), 1)
                .next("a", new Reply().breaks(), new Reply().breaks()),
            Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a", "a");
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isBetween(seconds(0.125), seconds(0.375));
  }

  @Test
  void theProvidersAdviceAboutTryingAgainIsHeard() {
    run(World.tiers(1, 2).always("a", Reply.error(500, "x-should-retry", "false")), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  // When nothing helps.

  @Test
  void exhaustionIsAnAnswerInTheCallersDialectThatStopsTheClientsOwnRetries() {
    Call call =
        run(
            World.tiers(1, 1).always("a", Reply.error(503)).always("b", Reply.error(503)),
            Call.chat());
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("x-ai-lb-reason")).isEqualTo("overloaded");
    assertThat(call.header("x-ai-lb-attempts")).isEqualTo("2");
    assertThat(call.header("retry-after")).isEqualTo("1");
    assertThat(call.text())
        .contains("\"type\":\"service_unavailable_error\"")
        .contains(
            "pool \\\"default\\\": no endpoint can take model gpt now: a failed this request, b"
                + " failed this request.")
        .contains("Last answer: [b] 503 says 503.");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aBadKeyOfThePoolIsNotShownAsTheCallers() {
    Call call = run(World.tiers(1).next("a", Reply.error(401)), Call.chat());
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.header("retry-after")).isEqualTo("600");
  }

  @Test
  void anUnknownModelIsShownAsOne() {
    Call call = run(World.tiers(1).next("a", Reply.error(404)), Call.chat());
    assertThat(call.status()).isEqualTo(404);
    assertThat(call.text()).contains("model_not_found");
  }

  @Test
  void aFullPoolIsARateLimitThatSaysWhenToComeBack() {
    World full =
        World.tiers(
            pool ->
                pool.set("queue.maxWait", "0s")
                    .endpoint(
                        e ->
                            e.name("z")
                                .provider("openai")
                                .baseUrl("https://z")
                                .apiKey("key-of-z")
                                .set("limits.rpm", 1)));
    assertThat(run(full, Call.chat()).status()).isEqualTo(200);
    Call call = again(Call.chat());
    assertThat(call.status()).isEqualTo(429);
    assertThat(Integer.parseInt(call.header("retry-after"))).isBetween(60, 61);
    assertThat(call.text()).contains("z rpm 1/1");
    assertThat(world.requests.get(1).result()).isEqualTo(Result.REJECTED);
  }

  // Rate limits.

  @Test
  void aRateLimitRestsTheEndpointForRetryAfterAndSaysNothingAboutItsHealth() {
    run(World.tiers(1, 1).next("a", Reply.error(429, "retry-after", "7")), Call.chat());
    assertThat(world.endpoint("a").state()).isEqualTo("COOLING");
    assertThat(world.endpoint("a").rateLimited()).isEqualTo(1);
    assertThat(world.endpoint("a").failures()).isZero();
    assertThat(world.endpoint("a").consecutiveFailures()).isZero();
    again(Call.chat());
    world.time.pass(seconds(6.9));
    again(Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b", "b", "b");
    world.time.pass(seconds(0.3));
    again(Call.chat());
    assertThat(world.sentTo).last().isEqualTo("a");
  }

  @Test
  void theOnlyEndpointIsWaitedForAfterARateLimitWhichIsNoAttempt() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.maxAttempts", 1), 1)
                .next(
                    "a",
                    Reply.error(429, "retry-after-ms", "2500"),
                    Reply.error(429, "retry-after", "1")),
            Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "a", "a");
    assertThat(call.endAt).isBetween(seconds(3.5), seconds(3.6));
    assertThat(world.requests.get(0).waitedNanos()).isEqualTo(call.endAt.toNanos());
  }

  @Test
  void withoutAStatedTimeThePauseDoublesUpToTheCooldown() {
    World limited =
        World.tiers(
                pool -> pool.set("cooldown.rateLimited", "2s").set("retries.maxElapsed", "8s"), 1)
            .always("a", Reply.error(429));
    Call call = run(limited, Call.chat());
    assertThat(call.status()).isEqualTo(429);
    // 0.5, 1, 2, 2, 2 s and a fifth either way
    assertThat(world.sentTo).hasSizeBetween(5, 7);
    assertThat(call.endAt).isBetween(seconds(6), seconds(10));
  }

  @Test
  void aLongerPauseThanAnybodyWaitsForIsToldAtOnce() {
    Call call = run(World.tiers(1).always("a", Reply.error(429, "retry-after", "90")), Call.chat());
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isZero();
    assertThat(Integer.parseInt(call.header("retry-after"))).isBetween(90, 92);
  }

  @Test
  void aRequestLargerThanTheWholeLimitRestsNobody() {
    Reply tooLarge =
        new Reply()
            .head(429, "content-type", "application/json")
            .body("{\"error\":{\"message\":\"Request too large: Limit 30000, Requested 41250.\"}}")
            .end();
    run(World.tiers(1, 1).next("a", tooLarge), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
  }

  // Health.

  @Test
  void theTutorialsRuleThreeErrorsInARowRestAnEndpointForAMinute() {
    World tutorial =
        World.tiers(
                pool ->
                    pool.set(
                        "breaker",
                        new java.util.HashMap<>(
                            Map.of(
                                "consecutiveFailures", 3, "openFor", "60s", "maxOpenFor", "60s"))),
                1,
                1)
            .next("a", Reply.error(503), Reply.error(503), Reply.error(503));
    run(tutorial, Call.chat());
    again(Call.chat());
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
    again(Call.chat());
    assertThat(world.endpoint("a").state()).isEqualTo("OPEN");
    world.time.pass(Duration.ofMillis(59_900));
    again(Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b", "a", "b", "a", "b", "b");
    world.time.pass(Duration.ofMillis(200));
    assertThat(world.endpoint("a").state()).isEqualTo("HALF_OPEN");
    again(Call.chat());
    again(Call.chat());
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
    assertThat(world.changes)
        .extracting(change -> change.after())
        .containsExactly(EndpointState.OPEN, EndpointState.HALF_OPEN, EndpointState.READY);
  }

  @Test
  void anUnauthorizedKeyRestsForAllItsModels() {
    run(World.tiers(1, 1).next("a", Reply.error(401)), Call.chat());
    again(Call.chat().body("{\"model\":\"other\"}"));
    assertThat(world.sentTo).containsExactly("a", "b", "b");
    assertThat(world.endpoint("a").state()).isEqualTo("COOLING");
    world.time.pass(Duration.ofMinutes(10));
    again(Call.chat());
    assertThat(world.sentTo).last().isEqualTo("a");
  }

  @Test
  void aModelThatAKeyMayNotUseRestsThatModelOnly() {
    run(World.tiers(1, 1).next("a", Reply.error(404)), Call.chat());
    again(Call.chat());
    again(Call.chat().body("{\"model\":\"other\"}"));
    assertThat(world.sentTo).containsExactly("a", "b", "b", "a");
  }

  // Time.

  @Test
  void aSilentEndpointIsLeftWhenTheHeadDoesNotCome() {
    Call call =
        run(
            World.tiers(pool -> pool.set("timeouts.headers", "10s"), 1, 1)
                .next("a", Reply.silence()),
            Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isEqualTo(seconds(10));
    assertThat(world.endpoint("a").timeouts()).isEqualTo(1);
  }

  @Test
  void aSlowFirstTokenIsLeftWhileAnotherEndpointCanTakeOver() {
    Call call =
        run(
            World.tiers(1, 1)
                .next("a", Reply.stream().after(seconds(20)).body(Reply.token("late")))
                .next("b", Reply.goodStream("quick")),
            Call.stream());
    assertThat(call.text()).contains("quick");
    assertThat(call.endAt).isEqualTo(seconds(12));
  }

  @Test
  void theLastEndpointLeftGetsTheCallersOwnTime() {
    Call call =
        run(
            World.tiers(1)
                .next(
                    "a",
                    new Reply()
                        .after(seconds(300))
                        .head(200, "content-type", "application/json")
                        .body("{\"a\":1}")
                        .end()),
            Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isEqualTo(seconds(300));
  }

  @Test
  void andACeilingWhereTheCallerHasNone() {
    Call call = run(World.tiers(1).next("a", Reply.silence()), Call.chat());
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.header("x-ai-lb-reason")).isEqualTo("timeout");
    assertThat(call.endAt).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void holdingBackUsesUpAtMostHalfOfTheCallersTime() {
    Call call =
        run(
            World.tiers(pool -> pool.set("timeouts.firstToken", "60s"), 1, 1)
                .next(
                    "a",
                    Reply.stream()
                        .body(": ping\n\n")
                        .after(seconds(18))
                        .body(Reply.token("x") + Reply.FINISH + Reply.DONE)
                        .end()),
            Call.stream().headDeadline(seconds(20)));
    assertThat(call.headAt).isEqualTo(seconds(10));
    assertThat(call.text()).isEqualTo(": ping\n\n" + Reply.token("x") + Reply.FINISH + Reply.DONE);
  }

  @Test
  void whereNoOtherEndpointIsLeftTheHeadIsPassedOnAtOnce() {
    Call call =
        run(
            World.tiers(1)
                .next(
                    "a",
                    Reply.stream()
                        .after(seconds(25))
                        .body(Reply.token("x") + Reply.FINISH + Reply.DONE)
                        .end()),
            Call.stream().headDeadline(seconds(60)));
    assertThat(call.headAt).isZero();
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void aStreamThatStallsEndsInAnErrorEvent() {
    Call call =
        run(World.tiers(1).next("a", Reply.stream().body(Reply.token("one"))), Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
    assertThat(call.endAt).isEqualTo(seconds(30));
    assertThat(call.text())
        .startsWith(Reply.token("one"))
        .contains(
            "data: {\"error\":{\"message\":\"endpoint a: gave up after 30 s (timeouts.idle)\"");
  }

  @Test
  void pingsKeepAConnectionButAreNoContent() {
    Reply pings = Reply.stream().body(Reply.token("one"));
    for (int i = 0; i < 20; i++) {
      pings.after(seconds(10)).body(": ping\n\n");
    }
    Call call = run(World.tiers(1).next("a", pings), Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.endAt).isEqualTo(seconds(60));
  }

  // Broken after the application saw something.

  @Test
  void aStreamThatBreaksEndsInTheDialectsErrorNeverInACleanEnd() {
    for (Reply end :
        new Reply[] {
          Reply.stream().body(Reply.token("one")).end(),
          Reply.stream().body(Reply.token("one")).breaks()
        }) {
      Call call = run(World.tiers(1, 1).next("a", end), Call.stream());
      assertThat(call.ended).isEqualTo(Verdict.FAIL);
      assertThat(call.text()).startsWith(Reply.token("one") + "data: {\"error\":").endsWith("\n\n");
      assertThat(call.text()).doesNotContain("[DONE]");
      assertThat(call.failure.kind()).isEqualTo(Failure.Kind.BROKEN);
      assertThat(world.requests).last().extracting(r -> r.result()).isEqualTo(Result.FAILURE);
      noLeaseIsLeftAndNoBugWasMet();
    }
  }

  @Test
  void anUnfinishedEventIsNotPassedOnWhenTheStreamBreaks() {
    Call call =
        run(
            World.tiers(1)
                .next("a", Reply.stream().body(Reply.token("one") + "data: {\"cho").breaks()),
            Call.stream());
    assertThat(call.text()).startsWith(Reply.token("one") + "data: {\"error\":");
  }

  @Test
  void aMalformedEventEndsTheStream() {
    Call call =
        run(
            World.tiers(1)
                .next(
                    "a",
                    Reply.stream()
                        .body(Reply.token("one") + "data: {\"choices\":[}\n\n" + Reply.token("two"))
                        .end()),
            Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text())
        .startsWith(Reply.token("one") + "data: {\"error\":")
        .doesNotContain("two");
  }

  @Test
  void theProvidersOwnErrorEventIsPassedOn() {
    String error = "data: {\"error\":{\"message\":\"no more\",\"type\":\"server_error\"}}\n\n";
    Call call =
        run(
            World.tiers(1).next("a", Reply.stream().body(Reply.token("one") + error).end()),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("one") + error);
    assertThat(world.endpoint("a").failures()).isEqualTo(1);
  }

  @Test
  void aBufferedAnswerThatBreaksAfterItsPrefixIsAFailure() {
    Reply reply =
        new Reply()
            .head(200, "content-type", "application/json")
            .body("{\"x\":\"" + "y".repeat(70_000))
            .breaks();
    Call call = run(World.tiers(1, 1).next("a", reply), Call.chat());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.failure.cause()).isInstanceOf(SocketException.class);
  }

  // Leaving.

  @ParameterizedTest
  @CsvSource({"0.05", "5", "15"})
  void whoeverLeavesHoldsNothingAnyMore(double after) {
    Reply slow =
        Reply.stream()
            .after(seconds(1))
            .body(Reply.token("one"))
            .after(seconds(20))
            .body(Reply.FINISH + Reply.DONE)
            .end();
    run(World.tiers(1).next("a", slow), Call.stream().leavesAfter(seconds(after)));
    assertThat(world.requests).last().extracting(r -> r.result()).isEqualTo(Result.ABANDONED);
    assertThat(world.endpoint("a").consecutiveFailures()).isZero();
    assertThat(world.attempts.get(0).outcome()).isInstanceOf(Outcome.Abandoned.class);
  }

  @Test
  void whoeverLeavesTheQueueIsAnsweredSo() {
    World full = World.tiers(1).always("a", Reply.error(429, "retry-after", "30"));
    Call call = run(full, Call.chat().leavesAfter(seconds(5)));
    assertThat(call.failure.kind()).isEqualTo(Failure.Kind.ABANDONED);
    assertThat(call.endAt).isEqualTo(seconds(5));
    assertThat(world.requests).last().extracting(r -> r.result()).isEqualTo(Result.ABANDONED);
  }

  @Test
  void leavingAfterTheTerminalEventIsASuccess() {
    run(
        World.tiers(1).next("a", Reply.stream().body(Reply.token("x") + Reply.FINISH + Reply.DONE)),
        Call.stream().leavesAfter(seconds(1)));
    assertThat(world.requests).last().extracting(r -> r.result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void theCallersDeadlineEndsTheWait() {
    World full = World.tiers(1).always("a", Reply.error(429, "retry-after", "30"));
    Call call = run(full, Call.chat().deadline(seconds(4)));
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isLessThanOrEqualTo(seconds(4));
  }

  // Refunds.

  @Test
  void whatWasNeverSentCountsAgainstNoLimit() {
    World limited = limitedTo(5).always("a", new Reply().breaks(new ConnectException("refused")));
    run(limited, Call.chat());
    assertThat(world.endpoint("a").requestsPerMinuteUsed()).isZero();
    assertThat(world.endpoint("a").requestsPerMinuteLimit()).isEqualTo(5);
  }

  private static World limitedTo(int rpm) {
    return new World(
        pool ->
            pool.set("match.hosts", "*")
                .endpoint(
                    e ->
                        e.name("a")
                            .provider("openai")
                            .baseUrl("https://a")
                            .apiKey("key-of-a")
                            .set("limits.rpm", rpm)));
  }

  /** OkHttp adds what it recovered from to what it finally throws. */
  @Test
  void aRefusedConnectionAfterAConnectionThatDiedWasSent() {
    ConnectException refused = new ConnectException("refused");
    refused.addSuppressed(new IOException("unexpected end of stream"));
    run(limitedTo(5).always("a", new Reply().breaks(refused)), Call.chat());
    assertThat(world.endpoint("a").requestsPerMinuteUsed()).isEqualTo(world.sent.size());
  }

  @Test
  void addressesThatAllRefusedWereNeverSentTo() {
    ConnectException refused = new ConnectException("refused at ::1");
    refused.addSuppressed(new ConnectException("refused at 127.0.0.1"));
    run(limitedTo(5).always("a", new Reply().breaks(refused)), Call.chat());
    assertThat(world.endpoint("a").requestsPerMinuteUsed()).isZero();
  }

  // What goes wrong on this side.

  @Test
  void whatTheAdapterCannotSendGoesElsewhereAndIsReportedOnce() {
    Call call = run(World.tiers(1, 2).next("a", Reply.unsendable()), Call.chat());
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(world.bugs).hasSize(1);
    assertThat(world.endpoint("a").failures()).isZero();
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
    world.bugs.clear();
  }

  @Test
  void whatTheAdapterCanSendNowhereGoesOutUntouched() {
    Call call =
        run(
            World.tiers(1, 2).next("a", Reply.unsendable()).next("b", Reply.unsendable()),
            Call.chat());
    assertThat(call.untouched).isTrue();
    assertThat(world.bugs).hasSize(2);
    world.bugs.clear();
  }

  @Test
  void anEndpointThatTheClientMakesUnusableIsNotBlamed() {
    Call call = run(World.tiers(1, 2).always("a", Reply.unusable()), Call.chat());
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(world.endpoint("a").failures()).isZero();
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
  }

  @Test
  void anotherEndpointsFailureIsToldThoughOneWasUnusable() {
    Call call =
        run(
            World.tiers(1, 2).always("a", Reply.unusable()).always("b", Reply.error(503)),
            Call.chat());
    assertThat(call.status()).isEqualTo(503);
  }

  // What is ours, and what is not.

  @Test
  void whatTheAdapterPassesOnIsCountedAndNamed() {
    world = World.tiers(1);
    world.balancer.begin("caller.host", 443, Call.chat().path).passThrough("too long");
    assertThat(world.passed.get(0).reason()).isEqualTo("too long");
    assertThat(world.balancer.stats().passedThrough()).isEqualTo(1);
  }

  @Test
  void aModelThatNobodyServesPassesThrough() {
    World picky =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://a")
                                .apiKey("key-of-a")
                                .models(Map.of("gpt-4o", "*"))));
    Call call = run(picky, Call.chat());
    assertThat(call.notOurs).isTrue();
    assertThat(world.passed.get(0).model()).isEqualTo("gpt");
    assertThat(world.balancer.stats().passedThrough()).isEqualTo(1);
  }

  @Test
  void theBypassHeaderPassesThrough() {
    Call call = run(World.tiers(1), Call.chat().headers("x-ai-lb-bypass", "true"));
    assertThat(call.notOurs).isTrue();
  }

  @Test
  void tagsNarrowTheChoice() {
    World tagged =
        World.tiers(
            pool ->
                pool.endpoint(
                    e ->
                        e.name("t")
                            .provider("openai")
                            .baseUrl("https://t")
                            .apiKey("key-of-t")
                            .set("tags", List.of("eu"))
                            .tier(3)),
            1);
    run(tagged, Call.chat().headers("x-ai-lb-tags", "eu"));
    assertThat(world.sentTo).containsExactly("t");
  }

  @Test
  void aRequestTooLargeForAContextGoesWhereItFits() {
    World windows =
        World.tiers(
            pool ->
                pool.endpoint(
                        e ->
                            e.name("s")
                                .provider("openai")
                                .baseUrl("https://s")
                                .apiKey("key-of-s")
                                .set("contextWindow", 1_000))
                    .endpoint(
                        e ->
                            e.name("l")
                                .provider("openai")
                                .baseUrl("https://l")
                                .apiKey("key-of-l")
                                .set("contextWindow", 100_000)));
    run(
        windows,
        Call.chat().body("{\"model\":\"gpt\",\"messages\":[\"" + "word ".repeat(2_000) + "\"]}"));
    assertThat(world.sentTo).containsExactly("l");
  }

  @Test
  void aLostAnswerGivesItsPlaceBack() {
    World one = World.tiers(1).next("a", Reply.stream().body(Reply.token("x")));
    world = one;
    Exchange exchange = TestAdapter.begin(one, Call.stream());
    Step.Send send = (Step.Send) exchange.next();
    one.reply(send.request());
    send.attempt().head(200, io.ailb.model.HttpFields.of("content-type", "text/event-stream"));
    Object body = new Object();
    exchange.watch(body);
    assertThat(one.endpoint("a").inFlight()).isEqualTo(1);
    one.watched.get(body).run();
    assertThat(one.endpoint("a").inFlight()).isZero();
    assertThat(one.lost).hasSize(1);
    exchange.abandoned();
    assertThat(one.attempts).isEmpty();
    one.sent.clear();
  }

  @Test
  void errorsOfEveryClassAreCountedByTheirName() {
    run(World.tiers(1, 1).next("a", Reply.error(500)).next("b", Reply.error(503)), Call.chat());
    assertThat(world.endpoint("a").errorsByKind()).containsEntry(ErrorClass.SERVER_ERROR.id(), 1L);
    assertThat(world.endpoint("a").lastError()).isEqualTo("500 says 500");
  }
}

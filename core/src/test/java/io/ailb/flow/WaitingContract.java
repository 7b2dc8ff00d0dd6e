package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.model.HttpFields;
import io.ailb.observe.RequestEnded.Result;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a request waits, for what, and what it may cost others; run with a blocking and with an
 * asynchronous adapter.
 */
abstract class WaitingContract {
  private World world;

  abstract TestAdapter adapter();

  private Call run(World newWorld, Call call) {
    world = newWorld;
    return adapter().run(newWorld, call);
  }

  private Call again(Call call) {
    return adapter().run(world, call);
  }

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

  private static Reply busy(String retryAfter) {
    return Reply.error(429, "retry-after", retryAfter);
  }

  // Patience with a tier.

  @Test
  void aTierThatIsBackSoonIsWaitedFor() {
    Call call = run(World.tiers(1, 2).next("a", busy("2")), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a");
    assertThat(call.endAt).isBetween(seconds(2), seconds(2.05));
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  void oneThatIsAwayForLongerIsLeftAtOnce() {
    Call call = run(World.tiers(1, 2).next("a", busy("5")), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.endAt).isZero();
  }

  @Test
  void patienceEndsAlsoWhereEachWaitIsShort() {
    Call call = run(World.tiers(1, 2).always("a", busy("2")), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a", "b");
    assertThat(call.endAt).isBetween(seconds(2), seconds(2.05));
  }

  @ParameterizedTest
  @CsvSource({"routing.patience, 0s", "queue.maxWait, 0s", "queue.maxSize, 0"})
  void whoMayNotWaitLeavesItAtOnce(String key, String value) {
    Call call =
        run(World.tiers(pool -> pool.set(key, value), 1, 2).next("a", busy("2")), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.endAt).isZero();
  }

  @Test
  void norIsItWaitedForPastTheCallersDeadline() {
    Call call = run(World.tiers(1, 2).next("a", busy("2")), Call.chat().deadline(seconds(1.5)));
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  void aTierThatIsMerelyFullIsNotWaitedFor() {
    World full =
        World.tiers(
            pool ->
                pool.endpoint(
                        e ->
                            e.name("first")
                                .provider("openai")
                                .baseUrl("https://first")
                                .apiKey("key-of-first")
                                .set("limits.rpm", 1)
                                .set("learnLimits", false))
                    .endpoint(
                        e ->
                            e.name("second")
                                .provider("openai")
                                .baseUrl("https://second")
                                .apiKey("key-of-second")
                                .tier(2)));
    run(full, Call.chat());
    full.time.pass(seconds(59));
    again(Call.chat());
    assertThat(world.sentTo).containsExactly("first", "second");
  }

  // Batches.

  @Test
  void oneOfABatchWaitsForAPlaceWithoutEnd() {
    World resting = World.tiers(pool -> pool.set("queue.maxWait", "1s"), 1);
    Call inTime = run(resting.next("a", busy("3000")), Call.chat());
    assertThat(inTime.status()).isEqualTo(429);
    Call patient = again(Call.chat().inBatch());
    assertThat(patient.status()).isEqualTo(200);
    assertThat(patient.endAt).isGreaterThan(seconds(2000));
  }

  @Test
  void itWaitsEvenWhereOthersMayNotWaitAtAll() {
    World resting = World.tiers(pool -> pool.set("queue.maxWait", "0s"), 1);
    run(resting.next("a", busy("30")), Call.chat());
    assertThat(again(Call.chat().inBatch()).status()).isEqualTo(200);
  }

  // A pool by its name.

  @Test
  void aPoolThatIsNamedTakesWhatItWouldTakeFromNobody() {
    World elsewhere =
        World.tiers(
            pool ->
                pool.set("match.hosts", List.of("other.host")).set("match.models", List.of("x")),
            1);
    assertThat(run(elsewhere, Call.chat()).notOurs).isTrue();
    Call named = again(Call.chat().toPool("default"));
    assertThat(named.status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void aPoolThatThereIsNotIsAMistakeOfWhoNamesIt() {
    world = World.tiers(1);
    assertThatThrownBy(() -> world.balancer.beginIn("nobody", "/v1/chat/completions"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no pool is named \"nobody\"; there is \"default\"");
    assertThat(world.balancer.beginIn("default", "/v1/files")).isNull();
  }

  // Rate limits are no attempts.

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no\"}}"})
  void noRefusalThatRestsTheEndpointIsAnAttempt(String body) {
    Reply refusal = new Reply().head(429, "content-type", "application/json").body(body).end();
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.maxAttempts", 1), 1, 1, 1)
                .next("a", refusal)
                .next("b", refusal),
            Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b", "c");
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  void whoMayNotWaitIsToldOfARateLimitAtOnce() {
    Call call =
        run(
            World.tiers(pool -> pool.set("queue.maxWait", "0s"), 1, 1)
                .always("a", Reply.error(429))
                .always("b", Reply.error(429)),
            Call.chat());
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isZero();
  }

  @Test
  void rateLimitsWithoutEndAreBorneUntilMaxElapsed() {
    Call call =
        run(
            World.tiers(pool -> pool.set("retries.maxElapsed", "7s"), 1, 1)
                .always("a", busy("1"))
                .always("b", busy("1")),
            Call.chat());
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isBetween(seconds(6), seconds(7));
  }

  // The budget of retries.

  private static World failing() {
    return World.tiers(
            pool -> {
              pool.set("retries.budget", "0%");
              pool.set("breaker.consecutiveFailures", null);
              pool.set("breaker.failureRatio", null);
            },
            1,
            1)
        .always("a", Reply.error(500));
  }

  private void spend() {
    for (int i = 0; i < 50; i++) {
      assertThat(again(Call.chat()).text()).contains("from b");
    }
  }

  @Test
  void whereTheBudgetIsSpentTheErrorIsReportedAsItCame() {
    world = failing();
    spend();
    Call call = again(Call.chat());
    assertThat(call.status()).isEqualTo(500);
    assertThat(call.text()).contains("says 500");
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(world.sentTo).hasSize(101).endsWith("a");
    assertThat(world.requests.get(50).result()).isEqualTo(Result.FAILURE);
    world.time.pass(seconds(2));
    assertThat(again(Call.chat()).text()).as("a second brings one").contains("from b");
    assertThat(again(Call.chat()).text()).contains("from b");
    assertThat(again(Call.chat()).status()).isEqualTo(500);
  }

  @Test
  void aConnectionThatIsLostThenIsAnErrorOfOurs() {
    world = failing();
    spend();
    Call call = run(world.next("a", new Reply().breaks()), Call.chat());
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.text()).contains("Last answer: [a]").contains("b was not asked any more");
  }

  @Test
  void aTryAfterARateLimitTakesNothingFromTheBudget() {
    world = failing();
    spend();
    for (int i = 0; i < 10; i++) {
      world.next("a", Reply.error(429));
      assertThat(again(Call.chat()).text()).contains("from b");
      world.time.pass(seconds(0.9));
      world.next("a", Reply.error(429));
    }
  }

  // The client's own retries.

  private static Call second() {
    return Call.chat().headers("x-stainless-retry-count", "1");
  }

  @Test
  void aRetryOfTheClientsTakesOneFromTheBudgetThoughAllGoesWell() {
    world = failing();
    world.always("a", Reply.chat("from a"));
    for (int i = 0; i < 50; i++) {
      assertThat(again(second()).text()).contains("from a");
    }
    world.next("a", Reply.error(500));
    assertThat(again(Call.chat()).status()).as("nothing is left").isEqualTo(500);
  }

  @Test
  void withoutBudgetARetryOfTheClientsIsSentOnceAndNeverAgain() {
    world = failing();
    spend();
    world.sentTo.clear();
    Call call = again(second());
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.status()).isEqualTo(500);
    assertThat(call.text()).contains("says 500");
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("retry-after")).isEqualTo("1");
  }

  @Test
  void whatTheBudgetGetsMeanwhileIsNotForIt() {
    world = failing();
    spend();
    world.sentTo.clear();
    world.next("a", new Reply().after(seconds(5)).breaks());
    Call call = again(second());
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.endAt).isEqualTo(seconds(5));
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(again(Call.chat()).text()).as("others have it").contains("from b");
  }

  @Test
  void withoutBudgetARetryOfTheClientsStillGoesElsewhereAfterARateLimit() {
    world = failing();
    spend();
    world.next("a", Reply.error(429));
    assertThat(again(second()).text()).contains("from b");
  }

  @Test
  void aRetryOfTheClientsAddsNothingToTheBudget() {
    world =
        World.tiers(
                pool -> {
                  pool.set("breaker.consecutiveFailures", null);
                  pool.set("breaker.failureRatio", null);
                },
                1,
                1)
            .always("a", Reply.error(500));
    int tries = 0;
    for (int i = 0; i < 200; i++) {
      again(second());
      tries = world.sentTo.size();
    }
    assertThat(tries).as("each takes one for itself, and 25 one for us").isEqualTo(225);
  }

  @Test
  void aCallThatWasToldToGiveUpGetsOneTryWhateverTheBudget() {
    world = failing();
    Call call = Call.chat();
    call.failedBefore = true;
    assertThat(again(call).text()).contains("says 500");
    assertThat(world.sentTo).containsExactly("a");
    for (int i = 0; i < 49; i++) {
      assertThat(again(Call.chat()).text()).contains("from b");
    }
    assertThat(again(Call.chat()).status()).as("it drew one").isEqualTo(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "", "-1", "one", "1.5", " "})
  void aFirstTryIsNoRetry(String count) {
    world = failing();
    world.always("a", Reply.chat("from a"));
    for (int i = 0; i < 60; i++) {
      again(Call.chat().headers("x-stainless-retry-count", count));
    }
    world.next("a", Reply.error(500));
    assertThat(again(Call.chat()).text()).contains("from b");
  }

  @Test
  void requestsFillTheBudget() {
    World world20 =
        World.tiers(
                pool -> {
                  pool.set("breaker.consecutiveFailures", null);
                  pool.set("breaker.failureRatio", null);
                },
                1,
                1)
            .always("a", Reply.error(500));
    world = world20;
    int failed = 0;
    for (int i = 0; i < 1_000; i++) {
      failed += again(Call.chat()).status() == 500 ? 1 : 0;
    }
    assertThat(1_000 - failed).isBetween(249, 250);
  }

  /** All of them fail at once, and all wait for a second try: that is limited, too. */
  @Test
  void whoHasBackedOffAsksTheBudgetAgain() {
    world =
        World.tiers(
            pool -> {
              pool.set("retries.budget", "0%").set("retries.perEndpoint", 3);
              pool.set("breaker.consecutiveFailures", null).set("breaker.failureRatio", null);
            },
            1);
    world.always("a", Reply.error(500));
    List<Exchange> waiting = new ArrayList<>();
    List<CompletableFuture<?>> waits = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Exchange exchange = TestAdapter.begin(world, Call.chat());
      fail(exchange);
      fail(exchange);
      waits.add(((Step.Wait) exchange.next()).ready());
      waiting.add(exchange);
    }
    world.time.pass(seconds(0.5));
    int sent = 0;
    for (int i = 0; i < waiting.size(); i++) {
      if (waits.get(i).isDone() && waiting.get(i).next() instanceof Step.Send send) {
        sent++;
        finish(send.attempt());
        world.time.settle();
      }
    }
    waiting.forEach(Exchange::abandoned);
    assertThat(sent).isBetween(10, 11);
    world.sent.clear(); // these went past the world
    world.attempts.clear();
  }

  private static Attempt send(Exchange exchange) {
    return ((Step.Send) exchange.next()).attempt();
  }

  private static void fail(Exchange exchange) {
    failWith500(send(exchange));
  }

  private static void failWith500(Attempt attempt) {
    attempt.head(500, HttpFields.none());
    attempt.end();
  }

  private static void finish(Attempt attempt) {
    attempt.head(200, HttpFields.of("content-type", "application/json"));
    attempt.body(ByteBuffer.wrap("{}".getBytes(UTF_8)));
    attempt.end();
  }

  // The quick second try.

  @ParameterizedTest
  @CsvSource({"500, true", "502, true", "503, false", "504, false", "529, false"})
  void aQuickSecondTryFollowsOnlyWhatMayHaveBeenThisOneRequests(int status, boolean second) {
    run(World.tiers(1, 2).next("a", Reply.error(status)), Call.chat());
    assertThat(world.sentTo).containsExactly("a", second ? "a" : "b");
  }

  @Test
  void itFollowsALostConnectionAndNoSilence() {
    run(World.tiers(1, 2).next("a", new Reply().breaks()), Call.chat());
    assertThat(world.sentTo).containsExactly("a", "a");
    world.sentTo.clear();
    run(world.next("a", Reply.silence()), Call.stream());
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  // Priority and admission.

  @ParameterizedTest
  @ValueSource(strings = {"x-ai-lb-priority", "x-urgency"})
  void noProviderSeesHowUrgentItIs(String header) {
    run(
        World.tiers(pool -> pool.set("queue.priorityHeader", header), 1),
        Call.chat().headers(header, "batch", "x-other", "stays"));
    assertThat(world.sent.get(0).headers().has(header)).isFalse();
    assertThat(world.sent.get(0).headers().has("x-other")).isTrue();
  }

  private static World limited(int maxSize) {
    return World.tiers(
        pool ->
            pool.set("queue.maxSize", maxSize)
                .endpoint(
                    e ->
                        e.name("z")
                            .provider("openai")
                            .baseUrl("https://z")
                            .apiKey("key-of-z")
                            .set("limits.rpm", 60)
                            .set("learnLimits", false)));
  }

  private List<Exchange> useUpAndQueue(int waiting) {
    for (int i = 0; i < 60; i++) {
      again(Call.chat());
      world.time.pass(seconds(1));
    }
    List<Exchange> queued = new ArrayList<>();
    for (int i = 0; i < waiting; i++) {
      Exchange exchange = TestAdapter.begin(world, Call.chat());
      assertThat(exchange.next()).isInstanceOf(Step.Wait.class);
      queued.add(exchange);
    }
    return queued;
  }

  @Test
  void whoCouldNotBeServedInTimeIsToldSoAtOnceWithATrueTimeToComeAgain() {
    world = limited(1_000);
    List<Exchange> queued = useUpAndQueue(40);
    Call call = again(Call.chat().deadline(seconds(20)));
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.endAt).isZero();
    assertThat(call.text()).contains("z rpm 60/60").contains("In the queue 40 wait already");
    int retryAfter = Integer.parseInt(call.header("retry-after"));
    assertThat(retryAfter).isBetween(18, 24);
    assertThat(world.requests).last().extracting(e -> e.result()).isEqualTo(Result.REJECTED);
    queued.forEach(Exchange::abandoned);
  }

  @Test
  void aFullQueueIsToldAsSuch() {
    world = limited(10);
    List<Exchange> queued = useUpAndQueue(10);
    Call call = again(Call.chat());
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.text()).contains("In the queue 10 wait already.");
    queued.forEach(Exchange::abandoned);
  }

  @Test
  void aRequestInBatchWaitsBehindOneThatIsNot() {
    world =
        World.tiers(
            pool ->
                pool.endpoint(
                    e ->
                        e.name("z")
                            .provider("openai")
                            .baseUrl("https://z")
                            .apiKey("key-of-z")
                            .set("limits.concurrency", 1)));
    Attempt running = send(TestAdapter.begin(world, Call.chat()));
    Exchange batch = TestAdapter.begin(world, Call.chat().headers("X-AI-LB-Priority", "batch"));
    assertThat(batch.next()).isInstanceOf(Step.Wait.class);
    world.time.pass(seconds(1));
    Exchange interactive = TestAdapter.begin(world, Call.chat());
    Step.Wait wait = (Step.Wait) interactive.next();
    finish(running);
    world.time.settle();
    assertThat(wait.ready()).isDone();
    finish(send(interactive));
    world.time.settle();
    finish(send(batch));
    world.attempts.clear(); // these went past the world
  }

  // Requests that are larger than a whole limit.

  private static Call large() {
    return Call.chat().body("{\"model\":\"gpt\",\"messages\":[],\"max_tokens\":5000}");
  }

  private static Reply never() {
    return new Reply()
        .head(429, "content-type", "application/json")
        .body(
            "{\"error\":{\"message\":\"Request too large for gpt: Limit 1000, Requested 5102.\","
                + "\"code\":\"rate_limit_exceeded\"}}")
        .end();
  }

  private static World ofTokens(Object... limits) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered")
              .set("match.hosts", "*")
              .set("queue.maxWait", "10m");
          for (int i = 0; i < limits.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            Object limit = limits[i];
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider("openai")
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .set("limits.tpm", limit));
          }
        });
  }

  @Test
  void whatIsLargerThanTheWholeLimitIsNotSentAgainAndToldThatNoRetryCuresIt() {
    Call first = run(ofTokens(1_000).always("a", never()), large());
    assertThat(first.status()).isEqualTo(429);
    assertThat(first.text()).contains("Requested 5102");
    Call next = again(large());
    assertThat(world.sentTo).containsExactly("a");
    assertThat(next.status()).isEqualTo(429);
    assertThat(next.endAt).isZero();
    assertThat(next.text())
        .contains("rate_limit_exceeded", "a larger than the whole tpm limit of 1000")
        .contains("as it is asked here", "Change the request");
    assertThat(next.header("x-should-retry")).isEqualTo("false");
    assertThat(next.header("retry-after")).isNull();
    assertThat(world.requests).last().extracting(e -> e.result()).isEqualTo(Result.REJECTED);
  }

  @Test
  void itKeepsNoSmallerOneAway() {
    run(ofTokens(1_000).next("a", never()), large());
    again(large());
    world.time.pass(seconds(61));
    again(large());
    Call small = again(Call.chat());
    assertThat(small.status()).isEqualTo(200);
    assertThat(small.endAt).isZero();
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  @Test
  void anEndpointWithALargerLimitTakesItFromThenOn() {
    Call first = run(ofTokens(1_000, 90_000).always("a", never()), large());
    Call next = again(large());
    assertThat(List.of(first.status(), next.status())).containsOnly(200);
    assertThat(world.sentTo).containsExactly("a", "b", "b");
  }

  @Test
  void afterAnHourItIsTriedAgain() {
    run(ofTokens(1_000).next("a", never()), large());
    world.time.pass(Duration.ofMinutes(61));
    assertThat(again(large()).status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  @Test
  void thoseThatWaitForItMeanwhileHearTheSame() {
    world = ofTokens(1_000);
    Exchange first = TestAdapter.begin(world, large());
    Attempt attempt = send(first);
    Exchange second = TestAdapter.begin(world, large());
    Step.Wait wait = (Step.Wait) second.next();
    attempt.head(429, HttpFields.of("content-type", "application/json"));
    attempt.body(
        ByteBuffer.wrap(
            "{\"error\":{\"message\":\"Limit 1000, Requested 5102\"}}".getBytes(UTF_8)));
    assertThat(attempt.end()).isEqualTo(Verdict.DROP);
    assertThat(first.next()).isInstanceOf(Step.Answer.class);
    world.time.settle();
    assertThat(wait.ready()).isDone();
    assertThat(second.next()).isInstanceOf(Step.Answer.class);
    assertThat(second.answer().status()).isEqualTo(429);
    assertThat(second.answer().headers().has("retry-after")).isFalse();
    assertThat(UTF_8.decode(second.take()).toString()).contains("larger than the whole tpm limit");
    world.attempts.clear(); // these went past the world
  }

  /** Of the same kind, they would stand in one lane, where nobody is overtaken. */
  @Test
  void whoWaitsForTheOnlyOneLargeEnoughIsNotInTheWayOfSmallerOnes() {
    world = ofTokens(1_000, 6_000).next("a", never());
    assertThat(again(large()).header("x-ai-lb-endpoint")).isEqualTo("b");
    Exchange waiting = TestAdapter.begin(world, large());
    assertThat(waiting.next()).isInstanceOf(Step.Wait.class);
    Call small = again(Call.chat());
    assertThat(small.endAt).isZero();
    assertThat(small.header("x-ai-lb-endpoint")).isEqualTo("a");
    waiting.abandoned();
  }

  @Test
  void whoMayNotPassOlderOnesIsToldOfTheLimitThatTheseWaitFor() {
    world = limited(10);
    List<Exchange> queued = useUpAndQueue(10);
    world.time.pass(seconds(0.2));
    Call call = again(Call.chat());
    assertThat(call.text()).contains("z rpm 60/60").doesNotContain("not asked any more");
    queued.forEach(Exchange::abandoned);
  }
}

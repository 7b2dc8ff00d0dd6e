package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.observe.RequestEnded.Result;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, for how long, and what our own bugs do to a request: nothing. */
class RetriesTest {
  private static final List<String> ALL = new ArrayList<>(RetrySettings.DEFAULTS.when());

  private static Call run(World world) {
    return run(world, Call.chat());
  }

  private static Call run(World world, Call call) {
    return new BlockingAdapter().run(world, call);
  }

  private static Reply of(String kind) {
    return switch (kind) {
      case "network" -> new Reply().breaks();
      case "timeout" -> new Reply().breaks(new SocketTimeoutException("timeout"));
      case "rate_limit" -> Reply.error(429);
      case "overloaded" -> Reply.error(503);
      case "server_error" -> Reply.error(500);
      case "conflict" -> Reply.error(409);
      case "auth" -> Reply.error(401);
      case "permission" -> Reply.error(403);
      case "billing" -> Reply.error(402);
      case "model_not_found" -> Reply.error(404);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network",
        "timeout",
        "rate_limit",
        "overloaded",
        "server_error",
        "conflict",
        "auth",
        "permission",
        "billing",
        "model_not_found"
      })
  void eachClassIsTriedElsewhereWhereItIsNamedAndOnlyThere(String kind) {
    World only = World.tiers(pool -> pool.set("retries.when", List.of(kind)), 1, 1);
    only.next("a", of(kind));
    assertThat(run(only).status()).isEqualTo(200);
    assertThat(only.sentTo).containsExactly("a", "b");

    List<String> others = new ArrayList<>(ALL);
    others.remove(kind);
    World but = World.tiers(pool -> pool.set("retries.when", others), 1, 1);
    but.next("a", of(kind));
    Call call = run(but);
    assertThat(call.status()).isGreaterThanOrEqualTo(400);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(but.sentTo).containsExactly("a");
  }

  @Test
  void nothingNewIsTriedAfterMaxElapsed() {
    World world = World.tiers(pool -> pool.set("retries.maxElapsed", "5s"), 1, 1);
    Duration late = Duration.ofMillis(5_500);
    world.next("a", new Reply().after(late).head(503).end());
    Call call = run(world);
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.endAt).isEqualTo(late);
  }

  @Test
  void anEndpointThatIsSilentForAsLongAsThatIsFollowedByOneOther() {
    World world = World.tiers(1, 1, 1); // all defaults: 60 s for the head, 60 s for all tries
    world.always("a", Reply.silence()).always("b", Reply.error(500));
    Call call = run(world);
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.endAt).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aPoolThatRestsAfterRefusalsSaysOfWhichKind() {
    World world = World.tiers(1);
    world.always("a", Reply.error(401));
    Call first = run(world);
    Call second = run(world);
    assertThat(world.sentTo).containsExactly("a");
    assertThat(second.header("x-ai-lb-reason"))
        .isEqualTo("auth")
        .isEqualTo(first.header("x-ai-lb-reason"));
    assertThat(second.status()).isEqualTo(first.status());
  }

  @Test
  void aWebPageIsNoAnswer() {
    World world = World.tiers(1, 1);
    Reply page =
        new Reply().head(200, "Content-Type", "text/html; charset=utf-8").body("<html>").end();
    world.always("a", page).always("b", Reply.chat("hello"));
    Call call = run(world);
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  void backingOffEndsAtMaxElapsed() {
    World world =
        World.tiers(
            pool ->
                pool.set("retries.maxElapsed", "3s")
                    .set("retries.maxAttempts", 50)
                    .set("retries.perEndpoint", 50)
                    .set("breaker.consecutiveFailures", null)
                    .set("breaker.failureRatio", null),
            1);
    world.always("a", Reply.error(500));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.endAt).isLessThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(world.sentTo).hasSizeBetween(3, 8);
  }

  @Test
  void aDeclinedContentIsTheCallersAndGoesNowhereElse() {
    World world = World.tiers(1, 1);
    String body = "{\"error\":{\"message\":\"no\",\"code\":\"content_filter\"}}";
    world.next("a", new Reply().head(400, "content-type", "application/json").body(body).end());
    Call call = run(world);
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text()).isEqualTo(body);
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
  }

  @Test
  void aDeclinedContentGoesElsewhereWhereThatIsAskedFor() {
    List<String> when = new ArrayList<>(ALL);
    when.add("content_filter");
    World world = World.tiers(pool -> pool.set("retries.when", when), 1, 1);
    String body = "{\"error\":{\"message\":\"no\",\"code\":\"content_filter\"}}";
    world.next("a", new Reply().head(400, "content-type", "application/json").body(body).end());
    assertThat(run(world).status()).isEqualTo(200);
    assertThat(world.endpoint("a").failures()).isZero();
  }

  @Test
  void tiersAreUsedInTheirOrderAndLeftForTheNextWhenAllOfOneFail() {
    World world = World.tiers(pool -> pool.set("retries.maxAttempts", 6), 3, 1, 2, 1);
    world.always("b", Reply.error(503)).always("d", Reply.error(503));
    assertThat(run(world).text()).contains("from c");
    assertThat(world.sentTo).containsExactly("b", "d", "c");
    world.always("c", new Reply().breaks(new ConnectException("refused")));
    world.sentTo.clear();
    assertThat(run(world).text()).contains("from a");
    assertThat(world.sentTo).containsExactly("b", "d", "c", "c", "a");
  }

  // What the client's own retry loop is told.

  private static final List<Boolean> MODES = List.of(true, false);

  private static Call asked(boolean streamed) {
    return Call.chat()
        .body(
            "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":%b}"
                .formatted(streamed));
  }

  /** Nothing is tried again, so that what the provider says is passed on. */
  private static World untried(String provider, boolean tells, Reply reply, String... names) {
    return new World(
            pool -> {
              pool.set("match.hosts", "*").set("retries.when", List.of("network"));
              pool.set("retries.tellClient", tells);
              for (String name : names) {
                pool.endpoint(
                    e ->
                        e.name(name)
                            .provider(provider)
                            .baseUrl("https://" + name)
                            .apiKey("key-of-" + name)
                            .models(Map.of("*", "theirs")));
              }
            })
        .always("a", reply);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, true, 500", "openai, false, 500", "anthropic, true, 503", "anthropic, false, 503",
    "openai, true, 429", "openai, false, 429", "anthropic, true, 429", "anthropic, false, 429",
    "gemini, true, 503", "gemini, false, 503"
  })
  void aProvidersErrorThatIsPassedOnSaysWhenThePoolIsBack(
      String provider, boolean streamed, int status) {
    World world =
        untried(
            provider, true, Reply.error(status, "retry-after", "7", "retry-after-ms", "6500"), "a");
    Call call = run(world, asked(streamed));
    assertThat(call.status()).isEqualTo(status);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("retry-after-ms")).isNull();
    assertThat(call.header("retry-after")).isEqualTo(status == 500 ? "1" : "7");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereAnotherEndpointIsReadyItIsBackAtOnce(boolean streamed) {
    World world =
        World.tiers(pool -> pool.set("retries.when", List.of("network")), 1, 1)
            .always("a", Reply.error(429, "retry-after", "3600", "x-should-retry", "true"));
    Call call = run(world, asked(streamed));
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("retry-after")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"openai, true", "openai, false", "anthropic, true", "anthropic, false"})
  void whoseClientIsNotToldHearsTheProvider(String provider, boolean streamed) {
    Call call =
        run(untried(provider, false, Reply.error(503, "retry-after", "7"), "a"), asked(streamed));
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.header("x-should-retry")).isNull();
    assertThat(call.header("retry-after")).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({"openai, true", "openai, false", "anthropic, true", "anthropic, false"})
  void theCallersFaultSaysNothingOfComingAgain(String provider, boolean streamed) {
    Call call = run(untried(provider, true, Reply.error(400), "a"), asked(streamed));
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.header("x-should-retry")).isNull();
    assertThat(call.header("retry-after")).isNull();
  }

  /** The status says error only after translation. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anErrorInsideAnAnswerThatBeganWellIsFinalAsWell(boolean streamed) {
    String error =
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}";
    Reply reply =
        streamed
            ? Reply.stream().body("event: error\ndata: " + error + "\n\n").end()
            : Reply.json(error);
    Call call = run(untried("anthropic", true, reply, "a", "b"), asked(streamed));
    assertThat(call.status()).isGreaterThanOrEqualTo(500);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("retry-after")).isEqualTo("1");
  }

  @Test
  void anExhaustedPoolSaysSoStreamedAndNotAndWhenItIsBack() {
    for (boolean streamed : MODES) {
      for (boolean tells : MODES) {
        World world =
            World.tiers(
                    pool -> pool.set("retries.tellClient", tells).set("queue.maxWait", "0s"), 1, 2)
                .always("a", Reply.error(429, "retry-after", "40"))
                .always("b", Reply.error(429, "retry-after", "30"));
        Call call = run(world, asked(streamed));
        assertThat(call.status()).isEqualTo(429);
        assertThat(call.header("x-should-retry")).isEqualTo(tells ? "false" : null);
        assertThat(Integer.parseInt(call.header("retry-after"))).isBetween(30, 31);
        world.time.pass(Duration.ofSeconds(Integer.parseInt(call.header("retry-after"))));
        world.always("b", Reply.chat("from b"));
        assertThat(run(world).text()).as("it was true").contains("from b");
      }
    }
  }

  // Timeouts.

  @Test
  void anAttemptTakesNoLongerThanItMayAlsoWhileItStreams() {
    World world = World.tiers(pool -> pool.set("timeouts.attempt", "10s"), 1, 1);
    world.next("a", Reply.silence());
    assertThat(run(world).text()).contains("from b");
    assertThat(world.endpoint("a").timeouts()).isEqualTo(1);
    Reply endless = Reply.stream();
    for (int i = 0; i < 20; i++) {
      endless.body(Reply.token("x")).after(Duration.ofSeconds(1));
    }
    world.next("a", endless);
    Call call = run(world, Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.endAt).isEqualTo(Duration.ofSeconds(10));
    assertThat(call.text()).contains("timeouts.attempt");
  }

  @Test
  void allTriesTogetherTakeNoLongerThanTheTotal() {
    World world =
        World.tiers(pool -> pool.set("timeouts.total", "15s").set("timeouts.headers", "10s"), 1, 1);
    world.next("a", Reply.silence()).next("b", Reply.silence());
    Call call = run(world);
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.endAt).isEqualTo(Duration.ofSeconds(15));
    assertThat(call.status()).isEqualTo(503);
  }

  @Test
  void withoutABoundOfThePoolARequestWaitsAsLongAsItsCallerDoes() {
    World world =
        World.tiers(pool -> pool.set("queue.maxWait", null).set("retries.maxElapsed", "1h"), 1);
    world.next("a", Reply.error(429, "retry-after", "600"));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
    world.next("a", Reply.error(429, "retry-after", "600"));
    Call hasty = run(world, Call.chat().deadline(Duration.ofMinutes(5)));
    assertThat(hasty.status()).isEqualTo(429);
    assertThat(hasty.endAt).isZero();
  }

  // Models.

  @ParameterizedTest
  @CsvSource({
    "fixed, gpt-4o-mini, always-this",
    "mapped, gpt-4o, their-4o",
    "mapped, o3-mini, o3-mini",
    "mapped, claude-x, ",
    "rest, anything, the-rest"
  })
  void aRequestGoesWithTheModelThatItsEndpointSends(String kind, String model, String sent) {
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e -> {
                          e.name("a").provider("openai").baseUrl("https://a").apiKey("key-a");
                          switch (kind) {
                            case "fixed" -> e.model("always-this");
                            case "mapped" -> e.models(Map.of("gpt-4o", "their-4o", "o3-*", "*"));
                            default -> e.models(Map.of("*", "the-rest"));
                          }
                        }));
    Call call = run(world, Call.chat().body("{\"model\":\"" + model + "\",\"messages\":[]}"));
    assertThat(call.notOurs).isEqualTo(sent == null);
    if (sent != null) {
      assertThat(World.text(world.sent.get(0)))
          .isEqualTo("{\"model\":\"" + sent + "\",\"messages\":[]}");
      assertThat(call.header("x-ai-lb-model")).isEqualTo(sent);
    }
  }

  // Our own bugs.

  private static World brokenAfter(int choices) {
    int[] left = {choices};
    return new World(
        builder ->
            builder
                .dice(
                    () -> {
                      if (left[0]-- <= 0) {
                        throw new IllegalStateException("a bug of ours");
                      }
                      return 0;
                    })
                .pool(
                    pool -> {
                      pool.set("match.hosts", "*").set("routing.strategy", "weighted");
                      for (String name : List.of("a", "b", "c")) {
                        pool.endpoint(
                            e ->
                                e.name(name)
                                    .provider("openai")
                                    .baseUrl("https://" + name)
                                    .apiKey("key-of-" + name));
                      }
                    }),
        true);
  }

  @Test
  void aBugBeforeAnythingWasSentLeavesTheRequestUntouched() {
    World world = brokenAfter(0);
    Call call = run(world);
    assertThat(call.untouched).isTrue();
    assertThat(world.sent).isEmpty();
    assertThat(world.bugs).hasSize(1);
    assertThat(world.balancer.stats().bugs()).isEqualTo(1);
    assertThat(world.requests).hasSize(1);
  }

  @Test
  void aBugAfterSomethingWasSentIsAFailureOfTheRequestOnly() {
    World world = brokenAfter(1).next("a", Reply.error(409));
    Call call = run(world);
    assertThat(call.status()).isEqualTo(503);
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.bugs).hasSize(1);
    assertThat(world.endpoint("a").inFlight()).isZero();
  }
}

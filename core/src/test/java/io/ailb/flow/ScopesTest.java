package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.EndpointBuilder;
import io.ailb.LoadBalancerBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How far a refusal reaches: to a key, to all that share its limits, to one model of either, or to
 * everybody who would ask the same provider. Endpoints are asked in order: a and b have a key each
 * at one host, c is elsewhere.
 */
class ScopesTest {
  private static final String HOST = "provider";

  private static Consumer<EndpointBuilder> endpoint(String name, String host, String key) {
    return e -> e.name(name).provider("openai").baseUrl("https://" + host).apiKey(key);
  }

  private static World world(Consumer<EndpointBuilder> more) {
    return new World(
        pool ->
            pool.set("routing.strategy", "ordered")
                .set("match.hosts", "*")
                .endpoint(endpoint("a", HOST, "key-of-a").andThen(more))
                .endpoint(endpoint("b", HOST, "key-of-b").andThen(more))
                .endpoint(endpoint("c", "elsewhere", "key-of-c")));
  }

  private static World world() {
    return world(e -> {});
  }

  /** Two pools, each with the same key at the same host and one endpoint of its own. */
  private static World twoPools() {
    Consumer<LoadBalancerBuilder> pools =
        balancer -> {
          for (String name : new String[] {"one", "two"}) {
            balancer.pool(
                pool ->
                    pool.name(name)
                        .set("routing.strategy", "ordered")
                        .set("match.hosts", "*")
                        .endpoint(endpoint("shared-" + name, HOST, "key-of-both"))
                        .endpoint(endpoint("own-" + name, name, "key-of-" + name)));
          }
        };
    return new World(pools, true);
  }

  private static Call call(World world, String model, String... headers) {
    Call call = Call.chat().body("{\"model\":\"" + model + "\",\"messages\":[]}");
    return new BlockingAdapter().run(world, headers.length == 0 ? call : call.headers(headers));
  }

  /** Who answers. */
  private static String who(World world, String model, String... headers) {
    return call(world, model, headers).header("x-ai-lb-endpoint");
  }

  private static Reply refusal(int status, String error, String retryAfter) {
    Reply reply = new Reply();
    if (retryAfter == null) {
      reply.head(status, "content-type", "application/json");
    } else {
      reply.head(status, "content-type", "application/json", "retry-after", retryAfter);
    }
    return reply.body("{\"error\":{" + error + "}}").end();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // status | error | retry-after | who is asked for that model next | and for another one
        "529 | 'type':'overloaded_error','message':'Overloaded'      | 5 | c | a",
        "503 | 'code':'server_is_overloaded','message':'x'           | 5 | c | a",
        "503 | 'message':'The model is overloaded.'                  | 5 | c | a",
        "401 | 'code':'invalid_api_key','message':'x'                | - | b | b",
        "402 | 'message':'pay'                                       | - | b | b",
        "429 | 'code':'insufficient_quota','message':'x'             | - | b | b",
        "400 | 'message':'Your credit balance is too low'            | - | b | b",
        "403 | 'message':'no'                                        | - | b | a",
        "404 | 'code':'model_not_found','message':'x'                | - | b | a",
        "429 | 'message':'Rate limit reached'                        | 5 | b | a",
        "429 | 'message':'Rate limit reached'                        | - | b | a",
        "429 | 'message':'Limit 200 (RPD)'                           | - | b | a",
        "429 | 'message':'Request too large: Limit 10, Requested 99' | - | a | a",
        "500 | 'message':'oops'                                      | - | a | a",
        "502 | 'message':'oops'                                      | - | a | a",
        "409 | 'message':'again'                                     | - | a | a",
        "503 | 'message':'gateway'                                   | - | a | a"
      })
  void aRefusalReachesAsFarAsWhatItIsAbout(
      int status, String error, String retryAfter, String sameModel, String otherModel) {
    try (World world = world()) {
      world.next(HOST, refusal(status, error.replace('\'', '"'), retryAfter));
      assertThat(call(world, "m").status()).isEqualTo(200);
      assertThat(who(world, "m")).as("the same model").isEqualTo(sameModel);
      assertThat(who(world, "n")).as("another model").isEqualTo(otherModel);
    }
  }

  @ParameterizedTest
  @CsvSource({"400", "413", "422"})
  void whatIsTheCallersOwnFaultReachesNobody(int status) {
    try (World world = world()) {
      world.next(HOST, Reply.error(status));
      assertThat(call(world, "m").status()).isEqualTo(status);
      assertThat(who(world, "m")).isEqualTo("a");
      assertThat(world.endpoint("a").consecutiveFailures()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "429 | 'message':'Rate limit reached' | c | a",
        "429 | 'message':'Limit 200 (RPD)'    | c | a",
        "401 | 'message':'x'                  | b | b",
        "402 | 'message':'pay'                | b | b",
        "403 | 'message':'no'                 | b | a"
      })
  void aGroupSharesItsLimitsButNoKey(
      int status, String error, String sameModel, String otherModel) {
    try (World world = world(e -> e.set("quotaGroup", "org"))) {
      world.next(HOST, refusal(status, error.replace('\'', '"'), null));
      call(world, "m");
      assertThat(who(world, "m")).isEqualTo(sameModel);
      assertThat(who(world, "n")).isEqualTo(otherModel);
    }
  }

  @Test
  void anOverloadThatNamesNoTimeIsEverybodysAtTheSecondTime() {
    Reply overloaded = refusal(529, "\"message\":\"Overloaded\"", null);
    try (World world = world()) {
      world.next(HOST, overloaded);
      assertThat(who(world, "m")).as("it may have been this one call").isEqualTo("b");
      world.time.pass(Duration.ofSeconds(1));
      assertThat(who(world, "m")).as("others are answered").isEqualTo("a");
      Exchange exchange = TestAdapter.begin(world, Call.chat().body("{\"model\":\"m\"}"));
      for (String endpoint : new String[] {"a", "b"}) {
        world.time.pass(Duration.ofMillis(1));
        Attempt attempt = ((Step.Send) exchange.next()).attempt();
        assertThat(attempt.endpoint()).isEqualTo(endpoint);
        overloaded.events.forEach(event -> BlockingAdapter.report(attempt, event));
      }
      assertThat(((Step.Send) exchange.next()).attempt().endpoint()).isEqualTo("c");
      assertThat(who(world, "m")).isEqualTo("c");
      assertThat(who(world, "n")).isEqualTo("a");
      world.time.pass(Duration.ofMillis(390)); // half a second, a fifth more or less
      assertThat(who(world, "m")).isEqualTo("c");
      world.time.pass(Duration.ofMillis(220));
      assertThat(who(world, "m")).isEqualTo("a");
    }
  }

  @Test
  void onlyTheOneThatSaidSoHasFailed() {
    try (World world = world()) {
      world.next(HOST, refusal(529, "\"message\":\"Overloaded\"", "5"));
      call(world, "m");
      assertThat(world.endpoint("a").consecutiveFailures()).isEqualTo(1);
      assertThat(world.endpoint("b").consecutiveFailures()).isZero();
      world.time.pass(Duration.ofMillis(4_900));
      assertThat(who(world, "m")).isEqualTo("c");
      world.time.pass(Duration.ofMillis(250)); // a fiftieth later at most
      assertThat(who(world, "m")).isEqualTo("a");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // status | error | retry-after | rests for so many seconds
        "402 | 'message':'pay'                           | -   | 300",
        "402 | 'message':'pay'                           | 40  | 40",
        "429 | 'code':'insufficient_quota','message':'x' | -   | 300",
        "429 | 'message':'Limit 200 (RPD)'               | -   | 300",
        "429 | 'message':'Limit 200 (RPD)'               | 900 | 900",
        "401 | 'message':'x'                             | -   | 600",
        "403 | 'message':'x'                             | -   | 600",
        "404 | 'code':'model_not_found','message':'x'    | -   | 600"
      })
  void whatDoesNotComeBackInAMinuteIsNotAskedForSooner(
      int status, String error, String retryAfter, int seconds) {
    try (World world = world()) {
      world.next(HOST, refusal(status, error.replace('\'', '"'), retryAfter));
      call(world, "m");
      world.time.pass(Duration.ofSeconds(seconds - 1));
      assertThat(who(world, "m")).isEqualTo("b");
      world.time.pass(Duration.ofSeconds(2 + seconds / 50));
      assertThat(who(world, "m")).isEqualTo("a");
    }
  }

  @Test
  void oneKeyRestsInEveryPoolThatUsesIt() {
    try (World world = twoPools()) {
      world.next(HOST, refusal(429, "\"message\":\"Rate limit reached\"", "5"));
      assertThat(who(world, "m", "x-ai-lb-pool", "one")).isEqualTo("own-one");
      assertThat(who(world, "m", "x-ai-lb-pool", "two")).isEqualTo("own-two");
      assertThat(who(world, "n", "x-ai-lb-pool", "two")).isEqualTo("shared-two");
    }
  }

  @Test
  void whatAnAnswerAnnouncesHoldsForItsModelOnlyAndInEveryPool() {
    try (World world = twoPools()) {
      world.next(
          HOST,
          new Reply()
              .head(
                  200,
                  "content-type",
                  "application/json",
                  "x-ratelimit-limit-requests",
                  "10",
                  "x-ratelimit-remaining-requests",
                  "0",
                  "x-ratelimit-reset-requests",
                  "60s")
              .body("{\"choices\":[]}")
              .end());
      assertThat(who(world, "m", "x-ai-lb-pool", "one")).isEqualTo("shared-one");
      assertThat(who(world, "m", "x-ai-lb-pool", "one")).isEqualTo("own-one");
      assertThat(who(world, "m", "x-ai-lb-pool", "two")).isEqualTo("own-two");
      assertThat(who(world, "n", "x-ai-lb-pool", "one")).isEqualTo("shared-one");
    }
  }

  // Larger than the whole limit.

  private static Call large(int tokens) {
    String words = "abc ".repeat(tokens);
    return Call.chat().body("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[\"" + words + "\"]}");
  }

  private static World limited(String... limits) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered").set("match.hosts", "*");
          pool.set("queue.maxWait", "90s");
          for (int i = 0; i < limits.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            String limit = limits[i];
            pool.endpoint(
                endpoint(name, name, "key-of-" + name).andThen(e -> e.set("limits.tpm", limit)));
          }
        });
  }

  @Test
  void aRequestLargerThanTheWholeLimitIsSentWhenTheMinuteIsEmpty() {
    try (World world = limited("1k")) {
      new BlockingAdapter().run(world, large(100));
      Call call = new BlockingAdapter().run(world, large(5_000));
      assertThat(call.status()).isEqualTo(200);
      assertThat(call.endAt).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(62));
    }
  }

  @Test
  void whereItsProviderSaysThatItNeverFitsItGoesWhereTheLimitIsLarger() {
    Reply never =
        refusal(429, "\"message\":\"Request too large: Limit 1000, Requested 5001\"", null);
    try (World world = limited("1k", "1M")) {
      world.next("a", never);
      Call call = new BlockingAdapter().run(world, large(5_000));
      assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("b");
      assertThat(call.endAt).isZero();
      assertThat(world.endpoint("a").state()).isEqualTo("READY");
    }
    try (World world = limited("1k")) {
      world.always("a", never);
      Call call = new BlockingAdapter().run(world, large(5_000));
      assertThat(call.status()).isEqualTo(429);
      assertThat(call.endAt).isZero();
      assertThat(world.sentTo).hasSize(1);
    }
  }
}

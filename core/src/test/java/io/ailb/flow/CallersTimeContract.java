package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.model.ErrorClass;
import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What we do never costs a caller the answer that it would have had in its own time. */
abstract class CallersTimeContract {
  private static final Duration FIRST_TOKEN = Duration.ofSeconds(25);
  private static final Duration HEAD_WITHIN = Duration.ofSeconds(20);

  private World world;

  abstract TestAdapter adapter();

  @AfterEach
  void nothingIsHeld() {
    if (world != null) {
      assertThat(world.bugs).isEmpty();
      assertThat(world.pool().inFlight()).isZero();
      assertThat(world.pool().queued()).isZero();
      world.close();
      world = null;
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  // Its wait for the head.

  static Stream<Arguments> heldBack() {
    return Arrays.stream(Dialect.values())
        .flatMap(
            caller ->
                Stream.of("openai", "anthropic", "gemini")
                    .flatMap(
                        provider ->
                            Stream.of("error", "buffer")
                                .flatMap(
                                    recovery ->
                                        Stream.of(1, 2)
                                            .map(
                                                endpoints ->
                                                    Arguments.of(
                                                        caller, provider, recovery, endpoints)))));
  }

  private static Dialect spoken(Dialect caller, String provider) {
    return switch (provider) {
      case "anthropic" -> Dialect.ANTHROPIC;
      case "gemini" -> Dialect.GEMINI;
      default -> caller == Dialect.OPENAI_RESPONSES ? caller : Dialect.OPENAI_CHAT;
    };
  }

  private static Call call(Dialect caller) {
    return switch (caller) {
      case OPENAI_CHAT ->
          Call.stream()
              .body(
                  "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      case OPENAI_RESPONSES ->
          Call.of("POST", "/v1/responses", "{\"model\":\"m\",\"stream\":true,\"input\":\"hi\"}");
      case ANTHROPIC ->
          Call.of(
              "POST",
              "/v1/messages",
              "{\"model\":\"m\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      case GEMINI ->
          Call.of(
              "POST",
              "/v1beta/models/m:streamGenerateContent?alt=sse",
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");
    };
  }

  private static World pool(String provider, String recovery, int endpoints) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered")
              .set("match.hosts", "*")
              .set("stream.recovery", recovery);
          for (String name : List.of("a", "b").subList(0, endpoints)) {
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider(provider)
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .models(Map.of("m", "gpt-5.6")));
          }
        });
  }

  /** Headers and pings at once, and nothing else for longer than the caller waits for its head. */
  @ParameterizedTest
  @MethodSource("heldBack")
  void aLateFirstTokenIsAnsweredAsItWouldBeWithoutUs(
      Dialect caller, String provider, String recovery, int endpoints) {
    Reply reply = Reply.stream();
    for (int i = 0; i < 5; i++) {
      reply.body(": ping\n\n").after(FIRST_TOKEN.dividedBy(5));
    }
    reply.body(Fixtures.bytes("text-basic", spoken(caller, provider), "stream.sse")).end();
    world = pool(provider, recovery, endpoints).next("a", reply);
    Call call = adapter().run(world, call(caller).headDeadline(HEAD_WITHIN));
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.headAt)
        .isLessThanOrEqualTo(endpoints == 1 ? Duration.ZERO : HEAD_WITHIN.dividedBy(2));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.endAt).isEqualTo(FIRST_TOKEN);
    assertThat(call.text()).contains("Tides").doesNotContain("\"error\":{");
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
  }

  /** What is left of the wait counts, not what it was. */
  @Test
  void afterAFailoverHalfOfWhatIsLeftIsHeldBack() {
    world =
        World.tiers(
                pool -> pool.set("timeouts.headers", "12s").set("timeouts.firstToken", "60s"),
                1,
                1,
                1)
            .next("a", Reply.silence())
            .next(
                "b",
                Reply.stream()
                    .after(seconds(20))
                    .body(Reply.token("x") + Reply.FINISH + Reply.DONE)
                    .end());
    Call call = adapter().run(world, Call.stream().headDeadline(seconds(40)));
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.headAt).as("12 s, and half of the 28 that are left").isEqualTo(seconds(26));
    assertThat(call.endAt).isEqualTo(seconds(32));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  // Limits of the pool.

  static Stream<Arguments> limits() {
    return Arrays.stream(Dialect.values())
        .flatMap(
            caller ->
                Stream.of("openai", "anthropic", "gemini")
                    .flatMap(
                        provider ->
                            Stream.of(
                                    "headers",
                                    "firstToken",
                                    "idle",
                                    "contentIdle",
                                    "attempt",
                                    "total")
                                .map(limit -> Arguments.of(caller, provider, limit))));
  }

  private static String beginning(Dialect spoken) {
    String text =
        new String(Fixtures.bytes("text-basic", spoken, "stream.sse"), UTF_8).replace("\r\n", "\n");
    int content = text.indexOf("Tides");
    return text.substring(0, text.indexOf("\n\n", content) + 2);
  }

  /** A stream that goes on for long after the limit, in a way that only this one ends. */
  private static Reply longer(String limit, Dialect spoken) {
    String begun = beginning(spoken);
    String content = begun.substring(begun.lastIndexOf("\n\n", begun.length() - 3) + 2);
    Reply reply = limit.equals("headers") ? Reply.silence() : Reply.stream();
    String more =
        switch (limit) {
          case "firstToken", "contentIdle" -> ": ping\n\n";
          case "attempt", "total" -> content;
          default -> "";
        };
    if (!limit.equals("headers") && !limit.equals("firstToken")) {
      reply.body(begun);
    }
    for (int i = 0; i < 20 && !more.isEmpty(); i++) {
      reply.after(seconds(2)).body(more);
    }
    return reply;
  }

  /** Before the commit it goes elsewhere; after it, its caller is told what ended it, and when. */
  @ParameterizedTest
  @MethodSource("limits")
  void eachLimitEndsAStreamWhenItIsOver(Dialect caller, String provider, String limit) {
    boolean before = limit.equals("headers") || limit.equals("firstToken");
    world =
        new World(
            pool -> {
              pool.set("routing.strategy", "ordered").set("match.hosts", "*");
              pool.set("timeouts.firstToken", "5m").set("timeouts." + limit, "7s");
              for (String name : List.of("a", "b")) {
                pool.endpoint(
                    e ->
                        e.name(name)
                            .provider(provider)
                            .baseUrl("https://" + name)
                            .apiKey("key-of-" + name)
                            .models(Map.of("m", "gpt-5.6")));
              }
            });
    Dialect spoken = spoken(caller, provider);
    Reply good = Reply.stream().body(Fixtures.bytes("text-basic", spoken, "stream.sse")).end();
    Call call = adapter().run(world.next("a", longer(limit, spoken)).next("b", good), call(caller));
    assertThat(call.endAt).isEqualTo(seconds(7));
    assertThat(call.ended).isEqualTo(before ? Verdict.DONE : Verdict.FAIL);
    assertThat(world.sentTo).isEqualTo(before ? List.of("a", "b") : List.of("a"));
    assertThat(world.endpoint("a").timeouts()).isEqualTo(1);
    if (!before) {
      assertThat(call.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
      assertThat(call.text()).contains("gave up after 7 s (timeouts." + limit + ")");
    }
  }

  // Its time as a whole, in which an endpoint said nothing.

  private static World silent(int... tiers) {
    World world = World.tiers(pool -> pool.set("timeouts.firstToken", "5m"), tiers);
    return world.always("a", Reply.silence());
  }

  private Outcome outcome() {
    return world.attempts.get(world.attempts.size() - 1).outcome();
  }

  private void isBlamed(boolean blamed) {
    assertThat(world.requests).last().extracting(r -> r.result()).isEqualTo(Result.ABANDONED);
    assertThat(outcome() instanceof Outcome.Failed).isEqualTo(blamed);
    if (outcome() instanceof Outcome.Failed failed) {
      assertThat(failed.error().kind()).isEqualTo(ErrorClass.TIMEOUT);
      assertThat(failed.error().message()).contains("the caller's own time");
    }
  }

  /** A client's own clock may strike a little before ours; nobody is blamed for impatience. */
  @ParameterizedTest
  @CsvSource({"19.95, true, true", "19.95, false, true", "19.8, true, false", "10, true, false"})
  void silenceUntilTheCallersTimeIsOverIsTheEndpointsFailure(
      double leavesAfter, boolean stream, boolean blamed) {
    world = silent(1);
    Call call = stream ? Call.stream() : Call.chat();
    adapter().run(world, call.deadline(seconds(20)).leavesAfter(seconds(leavesAfter)));
    isBlamed(blamed);
  }

  @Test
  void whoSaidSomethingWasNotSilent() {
    world = World.tiers(1).next("a", Reply.stream());
    adapter().run(world, Call.stream().deadline(seconds(20)).leavesAfter(seconds(19.95)));
    isBlamed(false);
  }

  @Test
  void whoHadLessThanHalfOfTheTimeIsNotBlamedForIt() {
    world =
        World.tiers(pool -> pool.set("timeouts.headers", "15s"), 1, 1)
            .always("a", Reply.silence())
            .always("b", Reply.silence());
    adapter().run(world, Call.chat().deadline(seconds(20)).leavesAfter(seconds(19.95)));
    assertThat(world.sentTo).containsExactly("a", "b");
    isBlamed(false);
  }

  private void usuallyTakes(double seconds) {
    for (int i = 0; i < 30; i++) {
      world.next(
          "a",
          new Reply()
              .after(seconds(seconds))
              .head(200, "content-type", "application/json")
              .body(
                  "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":70}}")
              .end());
      adapter().run(world, Call.chat());
    }
  }

  /** Its caller has less time than answers take: that says nothing, unless others are quicker. */
  @ParameterizedTest
  @CsvSource({"15, 1, false", "2, 1, true", "15, 2, true"})
  void anAnswerInOnePieceIsNoSilenceWhereItUsuallyTakesAsLong(
      double usual, int endpoints, boolean blamed) {
    world = endpoints == 1 ? silent(1) : silent(1, 1);
    usuallyTakes(usual);
    adapter().run(world, Call.chat().deadline(seconds(20)).leavesAfter(seconds(19.95)));
    assertThat(world.sentTo).last().isEqualTo("a");
    isBlamed(blamed);
  }

  /** A stream that has not begun is another thing: its head does not take as long as its text. */
  @Test
  void aStreamIsAlwaysExpectedToBegin() {
    world = silent(1);
    usuallyTakes(15);
    adapter().run(world, Call.stream().deadline(seconds(20)).leavesAfter(seconds(19.95)));
    isBlamed(true);
  }
}

package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Fixtures;
import io.ailb.PoolBuilder;
import io.ailb.model.Dialect;
import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of streams that break, by {@code stream.recovery}: for callers of every dialect, at
 * endpoints of their own and of others; run with a blocking and with an asynchronous adapter.
 */
abstract class RecoveryContract {
  private static final Consumer<PoolBuilder> BUFFER = recovery("buffer");
  private static final Consumer<PoolBuilder> NONE = recovery("none");
  private static final Consumer<PoolBuilder> ERROR = recovery("error");

  private World world;

  private static Consumer<PoolBuilder> recovery(String how) {
    return pool -> pool.set("stream.recovery", how);
  }

  abstract TestAdapter adapter();

  private Call run(World newWorld, Call call) {
    close();
    world = newWorld;
    return adapter().run(newWorld, call);
  }

  @AfterEach
  void close() {
    if (world != null) {
      assertThat(world.bugs).isEmpty();
      assertThat(world.pool().endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());
      assertThat(world.pool().queued()).isZero();
      assertThat(world.attempts).hasSameSizeAs(world.sent);
      world.close();
      world = null;
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  // Callers, endpoints, faults.

  /** How a stream goes wrong after some of its content. */
  enum Fault {
    BREAKS {
      @Override
      Reply after(Reply begun) {
        return begun.breaks();
      }
    },
    ENDS_EARLY {
      @Override
      Reply after(Reply begun) {
        return begun.end();
      }
    },
    BREAKS_INSIDE_AN_EVENT {
      @Override
      Reply after(Reply begun) {
        return begun.body("data: {\"half").breaks();
      }
    },
    STALLS {
      @Override
      Reply after(Reply begun) {
        return begun;
      }
    },
    ONLY_PINGS {
      @Override
      Reply after(Reply begun) {
        for (int i = 0; i < 10; i++) {
          begun.after(seconds(9)).body(": ping\n\n");
        }
        return begun;
      }
    },
    HAS_AN_EVENT_THAT_IS_NO_JSON {
      @Override
      Reply after(Reply begun) {
        return begun.body("data: {\"id\":\"x\",\"more\":[{\"a\":1]}\n\n");
      }
    };

    abstract Reply after(Reply begun);
  }

  /** Provider of an endpoint, for a caller of this dialect or of another. */
  private static String provider(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> "openai";
      case ANTHROPIC -> "anthropic";
      case GEMINI -> "gemini";
    };
  }

  /** What the endpoint of a provider speaks with this caller. */
  private static Dialect spoken(Dialect caller, String provider) {
    return switch (provider) {
      case "anthropic" -> Dialect.ANTHROPIC;
      case "gemini" -> Dialect.GEMINI;
      default -> provider(caller).equals("openai") ? caller : Dialect.OPENAI_CHAT;
    };
  }

  private static Call call(Dialect caller) {
    return switch (caller) {
      case OPENAI_CHAT ->
          Call.of(
              "POST",
              "/v1/chat/completions",
              "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      case OPENAI_RESPONSES ->
          Call.of("POST", "/v1/responses", "{\"model\":\"m\",\"stream\":true,\"input\":\"hi\"}");
      case ANTHROPIC ->
          Call.of(
              "POST",
              "/v1/messages",
              "{\"model\":\"m\",\"stream\":true,\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      case GEMINI ->
          Call.of(
              "POST",
              "/v1beta/models/m:streamGenerateContent?alt=sse",
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");
    };
  }

  private static List<String> events(Dialect dialect) {
    String text = new String(Fixtures.bytes("text-basic", dialect, "stream.sse"), UTF_8);
    return Arrays.stream(text.split("(?<=\n\r?\n)")).toList();
  }

  /** All up to the first event with content. */
  private static String beginning(Dialect dialect) {
    StringBuilder beginning = new StringBuilder();
    for (String event : events(dialect)) {
      beginning.append(event);
      if (event.contains("Tides")) {
        return beginning.toString();
      }
    }
    throw new AssertionError("no content");
  }

  private static Reply good(Dialect dialect) {
    Reply reply = Reply.stream();
    events(dialect).forEach(reply::body);
    return reply.end();
  }

  private static World world(Consumer<PoolBuilder> more, String... providers) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered");
          pool.set("match.hosts", "*");
          for (int i = 0; i < providers.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            String provider = providers[i];
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider(provider)
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .models(Map.of("m", "gpt-5.6")));
          }
          more.accept(pool);
        });
  }

  static Stream<Arguments> faultyStreams() {
    return Arrays.stream(Dialect.values())
        .flatMap(
            caller ->
                Stream.of("openai", "anthropic", "gemini")
                    .flatMap(
                        provider ->
                            Arrays.stream(Fault.values())
                                .map(fault -> Arguments.of(caller, provider, fault))));
  }

  private static Reply faulty(Dialect dialect, Fault fault) {
    return fault.after(Reply.stream().after(seconds(1)).body(beginning(dialect)).after(seconds(1)));
  }

  // Buffer.

  @ParameterizedTest
  @MethodSource("faultyStreams")
  void aStreamThatIsHeldBackIsReplacedWhateverHappensBeforeItsEnd(
      Dialect caller, String provider, Fault fault) {
    String home = provider(caller);
    Call call =
        run(
            world(BUFFER, provider, home)
                .next("a", faulty(spoken(caller, provider), fault))
                .next("b", good(caller)),
            call(caller));
    assertThat(call.text()).isEqualTo(String.join("", events(caller)));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("b");
    assertThat(world.attempts.get(0).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
    assertThat(call.endAt).isLessThanOrEqualTo(seconds(62));
  }

  @ParameterizedTest
  @MethodSource("faultyStreams")
  void andTheOneThatReplacesItMayNeedTranslation(Dialect caller, String provider, Fault fault) {
    Dialect theirs = spoken(caller, provider);
    Call alone = run(world(BUFFER, provider).next("a", good(theirs)), call(caller));
    Call call =
        run(
            world(BUFFER, provider(caller), provider)
                .next("a", faulty(caller, fault))
                .next("b", good(theirs)),
            call(caller));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(shape(call.text())).isEqualTo(shape(alone.text()));
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  /** Without what differs from one rendition to the next: ids that are made, and times. */
  private static String shape(String text) {
    return text.replaceAll("\"(id|item_id|responseId)\":\"[^\"]*\"", "$1")
        .replaceAll("\"(created|created_at|completed_at)\":\\d+", "$1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aHeldStreamComesAtItsEndAndWhole(Dialect caller) {
    Reply slow = Reply.stream();
    events(caller).forEach(event -> slow.after(seconds(1)).body(event));
    String home = provider(caller);
    Call call = run(world(BUFFER, home, home).next("a", slow), call(caller)); // no end of HTTP
    assertThat(call.headAt).isEqualTo(seconds(events(caller).size()));
    assertThat(call.text()).isEqualTo(String.join("", events(caller)));
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
  }

  @Test
  void theFirstTokensLimitIsOverOnceContentHasCome() {
    Reply slow = Reply.stream();
    for (int i = 0; i < 6; i++) {
      slow.after(seconds(10)).body(Reply.token("t" + i));
    }
    Call call =
        run(
            World.tiers(BUFFER, 1, 1).next("a", slow.body(Reply.FINISH + Reply.DONE).end()),
            Call.stream());
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.endAt).isEqualTo(seconds(60));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void aStreamThatBreaksAfterMaxElapsedIsStillReplacedOnce() {
    Reply slow = Reply.stream();
    for (int i = 0; i < 9; i++) {
      slow.after(seconds(10)).body(Reply.token("t" + i));
    }
    Call call =
        run(
            World.tiers(BUFFER, 1, 1).next("a", slow.breaks()).next("b", Reply.goodStream("x")),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
    assertThat(call.endAt).isEqualTo(seconds(90));
  }

  @Test
  void anEndpointThatIsFullForAMomentIsNoReasonToStopHoldingBack() {
    World busy =
        World.tiers(BUFFER, 1, 1)
            .next("a", Reply.error(503), Fault.STALLS.after(begun()))
            .next("b", Reply.error(429, "retry-after", "40"), Reply.goodStream("x"));
    world = busy;
    adapter().run(busy, Call.chat().deadline(seconds(1)));
    busy.sentTo.clear();
    Call call = adapter().run(busy, Call.stream());
    assertThat(busy.sentTo).as(call.text()).containsExactly("a", "b");
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
  }

  private static Reply begun() {
    return Reply.stream().body(Reply.token("one")).after(seconds(1));
  }

  @Test
  void whereNobodyCouldReplaceItItIsPassedOnAsItComes() {
    Call call = run(World.tiers(BUFFER, 1).next("a", begun().breaks()), Call.stream());
    assertThat(call.headAt).isZero();
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text()).startsWith(Reply.token("one") + "data: {\"error\":");
  }

  @Test
  void theLastTryIsPassedOnAsItComes() {
    Call call =
        run(
            World.tiers(BUFFER, 1, 1).next("a", begun().breaks()).next("b", begun().breaks()),
            Call.stream());
    assertThat(call.headAt).isEqualTo(seconds(1));
    assertThat(call.text()).startsWith(Reply.token("one") + "data: {\"error\":");
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  @Test
  void holdingBackUsesUpAtMostHalfOfTheCallersWaitForItsHead() {
    Reply slow = Reply.stream();
    for (int i = 0; i < 25; i++) {
      slow.after(seconds(1)).body(Reply.token("t" + i));
    }
    Call call =
        run(
            World.tiers(BUFFER, 1, 1).next("a", slow.body(Reply.FINISH + Reply.DONE).end()),
            Call.stream().headDeadline(seconds(20)));
    assertThat(call.headAt).isEqualTo(seconds(10));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.text()).contains("t0", "t24", "[DONE]");
  }

  @Test
  void headersAndPingsAtOnceAndALateFirstTokenAreAnsweredAsWithoutUs() {
    Reply pings = Reply.stream();
    for (int i = 0; i < 5; i++) {
      pings.body(": ping\n\n").after(seconds(5));
    }
    Call call =
        run(
            World.tiers(BUFFER.andThen(pool -> pool.set("timeouts.firstToken", "60s")), 1, 1)
                .next("a", pings.body(Reply.token("x") + Reply.FINISH + Reply.DONE).end()),
            Call.stream().headDeadline(seconds(20)));
    assertThat(call.headAt).isEqualTo(seconds(10));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void aStreamBeyondTheLimitIsAnErrorThatNamesIt() {
    Call call =
        run(
            World.tiers(BUFFER.andThen(pool -> pool.set("stream.bufferLimit", "1000")), 1, 1)
                .next("a", Reply.goodStream("x", "y".repeat(1000), "z")),
            Call.stream());
    assertThat(call.status()).isBetween(500, 599);
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.text()).contains("stream.bufferLimit", "1000 bytes").doesNotContain("yyy");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.attempts.get(0).outcome()).isInstanceOf(Outcome.Abandoned.class);
    assertThat(world.endpoint("a").consecutiveFailures()).isZero();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
  }

  /** SDKs read a stream whatever its headers say. */
  @ParameterizedTest
  @ValueSource(strings = {"text/plain; charset=utf-8", "application/octet-stream", ""})
  void aStreamThatDoesNotSayThatItIsOneIsFollowedAllTheSame(String type) {
    String[] headers = type.isEmpty() ? new String[0] : new String[] {"content-type", type};
    Reply half = new Reply().head(200, headers).body("\n" + Reply.token("half")).end();
    Call call = run(World.tiers(BUFFER, 1, 1).always("a", half), Call.stream());
    assertThat(call.text()).contains("from b").doesNotContain("half");
    call = run(World.tiers(ERROR, 1, 1).always("a", half), Call.stream());
    assertThat(call.text()).contains("half", "\"error\"").doesNotContain("[DONE]");
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    Reply whole =
        new Reply()
            .head(200, headers)
            .body("{\"choices\":[{\"message\":{\"content\":\"all\"}}]}")
            .end();
    call = run(World.tiers(ERROR, 1, 1).always("a", whole), Call.stream());
    assertThat(call.text()).contains("all");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void orItIsPassedOnFromThere() {
    Reply large =
        Reply.stream()
            .body(Reply.token("x"))
            .after(seconds(1))
            .body(Reply.token("y".repeat(1000)))
            .after(seconds(1));
    Call call =
        run(
            World.tiers(
                    BUFFER
                        .andThen(pool -> pool.set("stream.bufferLimit", "1000"))
                        .andThen(pool -> pool.set("stream.overflow", "release")),
                    1,
                    1)
                .next("a", large.breaks()),
            Call.stream());
    assertThat(call.headAt).isEqualTo(seconds(1));
    assertThat(call.text())
        .startsWith(Reply.token("x") + Reply.token("y".repeat(1000)) + "data: {\"error\":");
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
  }

  @Test
  void whoeverLeavesAStreamThatIsHeldBackHoldsNothing() {
    Call call =
        run(
            World.tiers(BUFFER, 1, 1).next("a", begun().after(seconds(9)).end()),
            Call.stream().leavesAfter(seconds(5)));
    assertThat(call.answer).isNull();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.ABANDONED);
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void theCallersFaultInsideAHeldStreamIsItsAnswer() {
    String filtered =
        "data: {\"error\":{\"message\":\"no\",\"code\":\"content_filter\",\"type\":\"invalid_request_error\"}}\n\n";
    Call call =
        run(World.tiers(BUFFER, 1, 1).next("a", begun().body(filtered).end()), Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("one") + filtered);
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void answersInOnePieceAreAsEver() {
    Call call = run(World.tiers(BUFFER, 1, 1).next("a", Reply.error(503)), Call.chat());
    assertThat(call.text()).contains("from b");
  }

  @Test
  void geminisStreamWithoutEventsIsHeldBackToo() {
    Call asked = call(Dialect.GEMINI);
    asked.path = "/v1beta/models/m:streamGenerateContent";
    String piece = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}";
    Call call =
        run(
            world(BUFFER, "gemini", "gemini")
                .next(
                    "a",
                    new Reply()
                        .head(200, "content-type", "application/json")
                        .body("[" + piece)
                        .after(seconds(1))
                        .breaks())
                .next("b", Reply.json("[" + piece + "]")),
            asked);
    assertThat(call.text()).isEqualTo("[" + piece + "]");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  // Error: the default.

  @ParameterizedTest
  @MethodSource("faultyStreams")
  void byDefaultTheCallerIsToldInItsOwnDialectAndNothingMoreIsPassedOn(
      Dialect caller, String provider, Fault fault) {
    String home = provider(caller);
    Call call =
        run(
            world(ERROR, provider, home).next("a", faulty(spoken(caller, provider), fault)),
            call(caller));
    assertThat(call.headAt).isEqualTo(seconds(1));
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text()).contains("Tides").doesNotContain("\"more\"", "\"half");
    String lastEvent = call.text().strip().replaceAll("(?s).*\n\r?\n", "");
    assertThat(lastEvent).contains("error", "endpoint a: ");
    assertThat(Fixtures.json(data(lastEvent).getBytes(UTF_8)).isObject()).isTrue();
    assertThat(world.sentTo).containsExactly("a");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
  }

  private static String data(String event) {
    return event.replaceAll("(?s).*data: ", "");
  }

  // None.

  @ParameterizedTest
  @MethodSource("faultyStreams")
  void withNoneWhatCameIsPassedOnAndTheBreakIsABreak(Dialect caller, String provider, Fault fault) {
    String home = provider(caller);
    Dialect theirs = spoken(caller, provider);
    Call call = run(world(NONE, provider, home).next("a", faulty(theirs, fault)), call(caller));
    assertThat(call.headAt).isZero();
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text()).contains("Tides").doesNotContain("\"more\"", "\"half", "endpoint a");
    if (theirs == caller && fault != Fault.ONLY_PINGS) {
      assertThat(call.text()).isEqualTo(beginning(caller));
    }
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void withNoneAStreamThatHasBegunIsNeverTriedAgain() {
    Call call =
        run(
            World.tiers(NONE, 1, 1).next("a", Reply.stream().body(": ping\n\n").breaks()),
            Call.stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text()).isEqualTo(": ping\n\n");
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void withNoneARefusalStillMovesOnAsNoStreamHasBegun() {
    Call call =
        run(
            World.tiers(NONE, 1, 1).next("a", Reply.error(503)).next("b", Reply.goodStream("x")),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
  }

  // Ends that a provider leaves out.

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aStreamIsWholeWithoutItsEndMarkWhichTheCallerStillGets(Dialect caller) {
    List<String> events = events(caller);
    boolean marked = caller == Dialect.OPENAI_CHAT || caller == Dialect.ANTHROPIC;
    String home = provider(caller);
    for (Consumer<PoolBuilder> mode : List.of(ERROR, BUFFER, NONE)) {
      Reply reply = Reply.stream();
      events.subList(0, events.size() - (marked ? 1 : 0)).forEach(reply::body);
      Call call = run(world(mode, home, home).next("a", reply.end()), call(caller));
      assertThat(call.text()).isEqualTo(String.join("", events));
      assertThat(call.ended).isEqualTo(Verdict.DONE);
      assertThat(call.endAt).isZero();
      assertThat(world.sentTo).containsExactly("a");
      assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aLastEventWithoutItsEmptyLineGetsIt(Dialect caller) {
    String text = String.join("", events(caller));
    for (String cut : List.of(text.strip(), text.strip() + "\n")) {
      String home = provider(caller);
      Call call =
          run(world(ERROR, home, home).next("a", Reply.stream().body(cut).end()), call(caller));
      assertThat(call.text()).startsWith(cut).endsWith("\n\n").isEqualToIgnoringWhitespace(text);
      assertThat(call.ended).isEqualTo(Verdict.DONE);
    }
  }

  @Test
  void usageAfterTheFinishIsCountedWithoutAnEndMark() {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7}}\n\n";
    Call call =
        run(
            World.tiers(1, 1)
                .next("a", Reply.stream().body(Reply.token("x") + Reply.FINISH + usage).end()),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + usage + Reply.DONE);
    assertThat(world.requests.get(0).usage().output()).isEqualTo(7);
  }

  @Test
  void afterTheFinishAFragmentIsDroppedWhenTheConnectionBreaks() {
    Call call =
        run(
            World.tiers(1, 1)
                .next(
                    "a",
                    Reply.stream().body(Reply.token("x") + Reply.FINISH + "data: {\"usa").breaks()),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void afterTheFinishSilenceIsAnEnd() {
    Call call =
        run(
            World.tiers(1, 1).next("a", Reply.stream().body(Reply.token("x") + Reply.FINISH)),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.endAt).isEqualTo(seconds(30));
  }

  @Test
  void whatFollowsTheEndMarkIsOfNoInterest() {
    Call call =
        run(
            World.tiers(1, 1)
                .next(
                    "a",
                    Reply.stream()
                        .body(Reply.token("x") + Reply.FINISH + Reply.DONE + "data: {oops\n\n")
                        .end()),
            Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("x") + Reply.FINISH + Reply.DONE);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void aStreamHasNoStatedLengthAsItsEndMayBeOurs() {
    Call call =
        run(
            World.tiers(1)
                .next(
                    "a",
                    new Reply()
                        .head(200, "content-type", "text/event-stream", "content-length", "99")
                        .body(Reply.token("x") + Reply.FINISH)
                        .end()),
            Call.stream());
    assertThat(call.header("content-length")).isNull();
  }
}

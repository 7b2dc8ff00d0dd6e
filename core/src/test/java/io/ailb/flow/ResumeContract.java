package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.PoolBuilder;
import io.ailb.model.Dialect;
import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded.Result;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code stream.recovery: resume}: another endpoint goes on with a text where it broke off, for
 * callers of every dialect; run with a blocking and with an asynchronous adapter.
 */
abstract class ResumeContract {
  private static final List<String> OPENAI = List.of("openai", "anthropic", "gemini");

  private World world;

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

  /** How a stream goes wrong after some of its text. */
  enum Fault {
    BREAKS,
    ENDS_EARLY,
    BREAKS_INSIDE_AN_EVENT,
    STALLS,
    HAS_AN_EVENT_THAT_IS_NO_JSON,
    REPORTS_AN_ERROR;

    Reply after(Reply begun) {
      return switch (this) {
        case BREAKS -> begun.breaks();
        case ENDS_EARLY -> begun.end();
        case BREAKS_INSIDE_AN_EVENT -> begun.body("data: {\"half").breaks();
        case STALLS -> begun;
        case HAS_AN_EVENT_THAT_IS_NO_JSON ->
            begun.body("data: {\"id\":\"x\",\"more\":[{\"a\":1]}\n\n");
        case REPORTS_AN_ERROR ->
            begun.body(
                "event: error\n"
                    + "data:"
                    + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\",\"code\":503,\"status\":\"UNAVAILABLE\"}}\n\n");
      };
    }
  }

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

  private static Call call(Dialect caller, String more) {
    return switch (caller) {
      case OPENAI_CHAT ->
          Call.of(
              "POST",
              "/v1/chat/completions",
              "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
                  .formatted(more));
      case OPENAI_RESPONSES ->
          Call.of(
              "POST",
              "/v1/responses",
              "{\"model\":\"m\",\"stream\":true,\"input\":\"hi\"%s}".formatted(more));
      case ANTHROPIC ->
          Call.of(
              "POST",
              "/v1/messages",
              "{\"model\":\"m\",\"stream\":true,\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}"
                  .formatted(more));
      case GEMINI ->
          Call.of(
              "POST",
              "/v1beta/models/m:streamGenerateContent?alt=sse",
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]%s}"
                  .formatted(more));
    };
  }

  private static Call call(Dialect caller) {
    return call(caller, "");
  }

  /** Endpoints a, b, … of these providers; all but a can go on from a turn of the assistant's. */
  private static World world(Consumer<PoolBuilder> more, String... providers) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered");
          pool.set("match.hosts", "*");
          pool.set("stream.recovery", "resume");
          for (int i = 0; i < providers.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            String provider = providers[i];
            boolean prefill = i > 0;
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider(provider)
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .set("capabilities.prefill", Boolean.toString(prefill))
                        .models(Map.of("m", "gpt-5.6")));
          }
          more.accept(pool);
        });
  }

  private static World world(String... providers) {
    return world(pool -> {}, providers);
  }

  static Stream<Arguments> faults() {
    return Arrays.stream(Dialect.values())
        .flatMap(
            caller ->
                OPENAI.stream()
                    .flatMap(
                        provider ->
                            Arrays.stream(Fault.values())
                                .map(fault -> Arguments.of(caller, provider, fault))));
  }

  private static String told(Dialect caller, String id, String... texts) {
    StringBuilder told = new StringBuilder();
    Speech.begins(caller, id).forEach(told::append);
    for (int i = 0; i < texts.length; i++) {
      told.append(Speech.says(caller, id, i, texts[i]));
    }
    return told.toString();
  }

  private void isOneAnswer(Dialect caller, Call call, String text) {
    assertThat(call.ended).as(call.text()).isEqualTo(Verdict.DONE);
    Speech.Found found = Speech.found(caller, call.text());
    assertThat(found.text()).as(call.text()).isEqualTo(text);
    assertThat(found.starts()).as(call.text()).isEqualTo(1);
    assertThat(found.ends()).as(call.text()).isEqualTo(1);
    assertThat(found.errors()).as(call.text()).isZero();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
  }

  // It goes on.

  @ParameterizedTest
  @MethodSource("faults")
  void anotherEndpointGoesOnWhereAStreamBreaks(Dialect caller, String provider, Fault fault) {
    Call call =
        run(
            world(provider(caller), provider)
                .next("a", fault.after(Speech.begun(caller, "one", "Tides", " follow")))
                .next(
                    "b", Speech.whole(spoken(caller, provider), "two", 4, " the", " Moon's pull.")),
            call(caller));
    isOneAnswer(caller, call, "Tides follow the Moon's pull.");
    assertThat(call.text()).startsWith(told(caller, "one", "Tides", " follow"));
    Speech.Found found = Speech.found(caller, call.text());
    assertThat(found.model()).isEqualTo("m-of-one");
    assertThat(found.ids())
        .isEqualTo(
            switch (caller) {
              case OPENAI_CHAT, GEMINI -> Set.of("one");
              case OPENAI_RESPONSES -> Set.of("one", "msg_one");
              case ANTHROPIC -> Set.of("block 0");
            });
    assertThat(found.output()).isEqualTo(4 + 3); // 12 characters, where 17 are 4 tokens
    assertThat(World.text(world.sent.get(1))).contains("Tides follow").doesNotContain("follow ");
    assertThat(world.sentTo).containsExactly("a", "b");
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(world.attempts.get(0).outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.attempts.get(1).outcome()).isInstanceOf(Outcome.Answered.class);
    assertThat(world.requests.get(0).endpoint()).isEqualTo("b");
    assertThat(world.requests.get(0).attempts()).isEqualTo(2);
    assertThat(world.requests.get(0).usage().output()).isEqualTo(4 + 3);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theOneThatBreaksMayHaveBeenTranslated(Dialect caller, String provider, Fault fault) {
    Call call =
        run(
            world(provider, provider(caller))
                .next(
                    "a",
                    fault.after(Speech.begun(spoken(caller, provider), "one", "Tides", " follow")))
                .next("b", Speech.whole(caller, "two", 4, " the", " Moon's pull.")),
            call(caller));
    isOneAnswer(caller, call, "Tides follow the Moon's pull.");
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void severalMayGoOnAfterEachOther(Dialect caller) {
    String home = provider(caller);
    Call call =
        run(
            world(home, home, "anthropic", "gemini")
                .next("a", Speech.begun(caller, "one", "Tides").breaks())
                .next("b", Speech.begun(caller, "two", " follow").breaks())
                .next("c", Speech.begun(Dialect.ANTHROPIC, "three", " the").breaks())
                .next("d", Speech.whole(Dialect.GEMINI, "four", 4, " Moon's", " pull.")),
            call(caller));
    isOneAnswer(caller, call, "Tides follow the Moon's pull.");
    assertThat(World.text(world.sent.get(3))).contains("Tides follow the");
    assertThat(world.requests.get(0).attempts()).isEqualTo(4);
  }

  @Test
  void whoGoesOnIsGivenWhatWasToldAsTheModelsLastTurn() {
    for (String provider : List.of("openai", "anthropic", "gemini")) {
      Call call = call(Dialect.OPENAI_CHAT, ",\"max_tokens\":50");
      Dialect spoken = spoken(Dialect.OPENAI_CHAT, provider);
      run(
          world("openai", provider)
              .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides follow \n").breaks())
              .next("b", Speech.whole(spoken, "two", 4, "the Moon.")),
          call);
      assertThat(World.text(world.sent.get(1)))
          .contains(
              switch (provider) {
                case "anthropic" -> "{\"role\":\"assistant\",\"content\":\"Tides follow\"}]";
                case "gemini" -> "{\"role\":\"model\",\"parts\":[{\"text\":\"Tides follow\"}]}]";
                default -> "{\"role\":\"assistant\",\"content\":\"Tides follow\"}]";
              })
          .containsPattern("[tT]okens\":47");
      isOneAnswer(Dialect.OPENAI_CHAT, call, "Tides follow \nthe Moon.");
    }
  }

  @Test
  void aBeginningThatTheCallerHadMadeItselfStaysOne() {
    Call call =
        Call.of(
            "POST",
            "/v1/chat/completions",
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"All"
                + " \"}]}");
    run(
        world("openai", "openai", "anthropic")
            .next("b", Speech.begun(Dialect.OPENAI_CHAT, "one", "tides").breaks())
            .next("c", Speech.whole(Dialect.ANTHROPIC, "two", 4, " follow.")),
        call);
    isOneAnswer(Dialect.OPENAI_CHAT, call, "tides follow.");
    assertThat(World.text(world.sent.get(1)))
        .contains("{\"role\":\"assistant\",\"content\":\"All tides\"}]");
  }

  static Stream<Arguments> seams() {
    String long_ = "Tides follow the Moon's pull on the oceans. ";
    return Stream.of(
        Arguments.of("Tides", new String[] {" follow"}, "Tides follow"),
        Arguments.of("Ti", new String[] {"des"}, "Tides"),
        Arguments.of("Tides ", new String[] {"follow"}, "Tides follow"),
        Arguments.of("Tides ", new String[] {" follow"}, "Tides follow"),
        Arguments.of("Tides ", new String[] {" ", "follow"}, "Tides follow"),
        Arguments.of("Tides\n", new String[] {"\n\nfollow"}, "Tides\n\nfollow"),
        Arguments.of("Tides\n\n", new String[] {"\n", "\n", "follow"}, "Tides\n\nfollow"),
        Arguments.of("Tides\n\n", new String[] {"\n", "- a"}, "Tides\n\n- a"),
        Arguments.of("Tides ", new String[] {" "}, "Tides "),
        Arguments.of(long_, new String[] {long_, "Also"}, long_ + "Also"),
        Arguments.of(
            long_,
            new String[] {"Tides fo", "llow the Moon's pull on the oceans", ".", " So."},
            long_ + "So."),
        Arguments.of(long_, new String[] {"Tides", " rise"}, long_ + "Tides rise"),
        Arguments.of(long_, new String[] {"Tides"}, long_ + "Tides"),
        Arguments.of("----", new String[] {"----", "----"}, "------------"),
        Arguments.of(" ", new String[] {"Tides"}, " Tides"));
  }

  @ParameterizedTest
  @MethodSource("seams")
  void nothingIsSaidTwiceAtTheSeam(String told, String[] rest, String joined) {
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world("openai", "anthropic")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", told).breaks())
            .next("b", Speech.whole(Dialect.ANTHROPIC, "two", 4, rest)),
        call);
    isOneAnswer(Dialect.OPENAI_CHAT, call, joined);
  }

  @Test
  void whatAnotherModelThoughtIsNotPutInTheMiddle() {
    Call call = call(Dialect.OPENAI_RESPONSES);
    Reply thinks =
        Reply.stream()
            .body(
                "data:"
                    + " {\"id\":\"two\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning_content\":\"hm\"},\"finish_reason\":null}]}\n\n");
    Speech.begins(Dialect.OPENAI_CHAT, "two").forEach(thinks::body);
    thinks.body(Speech.says(Dialect.OPENAI_CHAT, "two", 0, " follow."));
    Speech.ends(Dialect.OPENAI_CHAT, "two", 1, " follow.", 4).forEach(thinks::body);
    run(
        world("openai", "openai-compatible")
            .next("a", Speech.begun(Dialect.OPENAI_RESPONSES, "one", "Tides").breaks())
            .next("b", thinks.end()),
        call);
    isOneAnswer(Dialect.OPENAI_RESPONSES, call, "Tides follow.");
    assertThat(call.text()).doesNotContain("hm\"");
  }

  @Test
  void whatIsGoodInThePieceOfABadEventIsTold() {
    for (Fault fault : List.of(Fault.HAS_AN_EVENT_THAT_IS_NO_JSON, Fault.REPORTS_AN_ERROR)) {
      Reply one = Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides");
      String good = Speech.says(Dialect.OPENAI_CHAT, "one", 1, " follow");
      Reply bad = fault.after(Reply.stream());
      String piece = UTF_8.decode(bad.events.get(1).bytes().duplicate()).toString();
      Call call = call(Dialect.OPENAI_CHAT);
      run(
          world("openai", "gemini")
              .next("a", one.body(good.substring(0, 30)).body(good.substring(30) + piece))
              .next("b", Speech.whole(Dialect.GEMINI, "two", 4, " the Moon.")),
          call);
      isOneAnswer(Dialect.OPENAI_CHAT, call, "Tides follow the Moon.");
      assertThat(call.text()).startsWith(told(Dialect.OPENAI_CHAT, "one", "Tides", " follow"));
    }
  }

  @Test
  void whereNothingWasToldButTheHeadTheRequestGoesElsewhereAsItIs() {
    Call call = call(Dialect.OPENAI_CHAT).headDeadline(seconds(4));
    Reply silent = Speech.begun(Dialect.ANTHROPIC, "one");
    run(
        world(pool -> pool.set("timeouts.idle", "3s"), "anthropic", "openai")
            .next("a", silent)
            .next("b", Speech.whole(Dialect.OPENAI_CHAT, "two", 4, "Tides follow.")),
        call);
    assertThat(call.headAt).isEqualTo(seconds(2));
    isOneAnswer(Dialect.OPENAI_CHAT, call, "Tides follow.");
    assertThat(World.text(world.sent.get(1))).doesNotContain("assistant");
  }

  @Test
  void whatIsGivenCountsAsInput() {
    String told = "Tides ".repeat(400);
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world(
                pool ->
                    pool.endpoint(
                        e ->
                            e.name("small")
                                .provider("openai")
                                .baseUrl("https://small")
                                .apiKey("key-of-small")
                                .set("capabilities", Map.of("prefill", true))
                                .set("contextWindow", 100)
                                .models(Map.of("m", "gpt-5.6"))),
                "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", told).breaks()),
        call);
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(world.sentTo).containsExactly("a");
  }

  /** A stream as the network may cut it: in pieces of so many bytes. */
  private static Reply inPieces(Reply whole, int size) {
    StringBuilder all = new StringBuilder();
    whole.events.stream()
        .filter(event -> event.kind() == Reply.Kind.BODY)
        .forEach(event -> all.append(UTF_8.decode(event.bytes().duplicate())));
    byte[] bytes = all.toString().getBytes(UTF_8);
    Reply reply = Reply.stream();
    for (int at = 0; at < bytes.length; at += size) {
      reply.body(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
    }
    return reply;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void howTheNetworkCutsAStreamChangesNothing(Dialect caller) {
    String home = provider(caller);
    for (int size : new int[] {1, 2, 7, 64}) {
      for (Fault fault : List.of(Fault.HAS_AN_EVENT_THAT_IS_NO_JSON, Fault.REPORTS_AN_ERROR)) {
        Reply bad = fault.after(Speech.begun(caller, "one", "Tid\u00e9s \ud83c\udf0a", " follow"));
        Call call = call(caller);
        run(
            world(home, home)
                .next("a", inPieces(bad, size))
                .next("b", inPieces(Speech.whole(caller, "two", 4, " the Moon."), size).end()),
            call);
        isOneAnswer(caller, call, "Tid\u00e9s \ud83c\udf0a follow the Moon.");
      }
    }
  }

  @Test
  void whatAnAttemptLentIsKeptWhenItIsClosed() {
    close();
    world = world("openai", "openai");
    Exchange exchange = TestAdapter.begin(world, call(Dialect.OPENAI_CHAT));
    Step.Send first = (Step.Send) exchange.next();
    world.reply(first.request());
    Reply begun = Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides");
    for (Reply.Event event : begun.events) {
      BlockingAdapter.report(first.attempt(), event);
    }
    while (exchange.take() != null) {}
    String good = Speech.says(Dialect.OPENAI_CHAT, "one", 1, " follow");
    byte[] piece = (good + "data: {no\n\n").getBytes(UTF_8);
    assertThat(first.attempt().body(ByteBuffer.wrap(piece))).isEqualTo(Verdict.DROP);
    Arrays.fill(piece, (byte) 'x'); // its connection reads something else into it
    assertThat(UTF_8.decode(exchange.take()).toString()).isEqualTo(good);
    exchange.abandoned();
  }

  @Test
  void itWaitsForAPlace() {
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world("openai", "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides").breaks())
            .next(
                "b",
                Reply.error(429, "retry-after", "2"),
                Speech.whole(Dialect.OPENAI_CHAT, "two", 4, " follow.")),
        call);
    isOneAnswer(Dialect.OPENAI_CHAT, call, "Tides follow.");
    assertThat(world.sentTo).containsExactly("a", "b", "b");
    assertThat(call.endAt).isBetween(seconds(2), seconds(3));
    assertThat(call.headAt).isZero();
  }

  @Test
  void aStreamMayBreakLongAfterItBeganAndGoOn() {
    Reply slow = Speech.begun(Dialect.OPENAI_CHAT, "one");
    for (int i = 0; i < 20; i++) {
      slow.after(seconds(10)).body(Speech.says(Dialect.OPENAI_CHAT, "one", i, "t"));
    }
    Call call = call(Dialect.OPENAI_CHAT).headDeadline(seconds(20));
    run(
        world("openai", "openai", "openai")
            .next("a", slow.breaks())
            .next("b", Reply.error(503))
            .next("c", Speech.whole(Dialect.OPENAI_CHAT, "two", 4, "u")),
        call);
    isOneAnswer(Dialect.OPENAI_CHAT, call, "t".repeat(20) + "u");
  }

  @Test
  void theSameEndpointMayGoOnItselfWhereItIsTheOnlyOne() {
    Call call = call(Dialect.ANTHROPIC);
    run(
        world(pool -> {}, "openai", "anthropic")
            .next("a", Reply.error(503), Reply.error(503))
            .next(
                "b",
                Speech.begun(Dialect.ANTHROPIC, "one", "Tides").breaks(),
                Speech.whole(Dialect.ANTHROPIC, "two", 4, " follow.")),
        call);
    isOneAnswer(Dialect.ANTHROPIC, call, "Tides follow.");
  }

  // It does not.

  /** That the caller gets what it gets with {@code error}. */
  private Call asWithError(Consumer<World> replies, Call call, Call twin, String... providers) {
    World error = world(pool -> pool.set("stream.recovery", "error"), providers);
    replies.accept(error);
    run(error, twin);
    World resume = world(providers);
    replies.accept(resume);
    run(resume, call);
    assertThat(withoutMadeIds(call.text())).isEqualTo(withoutMadeIds(twin.text()));
    assertThat(call.ended).isEqualTo(twin.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.failure.kind()).isEqualTo(twin.failure.kind());
    assertThat(world.sentTo).containsExactly("a");
    return call;
  }

  private static String withoutMadeIds(String text) {
    return text.replaceAll("resp_[0-9a-f]{24}", "resp");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whereNobodyTakesAPrefillItBreaksAsWithError(Dialect caller) {
    String home = provider(caller);
    for (Fault fault : List.of(Fault.BREAKS, Fault.HAS_AN_EVENT_THAT_IS_NO_JSON, Fault.STALLS)) {
      Consumer<World> replies =
          world -> world.next("a", fault.after(Speech.begun(caller, "one", "Tides")));
      Call call = asWithError(replies, call(caller), call(caller), home);
      assertThat(call.text()).startsWith(told(caller, "one", "Tides"));
      assertThat(Speech.found(caller, call.text()).errors()).isEqualTo(1);
    }
  }

  static Stream<Arguments> moreThanText() {
    String tool =
        "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}";
    return Stream.of(
        Arguments.of(Dialect.OPENAI_CHAT, ",\"tools\":[" + tool + "]"),
        Arguments.of(Dialect.OPENAI_CHAT, ",\"n\":2"),
        Arguments.of(Dialect.OPENAI_CHAT, ",\"logprobs\":true"),
        Arguments.of(Dialect.OPENAI_CHAT, ",\"response_format\":{\"type\":\"json_object\"}"),
        Arguments.of(Dialect.OPENAI_CHAT, ",\"logit_bias\":{\"1\":1}"),
        Arguments.of(
            Dialect.ANTHROPIC,
            ",\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]"),
        Arguments.of(Dialect.GEMINI, ",\"generationConfig\":{\"candidateCount\":2}"),
        Arguments.of(
            Dialect.OPENAI_RESPONSES, ",\"text\":{\"format\":{\"type\":\"json_object\"}}"));
  }

  @ParameterizedTest
  @MethodSource("moreThanText")
  void whatIsMoreThanATextBreaksAsWithError(Dialect caller, String more) {
    asWithError(
        world -> world.next("a", Speech.begun(caller, "one", "Tides").breaks()),
        call(caller, more),
        call(caller, more),
        provider(caller),
        provider(caller));
  }

  @Test
  void aTextThatIsLongerThanIsKeptBreaksAsWithError() {
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world(pool -> pool.set("stream.bufferLimit", 10), "openai", "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides ", "follow").breaks()),
        call);
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void aTextWhoseEndIsOnItsWayBreaksAsWithError() {
    Call call = call(Dialect.OPENAI_RESPONSES);
    Reply reply = Speech.begun(Dialect.OPENAI_RESPONSES, "one", "Tides");
    reply.body(Speech.ends(Dialect.OPENAI_RESPONSES, "one", 1, "Tides", 4).get(0));
    run(world("openai", "openai").next("a", reply.breaks()), call);
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(world.sentTo).containsExactly("a");
  }

  private static Reply refusesPrefill() {
    return new Reply()
        .head(400, "content-type", "application/json")
        .body(
            "{\"error\":{\"message\":\"This model does not support assistant message"
                + " prefill.\",\"type\":\"invalid_request_error\"}}")
        .end();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aRefusalOfThePrefillIsNeverWhatTheCallerSees(Dialect caller) {
    for (String provider : OPENAI) {
      Call call = call(caller);
      run(
          world(provider(caller), provider)
              .next("a", Speech.begun(caller, "one", "Tides").breaks())
              .next("b", refusesPrefill()),
          call);
      assertThat(call.ended).isEqualTo(Verdict.FAIL);
      assertThat(call.status()).isEqualTo(200);
      assertThat(call.text()).startsWith(told(caller, "one", "Tides")).doesNotContain("prefill");
      assertThat(Speech.found(caller, call.text()).errors()).isEqualTo(1);
      assertThat(call.text()).contains("endpoint a: ");
      assertThat(world.sentTo).containsExactly("a", "b");
      assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
      assertThat(world.requests.get(0).endpoint()).isEqualTo("a");

      // Who lacks it is not asked for it again.
      world.next("a", Speech.begun(caller, "one", "Tides").breaks());
      Call second = adapter().run(world, call(caller));
      assertThat(second.ended).isEqualTo(Verdict.FAIL);
      assertThat(world.sentTo).containsExactly("a", "b", "a");
    }
  }

  @Test
  void whereOneRefusesAnotherGoesOn() {
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world("openai", "openai", "anthropic")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides").breaks())
            .next("b", refusesPrefill())
            .next("c", Speech.whole(Dialect.ANTHROPIC, "two", 4, " follow.")),
        call);
    isOneAnswer(Dialect.OPENAI_CHAT, call, "Tides follow.");
  }

  @Test
  void noMoreTriesAreMadeThanOfAnyRequest() {
    Call call = call(Dialect.OPENAI_CHAT);
    run(
        world(pool -> pool.set("retries.maxAttempts", 2), "openai", "openai", "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides").breaks())
            .next("b", Speech.begun(Dialect.OPENAI_CHAT, "two", " follow").breaks()),
        call);
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(world.sentTo).containsExactly("a", "b");
    Speech.Found found = Speech.found(Dialect.OPENAI_CHAT, call.text());
    assertThat(found.text()).isEqualTo("Tides follow");
    assertThat(found.errors()).isEqualTo(1);
    assertThat(call.text()).contains("endpoint b: ");
    assertThat(world.requests.get(0).endpoint()).isEqualTo("b");
  }

  @Test
  void whenTheCallersTimeIsOverNobodyGoesOn() {
    Call call = call(Dialect.OPENAI_CHAT).deadline(seconds(5));
    run(
        world("openai", "openai").next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides")),
        call);
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.failure.kind()).isEqualTo(Failure.Kind.TIMEOUT);
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void theCallerMayLeaveWhileAnotherGoesOn() {
    Call call = call(Dialect.OPENAI_CHAT).leavesAfter(seconds(3));
    run(
        world("openai", "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides").breaks())
            .next("b", Speech.begun(Dialect.OPENAI_CHAT, "two", " follow")),
        call);
    assertThat(Speech.found(Dialect.OPENAI_CHAT, call.text()).text()).isEqualTo("Tides follow");
    assertThat(world.attempts.get(1).outcome()).isInstanceOf(Outcome.Abandoned.class);
    assertThat(world.requests.get(0).result()).isEqualTo(Result.ABANDONED);
  }

  @Test
  void whatCameLastDoesNotWaitForWhoGoesOn() {
    Reply one = Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides");
    one.body(Speech.says(Dialect.OPENAI_CHAT, "one", 1, " follow") + "data: {no\n\n");
    Call call = call(Dialect.OPENAI_CHAT).leavesAfter(seconds(3));
    run(world("openai", "openai").next("a", one).next("b", Reply.silence()), call);
    assertThat(call.text()).isEqualTo(told(Dialect.OPENAI_CHAT, "one", "Tides", " follow"));
  }

  @Test
  void orWhileItWaitsForAPlace() {
    Call call = call(Dialect.OPENAI_CHAT).leavesAfter(seconds(3));
    run(
        world("openai", "openai")
            .next("a", Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides").breaks())
            .next("b", Reply.error(429, "retry-after", "9")),
        call);
    assertThat(world.requests.get(0).result()).isEqualTo(Result.ABANDONED);
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  @Test
  void anAnswerThatIsLostWhileAnotherGoesOnGivesItsPlaceBack() {
    close();
    world = world("openai", "openai");
    Exchange exchange = TestAdapter.begin(world, call(Dialect.OPENAI_CHAT));
    Step.Send first = (Step.Send) exchange.next();
    Reply begun = Speech.begun(Dialect.OPENAI_CHAT, "one", "Tides");
    world.reply(first.request());
    begun.events.forEach(event -> BlockingAdapter.report(first.attempt(), event));
    Object body = new Object();
    exchange.watch(body);
    assertThat(first.attempt().end()).isEqualTo(Verdict.DROP);
    Step.Send second = (Step.Send) exchange.next();
    world.reply(second.request());
    assertThat(world.endpoint("b").inFlight()).isOne();
    world.watched.get(body).run();
    assertThat(world.endpoint("b").inFlight()).isZero();
    assertThat(world.lost).hasSize(1);
    assertThat(second.attempt().end()).isNotNull();
    world.close();
    world = null;
  }
}

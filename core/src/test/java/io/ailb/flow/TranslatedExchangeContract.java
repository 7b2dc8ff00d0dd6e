package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Fixtures;
import io.ailb.PoolBuilder;
import io.ailb.model.Dialect;
import io.ailb.observe.AttemptEnded;
import io.ailb.observe.RequestEnded.Result;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A caller of OpenAI Chat in a pool whose endpoint {@code a} speaks OpenAI's dialects, {@code c}
 * only Anthropic's, {@code g} only Gemini's; run with a blocking and with an asynchronous adapter.
 */
abstract class TranslatedExchangeContract {
  private static final String ASKED =
      "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

  private World world;

  abstract TestAdapter adapter();

  private Call run(World newWorld, Call call) {
    world = newWorld;
    return adapter().run(newWorld, call);
  }

  @AfterEach
  void noLeaseIsLeftAndNoBugWasMet() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.pool().endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());
    assertThat(world.pool().queued()).isZero();
    assertThat(world.attempts).hasSameSizeAs(world.sent);
    world.close();
  }

  private static Call chat(String more) {
    return Call.chat().body(ASKED.formatted(more));
  }

  private static Call stream() {
    return chat(",\"stream\":true");
  }

  private static World world(Consumer<PoolBuilder> more, String... names) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered");
          pool.set("match.hosts", "*");
          for (String name : names) {
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider(
                            switch (name) {
                              case "c" -> "anthropic";
                              case "g" -> "gemini";
                              default -> "openai";
                            })
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .models(
                            Map.of(
                                "gpt",
                                switch (name) {
                                  case "c" -> "claude-opus-5-5";
                                  case "g" -> "gemini-3.8-flash";
                                  default -> "gpt-5.6";
                                })));
          }
          more.accept(pool);
        });
  }

  private static World world(String... names) {
    return world(pool -> {}, names);
  }

  private static String fixture(String name, Dialect dialect, String kind) {
    return new String(Fixtures.bytes(name, dialect, kind), StandardCharsets.UTF_8);
  }

  private static Reply claude(String name) {
    return Reply.json(fixture(name, Dialect.ANTHROPIC, "response.json"));
  }

  private static String claudeEvents(String name) {
    return fixture(name, Dialect.ANTHROPIC, "stream.sse");
  }

  // Requests.

  @Test
  void anotherDialectsEndpointGetsItsOwnWordsAndItsOwnKeyOnly() {
    Call call =
        run(
            world("c").next("c", claude("text-basic")),
            chat("")
                .headers(
                    "Authorization",
                    "Bearer callers-own",
                    "OpenAI-Organization",
                    "org-1",
                    "X-Stainless-Lang",
                    "java",
                    "User-Agent",
                    "OpenAI/Java",
                    "traceparent",
                    "00-1"));
    assertThat(call.status()).isEqualTo(200);
    var sent = world.sent.get(0);
    assertThat(sent.url()).isEqualTo("https://c/v1/messages");
    assertThat(sent.credential().value()).isEqualTo("key-of-c");
    assertThat(sent.headers().first("anthropic-version")).isEqualTo("2026-10-21");
    assertThat(sent.headers().first("content-type")).isEqualTo("application/json");
    assertThat(sent.headers().first("traceparent")).isEqualTo("00-1");
    assertThat(sent.headers().toString()).doesNotContain("callers-own", "org-1", "java", "OpenAI/");
    assertThat(
            Fixtures.json(World.text(sent).getBytes(StandardCharsets.UTF_8)).path("model").asText())
        .isEqualTo("claude-opus-5-5");
  }

  @Test
  void aStreamFromGeminiIsAskedForInItsUrl() {
    run(
        world("g")
            .next(
                "g",
                Reply.stream().body(fixture("text-basic", Dialect.GEMINI, "stream.sse")).end()),
        stream());
    assertThat(world.sent.get(0).url())
        .isEqualTo("https://g/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
    assertThat(World.text(world.sent.get(0))).doesNotContain("\"stream\"", "\"model\"");
  }

  @Test
  void theOwnDialectIsNeverRewritten() {
    Call call = run(world("a", "c"), chat(",\"unknown\": 1.50"));
    assertThat(World.text(world.sent.get(0)))
        .isEqualTo(call.body.replace("\"gpt\"", "\"gpt-5.6\""));
    assertThat(call.header("x-ai-lb-dialect")).isNull();
    assertThat(world.attempts.get(0).reworded()).isNull();
    assertThat(world.endpoint("a").translated()).isZero();
  }

  // Answers.

  @Test
  void aTranslatedAnswerSaysSo() {
    Call call = run(world("c").next("c", claude("text-basic")), chat(",\"seed\":7"));
    assertThat(call.header("x-ai-lb-dialect")).isEqualTo("anthropic");
    assertThat(call.header("x-ai-lb-dropped")).isEqualTo("seed");
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("c");
    assertThat(call.header("x-ai-lb-model")).isEqualTo("claude-opus-5-5");
    assertThat(call.header("content-type")).startsWith("application/json");
    var body = Fixtures.json(call.text().getBytes(StandardCharsets.UTF_8));
    assertThat(body.path("object").asText()).isEqualTo("chat.completion");
    assertThat(body.at("/choices/0/message/content").asText())
        .isEqualTo(Fixtures.expect("text-basic").path("text").asText());
    assertThat(world.requests.get(0).result()).isEqualTo(Result.SUCCESS);
    assertThat(world.requests.get(0).usage().input())
        .isEqualTo(Fixtures.expect("text-basic").at("/usage/inputTokens").asLong());
    assertThat(world.attempts.get(0).reworded())
        .isEqualTo(
            new AttemptEnded.Reworded(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC, Set.of("seed")));
    assertThat(world.endpoint("c").translated()).isEqualTo(1);
  }

  @Test
  void aTranslatedStreamIsPassedOnEventByEventAndEndsInTheCallersWay() {
    String events = claudeEvents("text-basic");
    int half = events.indexOf("content_block_stop");
    half = events.lastIndexOf("event:", half);
    Call call =
        run(
            world("c", "a")
                .next(
                    "c",
                    Reply.stream()
                        .body(events.substring(0, half))
                        .after(Duration.ofSeconds(5))
                        .body(events.substring(half))
                        .end()),
            stream());
    assertThat(call.headAt).isZero();
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(call.header("content-type")).startsWith("text/event-stream");
    assertThat(call.text()).contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
    assertThat(call.text()).doesNotContain("event:");
    assertThat(world.requests.get(0).usage().isKnown()).isTrue();
  }

  @Test
  void aTranslatedStreamThatIsCutEndsInTheCallersErrorAndNeverCleanly() {
    Call call =
        run(
            world("c")
                .next(
                    "c",
                    Reply.stream()
                        .body(fixture("stream-cut", Dialect.ANTHROPIC, "stream.sse"))
                        .end()),
            stream());
    assertThat(call.ended).isEqualTo(Verdict.FAIL);
    assertThat(call.text()).contains("data: {\"error\":{").doesNotContain("[DONE]");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void aTranslatedStreamThatBreaksBeforeItsContentMovesOn() {
    String events = claudeEvents("text-basic");
    String first = events.substring(0, events.indexOf("event: content_block_delta"));
    Call call =
        run(
            world("c", "a")
                .next("c", Reply.stream().body(first).breaks(new SocketException("reset")))
                .next("c", Reply.stream().body(first).breaks(new SocketException("reset")))
                .next("a", Reply.goodStream("hello")),
            stream());
    assertThat(world.sentTo).endsWith("a");
    assertThat(call.text()).contains("hello").endsWith(Reply.DONE);
    assertThat(call.header("x-ai-lb-dialect")).isNull();
  }

  @Test
  void anErrorInATranslatedStreamBeforeItsContentIsARealStatus() {
    Call call =
        run(
            world(pool -> pool.set("retries.maxAttempts", 1), "c")
                .next(
                    "c",
                    new Reply()
                        .head(200, "content-type", "application/json")
                        .body(
                            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}")
                        .end()),
            chat(""));
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text()).contains("\"invalid_request_error\"").contains("[c] no");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void anErrorInATranslatedStreamAfterItsContentIsTheCallersErrorEvent() {
    String events = claudeEvents("text-basic");
    int half = events.lastIndexOf("event:", events.indexOf("content_block_stop"));
    Call call =
        run(
            world("c", "a")
                .next(
                    "c",
                    Reply.stream()
                        .body(events.substring(0, half))
                        .body(
                            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded key-of-c\"}}\n\n")
                        .end()),
            stream());
    assertThat(call.text()).contains("data: {\"error\":{").contains("Overloaded");
    assertThat(call.text()).doesNotContain("[DONE]", "key-of-c");
  }

  @Test
  void aCallersFaultComesBackInTheCallersWords() {
    Fixtures.ErrorCase error = Fixtures.error("error-context-length", Dialect.ANTHROPIC);
    Call call =
        run(
            world("c")
                .next(
                    "c",
                    new Reply()
                        .head(
                            error.status(), "content-type", "application/json", "request-id", "r1")
                        .body(error.body())
                        .end()),
            chat(""));
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text()).contains("\"context_length_exceeded\"").contains("[c] ");
    assertThat(call.header("x-request-id")).isEqualTo("r1");
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
  }

  @Test
  void aPlainAnswerToARequestForAStreamIsStreamed() {
    Call call = run(world("c").next("c", claude("tool-call")), stream());
    assertThat(call.header("content-type")).startsWith("text/event-stream");
    assertThat(call.text()).contains("\"tool_calls\"").endsWith("data: [DONE]\n\n");
  }

  @Test
  void aStreamToARequestForAPlainAnswerIsCollected() {
    Call call =
        run(world("c").next("c", Reply.stream().body(claudeEvents("text-basic")).end()), chat(""));
    assertThat(call.text()).contains("\"chat.completion\"");
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void whatIsNeitherEventsNorJsonIsNoAnswer() {
    Call call =
        run(
            world("c", "a")
                .always("c", new Reply().head(200, "content-type", "text/plain").body("hi").end()),
            chat(""));
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
  }

  @Test
  void whatWasDroppedFitsIntoAHeaderWhateverItsName() {
    String schema =
        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\",\"a\\n\u00e4,b\":1,\"%s\":2}}}"
            .formatted("x".repeat(2_000));
    Call call =
        run(
            world("g")
                .next("g", Reply.json(fixture("text-basic", Dialect.GEMINI, "response.json"))),
            chat(schema));
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.header("x-ai-lb-dropped")).contains(".a???b").endsWith(",...");
  }

  @Test
  void aFullPoolTellsGeminiInItsBodyWhenToComeBack() {
    World full =
        world(
            pool -> {
              pool.set("queue.maxWait", "0s");
              pool.endpoint(
                  e ->
                      e.name("z")
                          .provider("openai")
                          .baseUrl("https://z")
                          .apiKey("key-of-z")
                          .model("gpt-5.6")
                          .set("limits.rpm", 1));
            });
    Call first =
        Call.chat().body("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}");
    first.path = "/v1beta/models/gemini-3.8-flash:generateContent";
    assertThat(run(full, first).status()).isEqualTo(200);
    Call second = Call.chat().body(first.body);
    second.path = first.path;
    Call call = adapter().run(full, second);
    assertThat(call.status()).isEqualTo(429);
    String delay = call.header("retry-after") + "s";
    var error = Fixtures.json(call.text().getBytes(StandardCharsets.UTF_8)).path("error");
    assertThat(error.path("status").asText()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(error.at("/details/0/@type").asText()).endsWith("google.rpc.RetryInfo");
    assertThat(error.at("/details/0/retryDelay").asText()).isEqualTo(delay).matches("6[01]s");
    assertThat(world.refused).isEmpty();
    assertThat(world.exhausted).hasSize(1);
  }

  @Test
  void jsonThatDoesNotSayThatItIsOneIsAnAnswer() {
    Call call =
        run(
            world("c")
                .next(
                    "c",
                    new Reply()
                        .head(200, "content-type", "text/plain")
                        .body(fixture("text-basic", Dialect.ANTHROPIC, "response.json"))
                        .end()),
            chat(""));
    assertThat(call.text()).contains("\"chat.completion\"");
  }

  // Who can be asked.

  @Test
  void whatOnlyTheOwnDialectSaysGoesToItThoughAnotherComesFirst() {
    Call call = run(world("c", "a"), chat(",\"logit_bias\":{\"50256\":-100}"));
    assertThat(world.sentTo).containsExactly("a");
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  void whatNobodyCanBeAskedIsRefusedByName() {
    Call call = run(world("c", "g"), chat(",\"logit_bias\":{\"50256\":-100}"));
    assertThat(world.sent).isEmpty();
    assertThat(call.status()).isEqualTo(400);
    assertThat(call.text())
        .contains("logit_bias is known to openai-chat only")
        .contains("invalid_request_error")
        .contains("Change the request, or add an endpoint that takes it.")
        .doesNotContain(" now");
    assertThat(call.header("x-should-retry")).isEqualTo("false");
    assertThat(call.header("retry-after")).isNull();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
    assertThat(world.exhausted).isEmpty();
    assertThat(world.refused).hasSize(1);
    assertThat(world.refused.get(0).message())
        .contains("pool \"default\"", "model gpt", "c cannot be asked: logit_bias", "g cannot");
  }

  @Test
  void aFieldWithALongNameOfManyLinesStaysOneLine() {
    run(world("c"), chat(",\"a\\nWARN forged " + "x".repeat(5_000) + "\":1"));
    assertThat(world.refused.get(0).message())
        .contains("a WARN forged x")
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }

  @Test
  void aRequestThatIsNotValidIsLeftToItsOwnProvider() {
    run(world("c", "a"), Call.chat().body("{\"model\":\"gpt\",\"messages\":7}"));
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void withTranslationOffAnotherDialectIsNeverAsked() {
    run(world(pool -> pool.set("translation.mode", "off"), "c", "a"), chat(""));
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void whatAProviderRefusesIsAskedOfAnotherAndNotOfItAgain() {
    Reply refusal =
        new Reply()
            .head(400, "content-type", "application/json")
            .body(
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"tools: Extra inputs are not permitted\"}}")
            .end();
    String tools =
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]";
    Call call = run(world("c", "a").next("c", refusal), chat(tools));
    assertThat(call.status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("c", "a");
    adapter().run(world, chat(tools));
    assertThat(world.sentTo).containsExactly("c", "a", "a");
    adapter().run(world.next("c", claude("text-basic")), chat(""));
    assertThat(world.sentTo).endsWith("c");
  }

  @Test
  void whatAnEndpointLacksIsAllThatIsLookedForInARequestOfItsOwnDialect() {
    world =
        new World(
            pool -> {
              pool.set("match.hosts", "*");
              pool.set("translation.strict", true);
              pool.endpoint(
                  e ->
                      e.name("a")
                          .provider("openai")
                          .baseUrl("https://a")
                          .apiKey("key-of-a")
                          .set("capabilities", Map.of("tools", false)));
            });
    for (String odd :
        new String[] {
          "{\"model\":\"gpt\",\"messages\":7}",
          "{\"model\":\"gpt\",\"messages\":[{\"role\":\"function\",\"name\":\"f\",\"content\":\"x\"}]}",
          "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\",\"format\":\"flac\"}}]}]}"
        }) {
      assertThat(adapter().run(world, Call.chat().body(odd)).status()).as(odd).isEqualTo(200);
    }
  }

  @Test
  void anEndpointOfTheOwnDialectThatLacksSomethingIsPassedOver() {
    run(
        new World(
            pool -> {
              pool.set("routing.strategy", "ordered");
              pool.set("match.hosts", "*");
              for (String name : new String[] {"a", "b"}) {
                pool.endpoint(
                    e -> {
                      e.name(name)
                          .provider("openai")
                          .baseUrl("https://" + name)
                          .apiKey("key-of-" + name);
                      if (name.equals("a")) {
                        e.set("capabilities", Map.of("tools", false));
                      }
                    });
              }
            }),
        chat(
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}]"));
    assertThat(world.sentTo).containsExactly("b");
  }

  private static World host(String profile) {
    return new World(
        pool -> {
          pool.set("match.hosts", "*");
          pool.endpoint(
              e -> {
                e.name("h")
                    .provider("openai-compatible")
                    .baseUrl("https://h/v1")
                    .apiKey("key-of-h");
                if (profile != null) {
                  e.set("profile", profile);
                }
              });
        });
  }

  private static final String MODERN =
      "{\"model\":\"gpt\",\"messages\":[{\"role\":\"developer\",\"content\":\"x\"}],\"max_completion_tokens\":5,\"store\":true,\"top_k\":1.50}";

  @Test
  void aHostWithHabitsOfItsOwnGetsTheCallersRequestPutRight() {
    Call call = run(host("vllm"), Call.chat().body(MODERN));
    assertThat(World.text(world.sent.get(0)))
        .isEqualTo(
            "{\"model\":\"gpt\",\"messages\":[{\"role\":\"system\",\"content\":\"x\"}],\"top_k\":1.50,\"max_tokens\":5}");
    assertThat(call.header("x-ai-lb-dropped")).isEqualTo("store");
    assertThat(call.header("x-ai-lb-dialect")).isNull();
  }

  @Test
  void aHostThatNobodyKnowsGetsEveryByteAsItCame() {
    run(host(null), Call.chat().body(MODERN));
    assertThat(World.text(world.sent.get(0))).isEqualTo(MODERN);
  }

  @Test
  void aHostThatTakesItGetsEveryByteAsItCame() {
    Call plain = run(host("vllm"), chat(", \"max_tokens\" : 5"));
    assertThat(World.text(world.sent.get(0))).isEqualTo(plain.body);
  }

  @Test
  void aCallThatNobodyCanUseIsAskedForElsewhere() {
    String useless =
        "{\"candidates\":[{\"content\":{},\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"index\":0}]}";
    Call call = run(world("g", "a").next("g", Reply.json(useless), Reply.json(useless)), chat(""));
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
  }

  @Test
  void anEndpointOfTheOwnDialectIsNotAskedForWhatOthersLack() {
    run(
        new World(
            pool -> {
              pool.set("match.hosts", "*");
              pool.endpoint(
                  e ->
                      e.name("a")
                          .provider("openai")
                          .baseUrl("https://a")
                          .apiKey("key-of-a")
                          .set("capabilities", Map.of("tools", false)));
            }),
        Call.chat()
            .body(
                "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}],\"logit_bias\":{\"1\":2},\"stop\":\"x\"}"));
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void aSignOfLifeReachesTheCallerInItsOwnWay() {
    String events = claudeEvents("text-basic");
    int half = events.lastIndexOf("event:", events.indexOf("content_block_stop"));
    Call call =
        run(
            world("c")
                .next(
                    "c",
                    Reply.stream()
                        .body(events.substring(0, half))
                        .body(": still here\n\n")
                        .body(events.substring(half))
                        .end()),
            stream());
    assertThat(call.text()).contains("\n\n: ").endsWith("data: [DONE]\n\n");
  }

  private static World vectors(String... sent) {
    return new World(
        pool -> {
          pool.set("routing.strategy", "ordered");
          pool.set("match.hosts", "*");
          for (int i = 0; i < sent.length; i++) {
            String name = String.valueOf((char) ('a' + i));
            String model = sent[i];
            pool.endpoint(
                e ->
                    e.name(name)
                        .provider("openai")
                        .baseUrl("https://" + name)
                        .apiKey("key-of-" + name)
                        .models(Map.of("gpt", model)));
          }
        });
  }

  private static Call embed() {
    Call call = Call.chat().body("{\"model\":\"gpt\",\"input\":\"x\"}");
    call.path = "/v1/embeddings";
    return call;
  }

  @Test
  void vectorsOfAnotherModelAreNeverAnAnswer() {
    Call call =
        run(
            vectors("gpt-4o", "text-embedding-3-small", "text-embedding-3-large", "my-own")
                .always("b", Reply.error(503))
                .always("d", Reply.error(503)),
            embed());
    assertThat(call.status()).isEqualTo(503);
    assertThat(world.sentTo).doesNotContain("a", "c").contains("b", "d");
  }

  @Test
  void embeddingsNeverLeaveTheirDialect() {
    run(
        world(
            pool ->
                pool.endpoint(
                    e -> e.name("o").provider("openai").baseUrl("https://o").apiKey("key-of-o")),
            "c",
            "g"),
        embed());
    assertThat(world.sentTo).containsExactly("o");
  }

  @Test
  void whoLeavesATranslatedStreamLeavesItsProviderToo() {
    Call call =
        run(
            world("c")
                .next(
                    "c",
                    Reply.stream()
                        .body(claudeEvents("text-basic").substring(0, 900))
                        .after(Duration.ofSeconds(50))
                        .end()),
            stream().leavesAfter(Duration.ofSeconds(2)));
    assertThat(call.endAt == null || call.endAt.toSeconds() <= 3).isTrue();
    assertThat(world.requests.get(0).result()).isEqualTo(Result.ABANDONED);
  }
}

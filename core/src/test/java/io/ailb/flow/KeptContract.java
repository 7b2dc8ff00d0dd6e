package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Operation;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers keep is asked of the endpoint that keeps it; run with both kinds of adapter. */
abstract class KeptContract {
  private World world = four();

  abstract TestAdapter adapter();

  /** Four endpoints in turn, each of which issues ids of its own. */
  private static World four() {
    World world = World.tiers(pool -> pool.set("routing.strategy", "round-robin"), 1, 1, 1, 1);
    for (String host : List.of("a", "b", "c", "d")) {
      world.always(host, response("resp_of_" + host));
    }
    return world;
  }

  private static Reply response(String id) {
    return Reply.json(
        "{\"id\":\"%s\",\"object\":\"response\",\"output\":[{\"id\":\"msg_%s\",\"type\":\"message\"}],\"usage\":{\"input_tokens\":5,\"output_tokens\":7}}"
            .formatted(id, id));
  }

  private static String event(String type, String rest) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
  }

  private static Reply stream(String id) {
    return Reply.stream()
        .body(event("response.created", "\"response\":{\"id\":\"" + id + "\"}"))
        .body(event("response.output_text.delta", "\"delta\":\"hello\""))
        .body(event("response.completed", "\"response\":{\"id\":\"" + id + "\"}"))
        .end();
  }

  private static Call ask(String more) {
    return Call.of("POST", "/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"" + more + "}");
  }

  private static Call after(String id) {
    return ask(",\"previous_response_id\":\"" + id + "\"");
  }

  private static Call about(String method, String path) {
    return Call.of(method, path, "");
  }

  private Call run(Call call) {
    return adapter().run(world, call);
  }

  /** The first answer, of a. */
  private World begun() {
    run(ask(""));
    assertThat(world.sentTo).containsExactly("a");
    return world;
  }

  @AfterEach
  void nothingIsHeldAndNoBugWasMet() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.pool().endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());
    assertThat(world.pool().queued()).isZero();
    world.close();
  }

  // Who is asked.

  @Test
  void aConversationStaysWhereItBegan() {
    run(ask(""));
    run(ask(""));
    world.next("b", response("resp_2"), response("resp_3"));
    assertThat(run(after("resp_of_b")).text()).contains("resp_2");
    assertThat(run(after("resp_2")).text()).contains("resp_3");
    assertThat(run(after("resp_3")).text()).contains("resp_of_b");
    assertThat(world.sentTo).containsExactly("a", "b", "b", "b", "b");
    assertThat(world.sent.get(4).credential().value()).isEqualTo("Bearer key-of-b");
  }

  @Test
  void aStreamedOneToo() {
    world.next("a", stream("resp_1"), stream("resp_2"));
    run(ask(",\"stream\":true"));
    run(ask(",\"stream\":true,\"previous_response_id\":\"resp_1\""));
    run(after("resp_2"));
    assertThat(world.sentTo).containsExactly("a", "a", "a");
  }

  @Test
  void anIdIsKnownAsSoonAsItsStreamHasBegun() {
    world.next(
        "a",
        Reply.stream()
            .body(event("response.created", "\"response\":{\"id\":\"resp_1\"}"))
            .body(event("response.output_text.delta", "\"delta\":\"hello\""))
            .breaks());
    assertThat(run(ask(",\"stream\":true")).ended).isEqualTo(Verdict.FAIL);
    run(after("resp_1"));
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"conversation\":\"conv_1\"",
        ",\"conversation\":{\"id\":\"conv_1\"}",
        ",\"tools\":[{\"type\":\"code_interpreter\",\"container\":\"cntr_1\"}]",
        ",\"tools\":[{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\",\"file_ids\":[\"cfile_1\"]}}]",
        ",\"input\":[{\"type\":\"item_reference\",\"id\":\"ci_1\"}]",
        ",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}]",
        ",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_id\":\"cfile_1\"}]}]"
      })
  void whateverAnAnswerNamedIsFoundWhereItIs(String more) {
    world.next(
        "b",
        Reply.json(
            """
            {"id":"resp_1","conversation":{"id":"conv_1"},"output":[
              {"id":"rs_1","type":"reasoning"},
              {"id":"ci_1","type":"code_interpreter_call","container_id":"cntr_1","code":"x"},
              {"id":"msg_1","content":[{"type":"output_text","text":"\\"id\\":\\"resp_no\\"","annotations":[
                {"type":"container_file_citation","container_id":"cntr_1","file_id":"cfile_1"}]}]}],
             "usage":null}"""));
    run(ask(""));
    run(ask(""));
    run(ask(more));
    assertThat(world.sentTo).containsExactly("a", "b", "b");
    assertThat(run(after("resp_no")).notOurs).isTrue(); // what is only said names nothing
  }

  @Test
  void whatNobodyIsKnownToHaveIssuedGoesOutUntouched() {
    begun();
    assertThat(run(after("resp_of_another_day")).notOurs).isTrue();
    assertThat(world.sentTo).hasSize(1);
    assertThat(world.passed).hasSize(1);
    assertThat(world.passed.get(0).reason())
        .isEqualTo("no endpoint is known to keep what it refers to");
  }

  @Test
  void nullNamesNothing() {
    run(ask(",\"previous_response_id\":null,\"conversation\":null,\"prompt\":null"));
    assertThat(world.sentTo).containsExactly("a");
  }

  @Test
  void whatIsWholeWithoutItsIdGoesAnywhere() {
    begun();
    run(ask(",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_old\",\"summary\":[]}]"));
    assertThat(world.sentTo).containsExactly("a", "b");
  }

  @Test
  void anIdOfAnotherDialectsAnswerWasIssuedByNobody() {
    world.close();
    world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("claude")
                                .provider("anthropic")
                                .baseUrl("https://a")
                                .apiKey("key-of-a")
                                .set("model", "claude-opus-5-5")));
    world.always(
        "a",
        Reply.json(
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}"));
    Call first = run(ask(""));
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text()).startsWith("{\"id\":\"msg_1\",\"object\":\"response\"");
    assertThat(run(after("msg_1")).notOurs).isTrue();
  }

  @Test
  void anthropicsContainersAndFilesToo() {
    world.close();
    world =
        new World(
            pool -> {
              pool.set("match.hosts", "*").set("routing.strategy", "round-robin");
              for (String name : List.of("a", "b")) {
                pool.endpoint(
                    e ->
                        e.name(name)
                            .provider("anthropic")
                            .baseUrl("https://" + name)
                            .apiKey("key-of-" + name));
              }
            });
    world.next(
        "a",
        Reply.json(
            """
            {"id":"msg_1","content":[
               {"type":"tool_use","id":"toolu_1","name":"open","input":{"file_id":"file_callers"}},
               {"type":"bash_code_execution_tool_result","content":{"content":[{"file_id":"file_1"}]}}],
             "container":{"id":"container_1","expires_at":"later"},
             "usage":{"input_tokens":1,"output_tokens":1}}"""));
    world.always("b", Reply.json("{\"id\":\"msg_2\",\"content\":[],\"usage\":{}}"));
    world.always("a", Reply.json("{\"id\":\"msg_3\",\"content\":[],\"usage\":{}}"));
    String messages = "{\"model\":\"claude\",\"max_tokens\":9,\"messages\":[%s]%s}";
    run(Call.of("POST", "/v1/messages", messages.formatted("", "")));
    run(Call.of("POST", "/v1/messages", messages.formatted("", ",\"container\":\"container_1\"")));
    run(
        Call.of(
            "POST",
            "/v1/messages",
            messages.formatted("", ",\"container\":{\"id\":\"container_1\",\"skills\":[]}")));
    String file =
        "{\"role\":\"user\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"file\",\"file_id\":\"%s\"}}]}";
    run(Call.of("POST", "/v1/messages", messages.formatted(file.formatted("file_1"), "")));
    run(about("GET", "/v1/files/file_1/content?beta=true"));
    assertThat(world.sentTo).containsExactly("a", "a", "a", "a", "a");
    assertThat(world.sent.get(4).url()).isEqualTo("https://a/v1/files/file_1/content?beta=true");
    String callers = messages.formatted(file.formatted("file_callers"), "");
    assertThat(run(Call.of("POST", "/v1/messages", callers)).notOurs).isTrue();
    run(Call.of("POST", "/v1/messages", messages.formatted("", ",\"container\":{\"skills\":[]}")));
    assertThat(world.sentTo).hasSize(6); // a new container is anybody's
  }

  // What becomes of it there.

  @Test
  void nobodyElseIsAskedHoweverItFails() {
    begun();
    world.always("a", Reply.error(500));
    Call call = run(after("resp_of_a"));
    assertThat(world.sentTo).containsExactly("a", "a", "a"); // the second try is quick
    assertThat(call.status()).isEqualTo(500);
    assertThat(call.text()).contains("says 500"); // in its own words
    assertThat(world.requests.get(1).result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void theProvidersOwnErrorIsTheAnswer() {
    begun();
    world.next(
        "a",
        new Reply()
            .head(404, "content-type", "application/json")
            .body("{\"error\":{\"message\":\"Response with id 'resp_of_a' not found.\"}}")
            .end());
    Call call = run(after("resp_of_a"));
    assertThat(call.status()).isEqualTo(404);
    assertThat(call.text()).contains("not found.");
    assertThat(world.sentTo).containsExactly("a", "a");
    assertThat(world.endpoint("a").state()).isEqualTo("READY");
  }

  @Test
  void aRefusalOfTheKeyIsTheAnswerToo() {
    begun();
    world.next("a", Reply.error(401));
    Call call = run(after("resp_of_a"));
    assertThat(call.status()).isEqualTo(401);
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  @Test
  void aLimitIsWaitedFor() {
    begun();
    world.next("a", Reply.error(429, "retry-after", "5"));
    Call call = run(after("resp_of_a"));
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.endAt).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_200));
    assertThat(world.sentTo).containsExactly("a", "a", "a");
  }

  @Test
  void butNotBeyondTheCallersTime() {
    begun();
    world.next("a", Reply.error(429, "retry-after", "50"));
    Call call = run(after("resp_of_a").deadline(Duration.ofSeconds(10)));
    assertThat(call.status()).isEqualTo(429);
    assertThat(call.text()).contains("a cooling").doesNotContain("b ");
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  // What is asked about it.

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/responses/resp_of_a",
    "GET, /v1/responses/resp_of_a?stream=true&starting_after=3",
    "DELETE, /v1/responses/resp_of_a",
    "POST, /v1/responses/resp_of_a/cancel",
    "GET, /v1/responses/resp_of_a/input_items?limit=2",
    "GET, /v1/conversations/conv_1/items",
    "DELETE, /v1/conversations/conv_1/items/msg_9",
    "GET, /v1/containers/cntr_1/files/cfile_1/content",
    "GET, /v1/files/cfile_1"
  })
  void followUpsGoWhereItIs(String method, String path) {
    world.next(
        "a",
        Reply.json(
            """
            {"id":"resp_of_a","conversation":{"id":"conv_1"},
             "output":[{"container_id":"cntr_1","x":{"file_id":"cfile_1"}}]}"""));
    begun();
    world.next("a", Reply.json("{\"usage\":{\"input_tokens\":5,\"output_tokens\":7}}"));
    Call call = run(about(method, path));
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.header("x-ai-lb-endpoint")).isEqualTo("a");
    assertThat(world.sentTo).containsExactly("a", "a");
    assertThat(world.sent.get(1).method()).isEqualTo(method);
    assertThat(world.sent.get(1).url()).isEqualTo("https://a" + path);
    assertThat(world.sent.get(1).credential().value()).isEqualTo("Bearer key-of-a");
    assertThat(world.requests.get(1).operation()).isEqualTo(Operation.KEPT_BY_OPENAI);
    assertThat(world.endpoint("a").outputTokens()).isZero(); // they were counted when made, or not
  }

  @Test
  void aFileComesAsItIs() {
    world.next("a", Reply.json("{\"id\":\"resp_of_a\",\"output\":[{\"file_id\":\"cfile_1\"}]}"));
    begun();
    world.next(
        "a",
        new Reply()
            .head(200, "content-type", "application/octet-stream")
            .body("{not")
            .body(" json")
            .end());
    assertThat(run(about("GET", "/v1/files/cfile_1/content")).text()).isEqualTo("{not json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/responses/resp_of_b",
        "/v1/responses/compact",
        "/v1/responses/",
        "/v1/files",
        "/v1/files/",
        "/v1/conversations",
        "/v1/batches/batch_1/cancel",
        "/v1beta/cachedContents/resp_of_a"
      })
  void whatIsAboutNothingOfOursIsNotOurs(String path) {
    begun();
    assertThat(run(about("GET", path)).notOurs).isTrue();
    assertThat(world.sentTo).hasSize(1);
  }

  @Test
  void whatChangesSomethingIsNotDoneTwice() {
    begun();
    world.always("a", Reply.error(500));
    Call call = run(about("POST", "/v1/responses/resp_of_a/cancel"));
    assertThat(call.status()).isEqualTo(500);
    assertThat(world.sentTo).containsExactly("a", "a");
  }

  @Test
  void whatOnlyAsksMayBeAskedAgain() {
    begun();
    world.next("a", Reply.error(500));
    assertThat(run(about("GET", "/v1/responses/resp_of_a")).status()).isEqualTo(200);
    assertThat(world.sentTo).containsExactly("a", "a", "a");
  }

  @Test
  void whatThisKeyMayNotDoSaysNothingOfTheRest() {
    begun();
    world.next("a", Reply.error(403));
    assertThat(run(about("DELETE", "/v1/responses/resp_of_a")).status()).isEqualTo(403);
    Call call = run(about("GET", "/v1/responses/resp_of_a").deadline(Duration.ofSeconds(5)));
    assertThat(call.status()).isEqualTo(200);
  }

  // How long it is known.

  @Test
  void afterADayNobodyKnowsIt() {
    begun();
    world.time.pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(run(after("resp_of_a")).notOurs).isFalse();
    world.time.pass(Duration.ofHours(24).minusSeconds(1));
    assertThat(run(about("GET", "/v1/responses/resp_of_a")).notOurs).isFalse(); // it was used
    world.time.pass(Duration.ofHours(24));
    assertThat(run(after("resp_of_a")).notOurs).isTrue();
  }
}

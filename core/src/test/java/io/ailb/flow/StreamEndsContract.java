package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.Fixtures;
import io.ailb.model.Dialect;
import io.ailb.observe.RequestEnded.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When a stream is whole: with the end of its own dialect, wherever the connection ends. For
 * callers of every dialect, at endpoints of their own and of others.
 */
abstract class StreamEndsContract {
  /** How any dialect says that it failed. */
  private static final String[] ERRORS = {"\"error\":{", "\"type\":\"error\"", "event: error"};

  private World world;

  abstract TestAdapter adapter();

  @AfterEach
  void nothingIsHeld() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.pool().inFlight()).isZero();
    world.close();
  }

  /** What an endpoint speaks, and what is in the event from which on nothing is missing. */
  private enum Spoken {
    CHAT("openai", Dialect.OPENAI_CHAT, "\"finish_reason\":\"stop\""),
    RESPONSES("openai", Dialect.OPENAI_RESPONSES, "response.completed"),
    ANTHROPIC("anthropic", Dialect.ANTHROPIC, "\"stop_reason\":\"end_turn\""),
    GEMINI("gemini", Dialect.GEMINI, "\"finishReason\":\"STOP\"");

    private final String provider;
    private final Dialect dialect;
    private final String end;

    Spoken(String provider, Dialect dialect, String end) {
      this.provider = provider;
      this.dialect = dialect;
      this.end = end;
    }

    List<String> events() {
      String text = new String(Fixtures.bytes("text-basic", dialect, "stream.sse"), UTF_8);
      return Arrays.stream(text.split("(?<=\n\r?\n)")).toList();
    }

    /** How many of its events make it whole. */
    int whole() {
      List<String> events = events();
      for (int i = 0; i < events.size(); i++) {
        if (events.get(i).replace(": ", ":").contains(end)) {
          return i + 1;
        }
      }
      throw new AssertionError(end);
    }
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

  /** What an SDK of this dialect takes for a stream's good end. */
  private static String goodEnd(Dialect caller) {
    return switch (caller) {
      case OPENAI_CHAT -> "data: [DONE]\n\n";
      case OPENAI_RESPONSES -> "response.completed";
      case ANTHROPIC -> "\"type\":\"message_stop\"";
      case GEMINI -> "\"finishReason\":\"STOP\"";
    };
  }

  static Stream<Arguments> conversations() {
    return Arrays.stream(Dialect.values())
        .flatMap(
            caller ->
                Arrays.stream(Spoken.values())
                    .filter(s -> s != Spoken.RESPONSES || caller == Dialect.OPENAI_RESPONSES)
                    .filter(s -> s != Spoken.CHAT || caller != Dialect.OPENAI_RESPONSES)
                    .map(spoken -> Arguments.of(caller, spoken)));
  }

  private Call run(Dialect caller, Spoken spoken, Reply reply) {
    if (world != null) {
      nothingIsHeld();
    }
    world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider(spoken.provider)
                                .baseUrl("https://a")
                                .apiKey("key-of-a")
                                .models(Map.of("m", "gpt-5.6"))));
    return adapter().run(world.next("a", reply), call(caller));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void wholeWithItsDialectsEndAndCutWithout(Dialect caller, Spoken spoken) {
    List<String> events = spoken.events();
    int least = spoken.whole();
    for (boolean breaks : new boolean[] {false, true}) {
      for (int count = 1; count <= events.size(); count++) {
        Reply reply = Reply.stream();
        events.subList(0, count).forEach(reply::body);
        Call call = run(caller, spoken, breaks ? reply.breaks() : reply.end());
        boolean whole = count >= least;
        String what = count + " of " + events.size() + (breaks ? " and a break" : "");
        Result result = world.requests.get(0).result();
        assertThat(result == Result.SUCCESS).as(what).isEqualTo(whole);
        String text = call.text().replace(": ", ":").replace("data:[DONE]", "data: [DONE]");
        assertThat(text.contains(goodEnd(caller))).as(what + call.text()).isEqualTo(whole);
        assertThat(call.ended == Verdict.FAIL || call.status() >= 400).as(what).isEqualTo(!whole);
        if (!whole) {
          assertThat(call.text()).as(what).containsAnyOf(ERRORS);
        }
      }
    }
  }

  /** Also where it takes a translation to find that out. */
  @Test
  void afterAStopReasonAFragmentOrSilenceIsAnEnd() {
    for (Dialect caller : Dialect.values()) {
      for (Spoken spoken : List.of(Spoken.ANTHROPIC, Spoken.GEMINI)) {
        String begun = String.join("", spoken.events().subList(0, spoken.whole()));
        for (Reply reply :
            List.of(
                Reply.stream().body(begun + "data: {\"more").breaks(),
                Reply.stream().body(begun))) {
          Call call = run(caller, spoken, reply);
          assertThat(call.ended).as(caller + " " + spoken).isEqualTo(Verdict.DONE);
          assertThat(call.text().replace(": ", ":").replace("data:[", "data: ["))
              .contains(goodEnd(caller))
              .doesNotContain("\"more")
              .doesNotContain(ERRORS);
        }
      }
    }
  }

  private static String chunk(int choice, String text, String finish) {
    return "data: {\"choices\":[{\"index\":%d,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n"
        .formatted(choice, text, finish);
  }

  /** Hosts and proxies write their end mark whatever came before it. */
  @Test
  void anEndMarkDoesNotMakeACutChoiceWhole() {
    for (Dialect caller : List.of(Dialect.OPENAI_CHAT, Dialect.GEMINI)) {
      for (String end : List.of("", Reply.DONE)) {
        Reply two = Reply.stream();
        two.body(chunk(0, "one", "null")).body(chunk(1, "two", "null"));
        Call call = run(caller, Spoken.CHAT, two.body(chunk(0, "", "\"stop\"") + end).end());
        assertThat(call.text()).as(end).contains("one", "two", "\"error\"");
        assertThat(call.text()).as(end).doesNotContain("[DONE]");
        assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
        assertThat(world.endpoint("a").failures()).isEqualTo(1);
      }
    }
  }

  @Test
  void geminisArrayIsWholeWithItsLastBracket() {
    String first = "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"one\"}]}}]}";
    String last = ",\n{\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\"}]}";
    for (String end : List.of("", "]")) {
      world =
          new World(
              pool ->
                  pool.set("match.hosts", "*")
                      .endpoint(
                          e ->
                              e.name("a")
                                  .provider("gemini")
                                  .baseUrl("https://a")
                                  .apiKey("key-of-a")));
      Reply reply = new Reply().head(200, "content-type", "application/json");
      Call call = call(Dialect.GEMINI);
      call.path = "/v1beta/models/m:streamGenerateContent";
      adapter().run(world.next("a", reply.body(first).body(last + end).end()), call);
      assertThat(call.ended).isEqualTo(end.isEmpty() ? Verdict.FAIL : Verdict.DONE);
      assertThat(call.text()).isEqualTo(first + last + end);
      assertThat(world.endpoint("a").failures()).isEqualTo(end.isEmpty() ? 1 : 0);
    }
  }
}

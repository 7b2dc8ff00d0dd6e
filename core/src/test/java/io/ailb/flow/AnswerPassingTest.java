package io.ailb.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Outcome;
import io.ailb.observe.RequestEnded.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a provider's answer reaches the application, and what is noted of it. */
class AnswerPassingTest {
  private static final String CANARY = "sk-canary-0123456789abcdef";

  private World world;

  private Call run(World newWorld, Call call) {
    if (world != null) {
      nothingOfOursBroke();
    }
    world = newWorld;
    return new BlockingAdapter().run(newWorld, call);
  }

  @AfterEach
  void nothingOfOursBroke() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.endpoint("a").inFlight()).isZero();
    world.close();
  }

  private static World canary(Reply reply) {
    World world =
        new World(
            pool ->
                pool.set("match.hosts", "*")
                    .endpoint(
                        e ->
                            e.name("a")
                                .provider("openai")
                                .baseUrl("https://a")
                                .set("cost.input", 1_000_000)
                                .set("cost.output", 1_000_000)
                                .set("cost.perRequest", 100)
                                .apiKey(CANARY)));
    return world.always("a", reply);
  }

  // Keys.

  @Test
  void theKeyInAnErrorUnderAGoodStatusIsHidden() {
    String body = "{\"error\":{\"message\":\"bad key %s\",\"code\":\"invalid_prompt\"}}";
    Reply reply =
        new Reply()
            .head(200, "Content-Type", "application/json", "Content-Length", "99")
            .body(body.formatted(CANARY))
            .end();
    Call call = run(canary(reply), Call.chat());
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.text()).isEqualTo(body.formatted("sk-...cdef"));
    assertThat(call.header("content-length")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30, 1_000})
  void theKeyInAnErrorEventIsHidden(int piece) {
    String event = "data: {\"error\":{\"message\":\"bad key %s\"}}\n\n";
    Reply reply = Reply.stream().body(Reply.token("one"));
    byte[] bytes = event.formatted(CANARY).getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      reply.body(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
    }
    Call call = run(canary(reply.after(Duration.ofSeconds(1)).end()), Call.stream());
    assertThat(call.text()).isEqualTo(Reply.token("one") + event.formatted("sk-...cdef"));
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void theKeyInALastEventWithoutItsEmptyLineIsHidden() {
    Reply reply =
        Reply.stream().body(Reply.token("one")).body("data: {\"error\":\"" + CANARY + "\"}").end();
    Call call = run(canary(reply), Call.stream());
    assertThat(call.text()).contains("sk-...cdef").doesNotContain(CANARY);
  }

  // Compressed though nobody asked for it.

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Reply gzipped(int status, String type, String text, int piece) {
    byte[] bytes = gzip(text);
    Reply reply =
        new Reply()
            .head(status, "Content-Type", type, "Content-Encoding", "GZip", "Content-Length", "9");
    for (int at = 0; at < bytes.length; at += piece) {
      reply.body(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
    }
    return reply.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 11, 1_000_000})
  void gzipThatNobodyAskedForArrivesUnfolded(int piece) {
    String body = "{\"x\":\"" + "y".repeat(100_000) + "\",\"usage\":{\"prompt_tokens\":5}}";
    Call call = run(canary(gzipped(200, "application/json", body, piece)), Call.chat());
    assertThat(call.text()).isEqualTo(body);
    assertThat(call.header("content-encoding")).isNull();
    assertThat(call.header("content-length")).isNull();
    assertThat(world.requests.get(0).usage().input()).isEqualTo(5);
  }

  @Test
  void aCompressedErrorIsRead() {
    String body = "{\"error\":{\"message\":\"m\",\"code\":\"invalid_prompt\"}}";
    Call call = run(canary(gzipped(400, "application/json", body, 1_000)), Call.chat());
    assertThat(call.text()).isEqualTo(body);
    assertThat(world.requests.get(0).result()).isEqualTo(Result.CLIENT_ERROR);
  }

  @Test
  void aCompressedStreamIsFollowed() {
    String stream = Reply.token("one") + Reply.FINISH + Reply.DONE;
    Call call = run(canary(gzipped(200, "text/event-stream", stream, 5)), Call.stream());
    assertThat(call.text()).isEqualTo(stream);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
  }

  @Test
  void gzipThatIsNoneOrIsCutIsAFailure() {
    Reply none =
        new Reply()
            .head(200, "content-type", "text/plain", "content-encoding", "gzip")
            .body("plain")
            .end();
    assertThat(run(canary(none), Call.chat()).ended).isEqualTo(Verdict.FAIL);
    byte[] whole = gzip("text that is longer than nothing");
    Reply cut =
        new Reply()
            .head(200, "content-type", "text/plain", "content-encoding", "gzip")
            .body(Arrays.copyOf(whole, whole.length - 12))
            .end();
    assertThat(run(canary(cut), Call.chat()).ended).isEqualTo(Verdict.FAIL);
  }

  @Test
  void anAnswerThatUnfoldsWithoutEndIsCutOff() {
    byte[] bomb = gzip(" ".repeat(80_000_000));
    Reply reply =
        new Reply()
            .head(200, "content-type", "application/json", "content-encoding", "gzip")
            .body(bomb)
            .end();
    assertThat(run(canary(reply), Call.chat()).status()).isEqualTo(503);
  }

  // Redirects.

  @Test
  void aRedirectWithoutABodyIsAnAnswer() {
    Reply reply =
        new Reply().head(304, "Content-Type", "application/json", "Location", "/elsewhere").end();
    Call call = run(canary(reply), Call.chat());
    assertThat(call.status()).isEqualTo(304);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(world.endpoint("a").failures()).isZero();
  }

  // Figures.

  private Outcome.Answered answered() {
    return (Outcome.Answered) world.attempts.get(0).outcome();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain"})
  void theFirstByteOfABufferedAnswerIsNoted(String type) {
    Reply reply =
        new Reply()
            .head(200, "Content-Type", type)
            .after(Duration.ofSeconds(2))
            .body("{\"a\":")
            .after(Duration.ofSeconds(3))
            .body("1}")
            .end();
    run(canary(reply), Call.chat());
    assertThat(answered().firstByteNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(answered().totalNanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(world.requests.get(0).status()).isEqualTo(200);
  }

  @Test
  void theFirstContentOfAStreamIsNoted() {
    Reply reply =
        Reply.stream()
            .body(": ping\n\n")
            .after(Duration.ofSeconds(2))
            .body(Reply.token("one"))
            .body(Reply.DONE)
            .end();
    run(canary(reply), Call.stream());
    assertThat(answered().firstByteNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void aGoodAnswerCostsItsTokensAndItsRequest() {
    run(canary(Reply.chat("x")), Call.chat());
    assertThat(world.attempts.get(0).cost()).isEqualTo(112);
    assertThat(world.pool().cost()).isEqualTo(112);
  }

  @Test
  void aFailureCostsNothing() {
    run(canary(Reply.error(400)), Call.chat());
    run(canary(Reply.error(503)), Call.chat());
    assertThat(world.attempts).allSatisfy(attempt -> assertThat(attempt.cost()).isZero());
    assertThat(world.pool().cost()).isZero();
    assertThat(world.endpoint("a").cost()).isZero();
  }

  @Test
  void whoLeavesPaysForWhatWasReported() {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
    Reply told = Reply.stream().body(Reply.token("one")).body(usage);
    run(canary(told), Call.stream().leavesAfter(Duration.ofSeconds(3)));
    assertThat(world.pool().cost()).isEqualTo(107);
    Reply untold = Reply.stream().body(Reply.token("one"));
    run(canary(untold), Call.stream().leavesAfter(Duration.ofSeconds(3)));
    assertThat(world.pool().cost()).isZero();
  }
}

package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What token limits count of answers that end otherwise than well. */
class AccountingTest {
  private static final String MESSAGE =
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
          + "{\"input_tokens\":30,\"output_tokens\":1}}}\n\n";
  private static final String TEXT =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
          + "\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n";
  private static final String ERROR =
      "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
          + "\"message\":\"too much\"}}\n\n";
  private static final String END =
      "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
          + "\"end_turn\"},\"usage\":{\"output_tokens\":40}}\n\n"
          + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

  private static World anthropic() {
    return new World(
        pool ->
            pool.set("match.hosts", "*")
                .endpoint(
                    e ->
                        e.name("a")
                            .provider("anthropic")
                            .baseUrl("https://a")
                            .apiKey("key-a")
                            .set("limits.tpm", 100_000)
                            .set("limits.charge", "actual")));
  }

  private static Call messages() {
    Call call = new Call();
    call.path = "/v1/messages";
    call.body = "{\"model\":\"claude\",\"max_tokens\":500,\"messages\":[],\"stream\":true}";
    return call;
  }

  private static Call run(World world, Call call) {
    return new BlockingAdapter().run(world, call);
  }

  private static long used(World world) {
    return world.endpoint("a").tokensPerMinuteUsed();
  }

  @Test
  void aStreamThatEndsCountsWhatItUsed() {
    World world = anthropic().next("a", Reply.stream().body(MESSAGE + TEXT + END).end());
    assertThat(run(world, messages()).ended).isEqualTo(Verdict.DONE);
    assertThat(used(world)).isEqualTo(70);
  }

  @Test
  void aStreamThatEndsInAnErrorCountsTheOutputThatWasExpected() {
    World world = anthropic().next("a", Reply.stream().body(MESSAGE + TEXT + ERROR).end());
    run(world, messages());
    assertThat(used(world)).isEqualTo(280);
  }

  @Test
  void aStreamThatWasLeftCountsTheOutputThatWasExpected() {
    World world =
        anthropic()
            .next("a", Reply.stream().body(MESSAGE + TEXT).after(Duration.ofSeconds(20)).body(END));
    run(world, messages().leavesAfter(Duration.ofSeconds(5)));
    assertThat(world.requests.get(0).result()).isEqualTo(Result.ABANDONED);
    assertThat(used(world)).isEqualTo(280);
  }

  @Test
  void aStreamThatBreaksCountsTheOutputThatWasExpected() {
    World world = anthropic().next("a", Reply.stream().body(MESSAGE + TEXT).breaks());
    run(world, messages());
    assertThat(used(world)).isEqualTo(280);
  }

  @Test
  void anErrorAnswerHasUsedNothing() {
    World world = anthropic().next("a", Reply.error(400));
    run(world, messages());
    assertThat(used(world)).isZero();
  }

  // The provider's own error ends the answer.

  @Test
  void afterTheProvidersErrorEventABreakIsNoSecondError() {
    World world = anthropic().next("a", Reply.stream().body(MESSAGE + TEXT + ERROR).breaks());
    Call call = run(world, messages());
    assertThat(call.text()).isEqualTo(MESSAGE + TEXT + ERROR);
    assertThat(call.ended).isEqualTo(Verdict.DONE);
    assertThat(world.requests.get(0).result()).isEqualTo(Result.FAILURE);
  }

  @Test
  void afterTheProvidersErrorEventSilenceIsNoSecondError() {
    World world = anthropic().next("a", Reply.stream().body(MESSAGE + TEXT + ERROR));
    Call call = run(world, messages());
    assertThat(call.text()).isEqualTo(MESSAGE + TEXT + ERROR);
    assertThat(call.endAt).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }
}

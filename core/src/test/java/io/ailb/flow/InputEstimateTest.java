package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.ailb.model.HttpFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests are expected to take of limits by tokens, from what those before them took. */
class InputEstimateTest {
  /** Of the body and all of its text. */
  private static final int BYTES = 40_000;

  private static final long TPM = 100_000_000;

  private static World world() {
    return new World(
        pool -> {
          pool.set("match.hosts", "*");
          pool.endpoint(
              e ->
                  e.name("a")
                      .provider("openai")
                      .baseUrl("https://a")
                      .apiKey("key-of-a")
                      .set("limits.tpm", String.valueOf(TPM))
                      .set("limits.scope", "endpoint") // so that all models count together
                      .set("limits.charge", "actual"));
        });
  }

  private static String body(String model, boolean stream) {
    String head =
        "{\"model\":\"" + model + "\",\"max_tokens\":1,\"stream\":" + stream + ",\"messages\":[\"";
    String tail = "\"]}";
    StringBuilder text = new StringBuilder(head);
    while (text.length() < BYTES - tail.length()) {
      text.append(text.length() % 6 == 0 ? ' ' : 'a');
    }
    return text.append(tail).toString();
  }

  private static Reply said(long promptTokens, boolean stream) {
    String usage = "\"usage\":{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":0}";
    return stream
        ? Reply.stream()
            .body(Reply.token("x") + Reply.FINISH)
            .body("data: {\"choices\":[]," + usage + "}\n\n" + Reply.DONE)
            .end()
        : Reply.json("{\"choices\":[]," + usage + "}");
  }

  private static void answered(World world, String body, Reply reply) {
    world.next("a", reply);
    assertThat(new BlockingAdapter().run(world, Call.chat().body(body)).status()).isEqualTo(200);
  }

  /** What a request takes before it is answered. */
  private static long taken(World world, String body) {
    long before = world.endpoint("a").tokensPerMinuteUsed();
    Exchange exchange = TestAdapter.begin(world, Call.chat().body(body));
    Attempt attempt = ((Step.Send) exchange.next()).attempt();
    long taken = world.endpoint("a").tokensPerMinuteUsed() - before;
    attempt.head(200, HttpFields.of("content-type", "application/json"));
    attempt.body(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
    attempt.end();
    return taken - 1; // the answer's one token
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aModelsTokensAreLearnedFromWhatAnswersReport(boolean stream) {
    try (World world = world()) {
      String body = body("gpt", stream);
      assertThat(taken(world, body)).as("4 bytes a token at first").isEqualTo(BYTES / 4);
      for (int i = 0; i < 50; i++) {
        answered(world, body, said(BYTES / 2, stream));
      }
      assertThat(taken(world, body)).isBetween((long) (BYTES / 2.1), (long) (BYTES / 1.99));
      assertThat(taken(world, body("other", stream)))
          .as("another model's are another matter")
          .isEqualTo(BYTES / 4);
    }
  }

  @Test
  void filesInAPromptSayNothingOfItsText() {
    try (World world = world()) {
      byte[] picture = new byte[30_000];
      String file = Base64.getEncoder().encodeToString(picture);
      String body =
          body("gpt", false)
              .replace("\"messages\":[", "\"messages\":[\"data:image/png;base64," + file + "\",");
      for (int i = 0; i < 50; i++) {
        answered(world, body, said(11_500, false));
      }
      assertThat(taken(world, body("gpt", false))).isEqualTo(BYTES / 4);
      assertThat(taken(world, body)).as("a picture is 1,000").isBetween(11_000L, 11_010L);
    }
  }

  @Test
  void aConversationThatTheProviderKeepsSaysNothingOfWhatIsAddedToIt() {
    try (World world = world()) {
      Call call = new Call();
      call.path = "/v1/responses";
      call.body = body("gpt", false).replace("\"messages\":[", "\"input\":[");
      world.next("a", stored(10_000));
      new BlockingAdapter().run(world, call);
      String next =
          call.body.replace("\"input\":[", "\"previous_response_id\":\"resp_1\",\"input\":[");
      for (int i = 0; i < 50; i++) {
        world.next("a", stored(30_000));
        Call further = new Call().body(next);
        further.path = "/v1/responses";
        assertThat(new BlockingAdapter().run(world, further).status()).isEqualTo(200);
      }
      assertThat(taken(world, body("gpt", false))).isEqualTo(BYTES / 4);
    }
  }

  private static Reply stored(long inputTokens) {
    return Reply.json(
        "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"output\":[],\"usage\":{\"input_tokens\":"
            + inputTokens
            + ",\"output_tokens\":0}}");
  }

  @Test
  void howFarEstimatesAreOffIsAFigureOfTheEndpoint() {
    try (World world = world()) {
      assertThat(world.endpoint("a").inputEstimateErrorPercent()).isEqualTo(-1);
      answered(world, body("gpt", false), said(BYTES / 5, false));
      assertThat(world.endpoint("a").inputEstimateErrorPercent()).isCloseTo(25, offset(0.1));
      for (int i = 0; i < 300; i++) {
        answered(world, body("gpt", false), said(BYTES / 5, false));
      }
      assertThat(world.endpoint("a").inputEstimateErrorPercent()).isLessThan(1);
    }
  }

  @Test
  void anAnswerThatReportsNothingTeachesNothing() {
    try (World world = world()) {
      answered(world, body("gpt", false), Reply.json("{\"choices\":[]}"));
      assertThat(world.endpoint("a").inputEstimateErrorPercent()).isEqualTo(-1);
      assertThat(taken(world, body("gpt", false))).isEqualTo(BYTES / 4);
    }
  }
}

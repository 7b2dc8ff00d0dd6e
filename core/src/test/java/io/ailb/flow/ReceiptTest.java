package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.EndpointBuilder;
import io.ailb.observe.RequestEnded.Result;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What who asked is told afterwards, and while it waits. */
class ReceiptTest {
  private World world;

  @AfterEach
  void noBugWasMet() {
    assertThat(world.bugs).isEmpty();
    world.close();
  }

  private Receipt of(World newWorld, Call call) {
    world = newWorld;
    new BlockingAdapter().run(world, call);
    Receipt receipt = call.exchange.receipt();
    assertThat(receipt).isNotNull();
    return receipt;
  }

  private static World priced() {
    return new World(
        pool -> {
          pool.set("match.hosts", "*");
          pool.endpoint(
              e ->
                  e.name("a")
                      .provider("openai")
                      .baseUrl("https://a")
                      .apiKey("key-of-a")
                      .set("models", Map.of("gpt", "gpt-large"))
                      .set("cost", Map.of("input", 1, "output", 2, "currency", "EUR")));
        });
  }

  @Test
  void anAnswerSaysWhoGaveItAndWhatItCost() {
    Reply usage =
        new Reply()
            .head(200, "content-type", "application/json")
            .body(
                "{\"choices\":[{\"message\":{\"content\":\"x\"}}],"
                    + "\"usage\":{\"prompt_tokens\":1000000,\"completion_tokens\":500000}}")
            .end();
    Receipt receipt = of(priced().next("a", usage), Call.chat());
    assertThat(receipt.endpoint()).isEqualTo("a");
    assertThat(receipt.model()).isEqualTo("gpt-large");
    assertThat(receipt.result()).isEqualTo(Result.SUCCESS);
    assertThat(receipt.attempts()).isEqualTo(1);
    assertThat(receipt.usage().input()).isEqualTo(1_000_000);
    assertThat(receipt.cost()).isEqualTo(2);
    assertThat(receipt.currency()).isEqualTo("EUR");
    assertThat(receipt.keys()).isFalse();
  }

  @Test
  void withoutAPriceThereIsNoCurrency() {
    assertThat(of(World.tiers(1), Call.chat()).currency()).isNull();
  }

  @Test
  void whereThePoolFailedTheSameMayHelpAgain() {
    Receipt receipt = of(World.tiers(1).always("a", Reply.error(500)), Call.chat());
    assertThat(receipt.result()).isEqualTo(Result.FAILURE);
    assertThat(receipt.mayHelpAgain()).isTrue();
    assertThat(receipt.keys()).isFalse();
  }

  @Test
  void whereTheRequestIsWrongItMayNot() {
    Receipt receipt = of(World.tiers(1).always("a", Reply.error(400)), Call.chat());
    assertThat(receipt.result()).isEqualTo(Result.CLIENT_ERROR);
    assertThat(receipt.mayHelpAgain()).isFalse();
  }

  @Test
  void norWhereItIsLargerThanAnyLimit() {
    Reply tooLarge =
        new Reply()
            .head(429, "content-type", "application/json")
            .body(
                "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Request too large for gpt"
                    + " on tokens per min (TPM): Limit 10, Requested 625.\"}}")
            .end();
    Receipt receipt = of(World.tiers(1).always("a", tooLarge), Call.chat());
    assertThat(receipt.result()).isEqualTo(Result.FAILURE);
    assertThat(receipt.mayHelpAgain()).isFalse();
  }

  @Test
  void keysThatAreRefusedAreNamedAsThat() {
    Receipt receipt = of(World.tiers(1).always("a", Reply.error(401)), Call.chat());
    assertThat(receipt.keys()).isTrue();
    assertThat(receipt.mayHelpAgain()).isTrue();
  }

  @Test
  void whoWaitsIsToldForWhatAndForHowLong() {
    world = World.tiers(1, 1);
    world.next("a", Reply.error(429, "retry-after", "30"));
    world.next("b", Reply.error(429, "retry-after", "20"));
    new BlockingAdapter().run(world, Call.chat().deadline(Duration.ofSeconds(1)));
    Exchange waits = TestAdapter.begin(world, Call.chat().inBatch());
    assertThat(waits.waitsFor()).isNull();
    assertThat(waits.next()).isInstanceOf(Step.Wait.class);
    assertThat(waits.waitsFor()).isEqualTo("all 2 endpoints resting; next in 20 s");
    waits.abandoned();
    assertThat(waits.waitsFor()).isNull();
  }

  @Test
  void whoWaitsForNothingButRefusedKeysKnowsIt() {
    assertThat(waitsForRefusedKeys(Reply.error(401), Reply.error(403))).isTrue();
    assertThat(waitsForRefusedKeys(Reply.error(401), Reply.error(404))).isTrue();
    assertThat(waitsForRefusedKeys(Reply.error(401), Reply.error(429, "retry-after", "20")))
        .isFalse();
  }

  private boolean waitsForRefusedKeys(Reply ofA, Reply ofB) {
    world = World.tiers(1, 1).always("a", ofA).always("b", ofB);
    new BlockingAdapter().run(world, Call.chat().deadline(Duration.ofSeconds(1)));
    Exchange waits = TestAdapter.begin(world, Call.chat().inBatch());
    assertThat(waits.waitsForRefusedKeys()).isFalse();
    assertThat(waits.next()).isInstanceOf(Step.Wait.class);
    boolean forKeys = waits.waitsForRefusedKeys();
    waits.abandoned();
    assertThat(waits.waitsForRefusedKeys()).isFalse();
    return forKeys;
  }

  @Test
  void whoIsOutOfUseIsNotWaitedFor() {
    world = two((name, endpoint) -> endpoint.set("enabled", name.equals("a")));
    world.always("a", Reply.error(401));
    new BlockingAdapter().run(world, Call.chat().deadline(Duration.ofSeconds(1)));
    Exchange waits = TestAdapter.begin(world, Call.chat().inBatch());
    assertThat(waits.next()).isInstanceOf(Step.Wait.class);
    assertThat(waits.waitsForRefusedKeys()).isTrue();
    waits.abandoned();
  }

  @Test
  void reasonsThatDifferAreCounted() {
    world = two((name, endpoint) -> endpoint.set("limits.rpm", 1).set("learnLimits", false));
    world.next("a", Reply.error(429, "retry-after", "90"));
    Call call = Call.chat();
    new BlockingAdapter().run(world, call);
    assertThat(call.status()).isEqualTo(200);
    Exchange waits = TestAdapter.begin(world, Call.chat().inBatch());
    waits.next();
    assertThat(waits.waitsFor())
        .isEqualTo("1 endpoint resting, 1 endpoint at the limit; next in 61 s");
    waits.abandoned();
  }

  private static World two(BiConsumer<String, EndpointBuilder> more) {
    return new World(
        pool -> {
          pool.set("match.hosts", "*").set("routing.strategy", "ordered");
          for (String name : new String[] {"a", "b"}) {
            pool.endpoint(
                e -> {
                  e.name(name).provider("openai").baseUrl("https://" + name);
                  more.accept(name, e.apiKey("key-of-" + name));
                });
          }
        });
  }
}

package io.ailb.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.PoolBuilder;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a conversation together, as the configuration says; with both kinds of adapter. */
abstract class AffinityContract {
  private World world;

  abstract TestAdapter adapter();

  @AfterEach
  void noBugWasMet() {
    assertThat(world.bugs).isEmpty();
    assertThat(world.pool().endpoints()).allSatisfy(e -> assertThat(e.inFlight()).isZero());
    world.close();
  }

  private void four(Consumer<PoolBuilder> more) {
    world =
        World.tiers(
            pool -> {
              pool.set("routing.strategy", "round-robin");
              more.accept(pool);
            },
            1,
            1,
            1,
            1);
  }

  private void by(String by) {
    four(pool -> pool.set("routing.affinity.by", by));
  }

  private void ask(Call call) {
    adapter().run(world, call);
  }

  private static Call named(String header, String name) {
    return Call.chat().headers("Authorization", "Bearer callers-own", header, name);
  }

  private static Call with(String members) {
    return Call.chat().body("{\"model\":\"gpt\",\"messages\":[]," + members + "}");
  }

  /** Twelve calls of one conversation, of several that are told by something, or of none. */
  private void together(IntFunction<Call> call, boolean expected) {
    for (int i = 0; i < 12; i++) {
      ask(call.apply(i));
    }
    Set<String> hosts = new HashSet<>(world.sentTo);
    if (expected) {
      assertThat(hosts).hasSize(1);
    } else {
      assertThat(hosts).hasSize(4);
    }
    world.sentTo.clear();
  }

  @Test
  void withoutAnyConfigurationTheHeaderOrTheCallersCacheKeyTells() {
    four(pool -> {});
    together(i -> named("x-ai-lb-affinity", "it"), true);
    together(i -> with("\"prompt_cache_key\":\"it\""), true);
    together(
        i ->
            Call.of(
                "POST",
                "/v1/responses",
                "{\"model\":\"gpt\",\"input\":\"x\",\"prompt_cache_key\":\"it\"}"),
        true);
    together(i -> Call.chat(), false);
    together(i -> with("\"user\":\"it\""), false);
    together(i -> named("x-ai-lb-affinity", " "), false);
    together(i -> named("x-ai-lb-affinity", "many " + i), false);
  }

  @Test
  void theHeaderStaysHere() {
    four(pool -> pool.set("routing.affinity.header", "X-Session"));
    together(i -> named("X-Session", "it"), true);
    assertThat(world.sent)
        .noneSatisfy(sent -> assertThat(sent.headers().has("x-session")).isTrue());
    together(i -> named("x-ai-lb-affinity", "it"), false);
    assertThat(world.sent)
        .noneSatisfy(sent -> assertThat(sent.headers().has("x-ai-lb-affinity")).isTrue());
  }

  @Test
  void byHeaderNothingElseTells() {
    by("header");
    together(i -> named("x-ai-lb-affinity", "it"), true);
    together(i -> with("\"prompt_cache_key\":\"it\""), false);
  }

  @Test
  void byUserItIsWhoSpeaks() {
    by("user");
    together(i -> with("\"user\":\"it\",\"n\":1"), true);
    together(i -> named("x-ai-lb-affinity", "it"), false);
  }

  @Test
  void byPromptPrefixItIsWhatWasSaidFirst() {
    by("prompt-prefix");
    String said = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}%s]}";
    together(
        i ->
            Call.chat()
                .body(
                    said.formatted(
                        "Why?", ",{\"role\":\"user\",\"content\":\"" + i + "\"}".repeat(i % 2))),
        true);
    together(i -> Call.chat().body(said.formatted("Why " + i, "")), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-ai-lb-affinity", "x-other"})
  void byNoneNothingDoes(String header) {
    by("none");
    together(i -> named(header, "it"), false);
    together(i -> with("\"prompt_cache_key\":\"it\""), false);
  }

  @Test
  void aFailureMovesItAndThereItStays() {
    four(pool -> {});
    ask(named("x-ai-lb-affinity", "it"));
    String home = world.sentTo.get(0);
    world.next(home, Reply.error(503));
    ask(named("x-ai-lb-affinity", "it"));
    String refuge = world.sentTo.get(2);
    assertThat(refuge).isNotEqualTo(home);
    ask(named("x-ai-lb-affinity", "it"));
    assertThat(world.sentTo).containsExactly(home, home, refuge, refuge);
  }
}

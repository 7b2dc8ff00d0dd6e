package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.model.Dialect;
import io.ailb.model.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fixtures, spoiled at random: what {@link Fuzzed} says holds for each. {@code -Dailb.seed} and
 * {@code -Dailb.rounds} choose others and more of them.
 */
class SpoiledBodiesTest {
  private static final long SEED = Long.getLong("ailb.seed", 42);
  private static final int ROUNDS = Integer.getInteger("ailb.rounds", 300);

  private static void spoil(List<byte[]> seeds, int rounds, Consumer<byte[]> check) {
    assertThat(seeds).isNotEmpty();
    for (int round = 0; round < rounds; round++) {
      Draw draw = new Draw(SEED + round * 7919L);
      byte[] spoiled = new Mutation(draw).of(draw.oneOf(seeds), seeds);
      try {
        check.accept(spoiled);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "round " + round + ": " + new String(spoiled, StandardCharsets.UTF_8), e);
      }
    }
  }

  @Test
  void events() {
    spoil(Seeds.ofAll("stream.sse").toList(), ROUNDS, Fuzzed::scanner);
  }

  @ParameterizedTest
  @EnumSource
  void requests(Dialect from) {
    spoil(Seeds.of(from, "request.json"), ROUNDS, body -> Fuzzed.request(from, body));
  }

  @ParameterizedTest
  @EnumSource
  void streams(Dialect from) {
    spoil(Seeds.of(from, "stream.sse"), ROUNDS, body -> Fuzzed.streamedAnswer(from, body));
  }

  @ParameterizedTest
  @EnumSource
  void wholeAnswers(Dialect from) {
    spoil(Seeds.of(from, "response.json"), ROUNDS, body -> Fuzzed.wholeAnswer(from, body));
  }

  @ParameterizedTest
  @EnumSource
  void renditions(Dialect from) {
    List<byte[]> seeds =
        Stream.concat(
                Seeds.of(from, "stream.sse").stream(), Seeds.of(from, "response.json").stream())
            .toList();
    for (Dialect callers : Dialect.values()) {
      if (callers != from) {
        spoil(seeds, ROUNDS / 3, body -> Fuzzed.rendition(from, callers, body));
      }
    }
  }

  @Test
  void recognised() {
    for (Dialect dialect : Dialect.values()) {
      spoil(
          Seeds.of(dialect, "request.json"),
          ROUNDS,
          body -> Fuzzed.recogniser(Operation.toGenerate(dialect), body));
    }
  }

  @Test
  void errors() {
    spoil(Seeds.ofAll("error.json").toList(), ROUNDS, Fuzzed::error);
  }
}

package io.ailb.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.model.Feature;
import io.ailb.translate.neutral.ChatRequest;
import io.ailb.translate.neutral.Json;
import io.ailb.translate.neutral.Refused;
import io.ailb.translate.neutral.Target;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests drawn at random are written and read back. {@code -Dailb.seed} and {@code -Dailb.rounds}
 * choose others and more of them.
 */
class RequestRoundTripTest {
  private static final long SEED = Long.getLong("ailb.seed", 42);
  private static final int ROUNDS = Integer.getInteger("ailb.rounds", 300);

  /** The body, or null if the dialect cannot say it. */
  private static @Nullable String written(ChatRequest request, Dialect to) {
    try {
      ObjectNode body =
          Codecs.of(to)
              .writeRequest(
                  request, Fuzzed.target(to, Target.Policy.SKIP, EnumSet.allOf(Feature.class)));
      return new String(Json.bytes(body), StandardCharsets.UTF_8);
    } catch (Refused e) {
      return null;
    }
  }

  private static ChatRequest read(String body, Dialect from) {
    return Codecs.of(from).readRequest(Objects.requireNonNull(Json.object(body)));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadBackIsWrittenTheSameAgain(Dialect dialect) {
    int said = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ChatRequest drawn = RandomRequest.drawn(new Draw(SEED + round * 7919L), dialect);
      String first = written(drawn, dialect);
      if (first != null) {
        said++;
        assertThat(written(read(first, dialect), dialect)).as("round %d", round).isEqualTo(first);
      }
    }
    assertThat(said).as("those that can be said").isGreaterThan(ROUNDS / 2);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadBackIsWhatWasSaid(Dialect dialect) {
    for (int round = 0; round < ROUNDS; round++) {
      ChatRequest drawn = RandomRequest.drawn(new Draw(SEED + round * 7919L), dialect);
      String body = written(drawn, dialect);
      if (body != null) {
        ChatRequest back = read(body, dialect);
        assertThat(back.foreign()).isEmpty();
        assertThat(Uttered.of(back, dialect))
            .as("round %d: %s", round, body)
            .isEqualTo(Uttered.of(drawn, dialect));
      }
    }
  }
}

package io.ailb.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.benchmarks.chaos.Leaving.Way;
import io.ailb.simulator.fault.Fault;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Seed and number make a request, and nothing else does. */
class DiceTest {
  private static Dice dice(long seed) {
    return new Dice(seed, Field.names(), Field.POOLS, 0.4);
  }

  @Test
  void theSameNumberIsTheSameRequestInWhateverOrder() {
    Dice forward = dice(5);
    Dice backward = dice(5);
    Ask[] asks = new Ask[500];
    for (int i = 0; i < asks.length; i++) {
      asks[i] = forward.ask(i);
    }
    for (int i = asks.length - 1; i >= 0; i--) {
      assertThat(backward.ask(i)).isEqualTo(asks[i]);
    }
  }

  @Test
  void anotherSeedIsAnotherRun() {
    Set<String> questions = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      questions.add(dice(1).ask(i).faults() + "" + dice(1).ask(i).leaving());
    }
    for (int i = 0; i < 200; i++) {
      Ask other = dice(2).ask(i);
      assertThat(questions).doesNotContain(other.faults() + "" + other.leaving());
    }
  }

  @Test
  void everythingThatThereIsIsDrawn() {
    var asks = IntStream.range(0, 3_000).mapToObj(dice(1)::ask).toList();
    assertThat(asks).extracting(Ask::tongue).containsOnly(Tongue.values());
    assertThat(asks).extracting(Ask::pool).hasSameElementsAs(Field.POOLS);
    assertThat(asks).extracting(ask -> ask.leaving().way()).containsOnly(Way.values());
    assertThat(asks).extracting(Ask::streamed).contains(true, false);
    assertThat(asks).extracting(Ask::jdk).contains(true, false);
    assertThat(asks).extracting(Ask::enqueued).contains(true, false);
    Set<String> types =
        asks.stream()
            .flatMap(ask -> ask.faults().values().stream())
            .flatMap(times -> times.stream())
            .filter(Objects::nonNull)
            .map(fault -> fault.type())
            .collect(Collectors.toSet());
    long kinds = Arrays.stream(Fault.class.getDeclaredClasses()).filter(Class::isRecord).count();
    assertThat(types).contains("cut", "drip", "silence").hasSize((int) kinds);
  }
}

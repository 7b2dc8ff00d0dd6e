package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.simulator.KeyFinder.Found;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyFinderTest {

  @Test
  void findsKeysOfDifferentLengthsFromLeftToRight() {
    KeyFinder finder = new KeyFinder(List.of("sk-openai-1", "anthropic-secret"));

    assertThat(finder.find("Bearer sk-openai-1, then anthropic-secret"))
        .containsExactly(new Found(7, "sk-openai-1"), new Found(25, "anthropic-secret"));
  }

  @Test
  void aKeyThatBeginsWithAnotherIsFoundWhole() {
    KeyFinder finder = new KeyFinder(List.of("sk-openai-1", "sk-openai-10"));

    assertThat(finder.find("sk-openai-10")).containsExactly(new Found(0, "sk-openai-10"));
    assertThat(finder.find("sk-openai-1 0")).containsExactly(new Found(0, "sk-openai-1"));
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(new KeyFinder(List.of()).find("sk-openai-1")).isEmpty();
    assertThat(new KeyFinder(List.of("sk-openai-1")).find("sk-openai-")).isEmpty();
    assertThat(new KeyFinder(List.of("sk-openai-1")).find("")).isEmpty();
  }

  @Test
  void agreesWithTheSlowWay() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 2000; round++) {
      String text = abc(random, 40);
      String key = abc(random, 2 + random.nextInt(3));

      List<Found> found = new KeyFinder(List.of(key)).find(text);

      assertThat(found.isEmpty()).isEqualTo(!text.contains(key));
      if (!found.isEmpty()) {
        assertThat(found.get(0).start()).isEqualTo(text.indexOf(key));
      }
    }
  }

  private static String abc(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(3)));
    }
    return text.toString();
  }
}

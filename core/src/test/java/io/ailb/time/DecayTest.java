package io.ailb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class DecayTest {
  @Test
  void itIsAnExponentialHoweverShortTheTime() {
    for (double times = 0; times < 3; times += 0.0007) {
      assertThat(Decay.after(times)).isCloseTo(Math.exp(-times), offset(3e-9));
    }
  }
}

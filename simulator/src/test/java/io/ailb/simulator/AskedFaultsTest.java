package io.ailb.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ailb.simulator.fault.Fault;
import org.junit.jupiter.api.Test;

/** Faults that a question brings along. */
class AskedFaultsTest {
  private static final String QUESTION =
      "how are you? FAULTS {\"a\": [{\"type\": \"reset\"}, null, {\"type\": \"cut\","
          + " \"afterEvents\": 3, \"reset\": true}], \"b\": [{\"type\": \"no-terminal\"}]} thanks";

  private final AskedFaults a = new AskedFaults("a");

  @Test
  void eachTimeMeetsItsOwn() {
    assertThat(a.next(QUESTION)).isEqualTo(new Fault.Reset());
    assertThat(a.next(QUESTION)).isNull();
    assertThat(a.next(QUESTION)).isEqualTo(new Fault.Cut(3, true));
    assertThat(a.next(QUESTION)).isNull();
  }

  @Test
  void eachEndpointAndEachQuestionCountsForItself() {
    assertThat(a.next(QUESTION)).isEqualTo(new Fault.Reset());
    assertThat(a.next("please: " + QUESTION)).isEqualTo(new Fault.Reset());
    assertThat(new AskedFaults("b").next(QUESTION)).isEqualTo(new Fault.NoTerminal());
    assertThat(new AskedFaults("c").next(QUESTION)).isNull();
  }

  @Test
  void whoAsksForNoneMeetsNone() {
    assertThat(a.next("what are FAULTS in geology?")).isNull();
  }

  @Test
  void whatCannotBeReadIsToldAndNotLeftOut() {
    assertThatThrownBy(() -> a.next("FAULTS {\"a\": [{\"type\": \"resett\"}]}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("resett");
    assertThatThrownBy(() -> a.next("FAULTS {\"a\": [")).hasMessageContaining("no faults");
  }
}

package io.ailb.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final Fault RESET = new Fault.Reset();
  private static final Fault SLOW = new Fault.SlowHeaders(5);

  private final AtomicLong now = new AtomicLong();

  @Test
  void theFirstRuleThatAppliesWins() {
    Script script = script(FaultRule.of(RESET).skip(1).times(2), FaultRule.of(SLOW).times(1));

    assertThat(next(script, 5)).containsExactly(SLOW, RESET, RESET, null, null);
  }

  @Test
  void aRuleMayWantAModelAndAStream() {
    Script script = script(FaultRule.of(RESET).model("big").stream(true));

    assertThat(script.next("big", false, false)).isNull();
    assertThat(script.next("small", true, false)).isNull();
    assertThat(script.next(null, true, false)).isNull();
    assertThat(script.next("big", true, false)).isEqualTo(RESET);
  }

  @Test
  void aRuleMayWantThatTheModelSpokeLast() {
    Script script = script(FaultRule.of(RESET).prefill(true), FaultRule.of(SLOW).prefill(false));

    assertThat(script.next("m", false, true)).isEqualTo(RESET);
    assertThat(script.next("m", false, false)).isEqualTo(SLOW);
  }

  @Test
  void aRuleMayEndWithTime() {
    Script script = script(FaultRule.of(RESET).forMillis(100));

    assertThat(script.next("m", false, false)).isEqualTo(RESET);
    now.set(100_000_000);
    assertThat(script.next("m", false, false)).isNull();
  }

  @Test
  void theDiceFallTheSameWithTheSameSeed() {
    FaultRule rule = FaultRule.of(RESET).probability(0.3, 42);

    List<@Nullable Fault> first = next(script(rule), 1000);

    assertThat(next(script(rule), 1000)).isEqualTo(first);
    assertThat(first.stream().filter(Objects::nonNull)).hasSizeBetween(250, 350);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> FaultRule.of(RESET).probability(1.5, 0))
        .hasMessage("probability must be above 0 and at most 1, was 1.5");
    assertThatThrownBy(() -> FaultRule.of(RESET).times(0))
        .hasMessage("times must be 1 or more, was 0");
  }

  private Script script(FaultRule... rules) {
    return new Script(List.of(rules), now::get);
  }

  private static List<@Nullable Fault> next(Script script, int requests) {
    List<@Nullable Fault> faults = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      faults.add(script.next("m", false, false));
    }
    return faults;
  }
}

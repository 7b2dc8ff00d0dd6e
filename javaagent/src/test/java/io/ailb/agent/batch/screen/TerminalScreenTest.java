package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalScreenTest {
  private static final String ESCAPE = "\u001b";

  private static Run at(Map<String, String> environment) {
    return new Run(out -> Screen.of(out, false, true, environment));
  }

  private static Run plain(String columns) {
    return at(Map.of("TERM", "xterm", "NO_COLOR", "1", "COLUMNS", columns));
  }

  /** The lines that are there once everything before them was drawn over. */
  private static List<String> drawn(String said) {
    return said.substring(said.lastIndexOf(ESCAPE + "[?7l"))
        .replace(ESCAPE + "[?7l", "")
        .replace(ESCAPE + "[?7h", "")
        .lines()
        .toList();
  }

  @Test
  void atTheUsualWidthAllIsThere() {
    Run run = plain("80");
    run.goesOnFor(40, 4_000L);
    assertThat(drawn(run.said()))
        .containsExactly(
            "   40 % [===========>                  ] 1,600 of 4,000, about 1 min 00 s left",
            "  40.0/s, 16,000 tokens/s, 0.40 USD, 16 in flight, 32 waiting",
            "  openai-primary 50 %, openai-secondary 30 %, anthropic-backup 20 %",
            "  waiting: all 3 endpoints at the limit; next in 3 s");
  }

  @Test
  void aNarrowOneHasWhatMattersMost() {
    Run run = plain("40");
    run.goesOnFor(39, 4_000L);
    run.screen.progress(Run.at(40, 1_600, 12, Run.LIMIT), 0, 4_000L);
    assertThat(drawn(run.said()))
        .containsExactly(
            "   40 % [====>         ] 1,600 of 4,000",
            "  12 failed, 40.0/s, 15,880 tokens/s",
            "  openai-primary 50 % and 2 more",
            "  waiting: all 3 endpoints at the li...");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 23, 31, 40, 57, 64, 80, 81, 120, 200})
  void noLineIsWiderThanTheTerminal(int columns) {
    Run run = plain(Integer.toString(columns));
    for (int second = 1; second < 200; second++) {
      run.screen.progress(
          Run.at(second, 123_456L * second, 1_234L * second, Run.LIMIT), 7, 123_456L * 200);
      assertThat(drawn(run.said())).allMatch(line -> line.length() < columns);
    }
  }

  @Test
  void drawsOverWhatItDrew() {
    Run run = plain("80");
    run.screen.progress(Run.at(1, 40, 0, Run.LIMIT), 0, 4_000L);
    assertThat(run.said()).doesNotContain(ESCAPE + "[J");
    run.screen.progress(Run.at(2, 80, 0, null), 0, 4_000L);
    assertThat(run.said()).startsWith("\r" + ESCAPE + "[4A" + ESCAPE + "[J");
    run.screen.progress(Run.at(3, 120, 0, null), 0, 4_000L);
    assertThat(run.said()).startsWith("\r" + ESCAPE + "[3A" + ESCAPE + "[J");
  }

  @Test
  void aNoteStandsAboveAndTearsNothing() {
    Run run = plain("80");
    run.goesOnFor(2, 4_000L);
    List<String> before = drawn(run.said());
    run.screen.note("line 17 is no JSON; it is among the failed");
    String said = run.said();
    assertThat(said)
        .startsWith(
            "\r" + ESCAPE + "[4A" + ESCAPE + "[Jline 17 is no JSON; it is among the failed");
    assertThat(drawn(said)).isEqualTo(before);
  }

  @Test
  void theSummaryTakesItsPlace() {
    Run run = plain("80");
    run.goesOnFor(2, 80L);
    run.said();
    run.screen.end(SummaryTest.good());
    assertThat(run.said())
        .startsWith("\r" + ESCAPE + "[4A" + ESCAPE + "[JDone: 4,000 items in ")
        .doesNotContain("[====");
  }

  @Test
  void withoutATotalItCounts() {
    Run run = plain("80");
    run.goesOnFor(40, null);
    assertThat(drawn(run.said()).get(0)).isEqualTo("  1,600 items done, 40 s so far");
  }

  @Test
  void whatEarlierRunsDidCounts() {
    Run run = plain("80");
    run.screen.progress(Run.at(10, 400, 0, null), 3_000, 4_000L);
    assertThat(drawn(run.said()).get(0))
        .contains(" 85 % [")
        .contains("] 3,400 of 4,000, about 15 s");
  }

  @Test
  void whereNothingComesNobodyKnowsHowLong() {
    Run run = plain("80");
    run.screen.progress(Run.at(1, 0, 0, Run.LIMIT), 0, 4_000L);
    assertThat(drawn(run.said()))
        .containsExactly(
            "    0 % [                              ] 0 of 4,000, time left unknown",
            "  0.0/s, 0 tokens/s, 0.00 USD, 16 in flight, 32 waiting",
            "  waiting: all 3 endpoints at the limit; next in 3 s");
  }

  @Test
  void colourUnlessSomebodyMindsIt() {
    Run coloured = at(Map.of("TERM", "xterm"));
    coloured.goesOnFor(40, 4_000L);
    assertThat(coloured.said())
        .contains(ESCAPE + "[32m====")
        .contains(ESCAPE + "[33mwaiting: all 3");
    Run without = plain("80");
    without.goesOnFor(40, 4_000L);
    assertThat(without.said()).doesNotContain(ESCAPE + "[3");
  }

  @Test
  void dumbTerminalsAndFilesGetPlainLines() {
    for (Run run :
        List.of(
            at(Map.of("TERM", "dumb")),
            at(Map.of()),
            new Run(out -> Screen.of(out, false, false, Map.of("TERM", "xterm"))))) {
      run.goesOnFor(40, 4_000L);
      run.screen.end(SummaryTest.good());
      assertThat(run.said()).contains("1,600 of 4,000").doesNotContain(ESCAPE);
    }
  }

  @Test
  void nonsenseInColumnsIsTheUsualWidth() {
    for (String columns : List.of("", "wide", "0", "-5")) {
      Run run = plain(columns);
      run.goesOnFor(40, 4_000L);
      assertThat(drawn(run.said()).get(0)).hasSize(78);
    }
  }
}

package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainScreenTest {
  private final Run run = new Run(Screen::plain);

  @Test
  void aLineEveryFewSeconds() {
    run.goesOnFor(12, 4_000L);
    assertThat(run.said().lines())
        .containsExactly(
            "5 s: 200 of 4,000 (5 %), 40.0 a second, 16,000 tokens a second, 0.05 USD,"
                + " openai-primary 50 %, openai-secondary 30 %, anthropic-backup 20 %, 16 in flight,"
                + " 32 waiting (all 3 endpoints at the limit; next in 3 s), about 1 min 35 s left",
            "10 s: 400 of 4,000 (10 %), 40.0 a second, 16,000 tokens a second, 0.10 USD,"
                + " openai-primary 50 %, openai-secondary 30 %, anthropic-backup 20 %, 16 in flight,"
                + " 32 waiting (all 3 endpoints at the limit; next in 3 s), about 1 min 30 s left");
  }

  @Test
  void lessOftenAsItGetsLong() {
    run.goesOnFor(600, 400_000L);
    List<String> first = run.said().lines().toList();
    assertThat(first).hasSizeBetween(50, 60);
    for (int second = 601; second <= 4 * 3600; second++) {
      run.screen.progress(Run.at(second, 40L * second, 0, null), 0, null);
    }
    assertThat(run.said().lines().toList()).hasSizeBetween(230, 260); // about one a minute
  }

  @Test
  void notesAndTheEndComeAtOnce() {
    run.screen.note("line 17 is no JSON");
    assertThat(run.said()).isEqualTo("line 17 is no JSON" + System.lineSeparator());
    run.screen.end(SummaryTest.good());
    assertThat(run.said()).startsWith("Done: 4,000 items in ");
  }

  @Test
  void whatFailedIsSaid() {
    run.screen.progress(Run.at(6, 240, 3, null), 100, null);
    assertThat(run.said()).startsWith("6 s: 340 done, 3 failed, 40.0 a second, ");
  }
}

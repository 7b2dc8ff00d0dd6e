package io.ailb.agent.batch.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.ailb.client.BatchProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static BatchProgress progress(long succeeded, long failed, Duration elapsed) {
    return new BatchProgress(
        succeeded + failed,
        succeeded,
        failed,
        0,
        0,
        succeeded * 300,
        succeeded * 100,
        Map.of("USD", 0.997),
        Map.of("openai-primary", succeeded),
        elapsed,
        null);
  }

  static Summary good() {
    return new Summary(
        progress(3_988, 12, Duration.ofSeconds(98)),
        0,
        4_000L,
        List.of(
            new Summary.Reason(9, "pool \"main\", endpoint openai-primary: 400: too long"),
            new Summary.Reason(3, "line 17 is no JSON")),
        Run.endpoints(),
        null,
        Path.of("out.jsonl"),
        Path.of("out.failed.jsonl"),
        null,
        "java -jar ai-lb.jar batch out.failed.jsonl again.jsonl");
  }

  static Summary stopped() {
    return new Summary(
        progress(3_988, 12, Duration.ofSeconds(98)),
        1_000,
        10_000L,
        List.of(new Summary.Reason(9, "too long"), new Summary.Reason(3, "no JSON")),
        Run.endpoints(),
        "the budget of 1.00 USD is spent",
        Path.of("out.jsonl"),
        null,
        "java -jar ai-lb.jar batch in out --resume",
        null);
  }

  @Test
  void allThereIsToKnow() {
    assertThat(good().lines(Style.PLAIN))
        .containsExactly(
            """
            Done: 4,000 items in 1 min 38 s, 40.8 a second.

              succeeded        3,988   99.7 %
              failed              12   0.3 %
                     9 x  pool "main", endpoint openai-primary: 400: too long
                     3 x  line 17 is no JSON
              429s                 4   1.0 for each 1,000 items

              endpoint            answers    share      tokens in            out            cost    429s
              anthropic-backup        797   20.0 %        239,100         79,700        0.60 USD       0
              openai-primary        1,994   50.0 %        598,200        199,400        0.25 USD       3
              openai-secondary      1,197   30.0 %        359,100        119,700        0.15 USD       1
              all together          3,988               1,196,400        398,800        1.00 USD       4

            Results are in out.jsonl.
            Items that failed are in out.failed.jsonl, each with its reason.
            To ask for them again:
              java -jar ai-lb.jar batch out.failed.jsonl again.jsonl"""
                .split("\n", -1));
  }

  @Test
  void whatWasStoppedSaysWhyAndHowToGoOn() {
    List<String> lines = stopped().lines(Style.PLAIN);
    assertThat(lines)
        .startsWith(
            "Stopped after 5,000 of 10,000 items in 1 min 38 s, 40.8 a second; 1,000 of them by"
                + " earlier runs.",
            "Why: the budget of 1.00 USD is spent.")
        .endsWith(
            "Results are in out.jsonl.",
            "To go on with what is left:",
            "  java -jar ai-lb.jar batch in out --resume");
  }

  @Test
  void ofManyReasonsTheMostFrequent() {
    Tally tally = new Tally(text -> text);
    for (int kind = 0; kind < 8; kind++) {
      for (int i = 0; i <= kind; i++) {
        tally.failed("reason " + (char) ('a' + kind));
      }
    }
    Summary summary =
        new Summary(
            progress(10, 36, Duration.ofSeconds(1)),
            0,
            null,
            tally.reasons(),
            List.of(),
            null,
            null,
            null,
            null,
            null);
    assertThat(summary.lines(Style.PLAIN))
        .contains(
            "         8 x  reason h", "         4 x  reason d", "         6 x  for other reasons");
  }

  @Test
  void colourOnlyWhereSomethingFailed() {
    assertThat(String.join("\n", good().lines(Style.COLOURED)))
        .contains("\u001b[31m  failed              12   0.3 %\u001b[0m");
  }
}

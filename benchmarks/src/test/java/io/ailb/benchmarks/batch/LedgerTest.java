package io.ailb.benchmarks.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger(3, 7);

  @Test
  void answersToTheirQuestionsAreCounted() {
    ledger.answered(0, "as to " + Ledger.hash(ledger.question(0)));
    ledger.failed(1, "no luck");
    assertThat(ledger.answers()).hasSize(1);
    assertThat(ledger.failed()).isEqualTo(1);
    assertThat(ledger.breaches()).isEmpty();
  }

  @Test
  void anAnswerToAnotherQuestionIsABreach() {
    ledger.answered(0, "as to " + Ledger.hash(ledger.question(1)));
    assertThat(ledger.breaches()).singleElement().asString().contains("question 0 of batch 7");
  }

  @Test
  void twoAnswersAreABreach() {
    ledger.answered(2, Ledger.hash(ledger.question(2)));
    ledger.answered(2, Ledger.hash(ledger.question(2)));
    assertThat(ledger.breaches()).singleElement().asString().contains("answered twice");
    assertThat(ledger.answers()).hasSize(1);
  }
}

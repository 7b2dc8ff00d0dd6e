package io.ailb.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of numbers that are none, or too many. */
class NumbersTest {
  private final Reading reading = Reading.of();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routing: {choices: 1e2}|expected a whole number such as 500 or 10k, got \"1e2\".",
        "queue: {maxSize: 1e7}|expected a whole number such as 500 or 10k, got \"1e7\".",
        "queue: {maxSize: 1.5E+3}|expected a whole number such as 500 or 10k, got \"1.5E+3\".",
        "routing: {affinity: {maxLoad: 1e1}}|expected a number such as 1 or 0.5, got \"1e1\".",
        "retries: {budget: 2e-1}|expected a share from 0% to 100%, such as 50% or 0.5, got \"2e-1\".",
        "breaker: {openFor: 1e3ms}|expected a duration such as 250ms, 5s, 2m or 1h, got \"1e3ms\"."
      })
  void exponentsAreNotRead(String line, String message) {
    assertThat(reading.said(Reading.pool(line)))
        .hasSize(1)
        .allMatch(
            said ->
                said.endsWith(": " + message + " Exponents are not read. Write the number out."));
  }

  @Test
  void whatOnlyResemblesAnExponentGetsNoAdviceOnThem() {
    assertThat(reading.said(Reading.pool("queue: {maxSize: 0x1e7}")))
        .hasSize(1)
        .allMatch(
            said -> said.endsWith("expected a whole number such as 500 or 10k, got \"0x1e7\"."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue: {maxSize: 10000001}|expected 0 to 10000000, got 10000001.",
        "queue: {maxSize: 11M}|expected 0 to 10000000, got \"11M\".",
        "queue: {maxSize: -1}|expected 0 to 10000000, got -1.",
        "queue: {maxSize: 99999999999999999999}|expected 0 to 10000000, got 99999999999999999999.",
        "routing: {affinity: {maxLoad: 0.5}}|expected 1 to 100, got 0.5.",
        "routing: {affinity: {maxLoad: -2}}|expected 1 to 100, got -2.",
        "routing: {affinity: {maxLoad: 1000000000000000}}|expected 1 to 100, got 1000000000000000.",
        "retries: {budget: -1%}|expected a share from 0% to 100%, such as 50% or 0.5, got \"-1%\".",
        "retries: {maxElapsed: -5s}|expected 0ms or more, got \"-5s\".",
        "retries: {maxElapsed: 1000000000s}|expected at most 999999999, got \"1000000000s\"."
      })
  void whatIsOutOfBoundsSaysWhatTheBoundIs(String line, String message) {
    assertThat(reading.said(Reading.pool(line)))
        .hasSize(1)
        .allMatch(said -> said.endsWith(": " + message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits: {tpd: -5k}|expected 1 or more, got \"-5k\".",
        "limits: {tpd: 1000000000000000}|expected at most 999999999999999, got 1000000000000000.",
        "limits: {tpd: 999999999999999M}|expected at most 999999999999999, got \"999999999999999M\".",
        "weight: 1000000000000000|expected at most 999999999999999, got 1000000000000000.",
        "cost: {input: -1}|expected 0 or more, got -1."
      })
  void aNumberWithoutABoundOfItsOwnHasFifteenDigits(String member, String message) {
    assertThat(reading.said(Reading.endpoint("apiKey: k", member)))
        .hasSize(1)
        .allMatch(said -> said.endsWith(": " + message));
  }

  @Test
  void theLargestIsRead() {
    Config config = reading.read(Reading.endpoint("apiKey: k", "limits: {tpd: 999999999999999}"));
    assertThat(config.pools().get(0).pool().members().get(0).limits().tpd())
        .isEqualTo(999_999_999_999_999L);
  }
}

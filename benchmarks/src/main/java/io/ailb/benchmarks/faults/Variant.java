package io.ailb.benchmarks.faults;

import io.ailb.simulator.dialect.Provider;
import java.util.Locale;

/**
 * One way to run the sixteen.
 *
 * @param client who asks
 * @param recovery the pools' {@code stream.recovery}
 * @param healthy whose dialect the healthy endpoint speaks
 * @param oneTier whether the two stand side by side, the one with the fault first
 */
record Variant(Client client, String recovery, Provider healthy, boolean oneTier) {
  /** The healthy endpoint speaks OpenAI's dialect, in a lower tier. */
  Variant(Client client, String recovery) {
    this(client, recovery, Provider.OPENAI, false);
  }

  /** An application's HTTP client. */
  enum Client {
    OKHTTP,
    OPENAI_JAVA;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  String name() {
    return "%s-%s-%s%s"
        .formatted(client.word(), recovery, healthyWord(), oneTier ? "-one-tier" : "");
  }

  String healthyWord() {
    return healthy.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "%s, recovery: %s, healthy endpoint: %s, %s"
        .formatted(
            client.word(), recovery, healthyWord(), oneTier ? "in the same tier" : "a tier below");
  }
}

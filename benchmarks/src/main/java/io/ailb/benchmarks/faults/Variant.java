package io.ailb.benchmarks.faults;

import io.ailb.simulator.dialect.Provider;

/**
 * One way to run the sixteen.
 *
 * @param client who asks
 * @param recovery the pools' {@code stream.recovery}
 * @param healthy whose dialect the healthy endpoint speaks
 */
record Variant(Client client, String recovery, Provider healthy) {
  /** An application's HTTP client. */
  enum Client {
    OKHTTP,
    OPENAI_JAVA;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  String name() {
    return client.word() + "-" + recovery + "-" + healthy.name().toLowerCase(java.util.Locale.ROOT);
  }
}

package io.ailb.benchmarks.faults;

import io.ailb.simulator.dialect.Provider;
import java.util.Arrays;
import java.util.Locale;

/**
 * One way to run the sixteen.
 *
 * @param client who asks
 * @param recovery the pools' {@code stream.recovery}
 * @param healthy whose dialect the healthy endpoint speaks
 * @param oneTier whether the two stand side by side, the one with the fault first
 * @param elsewhere whether only refusals are played, where the healthy endpoint has more room and
 *     content filters are to be tried again
 */
record Variant(
    Client client, String recovery, Provider healthy, boolean oneTier, boolean elsewhere) {
  /** All sixteen. */
  Variant(Client client, String recovery, Provider healthy, boolean oneTier) {
    this(client, recovery, healthy, oneTier, false);
  }

  /** The two refusals alone. */
  static Variant elsewhere(Client client, Provider healthy) {
    return new Variant(client, "error", healthy, false, true);
  }

  /** The healthy endpoint speaks OpenAI's dialect, in a lower tier. */
  Variant(Client client, String recovery) {
    this(client, recovery, Provider.OPENAI, false);
  }

  /** An application's HTTP client. */
  enum Client {
    OKHTTP("okhttp"),
    OPENAI_JAVA("openai-java"),
    /** {@code send}; a stream is read as bytes. */
    JAVA_NET_HTTP("java.net.http"),
    /** {@code send}; a stream is read as lines. */
    JAVA_NET_HTTP_LINES("java.net.http-lines"),
    /** {@code sendAsync}; a stream goes to a subscriber. */
    JAVA_NET_HTTP_ASYNC("java.net.http-async"),
    /** The classic client. */
    APACHE5("apache5", true),
    APACHE5_ASYNC("apache5-async", true),
    /** Spring's, over Reactor Netty. */
    WEBCLIENT("webclient", true);

    private final String word;
    private final boolean byAgentOnly;

    Client(String word) {
      this(word, false);
    }

    Client(String word, boolean byAgentOnly) {
      this.word = word;
      this.byAgentOnly = byAgentOnly;
    }

    /** Whether nothing that an application builds in balances it. */
    boolean isByAgentOnly() {
      return byAgentOnly;
    }

    String word() {
      return word;
    }

    static Client of(String word) {
      return Arrays.stream(values())
          .filter(client -> client.word.equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no client " + word));
    }
  }

  String name() {
    return "%s-%s-%s%s%s"
        .formatted(
            client.word().replace('.', '-'), // as it is in a pool's name
            recovery,
            healthyWord(),
            oneTier ? "-one-tier" : "",
            elsewhere ? "-elsewhere" : "");
  }

  String healthyWord() {
    return healthy.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "%s, recovery: %s, healthy endpoint: %s, %s%s"
        .formatted(
            client.word(),
            recovery,
            healthyWord(),
            oneTier ? "in the same tier" : "a tier below",
            elsewhere ? "; refusals may be served elsewhere" : "");
  }
}

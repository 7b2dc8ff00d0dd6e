package io.ailb.benchmarks.loopback;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A way to the provider.
 *
 * @param name as {@code --only} has it
 * @param title as tables have it
 * @param client {@code okhttp} or {@code jdk}
 */
record Contender(String name, String title, String client, How how, @Nullable Gateway gateway) {
  static final String OKHTTP = "okhttp";
  static final String JDK = "jdk";
  static final String INTERCEPTOR = "interceptor";
  static final String AGENT = "agent";
  static final String JDK_AGENT = "jdk-agent";

  /** What stands between the client and the provider. */
  enum How {
    BARE,
    INTERCEPTOR,
    AGENT,
    GATEWAY
  }

  /** All, the bare ones first. */
  static List<Contender> all() {
    return Stream.concat(
            Stream.of(
                new Contender(OKHTTP, "OkHttp", OKHTTP, How.BARE, null),
                new Contender(INTERCEPTOR, "OkHttp, interceptor", OKHTTP, How.INTERCEPTOR, null),
                new Contender(AGENT, "OkHttp, agent", OKHTTP, How.AGENT, null),
                new Contender(JDK, "java.net.http", JDK, How.BARE, null),
                new Contender(JDK_AGENT, "java.net.http, agent", JDK, How.AGENT, null)),
            Arrays.stream(Gateway.values())
                .map(
                    gateway ->
                        new Contender(
                            gateway.name().toLowerCase(Locale.ROOT),
                            "OkHttp through " + gateway,
                            OKHTTP,
                            How.GATEWAY,
                            gateway)))
        .toList();
  }

  /** Why it cannot take part. */
  Optional<String> missing(Path agent) {
    if (how == How.AGENT && !Files.exists(agent)) {
      return Optional.of("the agent is not built");
    }
    return gateway == null || gateway.isInstalled()
        ? Optional.empty()
        : Optional.of(gateway + " is not installed");
  }

  boolean isBare() {
    return how == How.BARE;
  }

  /** Whether ai-lb is to balance it. */
  boolean isOurs() {
    return how == How.INTERCEPTOR || how == How.AGENT;
  }
}

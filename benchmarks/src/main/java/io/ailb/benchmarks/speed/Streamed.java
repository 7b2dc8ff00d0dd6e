package io.ailb.benchmarks.speed;

import io.ailb.LoadBalancer;
import io.ailb.model.Dialect;
import java.util.List;

/** Who is asked for streams, and whose pool that is for. */
final class Streamed {
  private Streamed() {}

  static String url(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> "https://api.openai.com/v1/chat/completions";
      case OPENAI_RESPONSES -> "https://api.openai.com/v1/responses";
      case ANTHROPIC -> "https://api.anthropic.com/v1/messages";
      case GEMINI ->
          "https://generativelanguage.googleapis.com"
              + "/v1beta/models/model:streamGenerateContent?alt=sse";
    };
  }

  private static String provider(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> "openai";
      case ANTHROPIC -> "anthropic";
      case GEMINI -> "gemini";
    };
  }

  /**
   * Two endpoints of one dialect.
   *
   * @param mode {@code active}, or {@code observe} for one that only watches
   */
  static LoadBalancer balancer(Dialect dialect, String mode) {
    return LoadBalancer.builder()
        .set("management.jmx.enabled", false)
        .set("mode", mode)
        .pool(
            pool -> {
              pool.set("match.hosts", "*");
              for (String name : List.of("a", "b")) {
                pool.endpoint(
                    e -> e.name(name).provider(provider(dialect)).apiKey("sk-unused-" + name));
              }
            })
        .build();
  }
}

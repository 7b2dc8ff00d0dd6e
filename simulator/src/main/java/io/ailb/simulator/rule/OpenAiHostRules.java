package io.ailb.simulator.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * {@code POST /chat/completions} at a host that is only like OpenAI: what the newer half of the
 * dialect added it does not know.
 */
public final class OpenAiHostRules {
  private static final Set<String> UNKNOWN =
      Set.of(
          "max_completion_tokens",
          "store",
          "metadata",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_options",
          "safety_identifier",
          "verbosity",
          "modalities",
          "audio",
          "prediction",
          "web_search_options",
          "moderation");

  private OpenAiHostRules() {}

  /** Checks a request. */
  public static void check(JsonNode body) throws Violation {
    for (var member : body.properties()) {
      if (UNKNOWN.contains(member.getKey())) {
        throw unsupported(member.getKey());
      }
    }
    if (body.path("n").asInt(1) != 1) {
      throw unsupported("n");
    }
    int index = 0;
    for (JsonNode message : body.path("messages")) {
      String at = "messages." + index++;
      if (message.path("role").asText().equals("developer")) {
        throw new Violation(
            "'" + at + "' : discriminator property 'role' has invalid value", "messages");
      }
      for (JsonNode part : message.path("content")) {
        if (part.path("type").asText().equals("file") || part.has("prompt_cache_breakpoint")) {
          throw unsupported(at + ".content");
        }
      }
    }
    OpenAiChatRules.check(body);
  }

  private static Violation unsupported(String name) {
    return new Violation("property '" + name + "' is unsupported", name);
  }
}

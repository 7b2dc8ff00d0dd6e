package io.ailb.agent.command;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A provider, and the variables in which people keep its keys.
 *
 * @param pool of its own where its models' names mean nothing to others; {@code default} = shared
 *     with those that may stand in for each other
 * @param variables the usual name first; each may end in {@code _2}, {@code _EU} and so on
 * @param lines that its endpoints need beside name, provider and key
 */
record KnownProvider(
    String id, String provider, String pool, List<String> variables, List<String> lines) {
  private static final String TOGETHER = "default";

  /** Not a key, but where one is. */
  private static final Pattern ELSEWHERE = Pattern.compile(".*_(FILE|PATH|URL|URI|ID|NAME|HELPER)");

  static final List<KnownProvider> ALL =
      List.of(
          of("openai", "openai", TOGETHER, List.of("OPENAI_API_KEY"), List.of()),
          of("anthropic", "anthropic", TOGETHER, List.of("ANTHROPIC_API_KEY"), List.of()),
          of("gemini", "gemini", TOGETHER, List.of("GEMINI_API_KEY", "GOOGLE_API_KEY"), List.of()),
          of(
              "azure",
              "azure-openai",
              "azure",
              List.of("AZURE_OPENAI_API_KEY", "AZURE_API_KEY"),
              List.of(
                  "# The URL of your resource, here or in the variable.",
                  "baseUrl: ${AZURE_OPENAI_ENDPOINT:-https://YOUR-RESOURCE.openai.azure.com}",
                  "apiVersion: \"${OPENAI_API_VERSION:-2024-10-21}\"")),
          compatible("groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1"),
          compatible("mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"),
          compatible("deepseek", "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1"),
          compatible("openrouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"),
          compatible("together", "TOGETHER_API_KEY", "https://api.together.xyz/v1"),
          compatible("xai", "XAI_API_KEY", "https://api.x.ai/v1"),
          compatible("fireworks", "FIREWORKS_API_KEY", "https://api.fireworks.ai/inference/v1"));

  private static KnownProvider of(
      String id, String provider, String pool, List<String> variables, List<String> lines) {
    return new KnownProvider(id, provider, pool, variables, lines);
  }

  private static KnownProvider compatible(String id, String variable, String url) {
    return of(id, "openai-compatible", id, List.of(variable), List.of("baseUrl: " + url));
  }

  /**
   * Names of variables that hold its keys. Of two usual names for one key the first counts. Values
   * are looked at only for being there.
   */
  Set<String> keysIn(Map<String, String> environment) {
    for (String variable : variables) {
      Pattern names = Pattern.compile(Pattern.quote(variable) + "(_[A-Z0-9]+)*");
      Set<String> found = new TreeSet<>();
      environment.forEach(
          (name, value) -> {
            if (names.matcher(name).matches()
                && !ELSEWHERE.matcher(name).matches()
                && !value.isBlank()) {
              found.add(name);
            }
          });
      if (!found.isEmpty()) {
        return found;
      }
    }
    return Set.of();
  }
}

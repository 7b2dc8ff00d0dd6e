package io.ailb.agent.litellm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiteLLM's name of a provider stands for.
 *
 * @param provider ours
 * @param url that LiteLLM takes where the file names none; null = ours has one, or it must
 * @param variable that LiteLLM takes the key from where the file names none; null = no key
 * @param profile ours, where the URL does not tell
 */
record Host(
    String provider, @Nullable String url, @Nullable String variable, @Nullable String profile) {
  private static final String COMPATIBLE = "openai-compatible";

  private static final Map<String, Host> ALL =
      Map.ofEntries(
          Map.entry("openai", new Host("openai", null, "OPENAI_API_KEY", null)),
          Map.entry("azure", new Host("azure-openai", null, "AZURE_API_KEY", null)),
          Map.entry("anthropic", new Host("anthropic", null, "ANTHROPIC_API_KEY", null)),
          Map.entry("gemini", new Host("gemini", null, "GEMINI_API_KEY", null)),
          at("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
          at("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
          at("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
          at("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
          at("together_ai", "https://api.together.xyz/v1", "TOGETHERAI_API_KEY"),
          at("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
          at("fireworks_ai", "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY"),
          at("perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY"),
          at("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
          at("nvidia_nim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
          at("sambanova", "https://api.sambanova.ai/v1", "SAMBANOVA_API_KEY"),
          at("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
          own("hosted_vllm", null, "vllm"),
          own("vllm", null, "vllm"),
          own("ollama", "http://localhost:11434", "ollama"),
          own("ollama_chat", "http://localhost:11434", "ollama"),
          own("lm_studio", null, null),
          own("llamafile", null, null),
          own("openai_like", null, null),
          own("custom_openai", null, null));

  private static Map.Entry<String, Host> at(String name, String url, String variable) {
    return Map.entry(name, new Host(COMPATIBLE, url, variable, null));
  }

  /** A server of one's own. */
  private static Map.Entry<String, Host> own(
      String name, @Nullable String url, @Nullable String profile) {
    return Map.entry(name, new Host(COMPATIBLE, url, null, profile));
  }

  /** Null if ai-lb has no such provider. */
  static @Nullable Host of(String litellm) {
    return ALL.get(litellm);
  }

  /** The provider of a model that is named without one; null = LiteLLM's own table tells. */
  static @Nullable String ofModel(String model) {
    if (model.matches("(gpt-|chatgpt-|o[134](-|$)|text-embedding-).*")) {
      return "openai";
    }
    return model.startsWith("claude-") ? "anthropic" : null;
  }

  /** The same at a URL that is not OpenAI's. */
  Host elsewhere() {
    return provider.equals("openai") ? new Host(COMPATIBLE, null, variable, profile) : this;
  }
}

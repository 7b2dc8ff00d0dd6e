package io.ailb.model;

import org.jspecify.annotations.Nullable;

/** Whose API an endpoint is: which dialects it speaks, and where it lives. */
public enum Provider {
  OPENAI("openai", "https://api.openai.com/v1"),
  ANTHROPIC("anthropic", "https://api.anthropic.com"),
  GEMINI("gemini", "https://generativelanguage.googleapis.com"),
  /** One resource per customer, so that there is no public URL. */
  AZURE_OPENAI("azure-openai", null),
  /** Groq, Mistral, vLLM and others that speak OpenAI's first dialect. */
  OPENAI_COMPATIBLE("openai-compatible", null);

  private final String id;
  private final @Nullable String publicUrl;

  Provider(String id, @Nullable String publicUrl) {
    this.id = id;
    this.publicUrl = publicUrl;
  }

  /** The name in configuration, such as {@code azure-openai}. */
  public String id() {
    return id;
  }

  /** The base URL that everybody uses, or null where each customer has its own. */
  public @Nullable String publicUrl() {
    return publicUrl;
  }

  /** Whether its endpoints take requests of this dialect. */
  public boolean speaks(Dialect dialect) {
    return switch (this) {
      case OPENAI, AZURE_OPENAI ->
          dialect == Dialect.OPENAI_CHAT || dialect == Dialect.OPENAI_RESPONSES;
      case OPENAI_COMPATIBLE -> dialect == Dialect.OPENAI_CHAT;
      case ANTHROPIC -> dialect == Dialect.ANTHROPIC;
      case GEMINI -> dialect == Dialect.GEMINI;
    };
  }
}

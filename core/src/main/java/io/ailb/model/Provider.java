package io.ailb.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose API an endpoint is: which dialects it speaks, and where it lives. */
public enum Provider {
  OPENAI("openai", "https://api.openai.com/v1", Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES),
  ANTHROPIC("anthropic", "https://api.anthropic.com", Dialect.ANTHROPIC),
  GEMINI("gemini", "https://generativelanguage.googleapis.com", Dialect.GEMINI),
  /** One resource per customer, so that there is no public URL. */
  AZURE_OPENAI("azure-openai", null, Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES),
  /** Groq, Mistral, vLLM and others that speak OpenAI's first dialect. */
  OPENAI_COMPATIBLE("openai-compatible", null, Dialect.OPENAI_CHAT);

  private final String id;
  private final @Nullable String publicUrl;
  private final List<Dialect> dialects;

  /** A bit for each dialect, as every choice of an endpoint asks for them. */
  private final int spoken;

  Provider(String id, @Nullable String publicUrl, Dialect... dialects) {
    this.id = id;
    this.publicUrl = publicUrl;
    this.dialects = List.of(dialects);
    int bits = 0;
    for (Dialect dialect : dialects) {
      bits |= 1 << dialect.ordinal();
    }
    this.spoken = bits;
  }

  /** The name in configuration, such as {@code azure-openai}. */
  public String id() {
    return id;
  }

  /** The base URL that everybody uses, or null where each customer has its own. */
  public @Nullable String publicUrl() {
    return publicUrl;
  }

  /** The dialects that its endpoints take, the one that most is said in first. */
  public List<Dialect> dialects() {
    return dialects;
  }

  /** Whether its endpoints take requests of this dialect. */
  public boolean speaks(Dialect dialect) {
    return (spoken & 1 << dialect.ordinal()) != 0;
  }
}

package io.ailb.model;

import java.util.List;
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

  // One list each, as every choice of an endpoint asks for them.
  private static final List<Dialect> OPENAIS =
      List.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES);
  private static final List<Dialect> CHAT = List.of(Dialect.OPENAI_CHAT);
  private static final List<Dialect> ANTHROPICS = List.of(Dialect.ANTHROPIC);
  private static final List<Dialect> GEMINIS = List.of(Dialect.GEMINI);

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

  /** The dialects that its endpoints take, the one that most is said in first. */
  public List<Dialect> dialects() {
    return switch (this) {
      case OPENAI, AZURE_OPENAI -> OPENAIS;
      case OPENAI_COMPATIBLE -> CHAT;
      case ANTHROPIC -> ANTHROPICS;
      case GEMINI -> GEMINIS;
    };
  }

  /** Whether its endpoints take requests of this dialect. */
  public boolean speaks(Dialect dialect) {
    List<Dialect> spoken = dialects();
    for (int i = 0; i < spoken.size(); i++) { // each choice of an endpoint asks, several times
      if (spoken.get(i) == dialect) {
        return true;
      }
    }
    return false;
  }
}

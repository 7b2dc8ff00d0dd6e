package io.ailb.simulator.dialect;

/** Whose API an endpoint speaks. In JSON: {@code openai}, {@code azure-openai} and so on. */
public enum Provider {
  /** Chat completions, responses, embeddings and models, behind any path prefix. */
  OPENAI,
  /** Messages and their token count. */
  ANTHROPIC,
  /** generateContent buffered, as SSE and as a JSON array, embeddings and token count. */
  GEMINI,
  /** The deployment paths and the unified {@code /openai/v1} paths. */
  AZURE_OPENAI,
  /** Chat completions, embeddings and models as older hosts speak them; no responses. */
  OPENAI_COMPATIBLE;

  /** What the provider's own SDK wants after host and port in its base URL. */
  public String basePath() {
    return switch (this) {
      case OPENAI, OPENAI_COMPATIBLE -> "/v1";
      case AZURE_OPENAI -> "/openai/v1";
      case ANTHROPIC, GEMINI -> "";
    };
  }
}

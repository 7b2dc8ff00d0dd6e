package io.ailb.model;

/** What a request asks of a provider. Only these are ever taken over. */
public enum Operation {
  CHAT_COMPLETIONS(Dialect.OPENAI_CHAT, Kind.GENERATE, "/chat/completions"),
  RESPONSES(Dialect.OPENAI_RESPONSES, Kind.GENERATE, "/responses"),
  EMBEDDINGS(Dialect.OPENAI_CHAT, Kind.EMBED, "/embeddings"),
  MODELS(Dialect.OPENAI_CHAT, Kind.INFORM, "/models"),
  MESSAGES(Dialect.ANTHROPIC, Kind.GENERATE, "/messages"),
  COUNT_TOKENS(Dialect.ANTHROPIC, Kind.INFORM, "/messages/count_tokens"),
  GENERATE_CONTENT(Dialect.GEMINI, Kind.GENERATE, ":generateContent"),
  STREAM_GENERATE_CONTENT(Dialect.GEMINI, Kind.GENERATE, ":streamGenerateContent"),
  EMBED_CONTENT(Dialect.GEMINI, Kind.EMBED, ":embedContent"),
  BATCH_EMBED_CONTENTS(Dialect.GEMINI, Kind.EMBED, ":batchEmbedContents"),
  COUNT_CONTENT_TOKENS(Dialect.GEMINI, Kind.INFORM, ":countTokens"),
  /** Something that OpenAI keeps, by its id: a response, a conversation, a container, a file. */
  KEPT_BY_OPENAI(Dialect.OPENAI_RESPONSES, Kind.KEPT, "/{id}"),
  /** Something that Anthropic keeps, by its id: a file. */
  KEPT_BY_ANTHROPIC(Dialect.ANTHROPIC, Kind.KEPT, "/{id}");

  /** What an operation is for. */
  public enum Kind {
    /** Makes text: costs input and output tokens. */
    GENERATE,
    /** Makes vectors: costs input tokens, and only ever moves between endpoints of one model. */
    EMBED,
    /** Tells about models or counts: costs no tokens. */
    INFORM,
    /**
     * Asks for, or changes, what one endpoint keeps under an id that it issued: is of use nowhere
     * else, and costs no tokens. Its method and path are the caller's.
     */
    KEPT
  }

  private final Dialect dialect;
  private final Kind kind;
  private final String suffix;

  Operation(Dialect dialect, Kind kind, String suffix) {
    this.dialect = dialect;
    this.kind = kind;
    this.suffix = suffix;
  }

  /** How an answer is asked for in {@code dialect}. */
  public static Operation toGenerate(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> CHAT_COMPLETIONS;
      case OPENAI_RESPONSES -> RESPONSES;
      case ANTHROPIC -> MESSAGES;
      case GEMINI -> GENERATE_CONTENT;
    };
  }

  public Dialect dialect() {
    return dialect;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * How its path ends, in the provider's own API; for Gemini, the method after the model; of what
   * is kept only the caller's path says it.
   */
  public String suffix() {
    return suffix;
  }

  /** Whether the model's name stands in the path, not in the body. */
  public boolean modelInPath() {
    return dialect == Dialect.GEMINI;
  }

  /** The method that the provider expects. */
  public String method() {
    return this == MODELS ? "GET" : "POST";
  }
}

package io.ailb.model;

/**
 * Something a request can ask for that not every endpoint has (translation, section 7). What an
 * endpoint has comes from its dialect, the profiles of its host and model, its {@code capabilities}
 * in the configuration, and from what its provider refused.
 */
public enum Feature {
  TOOLS("tools"),
  /** {@code parallel_tool_calls: false}. */
  PARALLEL_TOOLS_OFF("parallelToolsOff"),
  /** Tools that take free text. */
  CUSTOM_TOOLS("customTools"),
  /** Images and documents in the result of a tool. */
  TOOL_RESULT_MEDIA("toolResultMedia"),
  /** Tools whose arguments keep strictly to their schema. */
  STRICT_TOOLS("strictTools"),
  /** Any JSON object as the answer. */
  JSON_MODE("jsonMode"),
  /** An answer that keeps to a schema. */
  JSON_SCHEMA("jsonSchema"),
  IMAGE_BASE64("imageBase64"),
  IMAGE_URL("imageUrl"),
  PDF_BASE64("pdfBase64"),
  PDF_URL("pdfUrl"),
  AUDIO_IN("audioIn"),
  VIDEO_IN("videoIn"),
  /** Stop sequences; how many is {@link Capabilities#maxStops()}. */
  STOP("stop"),
  /** More than one answer to one request. */
  CHOICES("nChoices"),
  LOGPROBS("logprobs"),
  /** Temperature and top-p. */
  SAMPLING("sampling"),
  TOP_K("topK"),
  /** Presence and frequency penalties. */
  PENALTIES("penalties"),
  SEED("seed"),
  /** A last turn of the assistant's, which the answer goes on from. */
  PREFILL("prefill"),
  /** System texts between the turns. */
  MID_SYSTEM("midSystem"),
  /** How much to think; in which words is {@link Capabilities#reasoning()}. */
  REASONING("reasoning"),
  /**
   * Told not to think, it does not, or next to nothing: Anthropic's {@code disabled}, Gemini's
   * budget 0 or level {@code MINIMAL}, OpenAI's effort {@code none}; else the least it takes.
   */
  REASONING_OFF("reasoningOff"),
  /** What was thought, to be read. */
  REASONING_TEXT("reasoningText"),
  /** Marks up to where a prompt is worth caching. */
  CACHE_MARKS("cacheMarks"),
  /** The role {@code developer} in Chat Completions; else {@code system}. */
  DEVELOPER_ROLE("developerRole"),
  /** The field {@code max_completion_tokens} in Chat Completions; else {@code max_tokens}. */
  MAX_COMPLETION_TOKENS("maxCompletionTokens"),
  /** {@code stream_options.include_usage} in Chat Completions. */
  STREAM_USAGE("streamUsage"),
  /**
   * What only OpenAI itself knows beside the rest: {@code store}, {@code metadata}, {@code
   * service_tier}, {@code prompt_cache_key}, {@code safety_identifier}, {@code verbosity}.
   */
  OPENAI_EXTRAS("openaiExtras"),
  /** Gemini's thought signatures have to come back with the calls of the current turn. */
  THOUGHT_SIGNATURES("thoughtSignatures");

  private final String id;

  Feature(String id) {
    this.id = id;
  }

  /** The name in {@code capabilities} and in messages. */
  public String id() {
    return id;
  }
}

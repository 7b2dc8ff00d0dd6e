import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;

/** LangChain4j's Anthropic models. */
public final class LangChain4jAnthropic extends LangChain4j {
  /** Without retries of its own. */
  public LangChain4jAnthropic() {
    super(
        AnthropicChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("claude-haiku-4-5")
            .maxTokens(256)
            .maxRetries(0)
            .build(),
        AnthropicStreamingChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("claude-haiku-4-5")
            .maxTokens(256)
            .build());
  }
}

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/** LangChain4j's OpenAI models. */
public final class LangChain4jOpenAi extends LangChain4j {
  /** Without retries of its own. */
  public LangChain4jOpenAi() {
    super(
        OpenAiChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("gpt-4o-mini")
            .maxRetries(0)
            .build(),
        OpenAiStreamingChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("gpt-4o-mini")
            .build());
  }
}

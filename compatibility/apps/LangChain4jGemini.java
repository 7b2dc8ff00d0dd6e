import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;

/** LangChain4j's Gemini models. */
public final class LangChain4jGemini extends LangChain4j {
  /** Without retries of its own. */
  public LangChain4jGemini() {
    super(
        GoogleAiGeminiChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("gemini-2.5-flash")
            .maxRetries(0)
            .build(),
        GoogleAiGeminiStreamingChatModel.builder()
            .apiKey("the-applications-own-key")
            .modelName("gemini-2.5-flash")
            .build());
  }
}

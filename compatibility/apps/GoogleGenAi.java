import com.google.genai.ResponseStream;
import com.google.genai.types.GenerateContentResponse;
import java.util.function.Consumer;

/** google-genai as it comes. */
public final class GoogleGenAi implements Client {
  private final com.google.genai.Client client =
      com.google.genai.Client.builder().apiKey("the-applications-own-key").build();

  @Override
  public String text() {
    return client.models.generateContent("gemini-2.5-flash", "hi", null).text();
  }

  @Override
  public void stream(Consumer<String> piece) {
    try (ResponseStream<GenerateContentResponse> answers =
        client.models.generateContentStream("gemini-2.5-flash", "hi", null)) {
      for (GenerateContentResponse answer : answers) {
        String text = answer.text();
        if (text != null) {
          piece.accept(text);
        }
      }
    }
  }
}

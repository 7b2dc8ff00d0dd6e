package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** {@code :countTokens}: takes nothing from the limits. */
final class GeminiTokenCount implements Operation {
  private final String model;

  GeminiTokenCount(String model) {
    this.model = model;
  }

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    JsonNode counted = body.path("generateContentRequest");
    return Ask.of(model, GeminiGenerate.prompt(counted.isMissingNode() ? body : counted), body);
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    int tokens = ask.prompt().tokens();
    return Answer.ok(
        object("totalTokens", tokens)
            .with(
                "promptTokensDetails",
                List.of(object("modality", "TEXT").with("tokenCount", tokens))),
        0);
  }

  @Override
  public boolean metered() {
    return false;
  }

  @Override
  public String fixtureName() {
    return "gemini-count";
  }
}

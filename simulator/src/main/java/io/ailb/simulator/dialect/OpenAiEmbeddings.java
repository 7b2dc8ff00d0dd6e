package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /embeddings}: numbers or base64, whichever is asked for. */
final class OpenAiEmbeddings implements Operation {
  private final @Nullable String deployment;

  /**
   * @param deployment Azure's name of the model when the path has it, or null
   */
  OpenAiEmbeddings(@Nullable String deployment) {
    this.deployment = deployment;
  }

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    String model = deployment == null ? OpenAi.model(body) : deployment;
    Prompt prompt = new Prompt();
    List<String> inputs = inputs(body);
    if (inputs.isEmpty()) {
      throw Refusal.invalid("'$.input' is invalid.", "input");
    }
    inputs.forEach(prompt::user);
    return Ask.of(model, prompt, body);
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    Integer dimensions = Json.integer(ask.body(), "dimensions");
    boolean base64 = "base64".equals(Json.string(ask.body(), "encoding_format"));
    List<Object> data = new ArrayList<>();
    for (String input : inputs(ask.body())) {
      Vector vector = Vector.of(String.valueOf(ask.model()), input, dimensions);
      data.add(
          object("object", "embedding")
              .with("index", data.size())
              .with("embedding", base64 ? vector.base64() : vector.values()));
    }
    int tokens = ask.prompt().tokens();
    return Answer.ok(
        object("object", "list")
            .with("data", data)
            .with("model", ask.model())
            .with("usage", object("prompt_tokens", tokens).with("total_tokens", tokens)),
        0);
  }

  /** A text, texts, a list of token numbers or lists of them; tokens are taken by their digits. */
  private static List<String> inputs(JsonNode body) {
    JsonNode input = body.path("input");
    if (input.isTextual()) {
      return List.of(input.textValue());
    }
    if (input.path(0).isNumber()) {
      return List.of(input.toString());
    }
    List<String> inputs = new ArrayList<>();
    input.forEach(one -> inputs.add(one.isTextual() ? one.textValue() : one.toString()));
    return inputs;
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "openai-chat";
  }
}

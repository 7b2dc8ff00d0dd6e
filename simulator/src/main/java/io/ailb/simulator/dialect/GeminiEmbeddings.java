package io.ailb.simulator.dialect;

import static io.ailb.simulator.dialect.JsonObject.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** {@code :embedContent} and {@code :batchEmbedContents}: numbers only, and no usage. */
final class GeminiEmbeddings implements Operation {
  private final String model;
  private final boolean batch;

  GeminiEmbeddings(String model, boolean batch) {
    this.model = model;
    this.batch = batch;
  }

  @Override
  public Ask read(Request request) throws Refusal {
    JsonNode body = Json.body(request);
    if (batch ? body.path("requests").isEmpty() : !body.has("content")) {
      throw Refusal.invalid("* EmbedContentRequest.content: content is not specified\n");
    }
    Prompt prompt = new Prompt();
    requests(body).forEach(one -> prompt.user(text(one)));
    return Ask.of(model, prompt, body);
  }

  @Override
  public Answer answer(Ask ask, Speaker speaker) {
    List<Object> embeddings = new ArrayList<>();
    for (JsonNode one : requests(ask.body())) {
      Vector vector = Vector.of(model, text(one), Json.integer(one, "outputDimensionality"));
      embeddings.add(object("values", vector.values()));
    }
    return Answer.ok(
        batch ? object("embeddings", embeddings) : object("embedding", embeddings.get(0)), 0);
  }

  private Iterable<JsonNode> requests(JsonNode body) {
    return batch ? body.get("requests") : List.of(body);
  }

  private static String text(JsonNode request) {
    return OpenAi.text(request.path("content").path("parts"));
  }

  @Override
  public boolean metered() {
    return true;
  }

  @Override
  public String fixtureName() {
    return "gemini";
  }
}
